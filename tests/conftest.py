"""What several test folders share."""

from collections.abc import Iterator

import pytest

from genai_py.embedded import EmbeddedServer


@pytest.fixture(scope="session")
def embedded_server() -> Iterator[EmbeddedServer]:
    """A running local server with the packaged model."""
    with EmbeddedServer() as server:
        yield server
