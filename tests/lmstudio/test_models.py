"""The models of LM Studio: what is listed, loaded once for all callers, unloaded and downloaded."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from genai_py import (
    AsynCallBack,
    GenAI,
    GenAIAuthError,
    GenAICancelledError,
    GenAIException,
    GenAIFactory,
    GenAINotFoundError,
    LMDownload,
    LMDownloadState,
    LMModelType,
    LMStudioMissingError,
)
from genai_py.lmstudio import downloads
from genai_py.testing import MockReply, MockTransport
from lmstudio.server import Habits, LMStudioServer

LOAD, LIST = "POST /api/v1/models/load", "GET /api/v1/models"
TOKEN = "sk-lm-abcdefgh:abcdefghijklmnopqrst"


@pytest.fixture
def server() -> Iterator[LMStudioServer]:
    with LMStudioServer() as running:
        yield running


@pytest.fixture
def client(server: LMStudioServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateLMSInstance(server.url) as made:
        yield made


@pytest.fixture(autouse=True)
def quick_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "POLL_INTERVAL", 0.001)


def test_the_list_has_every_field(server: LMStudioServer, client: GenAI) -> None:
    server.models.load("acme/tiny", context_length=8192, parallel=4)
    found = client.LMStudio.Models.List()
    vectors, _, tiny = found.models
    assert [each.key for each in found] == ["acme/vectors", "acme/embedded-chat", "acme/tiny"]
    assert tiny.type is LMModelType.llm
    assert (tiny.quantization.name, tiny.quantization.bits_per_weight) == ("Q4_K_M", 4)
    assert tiny.capabilities.trained_for_tool_use
    assert tiny.capabilities.reasoning.allowed_options == ["off", "on"]
    assert (tiny.loaded_instances[0].id, tiny.loaded_instances[0].config.context_length) == ("acme/tiny", 8192)
    assert tiny.loaded_instances[0].config.parallel == 4
    assert (tiny.is_loaded, vectors.is_loaded, tiny.loaded_instances[0].context_length) == (True, False, 8192)
    assert vectors.capabilities is None


def test_unknown_words_and_fields_pass(server: LMStudioServer, client: GenAI) -> None:
    server.habits.extra = {"cursor": "x"}
    server.models.models = [
        {"type": "oracle", "key": "new", "mood": 7},
        {"key": "odd", "max_context_length": "much", "capabilities": {"vision": "some"}, "variants": None},
        {"type": "decision", "key": "judge", "quantization": "Q4"},
    ]
    found = client.LMStudio.Models.List()
    assert [each.key for each in found] == ["new", "odd", "judge"]
    assert (found[0].type, found[0].extra["mood"], found.extra["cursor"]) == ("oracle", 7, "x")
    assert client.LMStudio.Models.EnsureLoaded("odd").instance_id == "odd"


@pytest.mark.parametrize("prefix", ["", "/behind/proxy"])
@pytest.mark.parametrize("ending", ["", "/v1", "/v1/"])
def test_it_is_found_beside_the_base_url(prefix: str, ending: str) -> None:
    with (
        LMStudioServer(prefix=prefix) as server,
        GenAIFactory.CreateLMSInstance(server.url + ending) as client,
    ):
        assert len(client.LMStudio.Models.List()) == len(client.Models.List().data) == 3


def test_instances_and_limits_of_another_shape_are_understood() -> None:
    odd = {"key": "odd", "loaded_instances": ["odd:1"], "selected_variant": 3, "variants": 4, "max_context_length": "?"}
    with GenAIFactory.CreateLMSInstance(http_client=MockTransport({LIST: {"models": [odd, "more", None]}})) as client:
        assert client.LMStudio.Models.EnsureLoaded("odd", 100).instance_id == "odd:1"
    with GenAIFactory.CreateLMSInstance(http_client=MockTransport({LIST: {"models": "none"}})) as client:
        assert list(client.LMStudio.Models.List()) == list(client.LMStudio.Models.Loaded()) == []


def test_both_lists_can_be_mocked() -> None:
    transport = MockTransport({"GET models": {"data": [{"id": "a"}]}, LIST: {"models": [{"key": "b"}]}})
    with GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        assert (client.Models.List().data[0].id, client.LMStudio.Models.List()[0].key) == ("a", "b")
        assert client.API.Get("/api/v1/models").extra == {"models": [{"key": "b"}]}


def test_every_form_gives_the_same(server: LMStudioServer, client: GenAI) -> None:
    ended, got = threading.Event(), []

    def on_success(sender: object, value: Any) -> None:
        got.append(value)
        ended.set()

    client.LMStudio.Models.AsynList(AsynCallBack(on_success=on_success))
    assert ended.wait(10)

    async def awaited() -> Any:
        return await client.LMStudio.Models.AsyncAwaitList()

    assert got[0] == client.LMStudio.Models.List() == asyncio.run(awaited())


def test_load_and_unload(server: LMStudioServer, client: GenAI) -> None:
    routes = client.LMStudio.Models
    loaded = routes.Load(
        lambda p: p.Model("acme/tiny").ContextLength(2048).FlashAttention().EvalBatchSize(64).EchoLoadConfig()
    )
    assert (loaded.instance_id, loaded.load_time_seconds, loaded.status) == ("acme/tiny", 0.25, "loaded")
    assert (loaded.load_config.context_length, loaded.load_config.flash_attention) == (2048, True)
    assert [each.key for each in routes.Loaded()] == ["acme/tiny"]
    assert routes.AsyncAwaitUnload("acme/tiny").result(10).instance_id == "acme/tiny"
    assert not routes.Loaded()


HABITS = {
    "as documented": Habits(),
    "with 400": Habits(not_found=400),
    "with 500": Habits(not_found=500),
    "with 200": Habits(not_found=200, failed=200),
    "a text": Habits(not_found=404, bare=True),
}


@pytest.mark.parametrize("habit", HABITS)
def test_a_model_that_is_not_there(habit: str, server: LMStudioServer, client: GenAI) -> None:
    server.habits = HABITS[habit]
    fast = client.WithOptions(max_retries=0).LMStudio.Models
    with pytest.raises(GenAINotFoundError, match="acme/vectors, acme/embedded-chat, acme/tiny"):
        fast.EnsureLoaded("acme/tinny")
    with pytest.raises(GenAINotFoundError, match="No model acme/tinny is downloaded.*acme/vectors"):
        fast.Load(lambda p: p.Model("acme/tinny"))
    server.models.load("acme/tiny")
    with pytest.raises(GenAINotFoundError, match="No instance acme/vectors is loaded.*loaded instances are: acme/tiny"):
        fast.Unload("acme/vectors")


@pytest.mark.parametrize("status", [500, 400, 200])
def test_a_load_that_fails_says_why_and_is_sent_once(status: int, server: LMStudioServer, client: GenAI) -> None:
    server.habits.failed = status
    server.models.broken["acme/tiny"] = "insufficient memory: 12 GB needed"
    with pytest.raises(GenAIException, match="insufficient memory: 12 GB needed"):
        client.LMStudio.Models.Load(lambda p: p.Model("acme/tiny"))
    with pytest.raises(GenAIException, match="insufficient memory: 12 GB needed"):
        client.LMStudio.Models.EnsureLoaded("acme/tiny")
    assert server.count(LOAD) == 2


def test_a_load_whose_reply_says_that_it_failed() -> None:
    reply = {"type": "llm", "instance_id": "a", "status": "failed", "message": "the file is damaged"}
    with GenAIFactory.CreateLMSInstance(http_client=MockTransport(MockReply(reply))) as client:
        with pytest.raises(GenAIException, match="cannot load 'a': the file is damaged"):
            client.LMStudio.Models.Load(lambda p: p.Model("a"))


def test_ensuring_twice_loads_once(server: LMStudioServer, client: GenAI) -> None:
    first = client.LMStudio.Models.EnsureLoaded("acme/tiny")
    second = client.LMStudio.Models.EnsureLoaded("acme/tiny", None)
    assert first.instance_id == second.instance_id == "acme/tiny"
    assert (first.load_time_seconds, second.load_time_seconds, second.status) == (0.25, None, "loaded")
    assert server.count(LOAD) == 1


def test_all_callers_of_a_client_load_once(server: LMStudioServer, client: GenAI) -> None:
    server.models.hold_loads()
    copy = client.WithOptions(max_retries=1)

    def in_loop(_: int) -> Any:
        async def ensure() -> Any:
            return await asyncio.gather(*(copy.LMStudio.Models.AsyncAwaitEnsureLoaded("acme/tiny") for _ in range(3)))

        return asyncio.run(ensure())[0]

    with ThreadPoolExecutor(8) as pool:
        ways: list[Callable[[int], Any]] = [lambda _: client.LMStudio.Models.EnsureLoaded("acme/tiny"), in_loop]
        calls = [pool.submit(ways[number % 2], number) for number in range(8)]
        assert server.models.loading.wait(10)
        server.models.release_loads()
        assert {call.result(30).instance_id for call in calls} == {"acme/tiny"}
    assert server.count(LOAD) == 1


def test_a_cancelled_caller_lets_the_next_one_load(server: LMStudioServer, client: GenAI) -> None:
    server.models.hold_loads()
    route = client.LMStudio.Models
    first = route.AsyncAwaitEnsureLoaded("acme/tiny")
    assert server.models.loading.wait(10)
    waiting, last = route.AsyncAwaitEnsureLoaded("acme/tiny"), route.AsyncAwaitEnsureLoaded("acme/vectors")
    waiting.Cancel()
    with pytest.raises(GenAICancelledError):
        waiting.result(10)
    first.Cancel()
    server.models.release_loads()
    assert last.result(10).instance_id == "acme/vectors"


def test_a_model_with_too_little_room_is_loaded_anew(server: LMStudioServer, client: GenAI) -> None:
    route = client.LMStudio.Models
    assert route.EnsureLoaded("acme/tiny").load_config.context_length == 4096
    assert route.EnsureLoaded("acme/tiny", 2048).load_config.context_length == 4096
    assert route.EnsureLoaded("acme/tiny", ContextLength=8192).load_config.context_length == 8192
    assert list(server.models.instances["acme/tiny"]) == ["acme/tiny"]
    with pytest.raises(ValueError, match="at most 32768 tokens"):
        route.EnsureLoaded("acme/tiny", 40000)


def test_room_that_another_program_takes_away_is_noticed(server: LMStudioServer, client: GenAI) -> None:
    route = client.LMStudio.Models
    route.EnsureLoaded("acme/tiny", 8192)
    server.models.instances["acme/tiny"] = {}
    server.models.load("acme/tiny", context_length=512)
    assert route.EnsureLoaded("acme/tiny", 8192).load_config.context_length == 8192


def test_an_engine_that_ignores_the_room_is_not_asked_again(server: LMStudioServer, client: GenAI) -> None:
    server.models.ignores_context = True
    for _ in range(3):
        assert client.LMStudio.Models.EnsureLoaded("acme/tiny", 8192).load_config.context_length == 4096
    assert server.count(LOAD) == 1


def test_an_instance_or_a_variant_may_be_named(server: LMStudioServer, client: GenAI) -> None:
    server.models.load("acme/tiny")
    server.models.load("acme/tiny")
    for name in ("acme/tiny:2", "ACME/Tiny", "acme/tiny@q4_k_m"):
        assert client.LMStudio.Models.EnsureLoaded(name).instance_id in ("acme/tiny", "acme/tiny:2")
    assert server.count(LOAD) == 0
    client.LMStudio.Models.EnsureLoaded("acme/tiny@q8_0")
    assert server.requests[-1][1]["model"] == "acme/tiny@q8_0"


def test_models_are_chosen_by_type_and_by_what_is_loaded(server: LMStudioServer, client: GenAI) -> None:
    route = client.LMStudio.Models
    assert route.FirstChatModel().key == "acme/embedded-chat"
    assert route.FirstEmbeddingModel().key == "acme/vectors"
    server.models.load("acme/tiny")
    server.models.load("acme/tiny")
    del server.models.instances["acme/tiny"]["acme/tiny"]
    chosen = route.AsyncAwaitFirstChatModel().result(10)
    assert (chosen.key, chosen.id) == ("acme/tiny", "acme/tiny:2")
    server.models.models = server.models.models[:1]
    with pytest.raises(GenAINotFoundError, match="no model for chats.*acme/vectors"):
        route.FirstChatModel()


STEPS: list[dict[str, Any]] = [
    {"status": "downloading", "total_size_bytes": 1000, "downloaded_bytes": 100, "bytes_per_second": 300},
    {"status": "verifying", "total_size_bytes": 1000, "downloaded_bytes": 400},
    {"status": "paused", "total_size_bytes": 1000, "downloaded_bytes": 400, "bytes_per_second": None},
    {"status": "completed", "total_size_bytes": 1000, "completed_at": "2026-01-01T00:00:00.000Z"},
]


def test_a_download_is_waited_for_with_its_progress(server: LMStudioServer, client: GenAI) -> None:
    server.models.catalogue["acme/big"] = {"job_id": "job_1", "status": "downloading", "total_size_bytes": 1000}
    server.models.jobs["job_1"] = list(STEPS)
    got: list[LMDownload] = []
    done = client.LMStudio.Models.WaitForDownload("acme/big", got.append)
    assert (done.status, done.job_id, done.fraction, done.seconds_left) == (LMDownloadState.completed, "job_1", 1, 0)
    assert got[-1] is done
    first = LMDownload(**STEPS[0])
    assert (first.fraction, first.seconds_left) == (0.1, 3)


@pytest.mark.parametrize("form", ["job", "model", "download"])
def test_what_may_be_waited_for(form: str, server: LMStudioServer, client: GenAI) -> None:
    server.models.catalogue["new-one"] = {"job_id": "7", "status": "downloading"}
    server.models.jobs["7"] = list(STEPS)
    route = client.LMStudio.Models
    given: Any = {"job": "7", "model": "new-one"}.get(form) or route.Download(lambda p: p.Model("new-one"))
    got: list[Any] = []
    ended = threading.Event()
    record: Any = AsynCallBack(
        on_progress=lambda sender, download: got.append(download.status),
        on_success=lambda sender, download: ended.set(),
    )
    route.AsynWaitForDownload(given, CallBacks=record)
    assert ended.wait(10)
    assert got[-4:] == ["downloading", "verifying", "paused", "completed"]


def test_a_model_that_is_there_needs_no_job(client: GenAI) -> None:
    done = client.LMStudio.Models.WaitForDownload("acme/tiny")
    assert (done.status, done.job_id, done.is_completed) == ("already_downloaded", "", True)
    with pytest.raises(GenAIException, match="acme/none is not in the catalogue"):
        client.LMStudio.Models.WaitForDownload("acme/none")
    with pytest.raises(GenAIException, match="No job job_9"):
        client.LMStudio.Models.DownloadStatus("job_9")
    with pytest.raises(GenAIException, match="No job job_9"):
        client.LMStudio.Models.WaitForDownload("job_9")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"error": "no space left on the disk"}, "no space left on the disk"),
        ({"error": {"message": "checksum mismatch"}}, "checksum mismatch"),
        ({"reason": "the repository is gated"}, "the repository is gated"),
        ({}, "status is 'failed'"),
    ],
)
def test_a_failed_job_is_an_error_with_its_words(
    fields: dict[str, Any], words: str, server: LMStudioServer, client: GenAI
) -> None:
    server.models.jobs["job_1"] = [STEPS[0], {"status": "failed", **fields}]
    with pytest.raises(GenAIException, match=f"'job_1' failed: .*{words}"):
        client.LMStudio.Models.WaitForDownload("job_1")


def test_a_download_without_a_job_gives_the_words_of_its_status(server: LMStudioServer, client: GenAI) -> None:
    server.models.catalogue["acme/big"] = {"status": "queued", "note": "try later"}
    with pytest.raises(GenAIException, match=r"'acme/big' has no job to wait for.*queued.*try later"):
        client.LMStudio.Models.WaitForDownload("acme/big")


def test_waiting_can_be_cancelled_in_every_form(server: LMStudioServer, client: GenAI) -> None:
    server.models.jobs["job_1"] = [STEPS[0]]
    route = client.LMStudio.Models
    with pytest.raises(GenAICancelledError):
        route.WaitForDownload("job_1", lambda download, cancel: cancel.set())
    promise = route.AsyncAwaitWaitForDownload("job_1")
    promise.Cancel()
    with pytest.raises(GenAICancelledError):
        promise.result(10)
    cancelled = threading.Event()
    route.AsynWaitForDownload("job_1", CallBacks=AsynCallBack(on_cancel=lambda _: cancelled.set())).Cancel()
    assert cancelled.wait(10)
    cancelled.clear()
    route.AsynWaitForDownload(
        "job_1", CallBacks=AsynCallBack(on_cancel=lambda _: cancelled.set(), on_do_cancel=lambda: True)
    )
    assert cancelled.wait(10)


def test_the_speed_is_measured_where_the_server_sends_none(server: LMStudioServer, client: GenAI) -> None:
    steps: list[dict[str, Any]] = [{"status": "downloading", "downloaded_bytes": number} for number in (10, 50)]
    server.models.jobs["job_1"] = [*steps, {"status": "completed"}]
    got: list[Any] = []
    record: Any = AsynCallBack(on_progress=lambda _, download: got.append(download.bytes_per_second))
    client.LMStudio.Models.AsyncAwaitWaitForDownload("job_1", CallBacks=record).result(10)
    assert (got[0], got[1] > 0, got[2]) == (None, True, None)


def test_the_time_left_is_the_servers_where_sizes_are_missing() -> None:
    assert LMDownload(estimated_completion="2020-01-01T00:00:00.000Z").seconds_left == 0
    assert (LMDownload(estimated_completion="2999-01-01T00:00:00").seconds_left or 0) > 1e9
    assert LMDownload(estimated_completion="soon").seconds_left is None
    assert LMDownload(downloaded_bytes="many").fraction is None  # type: ignore[arg-type]


@pytest.mark.parametrize("unauthorized", [401, 200, 400])
def test_a_missing_token_says_where_to_make_one(unauthorized: int) -> None:
    with LMStudioServer(token=TOKEN, habits=Habits(unauthorized=unauthorized)) as server:
        with GenAIFactory.CreateLMSInstance(server.url) as client:
            for call in (client.LMStudio.Models.List, client.Models.List):
                with pytest.raises(GenAIAuthError, match=r"requires an API token; .*LM_API_TOKEN.*Manage Tokens"):
                    call()
        with GenAIFactory.CreateLMSInstance(server.url, "sk-lm-wrongone:x") as client:
            with pytest.raises(GenAIAuthError, match=r"refuses the API token.*Manage Tokens") as caught:
                client.LMStudio.Models.EnsureLoaded("acme/tiny")
            assert "wrongone" not in str(caught.value)
        with GenAIFactory.CreateLMSInstance(server.url, TOKEN) as client:
            assert len(client.LMStudio.Models.List()) == 3


OTHERS = {
    "LM Studio 0.3": MockReply({"error": "Unexpected endpoint or method. (GET /api/v1/models)"}),
    "llama.cpp": MockReply({"error": {"code": 404, "message": "File Not Found", "type": "not_found_error"}}, 404),
    "Ollama": MockReply("404 page not found", 404),
    "vLLM": MockReply({"detail": "Not Found"}, 404),
}


@pytest.mark.parametrize("other", OTHERS)
def test_a_server_without_the_api_says_what_still_works(other: str) -> None:
    with GenAIFactory.CreateLMSInstance(http_client=MockTransport(OTHERS[other])) as client:
        route = client.LMStudio.Models
        calls: list[Callable[[], Any]] = [
            route.List, lambda: route.Load(lambda p: p.Model("m")), lambda: route.Unload("m"),
            lambda: route.EnsureLoaded("m"), lambda: route.WaitForDownload("m/n"), route.Loaded, route.FirstChatModel,
            lambda: route.DownloadStatus("job_1"), lambda: route.WaitForDownload("job_1"),
        ]  # fmt: skip
        for call in calls:
            with pytest.raises(LMStudioMissingError, match=r"since version 0\.4.*still works.*client\.Chat"):
                call()


def test_invalid_arguments_are_named(client: GenAI) -> None:
    route: Any = client.LMStudio.Models
    with pytest.raises(ValueError, match="Model was not called"):
        route.Load(lambda p: p.ContextLength(5))
    with pytest.raises(ValueError, match="Model was not called"):
        route.Download(lambda p: None)
    with pytest.raises(ValueError, match="InstanceId is empty"):
        route.Unload(" ")
    with pytest.raises(TypeError, match="Model takes str, got int"):
        route.EnsureLoaded(5)
    with pytest.raises(ValueError, match="at least 1, got 0"):
        route.EnsureLoaded("a", 0)
    with pytest.raises(TypeError, match="OnProgress takes a plain function"):
        route.WaitForDownload("a", 5)
    failed = route.AsyncAwaitEnsureLoaded("a", "many")
    with pytest.raises(TypeError, match="ContextLength takes int, got str"):
        failed.result(10)
