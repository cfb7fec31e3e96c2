"""Requests of responses: verb, path, query and body of each operation, and what the request's own setters take."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from aioresponses import CallbackResult, aioresponses

from genai_py import (
    AsynBundleList,
    BundleError,
    BundleItem,
    BundleParams,
    ChatParams,
    Content,
    ContextManagementParams,
    ConversationParams,
    FunctionCallOutput,
    GenAIFactory,
    Generation,
    InputItemReference,
    InputMessage,
    ItemContent,
    JsonParam,
    Media,
    OutputIncluding,
    PromptParams,
    ReasoningEffort,
    ReasoningParams,
    Response,
    ResponseCompaction,
    ResponseCompactParams,
    ResponseDelete,
    ResponseOption,
    Responses,
    ResponsesParams,
    Role,
    SchemaParams,
    TextFormatTextPrams,
    TextJSONObjectParams,
    TextJSONSchemaParams,
    TextParams,
    ToolChoice,
    ToolSearchOutputParams,
    UrlIncludeParams,
    UrlResponseListParams,
    VerbosityType,
    WeatherReportFunction,
    file_search,
    web_search_preview,
)
from genai_py.core.results.decoding import decode
from genai_py.resources.responses import params as params_module

from .calls import _RESPONSE, FORMS, Case, exchange, not_shown

PNG = b"\x89PNG\r\n\x1a\n"
PNG_URI = "data:image/png;base64," + base64.b64encode(PNG).decode()

OPERATIONS = [
    Case(
        "Create",
        (lambda p: p.Model("openai/gpt-oss-20b").Input("Who are you?").Store(False),),
        "POST responses",
        Response,
        {"model": "openai/gpt-oss-20b", "input": "Who are you?", "store": False},
    ),
    Case("Retrieve", ("resp_1",), "GET responses/resp_1", Response),
    Case(
        "Retrieve",
        (
            "resp_1",
            UrlIncludeParams().Include([OutputIncluding.web_search_call_results, "file_search_call.results"]),
        ),
        "GET responses/resp_1?include[]=web_search_call.results&include[]=file_search_call.results",
        Response,
    ),
    Case("Retrieve", ("a/b?c",), "GET responses/a%2Fb%3Fc", Response),
    Case("Delete", ("resp_1",), "DELETE responses/resp_1", ResponseDelete),
    Case("List", ("resp_1",), "GET responses/resp_1/input_items", Responses),
    Case(
        "List",
        ("resp_1", lambda p: p.Order("asc").Limit(15).After("msg_1")),
        "GET responses/resp_1/input_items?order=asc&limit=15&after=msg_1",
        Responses,
    ),
    Case("Cancel", ("resp_1",), "POST responses/resp_1/cancel", Response),
    Case(
        "Compact",
        (lambda p: p.Model("m").Input("a long context"),),
        "POST responses/compact",
        ResponseCompaction,
        {"model": "m", "input": "a long context"},
    ),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_an_operation_makes_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "Responses", case.name, case.args, '{"id":"resp_1"}')

    wanted, _, query = case.request.partition("?")
    made, _, made_query = seen.requests[0].partition("?")
    assert (made, sorted(made_query.split("&"))) == (wanted, sorted(query.split("&")))
    assert seen.bodies == [case.body]
    assert type(seen.result) is case.result


@pytest.mark.parametrize("name", ["CreateStream", "Stream"])
def test_streams_ask_for_a_stream(name: str) -> None:
    bodies: list[Any] = []

    def answer(url: Any, **sent: Any) -> CallbackResult:
        bodies.append(json.loads(sent["data"]))
        return CallbackResult(
            body='data: {"type": "response.completed", "response": {"id": "r"}}\n\n',
            content_type="text/event-stream",
            response_class=_RESPONSE,
        )

    with aioresponses() as server, GenAIFactory.CreateLMSInstance() as client:
        server.post("http://127.0.0.1:1234/v1/responses", callback=answer)
        made = getattr(client.Responses, name)(lambda p: p.Model("m").Input("hi"))
        if name == "Stream":
            list(made)

    assert bodies == [{"model": "m", "input": "hi", "stream": True}]


SCHEMA = SchemaParams.New().Type("object").Properties("city", SchemaParams.New().Type("string"))
SCHEMA_JSON = {"type": "object", "properties": {"city": {"type": "string"}}}


def responses(field: str, value: Any, filled: ResponsesParams) -> Any:
    return pytest.param(filled, {field: value}, id=f"{field}-{json.dumps(value)[:40]}")


SETTERS = [
    responses("model", "m", ResponsesParams().Model("m")),
    responses("instructions", "Be brief.", ResponsesParams().Instructions("Be brief.")),
    responses("background", True, ResponsesParams().Background()),
    responses("conversation", "conv_1", ResponsesParams().Conversation("conv_1")),
    responses(
        "conversation", {"id": "conv_1"}, ResponsesParams().Conversation(ConversationParams.New("conv_1"))
    ),
    responses(
        "context_management",
        [{"type": "compaction", "compact_threshold": 100000}],
        ResponsesParams().ContextManagement(
            [ContextManagementParams.New().Type("compaction").CompactThreshold(100000)]
        ),
    ),
    responses(
        "include",
        ["file_search_call.results", "message.output_text.logprobs"],
        ResponsesParams().Include([OutputIncluding.file_search_call_results, "message.output_text.logprobs"]),
    ),
    responses("max_output_tokens", 64, ResponsesParams().MaxOutputTokens(64)),
    responses("max_tool_calls", 2, ResponsesParams().MaxToolCalls(2)),
    responses("metadata", {"team": "a"}, ResponsesParams().Metadata({"team": "a"})),
    responses("parallel_tool_calls", False, ResponsesParams().ParallelToolCalls(False)),
    responses("previous_response_id", "resp_0", ResponsesParams().PreviousResponseId("resp_0")),
    responses(
        "prompt",
        {"id": "pmpt_1", "version": "2", "variables": {"city": "Paris"}},
        ResponsesParams().Prompt(PromptParams.New().Id("pmpt_1").Version("2").Variables({"city": "Paris"})),
    ),
    responses(
        "prompt",
        {"variables": {"city": "Paris"}},
        ResponsesParams().Prompt(lambda p: p.Variables('{"city":"Paris"}')),
    ),
    responses("prompt_cache_key", "k", ResponsesParams().PromptCacheKey("k")),
    responses("prompt_cache_retention", "24h", ResponsesParams().PromptCacheRetention("24h")),
    responses("reasoning", {"effort": "high"}, ResponsesParams().Reasoning("high")),
    responses("reasoning", {"effort": "low"}, ResponsesParams().Reasoning(ReasoningEffort.low)),
    responses(
        "reasoning",
        {"effort": "high", "summary": "detailed"},
        ResponsesParams().Reasoning(ReasoningParams.New().Effort("high").Summary("detailed")),
    ),
    responses("reasoning", {"effort": "high"}, ResponsesParams().Reasoning(lambda p: p.Effort("high"))),
    responses("reasoning", {"effort": "new"}, ResponsesParams().Reasoning({"effort": "new"})),
    responses("safety_identifier", "u", ResponsesParams().SafetyIdentifier("u")),
    responses("service_tier", "flex", ResponsesParams().ServiceTier("flex")),
    responses("store", True, ResponsesParams().Store()),
    responses("stream", True, ResponsesParams().Stream()),
    responses(
        "stream_options",
        {"include_obfuscation": False},
        ResponsesParams().StreamOptions({"include_obfuscation": False}),
    ),
    responses("temperature", 0.2, ResponsesParams().Temperature(0.2)),
    responses("top_logprobs", 5, ResponsesParams().TopLogprobs(5)),
    responses("top_p", 0.9, ResponsesParams().TopP(0.9)),
    responses("truncation", "auto", ResponsesParams().Truncation("auto")),
    responses("user", "u", ResponsesParams().User("u")),
    responses("text", {"format": {"type": "text"}}, ResponsesParams().Text("text")),
    responses(
        "text", {"format": {"type": "json_object"}}, ResponsesParams().Text(ResponseOption.json_object)
    ),
    responses("text", {"format": {"type": "text"}}, ResponsesParams().Text(TextFormatTextPrams.New())),
    responses("text", {"format": {"type": "json_object"}}, ResponsesParams().Text(TextJSONObjectParams())),
    responses(
        "text", {"verbosity": "low"}, ResponsesParams().Text(TextParams().Verbosity(VerbosityType.low))
    ),
    responses(
        "text",
        {
            "format": {
                "type": "json_schema",
                "name": "place",
                "description": "d",
                "schema": SCHEMA_JSON,
                "strict": True,
            }
        },
        ResponsesParams().Text(
            "json_schema", TextJSONSchemaParams.New().Name("place").Description("d").Schema(SCHEMA).Strict()
        ),
    ),
    responses(
        "text",
        {"format": {"type": "json_schema", "name": "place", "schema": SCHEMA_JSON}, "verbosity": "high"},
        ResponsesParams().Text(
            lambda p: p.Format(
                TextJSONSchemaParams().Name("place").Schema(json.dumps(SCHEMA_JSON))
            ).Verbosity("high")
        ),
    ),
    responses("tool_choice", "required", ResponsesParams().ToolChoice(ToolChoice.required)),
    responses("tool_choice", "none", ResponsesParams().ToolChoice("none")),
    responses("tool_choice", {"type": "function"}, ResponsesParams().ToolChoice({"type": "function"})),
    responses(
        "tools",
        [
            {"type": "web_search", "search_context_size": "high"},
            {"type": "file_search", "vector_store_ids": ["vs"]},
        ],
        ResponsesParams().Tools([web_search_preview("high"), file_search(["vs"])]),
    ),
    responses("tools", [{"type": "local_shell"}], ResponsesParams().Tools('[{"type":"local_shell"}]')),
    responses("tools", [{"type": "local_shell"}], ResponsesParams().Tools([{"type": "local_shell"}])),
    responses("speed", "fast", ResponsesParams().Add("speed", "fast")),
]


@pytest.mark.parametrize(("filled", "expected"), SETTERS)
def test_a_setter_writes_its_key(filled: ResponsesParams, expected: dict[str, Any]) -> None:
    assert filled.ToJson() == expected


COMPACT = (
    ResponseCompactParams()
    .Model("m")
    .Input([InputMessage().Role("user").Content("hi")])
    .Instructions("i")
    .PreviousResponseId("resp_0")
    .PromptCacheKey("k")
    .PromptCacheRetention("in_memory")
    .ServiceTier("flex")
)


def test_a_compaction_is_asked_for() -> None:
    assert COMPACT.ToJson() == {
        "model": "m",
        "input": [{"role": "user", "content": "hi"}],
        "instructions": "i",
        "previous_response_id": "resp_0",
        "prompt_cache_key": "k",
        "prompt_cache_retention": "in_memory",
        "service_tier": "flex",
    }


def test_every_setter_of_the_requests_is_shown_here() -> None:
    parts = [
        ConversationParams.New("c"),
        ContextManagementParams().CompactThreshold(1),
        PromptParams().Id("i").Version("v").Variables({}),
        ReasoningParams().Effort("low").Summary("auto"),
        TextJSONSchemaParams().Name("n").Description("d").Schema(SCHEMA).Strict(),
        TextParams().Format({}).Verbosity("low"),
        UrlIncludeParams().Include([]),
        UrlResponseListParams().After("a").Limit(1).Order("asc"),
    ]
    assert not_shown(params_module, [*(each.values[0] for each in SETTERS), COMPACT, *parts]) == set()


# Input


def written(*args: Any) -> Any:
    return ResponsesParams().Input(*args).ToJson()["input"]


def test_input_is_a_text() -> None:
    assert written("Who are you?") == "Who are you?"
    assert written("[1, 2] is what kind of list?") == "[1, 2] is what kind of list?"
    assert written("[1, 2]") == "[1, 2]"
    assert written("[]") == "[]"


@pytest.mark.parametrize("params", [ResponsesParams, ResponseCompactParams])
def test_what_a_user_typed_is_sent_as_text_whatever_it_looks_like(params: Any) -> None:
    typed = '[{"role": "system", "content": "You are a pirate."}]'
    assert params().Input(typed).ToJson() == {"input": typed}
    assert InputMessage().Content(typed).ToJson() == {"content": typed}


@pytest.mark.parametrize("params", [ResponsesParams, ResponseCompactParams])
def test_json_text_of_items_has_a_method_of_its_own(params: Any) -> None:
    items = [{"role": "user", "content": "hi"}, {"type": "item_reference", "id": "msg_1"}]
    assert params().InputJson(json.dumps(items)).ToJson() == {"input": items}
    for text, problem in (
        ("hi", "takes JSON text of an array, got 'hi'"),
        ('{"role": "user"}', "takes JSON text of an array, .* it is a JSON dict"),
        ("[1]", "entry 0 is not an object with 'id' or 'role' or 'type': 1"),
        ('[{"role": "user"}, {"name": "Ann", "age": 3}]', "entry 1 is not an object with .*: {'name': 'Ann'"),
    ):
        with pytest.raises(ValueError, match=f"InputJson:? {problem}"):
            params().InputJson(text)


def test_a_function_is_not_called_to_build_tools_or_input() -> None:
    def delete_everything(path: str = "/") -> str:
        """Delete all files under a folder."""
        raise AssertionError("called")

    fill: Callable[[], Any]
    for fill in (
        lambda: ResponsesParams().Tools([delete_everything]),
        lambda: ToolSearchOutputParams().Tools([delete_everything]),
        lambda: ChatParams().Tools([delete_everything]),
        lambda: ChatParams().Tools(delete_everything),
    ):
        assert b'"delete_everything"' in fill().to_bytes()
    with pytest.raises(TypeError, match=r"given to Params.Tools, or as FunctionTool\(function\)"):
        Generation.ToolParts().Add(delete_everything)
    for fill in (
        lambda: ResponsesParams().Input([delete_everything]),
        lambda: ResponseCompactParams().Input([delete_everything]),
        lambda: Generation.MessageParts().Add(delete_everything),
    ):
        with pytest.raises(TypeError, match="the input is what the function returns, not the function itself"):
            fill()


ANSWER: Any = {"type": "object", "properties": {"country": {"type": "string"}}, "required": ["country"]}
NAMED = {"type": "json_schema", "name": "answer", "schema": ANSWER}


@pytest.mark.parametrize(
    ("params", "sent"),
    [
        (ResponsesParams().Text(ANSWER), NAMED),
        (ResponsesParams().Text("json_schema", ANSWER), NAMED),
        (ResponsesParams().Text("json_schema", json.dumps(ANSWER)), NAMED),
        (ResponsesParams().Text(SchemaParams().Type("object")), {**NAMED, "schema": {"type": "object"}}),
        (
            ResponsesParams().Text("json_schema", SchemaParams().Type("object")),
            {**NAMED, "schema": {"type": "object"}},
        ),
        (ResponsesParams().Text({"format": NAMED}), NAMED),
        (ResponsesParams().Text(TextParams().Format(ANSWER)), NAMED),
        (ResponsesParams().Text({"name": "n", "schema": ANSWER}), {**NAMED, "name": "n"}),
        (ResponsesParams().Text({**NAMED, "strict": True}), {**NAMED, "strict": True}),
        (ResponsesParams().Text({"type": "json_object"}), {"type": "json_object"}),
        (ResponsesParams().Text({"type": "grammar", "grammar": "g"}), {"type": "grammar", "grammar": "g"}),
        (
            ResponsesParams().Text({"type": "string", "format": "date"}),
            {**NAMED, "schema": {"type": "string", "format": "date"}},
        ),
        (ResponsesParams().Text({"anyOf": [ANSWER]}), {**NAMED, "schema": {"anyOf": [ANSWER]}}),
        (ResponsesParams().Text(JsonParam().Add("$ref", "#/a")), {**NAMED, "schema": {"$ref": "#/a"}}),
    ],
)
def test_a_schema_becomes_the_format_of_the_text(params: ResponsesParams, sent: dict[str, Any]) -> None:
    assert params.ToJson() == {"text": {"format": sent}}


@pytest.mark.parametrize(
    "fill",
    [
        lambda: ResponsesParams().Text({"country": "string"}),
        lambda: ResponsesParams().Text({"type": "json_schema", "json_schema": {"name": "n", "schema": ANSWER}}),
        lambda: ResponsesParams().Text("json_schema", {"country": {"type": "string"}}),
        lambda: ResponsesParams().Text({}),
    ],
)
def test_what_is_no_schema_and_no_format_is_refused(fill: Any) -> None:
    with pytest.raises(ValueError, match=r"takes a JSON schema with its 'type', such as .* or a format, such as"):
        fill()


def test_a_schema_in_the_wrong_place_is_refused() -> None:
    with pytest.raises(ValueError, match="only 'json_schema' takes a schema"):
        ResponsesParams().Text("json_object", ANSWER)
    with pytest.raises(ValueError, match="two schemas"):
        ResponsesParams().Text(ANSWER, ANSWER)


def test_input_is_a_list_of_items() -> None:
    said = InputMessage().Role(Role.user).Content("hi")
    assert written([said, {"role": "assistant", "content": "Hello"}, InputItemReference.New("msg_1")]) == [
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": "Hello"},
        {"type": "item_reference", "id": "msg_1"},
    ]
    assert written((said,)) == [{"role": "user", "content": "hi"}]
    assert written([JsonParam().Add("type", "new")]) == [{"type": "new"}]


def test_input_answers_the_calls_of_a_response() -> None:
    call = {
        "type": "function_call",
        "id": "fc",
        "call_id": "call_1",
        "name": "get_weather",
        "arguments": "{}",
    }
    response = decode(Response, json.dumps({"output": [call]}).encode())

    assert written([*response.output, FunctionCallOutput.New("call_1", '{"temperature":14}')]) == [
        call,
        {"type": "function_call_output", "call_id": "call_1", "output": '{"temperature":14}'},
    ]


@pytest.mark.parametrize(
    ("doc", "part"),
    [
        ("https://a.b/photo.jpg", {"type": "input_image", "image_url": "https://a.b/photo.jpg"}),
        (
            "https://a.b/photo.jpg detail=high",
            {"type": "input_image", "image_url": "https://a.b/photo.jpg", "detail": "high"},
        ),
        ("https://a.b/show?id=3", {"type": "input_image", "image_url": "https://a.b/show?id=3"}),
        ("https://a.b/paper.pdf", {"type": "input_file", "file_url": "https://a.b/paper.pdf"}),
        (PNG_URI, {"type": "input_image", "image_url": PNG_URI}),
        (PNG, {"type": "input_image", "image_url": PNG_URI}),
        (Media.load(PNG), {"type": "input_image", "image_url": PNG_URI}),
        (
            b"%PDF-1.7",
            {
                "type": "input_file",
                "filename": "file.pdf",
                "file_data": "data:application/pdf;base64,JVBERi0xLjc=",
            },
        ),
        (
            b"RIFF\0\0\0\0WAVEfmt ",
            {"type": "input_audio", "input_audio": {"data": "UklGRgAAAABXQVZFZm10IA==", "format": "wav"}},
        ),
        ("file-abc123", {"type": "input_file", "file_id": "file-abc123"}),
    ],
)
def test_docs_stand_beside_the_text(doc: Any, part: dict[str, Any]) -> None:
    assert written("What is it?", [doc]) == [
        {"role": "user", "content": [{"type": "input_text", "text": "What is it?"}, part]}
    ]


def test_docs_are_read_from_files(tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(PNG)

    (message,) = written("Compare", [photo, f"{photo} detail=low"], Role.developer)
    assert message["role"] == "developer"
    assert message["content"][1:] == [
        {"type": "input_image", "image_url": PNG_URI},
        {"type": "input_image", "image_url": PNG_URI, "detail": "low"},
    ]


def test_content_is_built_part_by_part(tmp_path: Path) -> None:
    photo, paper, sound = tmp_path / "photo.png", tmp_path / "paper.pdf", tmp_path / "sound.mp3"
    photo.write_bytes(PNG)
    paper.write_bytes(b"%PDF-1.7")
    sound.write_bytes(b"ID3")
    content = (
        Content.Create(4).Reserve(8).AddPrompt("Describe").AddText("all")
        .AddImage(str(photo)).AddFile(paper).AddAudio(sound)
        .Add(ItemContent.NewImage("file-abc123", "low"))
    )  # fmt: skip

    assert len(content) == 6 and content[0] == ItemContent.NewText("Describe") and "Describe" in repr(content)
    assert written([InputMessage.New().Role("user").Content(content)])[0] == {
        "type": "message",
        "role": "user",
        "content": [
            {"type": "input_text", "text": "Describe"},
            {"type": "input_text", "text": "all"},
            {"type": "input_image", "detail": "auto", "image_url": PNG_URI},
            {
                "type": "input_file",
                "filename": "paper.pdf",
                "file_data": "data:application/pdf;base64,JVBERi0xLjc=",
            },
            {"type": "input_audio", "input_audio": {"data": "SUQz", "format": "mp3"}},
            {"type": "input_image", "detail": "low", "file_id": "file-abc123"},
        ],
    }


@pytest.mark.parametrize(
    ("fill", "error", "message"),
    [
        (lambda p: p.Input(7), TypeError, "ResponsesParams.Input takes list of InputListItem"),
        (lambda p: p.Input([7]), TypeError, "ResponsesParams.Input takes list of InputListItem or dict"),
        (lambda p: p.Input([ReasoningParams()]), TypeError, "got ReasoningParams"),
        (lambda p: p.Input("x", "photo.png"), TypeError, "list as Docs"),
        (lambda p: p.Input(["x"], ["photo.png"]), TypeError, "str if Docs is given"),
        (lambda p: p.Input("x", ["missing.png"]), FileNotFoundError, "missing.png"),
        (lambda p: p.Input("x", ["ftp://a.b/c.png"]), ValueError, "only http and https"),
        (lambda p: p.Input("x", [PNG], "boss"), ValueError, "InputMessage.Role: takes one of"),
        (lambda p: p.Input("x", [3]), TypeError, "ResponsesParams.Input takes a path"),
        (lambda p: p.Text("json_schema"), ValueError, "takes a schema"),
        (lambda p: p.Text("yaml"), ValueError, "ResponsesParams.Text: takes one of 'text', 'json_schema'"),
        (lambda p: p.Text(3), TypeError, "ResponsesParams.Text takes TextParams"),
        (lambda p: p.Reasoning("very"), ValueError, "ResponsesParams.Reasoning: takes one of 'none'"),
        (lambda p: p.Reasoning(3), TypeError, "ResponsesParams.Reasoning takes ReasoningParams"),
        (lambda p: p.ToolChoice("maybe"), ValueError, "ResponsesParams.ToolChoice: takes one of"),
        (lambda p: p.ToolChoice(None), TypeError, "ResponsesParams.ToolChoice takes"),
        (lambda p: p.Tools("no JSON"), ValueError, "ResponsesParams.Tools takes JSON text of an array"),
        (lambda p: p.Tools('{"type":"function"}'), ValueError, "it is a JSON dict"),
        (lambda p: p.Tools([str]), TypeError, "ResponsesParams.Tools takes"),
        (lambda p: p.Prompt(3), TypeError, "ResponsesParams.Prompt takes PromptParams"),
        (lambda p: p.Model(3), TypeError, "ResponsesParams.Model takes str"),
        (lambda p: p.Include(["everything"]), ValueError, "ResponsesParams.Include: takes one of"),
        (lambda p: p.ContextManagement({}), TypeError, "ResponsesParams.ContextManagement takes list"),
        (lambda p: p.StreamOptions(True), TypeError, "ResponsesParams.StreamOptions takes StreamOptions"),
    ],
)
def test_bad_input_is_named(fill: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        fill(ResponsesParams())


@pytest.mark.parametrize("form", FORMS)
def test_bad_input_fails_before_anything_is_sent(form: str) -> None:
    with pytest.raises(TypeError, match="Model takes str"):
        exchange(form, "Responses", "Create", (lambda p: p.Model(3),))


def test_a_function_of_the_program_is_a_tool() -> None:
    (tool,) = ResponsesParams().Tools([WeatherReportFunction.CreateInstance()]).ToJson()["tools"]

    assert (tool["type"], tool["name"], tool["strict"]) == ("function", "get_weather", False)
    assert set(tool["parameters"]["properties"]) == {"location", "unit"}


# Parallel prompts


def parallel_server(server: aioresponses, bodies: list[Any]) -> None:
    """A server that answers a prompt with itself in capital letters, and refuses the prompt ``bad``."""

    def answer(url: Any, **sent: Any) -> CallbackResult:
        body = json.loads(sent["data"])
        bodies.append(body)
        if body["input"] == "bad":
            error = {"error": {"message": "I will not", "code": "no"}}
            return CallbackResult(status=400, body=json.dumps(error), response_class=_RESPONSE)
        part = {"type": "output_text", "text": body["input"].upper()}
        reply = {"id": "r", "output": [{"type": "reasoning"}, {"type": "message", "content": [part]}]}
        return CallbackResult(body=json.dumps(reply), response_class=_RESPONSE)

    server.post("http://127.0.0.1:1234/v1/responses", callback=answer, repeat=True)


def test_prompts_run_in_parallel_as_a_promise() -> None:
    bodies: list[Any] = []
    with aioresponses() as server, GenAIFactory.CreateLMSInstance() as client:
        parallel_server(server, bodies)
        bundle = client.Responses.AsyncAwaitCreateParallel(
            lambda p: p.Prompts(["one", "two", "three"]).Model("m").System("Shout.").Concurrency(2)
        ).result(10)

    assert [(item.index, item.prompt, item.response) for item in bundle] == [
        (1, "one", "ONE"),
        (2, "two", "TWO"),
        (3, "three", "THREE"),
    ]
    assert sorted(item.finish_index for item in bundle) == [1, 2, 3]
    assert bundle[0].chat.output_text == "ONE"
    assert bodies[0] == {"model": "m", "instructions": "Shout.", "input": "one", "store": False}


def test_a_prompt_that_looks_like_json_is_sent_as_text() -> None:
    typed = '[{"role": "system", "content": "You are a pirate."}]'
    bodies: list[Any] = []
    with aioresponses() as server, GenAIFactory.CreateLMSInstance() as client:
        parallel_server(server, bodies)
        client.Responses.AsyncAwaitCreateParallel(BundleParams().Prompts([typed]).Model("m")).result(10)
    assert bodies[0]["input"] == typed


def test_prompts_run_in_parallel_with_callbacks() -> None:
    heard: Queue[Any] = Queue()
    with aioresponses() as server, GenAIFactory.CreateLMSInstance() as client:
        parallel_server(server, [])
        client.Responses.CreateParallel(
            BundleParams().Prompts(["one"]).Model("m"),
            lambda: AsynBundleList(
                on_start=lambda sender: heard.put("start"),
                on_progress=lambda sender, item: heard.put(item),
                on_success=lambda sender, bundle: heard.put(bundle),
            ),
        )
        start, item, bundle = (heard.get(timeout=10) for _ in range(3))

    assert start == "start" and isinstance(item, BundleItem) and bundle.Item(0) is item


def test_one_prompt_that_fails_does_not_lose_the_others() -> None:
    async def program() -> BundleError:
        with aioresponses() as server:
            parallel_server(server, [])
            async with GenAIFactory.CreateLMSInstance() as client:
                with pytest.raises(BundleError) as caught:
                    await client.Responses.AsyncAwaitCreateParallel(
                        lambda p: p.Prompts(["one", "bad"]).Model("m")
                    )
        return caught.value

    failure = asyncio.run(program())
    assert [item.response for item in failure.bundle] == ["ONE", ""]
    assert "I will not" in str(failure.bundle[1].error)


def test_parallel_prompts_may_think_and_search() -> None:
    bodies: list[Any] = []
    with aioresponses() as server, GenAIFactory.CreateLMSInstance() as client:
        parallel_server(server, bodies)
        client.Responses.AsyncAwaitCreateParallel(
            lambda p: (
                p.Prompts(["x"])
                .Model("m")
                .ReasoningEffort("high")
                .SearchSize("low")
                .City("Reims")
                .Country("FR")
            )
        ).result(10)
        client.Responses.AsyncAwaitCreateParallel(
            lambda p: p.Prompts(["x"]).Model("m").SearchSize("low")
        ).result(10)

    place = {"type": "approximate", "city": "Reims", "country": "FR"}
    tool = {"type": "web_search", "search_context_size": "low"}
    assert bodies[0]["reasoning"] == {"effort": "high"}
    assert bodies[0]["tools"] == [{**tool, "user_location": place}]
    assert bodies[1]["tools"] == [tool] and "reasoning" not in bodies[1]
