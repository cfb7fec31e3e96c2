"""What the hub keeps, what streams show, tools, and cancelling, as in the programs of the guides."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from stand_in import StandIn

from genai_py import (
    AsynChat,
    AsynResponseStream,
    Chat,
    ChatParams,
    Completion,
    FineTunedStatus,
    FromUser,
    FunctionCore,
    GenAIFactory,
    ManualDispatcher,
    Models,
    Response,
    ResponsesParams,
    ResponseStream,
    SpeechResult,
    TranscriptionStream,
)
from genai_py.tutorial import (
    Cancellation,
    Connect,
    Display,
    DisplayAudio,
    DisplayAudioEx,
    DisplayChunk,
    DisplayStream,
    DoCancellation,
    F,
    JSONRequest,
    JSONResponse,
    Start,
    TutorialHub,
    TutorialHubClass,
    VCLTutorialHub,
)

from .conftest import reply


class Weather(FunctionCore):
    """Sunny, wherever one asks."""

    name = "get_weather"
    description = "The weather"
    parameters = "{}"

    def Execute(self, Arguments: str) -> str:
        return f"sunny in {json.loads(Arguments)['city']}"


def called(name: str = "get_weather") -> Chat:
    function = {"name": name, "arguments": '{"city": "Paris"}'}
    return reply(Chat, choices=[{"finish_reason": "tool_calls", "message": {"tool_calls": [{"function": function}]}}])


def delta(text: str, **more: Any) -> ResponseStream:
    return reply(ResponseStream, type="response.output_text.delta", delta=text, **more)


def test_a_stream_is_shown_as_it_comes(capsys: pytest.CaptureFixture[str]) -> None:
    for chunk, text in (
        (delta("Par"), "Par"),
        (delta("is"), "is"),
        (reply(ResponseStream, type="response.completed", response={}), ""),
        (reply(Chat, choices=[{"delta": {"content": "!"}}]), "!"),
        (reply(Completion, choices=[{"text": "?"}]), "?"),
        (reply(TranscriptionStream, type="transcript.text.delta", delta=" ho"), " ho"),
        (" and a text", " and a text"),
        ("", ""),
        (None, ""),
    ):
        DisplayStream(TutorialHub, chunk)
        assert capsys.readouterr().out == text


def test_what_the_model_thinks_stands_apart_from_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    DisplayStream(TutorialHub, reply(ResponseStream, type="response.reasoning_text.delta", delta="let me "))
    DisplayStream(TutorialHub, reply(Chat, choices=[{"delta": {"reasoning_content": "see"}}]))
    DisplayStream(TutorialHub, reply(Chat, choices=[{"delta": {"content": "Paris"}}]))
    Display(TutorialHub, "the end")
    assert capsys.readouterr().out == "let me see\nParis\nthe end\n"


def test_the_chunks_of_a_stream_are_the_lines_of_its_reply() -> None:
    DisplayStream(TutorialHub, delta("a"))
    DisplayChunk(delta("b"))
    DisplayChunk('{"any": "text"}')
    lines = [json.loads(line) for line in TutorialHub.JSONResponse.split("\n")]
    assert [line.get("delta") for line in lines] == ["a", "b", None]
    TutorialHub.JSONResponseClear()
    assert TutorialHub.JSONResponse == ""


@pytest.mark.parametrize("chunk", [reply(Chat, choices=4), delta("", delta2=1), reply(Completion, choices=[1])])
def test_a_chunk_that_is_not_what_its_class_says_harms_nothing(chunk: Any) -> None:
    DisplayStream(TutorialHub, chunk)
    assert TutorialHub.JSONResponse


class Recording(io.StringIO):
    """A stream that counts how often it is flushed."""

    flushed = 0

    def flush(self) -> None:
        self.flushed += 1


def test_each_piece_is_flushed(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Recording()
    monkeypatch.setattr(sys, "stdout", stream)
    for count in range(1, 4):
        DisplayStream(TutorialHub, "a")
        assert stream.flushed == count


def test_request_and_reply_are_kept_to_be_looked_at() -> None:
    TutorialHub.JSONRequest = '{"model":"m"}'
    assert TutorialHub.JSONRequest == '{"model":"m"}'
    TutorialHub.JSONRequest = ChatParams().Model("m")
    assert json.loads(TutorialHub.JSONRequest) == {"model": "m"}
    TutorialHub.JSONRequestClear()
    assert TutorialHub.JSONRequest == ""
    JSONRequest("{}")
    JSONResponse("[]")
    assert (TutorialHub.JSONRequest, TutorialHub.JSONResponse) == ("{}", "[]")


def test_a_result_brings_its_reply_and_the_request_that_it_answers() -> None:
    with StandIn() as server, GenAIFactory.CreateLMSInstance(server.url) as client:
        chat = client.Chat.Create(lambda Params: Params.Model("m").Messages([FromUser("q")]))
    Display(TutorialHub, chat)
    assert json.loads(TutorialHub.JSONRequest)["model"] == "m"
    assert TutorialHub.JSONResponse == chat.JSONResponse
    mine = json.dumps(json.loads(TutorialHub.JSONRequest), indent=1)
    TutorialHub.JSONRequest = mine
    Display(TutorialHub, chat)
    assert TutorialHub.JSONRequest == mine, "the program's own text of the same request stays"


def test_of_bytes_the_reply_says_only_what_they_are() -> None:
    Display(TutorialHub, SpeechResult(body=b"ID3...", content_type="audio/mpeg"))
    assert json.loads(TutorialHub.JSONResponse) == {"content_type": "audio/mpeg", "bytes": 6}


def test_a_function_that_the_model_asks_for_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    TutorialHub.Tool, TutorialHub.ToolCall = Weather(), told.append
    Display(TutorialHub, called())
    call = {"type": "function_call", "name": "get_weather", "arguments": '{"city": "Rome"}', "call_id": "c"}
    Display(TutorialHub, reply(Response, output=[call]))
    assert told == ["sunny in Paris", "sunny in Rome"]
    shown = capsys.readouterr().out
    assert shown.startswith('get_weather({"city": "Paris"})\nsunny in Paris\n')


def test_without_the_function_only_the_call_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    Display(TutorialHub, called())
    assert capsys.readouterr().out == 'get_weather({"city": "Paris"})\n'
    TutorialHub.Tool = Weather()
    Display(TutorialHub, called("launch"))
    assert "the program has no function 'launch'" in capsys.readouterr().out


def test_what_a_tool_gives_can_be_told_in_a_stream_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with StandIn() as server, GenAIFactory.CreateLMSInstance(server.url, dispatcher=TutorialHub.Dispatcher) as client:
        TutorialHub.Client = client
        TutorialHub.Tool, TutorialHub.ToolCall = Weather(), TutorialHub.DisplayWeatherStream
        record = AsynChat(sender=TutorialHub, on_start=Start, on_success=lambda *_: Display(TutorialHub, called()))
        TutorialHub.WaitFor(client.Chat.AsynCreate(lambda Params: Params.Model("m"), record))
    path, body = server.asked[-1]
    assert path == "/v1/chat/completions"
    assert b"sunny in Paris" in body
    assert b'"model":"model"' in body.replace(b" ", b"")
    assert "Please wait...\n" in capsys.readouterr().out


def test_a_spoken_answer_is_saved_played_and_kept_in_mind(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    played: list[str] = []
    TutorialHub.MediaPlayer = played.append
    TutorialHub.FileName = str(tmp_path / "answer.mp3")
    audio = {"id": "audio_1", "data": "SUQz", "transcript": "hello"}
    DisplayAudio(TutorialHub, reply(Chat, choices=[{"message": {"audio": audio}}]))
    assert capsys.readouterr().out == f"hello\naudio: {tmp_path / 'answer.mp3'}\n"
    assert (tmp_path / "answer.mp3").read_bytes() == b"ID3"
    assert (TutorialHub.AudioId, TutorialHub.Transcript) == ("audio_1", "hello")
    assert played == [str(tmp_path / "answer.mp3")]


def test_a_written_answer_can_be_answered_in_speech() -> None:
    with StandIn() as server, GenAIFactory.CreateLMSInstance(server.url) as client:
        TutorialHub.Client = client
        ended = AsynChat(on_success=lambda *_: None)
        DisplayAudioEx(TutorialHub, reply(Chat, choices=[{"message": {"content": "say it"}}]))
        TutorialHub.WaitFor(client.Chat.AsynCreate(lambda Params: Params.Model("m"), ended))
    (asked,) = (json.loads(body) for _, body in server.asked if b"say it" in body)
    assert asked["modalities"] == ["text", "audio"]
    assert TutorialHub.FileName == "SpeechChat.mp3"


def ask(Params: ResponsesParams) -> None:
    Params.Model("m").Input("q").Stream()


def callbacks(Result: AsynResponseStream) -> None:
    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnProgress = DisplayStream
    Result.OnError = Display
    Result.OnDoCancel = DoCancellation
    Result.OnCancellation = Cancellation


def test_start_says_so_and_forgets_what_was() -> None:
    TutorialHub.Cancel, TutorialHub.JSONResponse = True, "{}"
    Start(TutorialHub)
    assert (TutorialHub.Cancel, TutorialHub.JSONResponse) == (False, "")


def test_cancel_ends_a_stream(capsys: pytest.CaptureFixture[str]) -> None:
    assert DoCancellation() is False
    with (
        StandIn(endless=("/v1/responses",)) as server,
        GenAIFactory.CreateLMSInstance(server.url, dispatcher=TutorialHub.Dispatcher) as client,
    ):
        def progress(Sender: object, Chunk: ResponseStream) -> None:
            DisplayStream(Sender, Chunk)
            TutorialHub.Cancel = True

        record = AsynResponseStream(
            on_progress=progress, on_do_cancel=DoCancellation, on_cancellation=Cancellation, on_start=Start
        )
        TutorialHub.WaitFor(client.Responses.AsynCreateStream(ask, record))
    shown = capsys.readouterr().out
    assert shown.startswith("Please wait...\n")
    assert shown.endswith("The operation was cancelled\n")
    assert TutorialHub.Cancel is False


def test_a_failure_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with (
        StandIn(missing=("/v1/responses",)) as server,
        GenAIFactory.CreateLMSInstance(server.url, dispatcher=TutorialHub.Dispatcher, max_retries=0) as client,
    ):
        TutorialHub.WaitFor(client.Responses.AsynCreateStream(ask, callbacks))
    assert "Unexpected endpoint" in capsys.readouterr().out


def test_a_promise_can_be_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    with StandIn() as server, GenAIFactory.CreateLMSInstance(server.url, dispatcher=TutorialHub.Dispatcher) as client:
        promise = client.Models.AsyncAwaitList().Then(lambda Value: Display(TutorialHub, Value))
        TutorialHub.WaitFor(promise)
        assert isinstance(promise.result(), Models)
    assert "model" in capsys.readouterr().out


def test_the_model_is_one_that_the_server_has() -> None:
    with StandIn(models=["text-embedding-x", "other"]) as server, GenAIFactory.CreateLMSInstance(server.url) as client:
        TutorialHub.Client = client
        assert TutorialHub.Available("gpt") == "other"
        assert TutorialHub.Available("other") == "other"
        assert TutorialHub.AvailableEmbedding("gpt") == "text-embedding-x"
        TutorialHub.ModelId = "mine"
        assert TutorialHub.Available("gpt") == "mine"


def test_without_a_client_of_its_own_the_hub_has_one_of_lm_studio() -> None:
    assert TutorialHub.Client.BaseURL == "http://127.0.0.1:1234/v1"
    assert TutorialHub.Client is TutorialHub.Client


def test_the_other_spelling_is_the_same_hub() -> None:
    hub: Any = TutorialHub
    hub.file_name = "x.png"
    hub.json_request = "{}"
    assert (TutorialHub.FileName, TutorialHub.JSONRequest) == ("x.png", "{}")
    with pytest.raises(AttributeError, match="FileName"):
        hub.FileNam = "y"


def test_the_hub_can_be_given_places_of_a_programs_own(hub: TutorialHubClass) -> None:
    memos = [hub.Memo1, hub.Memo2, hub.Memo3]
    other = TutorialHubClass()
    with GenAIFactory.CreateLMSInstance() as client:
        assert VCLTutorialHub.Create(client, other.Memo1, other.Memo2, other.Memo3) is TutorialHub
        assert hub.Client is client
    assert hub.Memo1 is other.Memo1 is not memos[0]
    hub.Dispatcher = dispatcher = ManualDispatcher()
    ran: list[int] = []
    hub.Post(lambda: ran.append(1))
    dispatcher.Pump()
    assert ran == [1]


def test_f_joins_a_name_and_a_value() -> None:
    assert F("id", "x") == "id: x"
    assert F("id", "") == ""
    assert F("id", ["a", "b"]) == "id: a    b"
    assert F("deleted", True) == "deleted: True"
    assert F("status", FineTunedStatus.succeeded) == "status: succeeded"
    assert F("hate", True, 0.1234) == "hate (True): 12.34%"


def test_a_command_line_with_no_base_url_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        Connect(["--base-url", "htp:/x"])
    assert "error: 'htp:/x' is not a valid base URL" in capsys.readouterr().err
