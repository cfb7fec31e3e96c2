"""What the tests of the engine share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings
from promises import Deferred
from scripted_http import Reply, ScriptedHttp

from genai_py import GenAI, GenAIFactory, ManualDispatcher

# How long an example takes depends on what else the machine does; the tests that measure say so themselves.
settings.register_profile("genai_py", deadline=None)
settings.load_profile("genai_py")

ClientOf = Callable[..., GenAI]


@pytest.fixture
def client_of() -> Iterator[ClientOf]:
    """Makes clients of a scripted transport, and closes them."""
    made: list[GenAI] = []

    def make(*replies: Reply, key: str = "", **settings: Any) -> GenAI:
        http = ScriptedHttp(*replies)
        client = GenAIFactory.CreateExternalInstance(
            "http://127.0.0.1:9/v1", key, http_client=http, **settings
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.Close()


@pytest.fixture
def manual() -> ManualDispatcher:
    return ManualDispatcher()


@pytest.fixture
def pending(manual: ManualDispatcher) -> Deferred:
    """A promise that waits to be settled, with handlers that wait to be pumped."""
    return Deferred(manual)
