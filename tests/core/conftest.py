"""What the tests of the engine share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from scripted_http import Reply, ScriptedHttp

from genai_py import GenAI, GenAIFactory

ClientOf = Callable[..., GenAI]


@pytest.fixture
def client_of() -> Iterator[ClientOf]:
    """Makes clients of a scripted transport, and closes them."""
    made: list[GenAI] = []

    def make(*replies: Reply, key: str = "", **settings: Any) -> GenAI:
        http = ScriptedHttp(*replies)
        client = GenAIFactory.CreateExternalInstance("http://127.0.0.1:9/v1", key, http_client=http, **settings)
        made.append(client)
        return client

    yield make
    for client in made:
        client.Close()
