"""Chat completions: the requests of the route, its builders, and replies as documented and as they come."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aioresponses import aioresponses

from genai_py import (
    Audio,
    AudioParams,
    Chat,
    ChatCompletion,
    ChatContentKind,
    ChatDelete,
    ChatMessages,
    ChatParams,
    ChatUpdateParams,
    ExtraBody,
    FromAssistant,
    FromUser,
    GenAIFactory,
    IncludeObfuscation,
    IncludeUsage,
    JsonParam,
    PredictionParams,
    PredictionPart,
    SchemaParams,
    StreamOptions,
    ThinkingConfig,
    ToolChoiceParams,
    ToolName,
    UrlChatListParams,
    UrlChatParams,
    UserLocation,
    UserLocationApproximate,
    WeatherReportFunction,
)
from genai_py.core.results.base import timestamp_text
from genai_py.core.results.decoding import decode
from genai_py.resources.chat import params as params_module
from genai_py.resources.types import (
    AudioFormat,
    AudioVoice,
    ChatVoice,
    FinishReason,
    Modalities,
    ReasoningEffort,
    Role,
    SearchWebOptions,
    ToolCalls,
    ToolChoice,
    VerbosityType,
)

from .calls import _RESPONSE as RESPONSE, FORMS, Case, exchange, setters_of

OPERATIONS = [
    Case(
        "Create",
        (lambda p: p.Model("gemma").Messages([FromUser("Hello")]),),
        "POST chat/completions",
        Chat,
        {"model": "gemma", "messages": [{"role": "user", "content": "Hello"}]},
    ),
    Case("List", (), "GET chat/completions", ChatCompletion),
    Case(
        "List",
        (UrlChatListParams().Limit(2).After("c_1").Model("gemma").Order("asc").Metadata({"team": "a b"}),),
        "GET chat/completions?after=c_1&limit=2&metadata[team]=a b&model=gemma&order=asc",
        ChatCompletion,
    ),
    Case("GetCompletion", ("c_1",), "GET chat/completions/c_1", Chat),
    Case("GetMessages", ("c_1",), "GET chat/completions/c_1/messages", ChatMessages),
    Case(
        "GetMessages",
        ("c_1", lambda p: p.Limit(15).After("m_1").Order("desc")),
        "GET chat/completions/c_1/messages?after=m_1&limit=15&order=desc",
        ChatMessages,
    ),
    Case(
        "Update",
        ("c_1", lambda p: p.Metadata({"foo": "bar"})),
        "POST chat/completions/c_1",
        Chat,
        {"metadata": {"foo": "bar"}},
    ),
    Case("Delete", ("c_1",), "DELETE chat/completions/c_1", ChatDelete),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "Chat", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert type(seen.result) is case.result


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["GetCompletion", "GetMessages", "Delete"])
def test_an_empty_id_is_refused(name: str, form: str) -> None:
    with pytest.raises(ValueError, match="CompletionID is empty"):
        exchange(form, "Chat", name, ("",))


LONDON = UserLocationApproximate().City("London").Country("GB").Region("London").Timezone("Europe/London")
LONDON_JSON = {"city": "London", "country": "GB", "region": "London", "timezone": "Europe/London"}
AT_LONDON = {"type": "approximate", "approximate": LONDON_JSON}
ANSWER = SchemaParams.New().Type("object").Properties("steps", lambda p: p.Type("integer"))
ANSWER_JSON = {"type": "object", "properties": {"steps": {"type": "integer"}}}
WEATHER = WeatherReportFunction.CreateInstance()

SETTERS: list[tuple[Callable[[ChatParams], ChatParams], dict[str, Any]]] = [
    (lambda p: p.Model("gemma"), {"model": "gemma"}),
    (lambda p: p.MaxTokens(-1), {"max_tokens": -1}),
    (lambda p: p.TopK(40), {"top_k": 40}),
    (lambda p: p.MinP(0.05), {"min_p": 0.05}),
    (lambda p: p.ReturnProgress(), {"return_progress": True}),
    (lambda p: p.RepeatPenalty(1.1), {"repeat_penalty": 1.1}),
    (lambda p: p.Ttl(300), {"ttl": 300}),
    (lambda p: p.DraftModel("gemma-270m"), {"draft_model": "gemma-270m"}),
    (lambda p: p.Messages([FromUser("Hello")]), {"messages": [{"role": "user", "content": "Hello"}]}),
    (lambda p: p.Messages(FromUser("Hello")), {"messages": [{"role": "user", "content": "Hello"}]}),
    (lambda p: p.Messages([{"role": "user", "content": "Hi"}]), {"messages": [{"role": "user", "content": "Hi"}]}),
    (lambda p: p.Messages({"role": "user", "content": "Hi"}), {"messages": [{"role": "user", "content": "Hi"}]}),
    (lambda p: p.Audio("ash", "mp3"), {"audio": {"voice": "ash", "format": "mp3"}}),
    (lambda p: p.Audio(ChatVoice.sage, AudioFormat.wav), {"audio": {"voice": "sage", "format": "wav"}}),
    (lambda p: p.Audio(AudioVoice.alloy, AudioFormat.pcm16), {"audio": {"voice": "alloy", "format": "pcm16"}}),
    (lambda p: p.Metadata({"team": "a"}), {"metadata": {"team": "a"}}),
    (lambda p: p.FrequencyPenalty(-0.5), {"frequency_penalty": -0.5}),
    (lambda p: p.LogitBias({"50256": -100}), {"logit_bias": {"50256": -100}}),
    (lambda p: p.Logprobs(True), {"logprobs": True}),
    (lambda p: p.MaxCompletionTokens(1024), {"max_completion_tokens": 1024}),
    (lambda p: p.N(2), {"n": 2}),
    (lambda p: p.Modalities(["text", "audio"]), {"modalities": ["text", "audio"]}),
    (lambda p: p.Modalities([Modalities.text]), {"modalities": ["text"]}),
    (lambda p: p.ParallelToolCalls(False), {"parallel_tool_calls": False}),
    (lambda p: p.Prediction("x = 1"), {"prediction": {"type": "content", "content": "x = 1"}}),
    (
        lambda p: p.Prediction([PredictionPart("text", "x = 1")]),
        {"prediction": {"type": "content", "content": [{"type": "text", "text": "x = 1"}]}},
    ),
    (lambda p: p.PresencePenalty(1), {"presence_penalty": 1}),
    (lambda p: p.PromptCacheKey("k"), {"prompt_cache_key": "k"}),
    (lambda p: p.ReasoningEffort("low"), {"reasoning_effort": "low"}),
    (lambda p: p.ReasoningEffort(ReasoningEffort.high), {"reasoning_effort": "high"}),
    (
        lambda p: p.ResponseFormat(ANSWER),
        {"response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": ANSWER_JSON}}},
    ),
    (
        lambda p: p.ResponseFormat(lambda s: s.Type("string"), Name="word", Strict=True),
        {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "word", "schema": {"type": "string"}, "strict": True},
            }
        },
    ),
    (lambda p: p.ResponseFormat({"type": "json_object"}), {"response_format": {"type": "json_object"}}),
    (
        lambda p: p.ResponseFormat({"type": "object", "properties": {}}),
        {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answer", "schema": {"type": "object", "properties": {}}},
            }
        },
    ),
    (
        lambda p: p.ResponseFormat({"type": "json_schema", "json_schema": {"name": "n", "schema": {}}}),
        {"response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": {}}}},
    ),
    (lambda p: p.SafetyIdentifier("u"), {"safety_identifier": "u"}),
    (lambda p: p.Seed(7), {"seed": 7}),
    (lambda p: p.ServiceTier("flex"), {"service_tier": "flex"}),
    (lambda p: p.Stop("END"), {"stop": "END"}),
    (lambda p: p.Stop(["END", "STOP"]), {"stop": ["END", "STOP"]}),
    (lambda p: p.Store(), {"store": True}),
    (lambda p: p.Store(False), {"store": False}),
    (lambda p: p.Stream(), {"stream": True}),
    (lambda p: p.StreamOptions(), {"stream_options": {"include_usage": True}}),
    (lambda p: p.StreamOptions(IncludeUsage.New()), {"stream_options": {"include_usage": True}}),
    (lambda p: p.StreamOptions(IncludeObfuscation.New(False)), {"stream_options": {"include_obfuscation": False}}),
    (
        lambda p: p.StreamOptions(StreamOptions().IncludeUsage().IncludeObfuscation(False)),
        {"stream_options": {"include_usage": True, "include_obfuscation": False}},
    ),
    (lambda p: p.StreamOptions({"include_usage": True}), {"stream_options": {"include_usage": True}}),
    (lambda p: p.Temperature(0), {"temperature": 0}),
    (lambda p: p.ToolChoice(ToolChoice.required), {"tool_choice": "required"}),
    (lambda p: p.ToolChoice("Auto"), {"tool_choice": "auto"}),
    (lambda p: p.ToolChoice("get_weather"), {"tool_choice": {"type": "function", "function": {"name": "get_weather"}}}),
    (
        lambda p: p.ToolChoice(ToolName("get_weather")),
        {"tool_choice": {"type": "function", "function": {"name": "get_weather"}}},
    ),
    (lambda p: p.ToolChoice({"type": "allowed_tools"}), {"tool_choice": {"type": "allowed_tools"}}),
    (lambda p: p.Tools([WEATHER]), {"tools": [WEATHER.ToJson()]}),
    (lambda p: p.TopLogprobs(3), {"top_logprobs": 3}),
    (lambda p: p.TopP(0.9), {"top_p": 0.9}),
    (lambda p: p.User("u"), {"user": "u"}),
    (lambda p: p.Verbosity("low"), {"verbosity": "low"}),
    (lambda p: p.Verbosity(VerbosityType.high), {"verbosity": "high"}),
    (lambda p: p.WebSearchOptions("high"), {"web_search_options": {"search_context_size": "high"}}),
    (
        lambda p: p.WebSearchOptions(SearchWebOptions.low, LONDON),
        {"web_search_options": {"search_context_size": "low", "user_location": AT_LONDON}},
    ),
    (
        lambda p: p.WebSearchOptions("low", UserLocation.New(LONDON)),
        {"web_search_options": {"search_context_size": "low", "user_location": AT_LONDON}},
    ),
    (lambda p: p.WebSearchOptions(LONDON), {"web_search_options": {"user_location": AT_LONDON}}),
    (
        lambda p: p.WebSearchOptions(UserLocation.New({"city": "Reims"})),
        {"web_search_options": {"user_location": {"type": "approximate", "approximate": {"city": "Reims"}}}},
    ),
    (
        lambda p: p.ExtraBody(
            ExtraBody()
            .ThinkingConfig(ThinkingConfig().IncludeThoughts(True).ThinkingBudget(800).ThinkingLevel("LOW"))
            .CachedContent("cachedContents/1")
        ),
        {
            "extra_body": {
                "google": {
                    "thinking_config": {"includeThoughts": True, "thinkingBudget": 800, "thinkingLevel": "LOW"},
                    "cached_content": "cachedContents/1",
                }
            }
        },
    ),
]


@pytest.mark.parametrize(("call", "body"), SETTERS, ids=[next(iter(body)) for _, body in SETTERS])
def test_each_setter_writes_its_key(call: Callable[[ChatParams], ChatParams], body: dict[str, Any]) -> None:
    params = ChatParams()
    assert call(params) is params
    assert params.ToJson() == body
    assert json.loads(params.ToJsonString()) == body


def test_no_setter_is_left_out() -> None:
    shown = {key for _, body in SETTERS for key in body}
    ours = [setter for setter in setters_of(params_module) if setter.__qualname__.startswith("ChatParams.")]
    assert {setter.json_key for setter in ours} <= shown
    methods = {name for name in vars(ChatParams) if name[0].isupper()}
    assert len(methods) == len(shown)


OTHERS: list[tuple[JsonParam, dict[str, Any]]] = [
    (AudioParams().Voice("verse").Format(AudioFormat.opus), {"voice": "verse", "format": "opus"}),
    (UserLocation().Type().Approximate(LONDON), AT_LONDON),
    (UserLocation().Type("Approximate"), {"type": "approximate"}),
    (ToolChoiceParams.New("f"), {"type": "function", "function": {"name": "f"}}),
    (PredictionParams.New("text").Type("content"), {"type": "content", "content": "text"}),
    (ChatUpdateParams().Metadata({"a": "b"}), {"metadata": {"a": "b"}}),
]


@pytest.mark.parametrize(("builder", "body"), OTHERS, ids=lambda value: type(value).__name__)
def test_the_other_builders(builder: JsonParam, body: dict[str, Any]) -> None:
    assert builder.ToJson() == body


def test_queries() -> None:
    assert UrlChatParams().Limit(15).Order("asc").Value == "?limit=15&order=asc"
    assert UrlChatListParams().Metadata({"team": "a b"}).Model("m").Value == "?metadata[team]=a%20b&model=m"


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda p: p.Messages("Hello"), TypeError, "ChatParams.Messages takes MessagePayload .*, got str 'Hello'"),
        (lambda p: p.Messages(["Hello"]), TypeError, "ChatParams.Messages takes MessagePayload .*, got str 'Hello'"),
        (lambda p: p.Messages(None), TypeError, "ChatParams.Messages takes MessagePayload .*, got NoneType"),
        (lambda p: p.Temperature("hot"), TypeError, "ChatParams.Temperature takes float, got str 'hot'"),
        (lambda p: p.Temperature(float("nan")), ValueError, "ChatParams.Temperature: takes a number"),
        (lambda p: p.ReasoningEffort("huge"), ValueError, "ChatParams.ReasoningEffort: takes one of 'none'"),
        (lambda p: p.Modalities(["smell"]), ValueError, "ChatParams.Modalities: takes one of 'text', 'audio'"),
        (lambda p: p.Audio("nobody", "mp3"), ValueError, "ChatParams.Audio: takes one of"),
        (lambda p: p.Prediction(3), TypeError, "ChatParams.Prediction takes str or list of PredictionPartParams"),
        (lambda p: p.ResponseFormat({"country": "string"}), ValueError, "takes a JSON schema with its 'type'"),
        (
            lambda p: p.ResponseFormat({"type": "json_schema", "name": "n", "schema": {}}),
            ValueError,
            "such as {'type': 'json_schema', 'json_schema':",
        ),
        (lambda p: p.ResponseFormat("json"), TypeError, "ChatParams.ResponseFormat takes SchemaParams, a function"),
        (lambda p: p.StreamOptions("usage"), TypeError, "ChatParams.StreamOptions takes StreamOptions .* or bool"),
        (lambda p: p.ToolChoice(3), TypeError, "ChatParams.ToolChoice takes ToolChoice, a name"),
        (lambda p: p.Tools("get_weather"), TypeError, "ChatParams.Tools takes .*ChatMessageTool, .* got str"),
        (lambda p: p.WebSearchOptions("huge"), ValueError, "WebSearchOptions: takes one of 'low', 'medium', 'high'"),
        (lambda p: p.WebSearchOptions("low", {"city": "x"}), TypeError, "WebSearchOptions takes .*UserLocation"),
        (lambda p: p.ExtraBody({}), TypeError, "ChatParams.ExtraBody takes ExtraBody .*, got dict"),
        (lambda p: UserLocation().Type("exact"), ValueError, "UserLocation.Type is always 'approximate', got 'exact'"),
    ],
)
def test_what_the_api_cannot_take_is_refused(call: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        call(ChatParams())


DOCUMENTED = b"""{
  "id": "chatcmpl-1", "object": "chat.completion", "created": 1741569952, "model": "gpt-4.1",
  "choices": [{
    "index": 0,
    "message": {
      "role": "assistant", "content": "Hello! How can I help?", "refusal": null,
      "annotations": [{"type": "url_citation", "url_citation":
        {"end_index": 5, "start_index": 0, "title": "Greetings", "url": "https://hello.test"}}]
    },
    "logprobs": {"content": [{"token": "Hello", "logprob": -0.31, "bytes": [72], "top_logprobs":
      [{"token": "Hi", "logprob": -1.5, "bytes": null}]}], "refusal": null},
    "finish_reason": "stop"
  }],
  "usage": {
    "prompt_tokens": 19, "completion_tokens": 10, "total_tokens": 29,
    "prompt_tokens_details": {"cached_tokens": 3, "audio_tokens": 0},
    "completion_tokens_details": {"reasoning_tokens": 4, "audio_tokens": 0, "accepted_prediction_tokens": 1,
      "rejected_prediction_tokens": 2}
  },
  "service_tier": "default", "system_fingerprint": "fp_1", "metadata": {"team": "a"}
}"""


def test_a_documented_reply() -> None:
    chat = decode(Chat, DOCUMENTED)
    assert (chat.id, chat.object, chat.model) == ("chatcmpl-1", "chat.completion", "gpt-4.1")
    assert (chat.service_tier, chat.system_fingerprint) == ("default", "fp_1")
    assert (chat.metadata, chat.obfuscation) == ({"team": "a"}, "")
    assert chat.created_as_string == timestamp_text(1741569952)
    choice = chat.choices[0]
    assert (choice.index, choice.finish_reason, choice.delta) == (0, FinishReason.stop, None)
    message = choice.message
    assert (message.role, message.content, message.refusal) == (Role.assistant, "Hello! How can I help?", "")
    assert (message.raw_content, message.content_kind) == (message.content, ChatContentKind.Text)
    citation = message.annotations[0].url_citation
    assert (citation.start_index, citation.end_index, citation.url) == (0, 5, "https://hello.test")
    assert choice.logprobs is not None
    token = choice.logprobs.content[0]
    assert (token.token, token.logprob, token.bytes, token.top_logprobs[0].token) == ("Hello", -0.31, [72], "Hi")
    usage = chat.usage
    assert usage is not None and usage.prompt_tokens_details and usage.completion_tokens_details
    assert (usage.total_tokens, usage.prompt_tokens_details.cached_tokens) == (29, 3)
    assert usage.completion_tokens_details.rejected_prediction_tokens == 2
    assert chat.ToJson() == json.loads(DOCUMENTED)
    assert chat.JSONResponse == DOCUMENTED.decode()


def test_a_reply_that_calls_tools() -> None:
    text = b"""{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
      "tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]}}]}"""
    message = decode(Chat, text).choices[0].message
    assert (message.content, message.raw_content, message.content_kind) == ("", None, ChatContentKind.Null)
    call = message.tool_calls[0]
    assert (call.id, call.type, call.function.name, call.function.arguments) == (
        "call_1",
        ToolCalls.function,
        "get_weather",
        "{}",
    )


def test_what_a_local_server_sends() -> None:
    text = b"""{"choices":[{"finish_reason":"eos","index":0,"message":{"role":"model","content":" Paris",
      "reasoning_content":"A capital.","reasoning":"Of France."}}],"object":"chat.completion",
      "timings":{"predicted_per_second":90.0}}"""
    chat = decode(Chat, text)
    message = chat.choices[0].message
    assert (message.role, chat.choices[0].finish_reason) == ("model", "eos")
    assert (message.reasoning_content, message.reasoning) == ("A capital.", "Of France.")
    assert chat.extra == {"timings": {"predicted_per_second": 90.0}}
    assert (chat.usage, chat.created, chat.created_as_string) == (None, None, "")


@pytest.mark.parametrize(
    ("content", "text", "kind"),
    [
        ([{"type": "text", "text": "Hello "}, {"type": "text", "text": "you"}], "Hello you", ChatContentKind.Json),
        ([{"type": "image_url", "image_url": {}}, "plain", {"text": 3}], "plain", ChatContentKind.Json),
        ({"type": "text", "text": "alone"}, "alone", ChatContentKind.Json),
        (7, "", ChatContentKind.Json),
        ("", "", ChatContentKind.Text),
        (None, "", ChatContentKind.Null),
    ],
)
def test_content_is_text_whatever_came(content: Any, text: str, kind: ChatContentKind) -> None:
    reply = {"choices": [{"message": {"content": content}}]}
    chat = decode(Chat, json.dumps(reply).encode())
    message = chat.choices[0].message
    assert (message.content, message.raw_content, message.content_kind) == (text, content, kind)
    assert chat.ToJson() == reply


def test_a_missing_content_counts_as_null() -> None:
    message = decode(Chat, b'{"choices":[{"message":{}}]}').choices[0].message
    assert (message.content, message.content_kind) == ("", ChatContentKind.Null)
    assert (message.role, message.tool_calls) == (None, [])


def test_sound_is_saved(tmp_path: Path) -> None:
    text = b"""{"choices":[{"message":{"audio":{"id":"audio_1","expires_at":1741569952,"data":"UklGRg==",
      "transcript":"Yes."}}}]}"""
    message = decode(Chat, text).choices[0].message
    assert message.audio is not None
    audio = message.audio
    assert (audio.id, audio.transcript, audio.expires_at_as_string) == ("audio_1", "Yes.", timestamp_text(1741569952))
    assert audio.GetStream().read() == b"RIFF"
    audio.SaveToFile(tmp_path / "yes.wav")
    assert (tmp_path / "yes.wav").read_bytes() == b"RIFF"
    assert audio.file_name == str(tmp_path / "yes.wav")
    with pytest.raises(ValueError, match="needs the name of a file"):
        audio.SaveToFile(" ")
    with pytest.raises(OSError, match="nowhere"):
        audio.SaveToFile(tmp_path / "nowhere" / "yes.wav")
    audio.SaveToFile("", RaiseError=False)
    assert audio.file_name == str(tmp_path / "yes.wav")


@pytest.mark.parametrize(("data", "said"), [("", "has no audio to write to"), ("%%%=", "base64|padding|alphabet")])
def test_sound_that_cannot_be_saved_leaves_no_file(tmp_path: Path, data: str, said: str) -> None:
    reply = json.dumps({"choices": [{"message": {"audio": {"data": data}}}]})
    message = decode(Chat, reply.encode()).choices[0].message
    assert message.audio is not None
    with pytest.raises(ValueError, match=said):
        message.audio.SaveToFile(tmp_path / "yes.wav")
    message.audio.SaveToFile(tmp_path / "yes.wav", RaiseError=False)
    assert not (tmp_path / "yes.wav").exists()


def test_sound_replaces_a_file_only_when_all_of_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    path = tmp_path / "yes.wav"
    path.write_bytes(b"the recording before")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        Audio(data="UklGRg==").SaveToFile(path)
    assert path.read_bytes() == b"the recording before"
    assert [each.name for each in tmp_path.iterdir()] == ["yes.wav"]


def test_pages_of_stored_completions_and_messages() -> None:
    page = decode(
        ChatCompletion,
        b'{"object":"list","data":[{"id":"c_1","choices":[]}],"first_id":"c_1","last_id":"c_1","has_more":false}',
    )
    assert (page.data[0].id, page.first_id, page.last_id) == ("c_1", "c_1", "c_1")
    assert (page.has_more, page.object) == (False, "list")
    messages = decode(ChatMessages, b'{"data":[{"id":"m_1","role":"user","content":"Hello"}],"has_more":true}')
    assert (messages.data[0].id, messages.data[0].role, messages.data[0].content) == ("m_1", Role.user, "Hello")
    assert FromAssistant(messages.data[0]).ToJson() == {"role": "user", "content": "Hello"}
    deleted = decode(ChatDelete, b'{"id":"c_1","object":"chat.completion.deleted","deleted":true}')
    assert (deleted.id, deleted.object, deleted.deleted) == ("c_1", "chat.completion.deleted", True)


def test_the_delphi_spelling_of_a_reply() -> None:
    chat: Any = decode(Chat, DOCUMENTED)
    message = chat.Choices[0].Message
    assert (message.Content, message.RawContent, message.ContentKind) == (message.content, message.content, "Text")
    assert (chat.CreatedAsString, chat.Usage.TotalTokens) == (chat.created_as_string, 29)
    with pytest.raises(AttributeError, match="did you mean 'Choices'"):
        _ = chat.Choises


@pytest.mark.parametrize(
    ("fill", "local", "other"),
    [
        (
            lambda p: p.MaxCompletionTokens(9),
            {"max_completion_tokens": 9, "max_tokens": 9},
            {"max_completion_tokens": 9},
        ),
        (lambda p: p.MaxTokens(5), {"max_tokens": 5}, {"max_tokens": 5}),
        (
            lambda p: p.MaxCompletionTokens(9).MaxTokens(5),
            {"max_completion_tokens": 9, "max_tokens": 5},
            {"max_completion_tokens": 9, "max_tokens": 5},
        ),
        (lambda p: p.Model("m"), {}, {}),
    ],
)
def test_a_local_server_gets_the_most_tokens_by_both_names(fill: Any, local: Any, other: Any) -> None:
    clients = (
        (GenAIFactory.CreateLMSInstance("http://box.lan:1234"), "http://box.lan:1234/v1", local),
        (GenAIFactory.CreateExternalInstance("http://127.0.0.1:1234/v1", "k"), "http://127.0.0.1:1234/v1", local),
        (GenAIFactory.CreateExternalInstance("https://api.test/v1", "k"), "https://api.test/v1", other),
    )
    for client, url, expected in clients:
        with client, aioresponses() as mock:
            mock.post(f"{url}/chat/completions", payload={"choices": []}, response_class=RESPONSE)
            chat = client.Chat.Create(fill)
        sent = json.loads(chat.JSONPayload)
        assert {name: value for name, value in sent.items() if "tokens" in name} == expected
