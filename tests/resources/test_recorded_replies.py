"""Every operation against the recorded server: its reply comes out typed all the way down, and nothing is lost.

The replies have all the fields that the API's documents have.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, cast, get_args, get_type_hints

import attrs
import pytest
from recorded_server import OPERATIONS, RecordedServer, events

from genai_py import FromUser, GenAI, GenAIFactory
from genai_py.client import _ROUTES
from genai_py.core.results.base import Content, Result
from genai_py.core.results.decoding import decode
from genai_py.resources.responses.stream_events import ResponseStream
from genai_py.resources.skills import SkillVersionsRoute

PICTURE = b"\x89PNG\r\n\x1a\n"
SOUND = b"RIFF----WAVE"

ask = [FromUser("What is the capital of France?")]
Call = tuple[str, str, tuple[Any, ...]]


def _transcribe(form: str) -> Callable[[Any], Any]:
    return lambda p: p.File(SOUND, "speech.wav").Model("whisper-1").ResponseFormat(form)


def _paint(form: str) -> Callable[[Any], Any]:
    return lambda p: p.Prompt("A blue square.").Model("dall-e-3").ResponseFormat(form)


def _using(tool: str) -> Callable[[Any], Any]:
    return lambda p: p.Model("gpt-4.1-mini").Input("Hello").Tools([{"type": tool}])


def _thinking(params: Any) -> None:
    params.Model("gpt-5").Input("Hello").Reasoning({"effort": "high", "summary": "detailed"})


TOOLS = ["web_search", "file_search", "image_generation", "code_interpreter", "mcp", "shell", "apply_patch"]
CALLS: list[Call] = [
    ("Models", "List", ()),
    ("Models", "Retrieve", ("gpt-4.1-mini",)),
    ("Models", "Delete", ("ft:gpt-4.1-mini:my-company::Ab12Cd34",)),
    ("Responses", "Create", (lambda p: p.Model("gpt-4.1-mini").Input("Hello"),)),
    ("Responses", "Create", (lambda p: p.Model("gpt-4.1-mini").Input("Hello").Background(True),)),
    *(("Responses", "Create", (_using(tool),)) for tool in TOOLS),
    ("Responses", "Retrieve", ("resp_1",)),
    ("Responses", "Cancel", ("resp_1",)),
    ("Responses", "Delete", ("resp_1",)),
    ("Responses", "List", ("resp_1",)),
    ("Responses", "Compact", (lambda p: p.Model("gpt-4.1-mini").Input("Hello"),)),
    ("Chat", "Create", (lambda p: p.Model("gpt-4.1-mini").Messages(ask),)),
    ("Chat", "Create", (lambda p: p.Model("gpt-4o-search-preview").Messages(ask),)),
    (
        "Chat",
        "Create",
        (lambda p: p.Model("gpt-4o-audio-preview").Modalities(["text", "audio"]).Audio("ash", "mp3").Messages(ask),),
    ),
    ("Chat", "List", ()),
    ("Chat", "GetCompletion", ("chatcmpl-1",)),
    ("Chat", "GetMessages", ("chatcmpl-1",)),
    ("Chat", "Update", ("chatcmpl-1", lambda p: p.Metadata({"project": "guide"}))),
    ("Chat", "Delete", ("chatcmpl-1",)),
    ("Messages", "Create", (lambda p: p.Model("claude-sonnet-4-5").Messages("Hello"),)),
    ("Messages", "CountTokens", (lambda p: p.Model("claude-sonnet-4-5").Messages("Hello").MaxTokens(5),)),
    ("Completions", "Create", (lambda p: p.Model("gpt-3.5-turbo-instruct").Prompt("Paris is"),)),
    ("Decisions", "Create", (lambda p: p.Model("d").Input("Hello").Questions([{"type": "predicate"}]),)),
    ("SystemOne", "Create", (lambda p: p.Model("d").State("Hello").Questions({"angry": {"type": "noul"}}),)),
    ("Embeddings", "Create", (lambda p: p.Model("text-embedding-3-small").Input(["a", "b"]),)),
    ("Audio", "Speech", (lambda p: p.Model("tts-1").Input("Hello").Voice("alloy"),)),
    ("Audio", "Transcription", (_transcribe("json"),)),
    ("Audio", "Transcription", (_transcribe("verbose_json"),)),
    ("Audio", "Transcription", (_transcribe("diarized_json"),)),
    ("Audio", "TranslatingIntoEnglish", (_transcribe("json"),)),
    ("Audio", "TranslatingIntoEnglish", (_transcribe("verbose_json"),)),
    ("VoiceContents", "Create", (lambda p: p.AudioSample(SOUND, "me.wav").Consent("cons_1").Name("Me"),)),
    ("Images", "Create", (_paint("b64_json"),)),
    ("Images", "Create", (_paint("url"),)),
    ("Images", "Edit", (lambda p: p.Image(PICTURE, "a.png").Prompt("A red one.").Model("gpt-image-1"),)),
    ("Images", "Variation", (lambda p: p.Image(PICTURE, "a.png"),)),
    ("Files", "Upload", (lambda p: p.File(b"notes", "notes.txt").Purpose("user_data").ExpiresAfter(3600),)),
    ("Files", "List", ()),
    ("Files", "Retrieve", ("file-1",)),
    ("Files", "RetrieveContent", ("file-1",)),
    ("Files", "Delete", ("file-1",)),
    (
        "Uploads",
        "Create",
        (lambda p: p.Filename("a.txt").Purpose("user_data").Bytes(5).MimeType("text/plain"),),
    ),
    ("Uploads", "AddPart", ("upload_1", lambda p: p.Data(b"notes"))),
    ("Uploads", "Complete", ("upload_1", lambda p: p.PartIds(["part_1"]))),
    ("Uploads", "Cancel", ("upload_1",)),
    ("Uploads", "UploadFile", (lambda p: p.File(b"notes", "notes.txt").Purpose("user_data"),)),
    (
        "Batch",
        "Create",
        (lambda p: p.InputFileId("file-1").Endpoint("/v1/responses").CompletionWindow("24h"),),
    ),
    ("Batch", "Retrieve", ("batch_1",)),
    ("Batch", "Cancel", ("batch_1",)),
    ("Batch", "List", ()),
    ("Containers", "Create", (lambda p: p.Name("Sandbox"),)),
    ("Containers", "List", ()),
    ("Containers", "Retrieve", ("cntr_1",)),
    ("Containers", "Delete", ("cntr_1",)),
    ("ContainerFiles", "Create", ("cntr_1", lambda p: p.File(b"a,b\n", "prices.csv"))),
    ("ContainerFiles", "Create", ("cntr_1", lambda p: p.FileId("file-1"))),
    ("ContainerFiles", "List", ("cntr_1",)),
    ("ContainerFiles", "Retrieve", ("cntr_1", "cfile_1")),
    ("ContainerFiles", "GetContent", ("cntr_1", "cfile_1")),
    ("ContainerFiles", "Delete", ("cntr_1", "cfile_1")),
    ("Conversations", "Create", (lambda p: p.Metadata({"project": "guide"}),)),
    ("Conversations", "Retrieve", ("conv_1",)),
    ("Conversations", "Update", ("conv_1", lambda p: p.Metadata({"project": "guide"}))),
    ("Conversations", "Delete", ("conv_1",)),
    ("Conversations", "List", ("conv_1",)),
    ("Conversations", "CreateItem", ("conv_1", lambda p: p.Items([{"role": "user", "content": "Hello"}]))),
    ("Conversations", "RetrieveItem", ("conv_1", "msg_1")),
    ("Conversations", "DeleteItem", ("conv_1", "msg_1")),
    ("FineTuning", "Create", (lambda p: p.Model("gpt-4.1-mini").TrainingFile("file-1"),)),
    ("FineTuning", "List", ()),
    ("FineTuning", "Retrieve", ("ftjob-1",)),
    ("FineTuning", "Cancel", ("ftjob-1",)),
    ("FineTuning", "Events", ("ftjob-1",)),
    ("FineTuning", "Checkpoints", ("ftjob-1",)),
    ("Moderation", "Evaluate", (lambda p: p.Input("Some text"),)),
    ("VectorStore", "Create", (lambda p: p.Name("Handbooks").FileIds(["file-1"]),)),
    ("VectorStore", "List", ()),
    ("VectorStore", "Retrieve", ("vs_1",)),
    ("VectorStore", "Update", ("vs_1", lambda p: p.Name("Books"))),
    ("VectorStore", "Delete", ("vs_1",)),
    ("VectorStore", "Search", ("vs_1", lambda p: p.Query("days of leave"))),
    ("VectorStoreFiles", "Create", ("vs_1", lambda p: p.FileId("file-1"))),
    ("VectorStoreFiles", "List", ("vs_1",)),
    ("VectorStoreFiles", "Retrieve", ("vs_1", "file-1")),
    ("VectorStoreFiles", "RetrieveContent", ("vs_1", "file-1")),
    ("VectorStoreFiles", "Delete", ("vs_1", "file-1")),
    ("VectorStoreBatch", "Create", ("vs_1", lambda p: p.FileId(["file-1", "file-2"]))),
    ("VectorStoreBatch", "Retrieve", ("vs_1", "vsfb_1")),
    ("VectorStoreBatch", "Cancel", ("vs_1", "vsfb_1")),
    ("VectorStoreBatch", "List", ("vs_1", "vsfb_1")),
    ("Skills", "Create", (lambda p: p.File(b"PK\5\6" + bytes(18), "skill.zip"),)),
    ("Skills", "List", ()),
    ("Skills", "Retrieve", ("skill_1",)),
    ("Skills", "Update", ("skill_1", lambda p: p.DefaultVersion("2"))),
    ("Skills", "Delete", ("skill_1",)),
    ("Skills", "GetContent", ("skill_1",)),
    ("Skills.Versions", "Create", ("skill_1", lambda p: p.File(b"PK\5\6" + bytes(18), "skill.zip"))),
    ("Skills.Versions", "List", ("skill_1",)),
    ("Skills.Versions", "Retrieve", ("skill_1", "2")),
    ("Skills.Versions", "Delete", ("skill_1", "2")),
    ("Skills.Versions", "GetContent", ("skill_1", "2")),
]
PAGES: list[Call] = [
    ("Responses", "ListAll", ("resp_1",)),
    ("Chat", "ListAll", ()),
    ("Chat", "GetAllMessages", ("chatcmpl-1",)),
    ("Files", "ListAll", ()),
    ("Batch", "ListAll", ()),
    ("Containers", "ListAll", ()),
    ("ContainerFiles", "ListAll", ("cntr_1",)),
    ("Conversations", "ListAll", ("conv_1",)),
    ("FineTuning", "ListAll", ()),
    ("FineTuning", "AllEvents", ("ftjob-1",)),
    ("FineTuning", "AllCheckpoints", ("ftjob-1",)),
    ("VectorStore", "ListAll", ()),
    ("VectorStoreFiles", "ListAll", ("vs_1",)),
    ("VectorStoreBatch", "ListAll", ("vs_1", "vsfb_1")),
    ("Skills", "ListAll", ()),
    ("Skills.Versions", "ListAll", ("skill_1",)),
]
DOWNLOADS: list[Call] = [
    ("Files", "Download", ("file-1",)),
    ("ContainerFiles", "Download", ("cntr_1", "cfile_1")),
    ("Skills", "Download", ("skill_1",)),
    ("Skills.Versions", "Download", ("skill_1", "2")),
]
STREAMS: list[tuple[str, str, str, tuple[Any, ...]]] = [
    ("Responses", "CreateStream", "Stream", (lambda p: p.Model("gpt-4.1-mini").Input("Hello"),)),
    ("Responses", "CreateStream", "Stream", (_using("web_search"),)),
    ("Responses", "CreateStream", "Stream", (_using("file_search"),)),
    ("Responses", "CreateStream", "Stream", (_thinking,)),
    ("Chat", "CreateStream", "Stream", (lambda p: p.Model("gpt-4.1-mini").Messages(ask),)),
    ("Messages", "CreateStream", "Stream", (lambda p: p.Model("claude-sonnet-4-5").Messages("Hello"),)),
    ("Completions", "CreateStream", "Stream", (lambda p: p.Model("gpt-3.5-turbo-instruct").Prompt("Paris is"),)),
    (
        "Audio",
        "SpeechStream",
        "StreamSpeech",
        (lambda p: p.Model("gpt-4o-mini-tts").Input("Hello").Voice("alloy").StreamFormat("sse"),),
    ),
    ("Audio", "TranscriptionStream", "StreamTranscription", (_transcribe("json"),)),
    ("Audio", "TranscriptionStream", "StreamTranscription", (_transcribe("diarized_json"),)),
]
# Many requests at once, each of which is a Create.
PARALLEL = {"Chat.CreateParallel", "Messages.CreateParallel", "Responses.CreateParallel"}

# What stays in ``extra``: the numbers of a job's event differ from event to event, and random letters say nothing.
EXTRA = {
    "EventData.step",
    "EventData.total_steps",
    "EventData.train_loss",
    "EventData.train_mean_token_accuracy",
    "ResponseOutputTextDelta.obfuscation",
    "ResponseFunctionCallArgumentsDelta.obfuscation",
}
# Objects without a class: maps of texts or numbers by names that the program or the model chose, ...
MAPS = {
    "Batch.metadata",
    "Chat.metadata",
    "ChoicesLogprobs.top_logprobs",
    "Conversations.metadata",
    "FileSearchResult.attributes",
    "FineTuningJob.metadata",
    "ModerationOutcomeFound.categories",
    "ModerationOutcomeFound.category_applied_input_types",
    "ModerationOutcomeFound.category_scores",
    "Prompt.variables",
    "Response.metadata",
    "SystemOneReply.raw_answers",
    "ResponseMCPTool.headers",
    "ToolCallAction.env",
    "VectorStore.metadata",
    "VectorStoreFile.attributes",
    "VectorStoreSearchResultItem.attributes",
}
# ... JSON schemas, and JSON of any form.
ANY_FORM = {
    "MCPListTool.annotations",
    "MCPListTool.input_schema",
    "MessageBlock.content",
    "MessageBlock.input",
    "Reinforcement.grader",
    "ResponseFormatJSONSchema.schema",
    "ResponseMCPError.content",
    "ResponseToolFunction.output_schema",
    "ResponseToolFunction.parameters",
    "ResponseToolSearchCall.arguments",
    "ResponseToolSearchTool.parameters",
}


@pytest.fixture(scope="module")
def server() -> Iterator[RecordedServer]:
    with RecordedServer() as running:
        yield running


@pytest.fixture(scope="module")
def client(server: RecordedServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateLMSInstance(server.url, max_retries=0) as connected:
        yield connected


def route_of(client: GenAI, name: str) -> Any:
    route: Any = client
    for part in name.split("."):
        route = getattr(route, part)
    return route


@attrs.frozen
class Part:
    """A value in a result: the class and the field it is in, and whether it is as the class declares it."""

    where: str
    value: Any
    is_known: bool = True
    is_enum: bool = False


def parts_of(value: Any, part: Part) -> Iterator[Part]:
    """Everything in a result."""
    if isinstance(value, Result):
        name = type(value).__name__
        fields = {each.name for each in attrs.fields(cast(Any, type(value)))}
        for key, inner in value.extra.items():
            yield Part(f"{name}.{key}", inner, is_known=False)
        for key, declared in get_type_hints(type(value)).items():
            if key in fields:
                inner = getattr(value, key)
                yield from parts_of(inner, Part(f"{name}.{key}", inner, is_enum=_has_enum(declared)))
    elif isinstance(value, list):
        for inner in value:
            yield from parts_of(inner, attrs.evolve(part, value=inner))
    else:
        yield part


def _has_enum(declared: Any) -> bool:
    return any(isinstance(kind, type) and issubclass(kind, Enum) for kind in get_args(declared) or [declared])


def check(value: Any) -> None:
    assert isinstance(value, Result)
    parts = list(parts_of(value, Part("", value)))
    assert {part.where for part in parts if not part.is_known} - EXTRA == set()
    assert {part.where for part in parts if isinstance(part.value, dict)} - MAPS - ANY_FORM == set()
    words = [part for part in parts if part.is_enum and type(part.value) is str and part.value]
    assert [(part.where, part.value) for part in words] == []


def check_dumped(value: Any) -> None:
    """Nothing is lost when the result is written back as JSON."""
    assert value.ToJson() == json.loads(value.JSONResponse)


def names(calls: list[Any]) -> list[str]:
    return [f"{route}.{name}" for route, name, *_ in calls]


def operations(kind: type[Any]) -> set[str]:
    """What a route can do: its blocking forms, and what iterates."""
    forms = {name for name, member in vars(kind).items() if callable(member) and name[0].isupper()}
    return {name for name in forms if not name.startswith("Asyn")}


def test_every_operation_of_every_route_is_called_here() -> None:
    called = {*names(CALLS), *names(PAGES), *names(DOWNLOADS), *names(STREAMS), *PARALLEL}
    called |= {f"{route}.{iterated}" for route, _, iterated, _ in STREAMS}
    routes = {
        name: getattr(import_module(f"genai_py.resources.{module}"), kind)
        for name, (module, kind) in _ROUTES.items()
        if name != "LMStudio"
    }
    routes["Skills.Versions"] = SkillVersionsRoute
    there = {f"{route}.{name}" for route, kind in routes.items() for name in operations(kind)}
    # Operations of several requests are tested in tests/tools, LM Studio's own API in tests/lmstudio.
    there -= {f"{route}.{name}" for route in ("Chat", "Responses") for name in ("Act", "Parse", "ParseStream")}
    there -= {"Messages.Act"}
    assert called == there - {"Skills.Versions"}


@pytest.mark.parametrize(("route", "name", "args"), CALLS, ids=names(CALLS))
def test_a_reply_is_typed_and_nothing_is_lost(client: GenAI, route: str, name: str, args: tuple[Any, ...]) -> None:
    value = getattr(route_of(client, route), name)(*args)
    check(value)
    if isinstance(value, Content):
        assert value.body
    else:
        check_dumped(value)


def test_the_calls_here_ask_for_every_recorded_operation() -> None:
    with RecordedServer() as server, GenAIFactory.CreateLMSInstance(server.url) as client:
        for route, name, args in CALLS:
            getattr(route_of(client, route), name)(*args)
    not_of_this_client = {
        "POST /fine_tuning/jobs/{id}/pause",
        "POST /fine_tuning/jobs/{id}/resume",
        "POST /vector_stores/{vector_store_id}/files/{id}",
    }
    assert {asked.operation for asked in server.asked} == set(OPERATIONS) - not_of_this_client


@pytest.mark.parametrize(("route", "name", "args"), PAGES, ids=names(PAGES))
def test_all_pages_are_typed(client: GenAI, route: str, name: str, args: tuple[Any, ...]) -> None:
    entries = list(getattr(route_of(client, route), name)(*args))
    assert entries
    for entry in entries:
        check(entry)


@pytest.mark.parametrize(("route", "name", "args"), DOWNLOADS, ids=names(DOWNLOADS))
def test_a_download_is_a_file(client: GenAI, route: str, name: str, args: tuple[Any, ...], tmp_path: Path) -> None:
    file = getattr(route_of(client, route), name)(*args, tmp_path / "file")
    assert Path(file.path).stat().st_size == file.size > 0


@pytest.mark.parametrize(("route", "name", "iterated", "args"), STREAMS, ids=names(STREAMS))
def test_a_stream_is_typed_and_nothing_is_lost(
    client: GenAI, route: str, name: str, iterated: str, args: tuple[Any, ...]
) -> None:
    chunks: list[Any] = []
    done = getattr(route_of(client, route), name)(*args, lambda chunk, is_done, cancel: chunks.append(chunk))
    assert done and chunks.pop() is None and len(chunks) > 2
    for chunk in chunks:
        check(chunk)
        check_dumped(chunk)
    with getattr(route_of(client, route), iterated)(*args) as stream:
        assert len(list(stream)) == len(chunks)
    check(stream.Result)


EVENTS = list(events("responses/every_event.sse"))


@pytest.mark.parametrize("event", EVENTS, ids=[event["type"] for event in EVENTS])
def test_every_event_of_a_response_is_typed_and_nothing_is_lost(event: dict[str, Any]) -> None:
    value = decode(ResponseStream, json.dumps(event).encode())
    check(value)
    check_dumped(value)
