"""The messages of a conversation: texts, documents, what the model said and what tools answer."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aioresponses import aioresponses

from genai_py import (
    AssistantContentParams,
    Chat,
    ChatMessage,
    ChatParams,
    ContentParams,
    ContentPart,
    FromAssistant,
    FromAssistantAudioId,
    FromDeveloper,
    FromSystem,
    FromTool,
    FromUser,
    FunctionParams,
    ImageUrl,
    InputAudio,
    InputFile,
    JsonParam,
    Media,
    MessagePayload,
    PredictionPart,
    ToolCall,
    ToolCallsParams,
    ToolChoiceFunctionParams,
    WeatherReportFunction,
)
from genai_py.core.results.decoding import decode
from genai_py.resources.types import AudioFormat, ImageDetail, Role, ToolCalls

from .calls import _RESPONSE as RESPONSE

PNG = b"\x89PNG\r\n\x1a\npixels"
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt "
PDF = b"%PDF-1.7"
CALL = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
TWO_TEXTS = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]


def uri(mime_type: str, data: bytes) -> str:
    return f"data:{mime_type};base64,{base64.b64encode(data).decode()}"


def image(url: str, **more: str) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": url, **more}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a file of each kind."""
    (tmp_path / "cat.png").write_bytes(PNG)
    (tmp_path / "voice.wav").write_bytes(WAV)
    (tmp_path / "paper.pdf").write_bytes(PDF)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("message", "body"),
    [
        (FromSystem("Be brief."), {"role": "system", "content": "Be brief."}),
        (FromSystem("Be brief.", "boss"), {"role": "system", "content": "Be brief.", "name": "boss"}),
        (FromDeveloper("Be brief."), {"role": "developer", "content": "Be brief."}),
        (FromDeveloper([ContentPart.New("a"), ContentPart.New("b")]), {"role": "developer", "content": TWO_TEXTS}),
        (MessagePayload.System([ContentPart.New().Text("a")], "n"), {
            "role": "system", "content": TWO_TEXTS[:1], "name": "n"}),
        (FromUser("Hello"), {"role": "user", "content": "Hello"}),
        (FromUser("Hello", "ann"), {"role": "user", "content": "Hello", "name": "ann"}),
        (FromUser("Hello", Name="ann"), {"role": "user", "content": "Hello", "name": "ann"}),
        (FromUser(""), {"role": "user", "content": ""}),
        (FromAssistant("Hi"), {"role": "assistant", "content": "Hi"}),
        (FromAssistant(FromAssistant("Hi")), {"role": "assistant", "content": "Hi"}),
        (FromAssistant(lambda p: p.Content("Hi").Name("bot")), {"role": "assistant", "content": "Hi", "name": "bot"}),
        (FromAssistant(lambda p: p.Refusal("No.")), {"role": "assistant", "refusal": "No."}),
        (FromAssistantAudioId("audio_1"), {"role": "assistant", "audio": {"id": "audio_1"}}),
        (FromTool("14 degrees", "call_1"), {"role": "tool", "content": "14 degrees", "tool_call_id": "call_1"}),
        (MessagePayload.New(Role.critic, "Hm."), {"role": "critic", "content": "Hm."}),
        (MessagePayload.New("user", [TWO_TEXTS[0]]), {"role": "user", "content": TWO_TEXTS[:1]}),
        (MessagePayload().Role("tool").Content({"type": "text", "text": "a"}), {
            "role": "tool", "content": TWO_TEXTS[:1]}),
        (MessagePayload().Content(None).ToolCalls([CALL]), {"content": None, "tool_calls": [CALL]}),
        (MessagePayload().ToolCalls([ToolCall("call_1", "get_weather", "{}")]), {"tool_calls": [CALL]}),
        (MessagePayload().ToolCalls([ToolCallsParams.New("call_1", "get_weather", "{}")]), {"tool_calls": [CALL]}),
        (FromAssistant(lambda p: p.Content([AssistantContentParams.AddText("text", "a")])), {
            "role": "assistant", "content": TWO_TEXTS[:1]}),
        (FromAssistant(lambda p: p.Content([AssistantContentParams.AddRefusal("refusal", "No.")])), {
            "role": "assistant", "content": [{"type": "refusal", "refusal": "No."}]}),
    ],
)  # fmt: skip
def test_messages(message: MessagePayload, body: dict[str, Any]) -> None:
    assert message.ToJson() == body


@pytest.mark.parametrize(
    ("builder", "body"),
    [
        (ContentPart().Type(), {"type": "text"}),
        (ContentPart().Type("refusal"), {"type": "refusal"}),
        (ImageUrl.New(), {}),
        (ImageUrl.New(PNG), {"url": uri("image/png", PNG)}),
        (ImageUrl.New("https://cdn.test/cat", ImageDetail.high), {"url": "https://cdn.test/cat", "detail": "high"}),
        (ImageUrl().Url("https://cdn.test/cat").Detail("low"), {"url": "https://cdn.test/cat", "detail": "low"}),
        (InputAudio.New(WAV), {"data": base64.b64encode(WAV).decode(), "format": "wav"}),
        (InputAudio.New(b"ID3"), {"data": "SUQz", "format": "mp3"}),
        (InputAudio().Data("SUQz").Format(AudioFormat.flac), {"data": "SUQz", "format": "flac"}),
        (InputFile.New(PDF), {"filename": "file.pdf", "file_data": uri("application/pdf", PDF)}),
        (InputFile().FileId("file-1"), {"file_id": "file-1"}),
        (ContentParams().Type("text").Text("a"), {"type": "text", "text": "a"}),
        (AssistantContentParams().Type("text").Text("a"), {"type": "text", "text": "a"}),
        (PredictionPart("text", "a"), {"type": "text", "text": "a"}),
        (FunctionParams().Name("f").Arguments("{}"), {"name": "f", "arguments": "{}"}),
        (ToolChoiceFunctionParams().Name("f"), {"name": "f"}),
        (ToolCallsParams().Id("1").Type(ToolCalls.function).Function("f", "{}"), {
            "id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}),
    ],
)  # fmt: skip
def test_parts_of_messages(builder: JsonParam, body: dict[str, Any]) -> None:
    assert builder.ToJson() == body


def test_a_user_sends_documents_with_a_text(folder: Path) -> None:
    message = FromUser("Compare.", ["cat.png", "voice.wav", folder / "paper.pdf"], "ann").ToJson()
    assert message["name"] == "ann"
    assert message["content"] == [
        {"type": "text", "text": "Compare."},
        image(uri("image/png", PNG)),
        {"type": "input_audio", "input_audio": {"data": base64.b64encode(WAV).decode(), "format": "wav"}},
        {"type": "file", "file": {"filename": "paper.pdf", "file_data": uri("application/pdf", PDF)}},
    ]


def test_a_user_sends_documents_alone(folder: Path) -> None:
    for message in (FromUser(["cat.png"]), FromUser(Docs=["cat.png"]), MessagePayload.User([Media.load(PNG)])):
        assert message.ToJson() == {"role": "user", "content": [image(uri("image/png", PNG))]}
    assert FromUser(["cat.png"], "ann").ToJson()["name"] == "ann"


def test_documents_are_bytes_data_uris_urls_and_parts_too() -> None:
    part = {"type": "file", "file": {"file_id": "file-1"}}
    documents: list[Any] = [PNG, uri("image/png", PNG), "https://cdn.test/cat.jpeg", part, ContentPart.New("a")]
    assert FromUser(documents).ToJson()["content"] == [
        image(uri("image/png", PNG)),
        image(uri("image/png", PNG)),
        image("https://cdn.test/cat.jpeg"),
        part,
        {"type": "text", "text": "a"},
    ]


@pytest.mark.parametrize(
    ("location", "part"),
    [
        ("cat.png detail=high", image(uri("image/png", PNG), detail="high")),
        ("cat.png  detail = low ", image(uri("image/png", PNG), detail="low")),
        ("cat.png detail=auto", image(uri("image/png", PNG))),
        ("https://cdn.test/details.png detail=low", image("https://cdn.test/details.png", detail="low")),
        ("https://cdn.test/details.png", image("https://cdn.test/details.png")),
        ("https://cdn.test/picture?id=3", image("https://cdn.test/picture?id=3")),
    ],
)
@pytest.mark.usefixtures("folder")
def test_how_closely_the_model_looks_stands_beside_the_location(location: str, part: dict[str, Any]) -> None:
    assert ContentParams.AddFile(location).ToJson() == part


def test_sound_and_files_at_a_url_are_downloaded() -> None:
    with aioresponses() as server:
        server.get("https://cdn.test/voice.wav", body=WAV, response_class=RESPONSE)
        server.get("https://cdn.test/paper.pdf", body=PDF, response_class=RESPONSE)
        parts = FromUser(["https://cdn.test/voice.wav", "https://cdn.test/paper.pdf"]).ToJson()["content"]
    assert parts == [
        {"type": "input_audio", "input_audio": {"data": base64.b64encode(WAV).decode(), "format": "wav"}},
        {"type": "file", "file": {"filename": "paper.pdf", "file_data": uri("application/pdf", PDF)}},
    ]


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: FromUser("Look.", ["lost.png"]), FileNotFoundError, "no such file to send: 'lost.png'"),
        (lambda: FromUser(["cat.png detail=close"]), ValueError, "ImageUrl.Detail: takes one of 'low'"),
        (lambda: FromUser("Look.", [3]), TypeError, "ContentParams.AddFile takes a path"),
        (lambda: FromUser("Look.", PNG), TypeError, "Docs is a list, got bytes"),
        (lambda: FromUser("Look.", "ann", "bob"), TypeError, "got Name twice"),
        (lambda: FromUser("Look.", Content="Again."), TypeError, "got Content twice"),
        (lambda: FromUser("Look.", Documents=[]), TypeError, r"takes \(Content, \[Docs\], \[Name\]\).*; got Documents"),
        (lambda: FromUser(), TypeError, "got neither text nor documents"),
        (lambda: FromUser(3), TypeError, "Docs is a list, got int 3"),
        (lambda: FromAssistant(3), TypeError, "MessagePayload.Assistant takes a text, a message or .*, got int"),
        (lambda: FromTool({"temperature": 14}, "call_1"), TypeError, "MessagePayload.Tool takes str, got dict"),
        (lambda: FromTool("14", 1), TypeError, "MessagePayload.ToolCallId takes str, got int 1"),
        (lambda: FromSystem(3), TypeError, "MessagePayload.Content takes a text or a list of parts, got int 3"),
        (lambda: FromSystem(["a"]), TypeError, "MessagePayload.Content takes a text or a list of parts, got list"),
        (lambda: FromAssistantAudioId(1), TypeError, "MessagePayload.Audio takes str, got int 1"),
        (lambda: MessagePayload().ToolCalls(["f"]), TypeError, "MessagePayload.ToolCalls takes ToolCallsParams"),
        (lambda: MessagePayload().Role("king"), ValueError, "MessagePayload.Role: takes one of 'assistant'"),
        (lambda: ToolCall("call_1", "f"), TypeError, r"ToolCall takes the strings \(Id, Name, Arguments\)"),
        (lambda: ToolCall("call_1", "f", {}), TypeError, r"ToolCall takes the strings \(Id, Name, Arguments\)"),
        (lambda: InputAudio.New(PNG), ValueError, "InputAudio.New: file.png is image/png; the API takes wav and mp3"),
        (lambda: ImageUrl.New("data:text/plain,hello"), ValueError, "file.txt is text/plain, not an image"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_no_message_is_refused(call: Callable[[], Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        call()


ASKED = b"""{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
  "reasoning_content":"I need the weather.","refusal":null,"annotations":[],
  "tool_calls":[{"id":"call_1","type":"function","index":0,"extra_content":{"google":{"thought_signature":"s"}},
    "function":{"name":"get_weather","arguments":"{\\"location\\":\\"Paris\\",\\"unit\\":\\"celsius\\"}"}}]}}]}"""


def test_a_program_answers_the_calls_of_a_message() -> None:
    weather = WeatherReportFunction.CreateInstance()
    message = decode(Chat, ASKED).choices[0].message
    messages: list[Any] = [FromUser("What is the weather in Paris?"), FromAssistant(message)]
    for call in message.tool_calls:
        messages.append(FromTool(weather.Execute(call.function.arguments), call.id))
    sent = ChatParams().Messages(messages).ToJson()["messages"]
    arguments = '{"location":"Paris","unit":"celsius"}'
    assert sent[1] == {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {
                "id": "call_1",
                "type": "function",
                "function": {"name": "get_weather", "arguments": arguments},
                "extra_content": {"google": {"thought_signature": "s"}},
            }
        ],
        "reasoning_content": "I need the weather.",
    }
    assert sent[2] == {"role": "tool", "content": weather.Execute(arguments), "tool_call_id": "call_1"}
    # A message may also stand in the list as it came.
    assert ChatParams().Messages([message]).ToJson()["messages"] == sent[1:2]
    assert ChatParams().Messages(message).ToJson()["messages"] == sent[1:2]


@pytest.mark.parametrize(
    ("came", "sent"),
    [
        (b'{"content":"Hi","reasoning":"Greet."}', {"role": "assistant", "content": "Hi"}),
        (b'{"role":"model","content":"Hi"}', {"role": "model", "content": "Hi"}),
        (b'{"content":null,"refusal":"No."}', {"role": "assistant", "content": None, "refusal": "No."}),
        (b'{"content":[{"type":"text","text":"a"}]}', {"role": "assistant", "content": TWO_TEXTS[:1]}),
        (
            b'{"content":null,"audio":{"id":"audio_1","data":"SUQz","transcript":"Yes."}}',
            {"role": "assistant", "content": None, "audio": {"id": "audio_1"}},
        ),
        (
            b'{"content":"","tool_calls":[{"id":"c","function":{"name":"f","arguments":""}}]}',
            {
                "role": "assistant",
                "content": "",
                "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": ""}}],
            },
        ),
    ],
)
def test_what_of_a_message_goes_back(came: bytes, sent: dict[str, Any]) -> None:
    assert FromAssistant(decode(ChatMessage, came)).ToJson() == sent


def test_the_other_spelling_of_messages() -> None:
    payload: Any = MessagePayload()
    assert payload.role("user").content("Hello").ToJson() == FromUser("Hello").ToJson()
    assert MessagePayload.User("Hello") == FromUser("Hello")


def test_a_message_with_an_empty_text_for_its_sound_can_be_sent_back() -> None:
    message = decode(ChatMessage, b'{"role": "assistant", "content": "Hi", "audio": ""}')
    assert FromAssistant(message).ToJson() == {"role": "assistant", "content": "Hi"}
