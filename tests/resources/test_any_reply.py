"""Whatever a server answers, an operation returns its result or raises an exception of the package."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from genai_py import GenAI, GenAIException, GenAIFactory, UrlParam
from genai_py.client import _ROUTES
from genai_py.testing import MockReply, MockTransport

replies: list[Any] = []


@pytest.fixture(scope="module")
def client() -> Iterator[GenAI]:
    transport = MockTransport(lambda _: replies[-1])
    with GenAIFactory.CreateExternalInstance("http://server.test/v1", "a-key", http_client=transport) as client:
        yield client.WithOptions(max_retries=0)


def operations() -> list[tuple[str, str]]:
    """Route and blocking form of the operations that a table has, which names the path."""
    found = []
    with GenAIFactory.CreateExternalInstance("http://server.test/v1", "a-key") as client:
        for way in _ROUTES:
            for name in dir(type(getattr(client, way))):
                endpoint = getattr(getattr(getattr(client, way), name), "endpoint", None)
                if not name.startswith(("_", "Asyn")) and endpoint is not None:
                    found.append((way, name))
    return found


def arguments(form: Any) -> list[Any]:
    """Arguments that the operation takes."""
    endpoint = form.endpoint
    needs_body = endpoint.params is not None and not issubclass(endpoint.params, UrlParam)
    return ["id"] * len(endpoint.names) + ([lambda params: None] if needs_body else [])


def keys_of_results() -> list[str]:
    """The names of the fields that results have, which are the ones that can go wrong."""
    names = {"error", "message", "detail", "data", "choices", "output", "delta", "index", "extra", "status"}
    return sorted(names | {"id", "object", "usage", "content", "type", "embedding", "finish_reason", "tool_calls"})


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.just("error")
values: Any = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys_of_results()), inner, max_size=4),
    max_leaves=12,
)
bodies: Any = values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=20)


def test_the_operations_are_found() -> None:
    assert len(operations()) > 60


@pytest.mark.parametrize(("way", "name"), operations())
@given(body=bodies, status=st.sampled_from([200, 200, 200, 204, 400, 404, 500]))
@settings(max_examples=25, deadline=None)
def test_a_reply_is_a_result_or_an_error_of_the_package(
    way: str, name: str, body: bytes, status: int, client: GenAI
) -> None:
    replies[:] = [MockReply(body, status, {"Content-Type": "application/json"})]
    form = getattr(getattr(client, way), name)
    try:
        result = form(*arguments(form))
    except GenAIException as error:
        assert str(error)
        return
    written = io.StringIO()
    print(repr(result), file=written)
    json.loads(result.ToJsonString())
