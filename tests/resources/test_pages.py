"""Iterating over all pages of a list."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
from aiohttp import web

from genai_py import File, GenAI, GenAIException, GenAIFactory, HttpMonitoring

from .form_server import Came, FormServer, form_server

PAGES = {"": ["a", "b"], "b": ["c", "d"], "d": ["e"]}
"""The ids of a page, by the id after which it begins."""


def answer(came: Came) -> web.Response:
    after = came.request.partition("after=")[2].partition("&")[0]
    ids = PAGES[after]
    data = [{"id": each, "object": "file"} for each in ids]
    return web.json_response({"object": "list", "data": data, "has_more": ids[-1] != "e", "last_id": ids[-1]})


@pytest.fixture
def server() -> Iterator[FormServer]:
    with form_server() as server:
        server.answer = answer
        yield server


@pytest.fixture
def client(server: FormServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateExternalInstance(server.url, "a-key") as client:
        client.API.MaxRetries = 0
        yield client


def requests_come(server: FormServer, count: int) -> bool:
    end = time.monotonic() + 5
    while len(server.came) < count and time.monotonic() < end:
        time.sleep(0.01)
    return len(server.came) == count


def test_for_goes_over_all_pages(server: FormServer, client: GenAI) -> None:
    entries = list(client.Files.ListAll(lambda p: p.Purpose("batch").Limit(2)))
    assert [entry.id for entry in entries] == ["a", "b", "c", "d", "e"]
    assert all(type(entry) is File for entry in entries)
    assert server.requests == [
        "GET /v1/files?purpose=batch&limit=2",
        "GET /v1/files?purpose=batch&limit=2&after=b",
        "GET /v1/files?purpose=batch&limit=2&after=d",
    ]


def test_async_for_goes_over_all_pages(server: FormServer, client: GenAI) -> None:
    async def main() -> list[str]:
        return [entry.id async for entry in client.Files.ListAll()]

    assert asyncio.run(main()) == ["a", "b", "c", "d", "e"]


def test_for_inside_a_running_loop_works_too(server: FormServer, client: GenAI) -> None:
    async def main() -> list[str]:
        return [entry.id for entry in client.Files.ListAll()]

    assert asyncio.run(main()) == ["a", "b", "c", "d", "e"]


def test_a_list_can_be_iterated_again_and_beside_itself(server: FormServer, client: GenAI) -> None:
    pages = client.Files.ListAll()
    assert [(one.id, other.id) for one, other in zip(pages, pages, strict=True)] == [(each, each) for each in "abcde"]


def test_the_next_page_is_fetched_while_this_one_is_consumed(server: FormServer, client: GenAI) -> None:
    entries = iter(client.Files.ListAll())
    assert next(entries).id == "a"
    assert requests_come(server, 2)
    time.sleep(0.1)
    assert len(server.came) == 2


def test_the_next_page_is_fetched_while_this_one_is_consumed_in_a_loop(server: FormServer, client: GenAI) -> None:
    async def main() -> int:
        async for _ in client.Files.ListAll():
            await asyncio.sleep(0.2)
            return len(server.came)
        return 0

    assert asyncio.run(main()) == 2


def test_leaving_early_leaves_no_request(server: FormServer, client: GenAI) -> None:
    for _ in client.Files.ListAll():
        break
    assert HttpMonitoring().WaitIdle(5)
    assert len(server.came) <= 2


def test_a_page_that_fails_comes_after_the_entries_before_it(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: answer(came) if "after" not in came.request else web.json_response({}, status=500)
    seen = []
    with pytest.raises(GenAIException) as caught:
        for entry in client.Files.ListAll():
            seen.append(entry.id)
    assert (seen, caught.value.code) == (["a", "b"], 500)


def test_a_server_that_always_has_more_is_not_asked_for_ever(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"data": [{"id": "a"}], "has_more": True})
    assert [entry.id for entry in client.Files.ListAll()] == ["a", "a"]


def test_wrong_arguments_are_told_of_at_once(client: GenAI) -> None:
    with pytest.raises(TypeError, match=r"^ListAll\(\) takes \(\[ParamProc\]\); got 2 positional arguments$"):
        client.Files.ListAll(None, 5)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="JobId is empty"):
        client.FineTuning.AllEvents("")


@pytest.mark.parametrize(
    ("ids", "list_all", "path"),
    [
        ((), "Batch.ListAll", "batches"),
        ((), "Chat.ListAll", "chat/completions"),
        (("chat_1",), "Chat.GetAllMessages", "chat/completions/chat_1/messages"),
        ((), "Containers.ListAll", "containers"),
        (("conv_1",), "Conversations.ListAll", "conversations/conv_1/items"),
        ((), "FineTuning.ListAll", "fine_tuning/jobs"),
        (("job_1",), "FineTuning.AllEvents", "fine_tuning/jobs/job_1/events"),
        (("job_1",), "FineTuning.AllCheckpoints", "fine_tuning/jobs/job_1/checkpoints"),
        (("resp_1",), "Responses.ListAll", "responses/resp_1/input_items"),
        ((), "VectorStore.ListAll", "vector_stores"),
        (("vs_1",), "VectorStoreFiles.ListAll", "vector_stores/vs_1/files"),
        (("vs_1", "b_1"), "VectorStoreBatch.ListAll", "vector_stores/vs_1/file_batches/b_1/files"),
    ],
)
def test_every_route_that_pages_has_it(
    ids: tuple[str, ...], list_all: str, path: str, server: FormServer, client: GenAI
) -> None:
    route, name = list_all.split(".")
    assert [entry.id for entry in getattr(getattr(client, route), name)(*ids)] == ["a", "b", "c", "d", "e"]
    assert server.requests == [f"GET /v1/{path}{query}" for query in ("", "?after=b", "?after=d")]
