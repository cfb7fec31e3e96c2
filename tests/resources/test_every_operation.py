"""Every operation of every route: without its id or its file it is refused in all its forms, and nothing leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from queue import Queue
from typing import Any

import pytest

from genai_py import AsynCallBack, GenAI, GenAIFactory, HttpClientAPI, MultiFormDataParams, UrlParam
from genai_py.client import _ROUTES
from genai_py.core.calls.operations import Route

NO_IDS = ("", " ", "\n", None, 5, b"id", ["id"], object())


class Silent(HttpClientAPI):
    """A transport that nothing may be sent with."""

    async def request(self, request: Any) -> Any:
        raise AssertionError(f"{request.method} {request.url} was sent")

    stream = request

    async def close(self) -> None: ...


@pytest.fixture(scope="module")
def client() -> Iterator[GenAI]:
    with a_client() as client:
        yield client


def a_client() -> GenAI:
    return GenAIFactory.CreateExternalInstance("http://127.0.0.1:9/v1", "a-key", http_client=Silent())


def routes(client: GenAI) -> dict[str, Route]:
    """All routes of a client, by the way that leads to them."""
    return {**{name: getattr(client, name) for name in _ROUTES}, "Skills.Versions": client.Skills.Versions}


def ids_of(form: Any) -> list[str]:
    """The names of the ids in an operation's path, which its docstring shows."""
    path = re.search(r"``[A-Z]+ (\S+)``", form.__doc__ or "")
    return re.findall(r"{(\w+)}", path[1]) if path else []


def operations() -> list[tuple[str, str]]:
    """Route and blocking form of all operations with ids."""
    with a_client() as client:
        return [
            (way, name)
            for way, route in routes(client).items()
            for name in dir(type(route))
            if not name.startswith(("_", "Asyn")) and ids_of(getattr(route, name))
        ]


def calls(form: Any) -> Iterator[tuple[str, list[Any]]]:
    """For each id of an operation, calls in which it is none, the other arguments being as they should."""
    ids = ids_of(form)
    endpoint = getattr(form, "endpoint", None)
    rest: list[Any] = []
    if form.__name__ == "Download":
        rest = ["file"]
    elif endpoint is not None and endpoint.params is not None and not issubclass(endpoint.params, UrlParam):
        rest = [lambda params: None]
    for place, name in enumerate(ids):
        for value in NO_IDS:
            yield name, [*("an-id" for _ in ids[:place]), value, *("an-id" for _ in ids[place + 1 :]), *rest]


def said_by_callbacks(form: Any, arguments: list[Any]) -> BaseException:
    """What ``on_error`` hears."""
    heard: Queue[BaseException] = Queue()
    form(*arguments, AsynCallBack(on_error=lambda sender, error: heard.put(error.exception)))
    return heard.get(timeout=10)


def forms() -> list[tuple[str, str]]:
    """Route and blocking form of all operations that send a form, and the one that sends a file in parts."""
    with a_client() as client:
        found = [
            (way, name)
            for way, route in routes(client).items()
            for name in dir(type(route))
            if issubclass(getattr(getattr(getattr(route, name), "endpoint", None), "params", None) or object,
                          MultiFormDataParams)
        ]  # fmt: skip
    return [*found, ("Uploads", "UploadFile")]


def test_the_operations_are_found() -> None:
    found = operations()
    assert len(found) > 50
    assert {("Files", "Download"), ("Conversations", "CreateItem"), ("Skills.Versions", "ListAll")} <= set(found)


@pytest.mark.parametrize(("way", "name"), operations())
def test_an_id_that_is_none_is_refused(way: str, name: str, client: GenAI) -> None:
    route = routes(client)[way]
    for wrong, arguments in calls(getattr(route, name)):
        refusal = rf"^{wrong} (is empty; the path '[^']+' needs it|must be a string, got \w+ .+)$"
        with pytest.raises((TypeError, ValueError), match=refusal):
            getattr(route, name)(*arguments)
        if not hasattr(route, f"AsyncAwait{name}"):
            continue
        with pytest.raises((TypeError, ValueError), match=refusal):
            getattr(route, f"AsyncAwait{name}")(*arguments).result(10)
        error = said_by_callbacks(getattr(route, f"Asyn{name}"), arguments)
        assert isinstance(error, (TypeError, ValueError))
        assert re.match(refusal, str(error))


@pytest.mark.parametrize(("way", "name"), forms())
def test_a_missing_file_fails_before_anything_is_sent(way: str, name: str, client: GenAI) -> None:
    def fill(params: Any) -> None:
        add = params.AddFile if isinstance(params, MultiFormDataParams) else lambda _, path: params.File(path)
        add("file", "no such folder/photo.png")

    route = routes(client)[way]
    arguments = [*("an-id" for _ in ids_of(getattr(route, name))), fill]
    missing = r"no such file to send: 'no such folder.+photo\.png'"
    with pytest.raises(FileNotFoundError, match=missing):
        getattr(route, name)(*arguments)
    with pytest.raises(FileNotFoundError, match=missing):
        getattr(route, f"AsyncAwait{name}")(*arguments).result(10)
    error = said_by_callbacks(getattr(route, f"Asyn{name}"), arguments)
    assert isinstance(error, FileNotFoundError)
    assert re.search(missing, str(error))
