"""A client of the real embedded server."""

from collections.abc import Iterator

import pytest

from genai_py import GenAI, GenAIFactory
from genai_py.embedded import EmbeddedServer


@pytest.fixture
def client(embedded_server: EmbeddedServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateLMSInstance(embedded_server.BaseURL) as made:
        yield made
