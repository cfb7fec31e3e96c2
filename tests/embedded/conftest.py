"""What the tests of this folder share."""

import pytest

from genai_py.embedded import EmbeddedServer

from .client import Http


@pytest.fixture
def http(embedded_server: EmbeddedServer) -> Http:
    return Http(embedded_server)
