"""Conversations: what they send, what they remember, and what they leave out."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from genai_py import ActCallBack, Conversation, ConversationBusyError, GenAI, GenAIException, GenAIFactory
from genai_py.testing import MockPause, MockReply, MockStream, MockTransport

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def said(text: str, *, prompt_tokens: int = 0) -> dict[str, Any]:
    usage = {"prompt_tokens": prompt_tokens, "completion_tokens": 2, "total_tokens": prompt_tokens + 2}
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return {"id": "c", "object": "chat.completion", "choices": [choice], "usage": usage}


def client_of(*answers: Any) -> tuple[GenAI, MockTransport]:
    transport = MockTransport({"POST chat/completions": list(answers)})
    return GenAIFactory.CreateLMSInstance(http_client=transport), transport


def roles(messages: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    return [(each["role"], each["content"]) for each in messages]


def test_each_question_goes_with_what_was_said_before() -> None:
    client, transport = client_of(said("Paris."), said("Rome."))
    talk = Conversation(client, "m", System="Be short.", Settings=lambda p: p.Temperature(0))
    assert talk.Ask("Capital of France?").answer == "Paris."
    assert talk.Ask("And of Italy?").answer == "Rome."
    first, second = (each.json for each in transport.requests)
    assert roles(first["messages"]) == [("system", "Be short."), ("user", "Capital of France?")]
    assert roles(second["messages"])[1:] == [
        ("user", "Capital of France?"), ("assistant", "Paris."), ("user", "And of Italy?"),
    ]  # fmt: skip
    assert first["temperature"] == 0 and first["model"] == "m"
    assert [role for role, _ in roles(talk.messages)] == ["user", "assistant", "user", "assistant"]


def test_callbacks_receive_the_pieces_and_the_answer_is_remembered_before_on_success() -> None:
    chunks = [{"id": "c", "choices": [{"index": 0, "delta": {"content": piece}}]} for piece in ("Pa", "ris.")]
    end = {"id": "c", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    client, _ = client_of(MockStream(*chunks, end))
    talk = Conversation(client, "m")
    pieces: list[str] = []
    remembered: list[int] = []
    ended = threading.Event()

    def success(sender: object, result: Any) -> None:
        remembered.append(len(talk.messages))
        ended.set()

    talk.AsynAsk(
        "Capital?", ActCallBack(on_message=lambda _, message: pieces.append(message.text), on_success=success)
    )
    assert ended.wait(10)
    assert "".join(pieces) == "Paris." and remembered == [2]


def test_a_promise_can_be_followed_by_the_next_question() -> None:
    client, transport = client_of(said("Paris."), said("Rome."))
    talk = Conversation(client, "m")
    chain = talk.AsyncAwaitAsk("France?").Then(lambda _: talk.AsyncAwaitAsk("Italy?")).Then(lambda last: last.answer)
    assert chain.result(10) == "Rome."
    assert len(transport.requests[1].json["messages"]) == 3


def test_a_question_that_fails_is_not_remembered() -> None:
    client, _ = client_of(MockReply({"error": {"message": "no"}}, status=400), said("Yes."))
    talk = Conversation(client, "m")
    with pytest.raises(GenAIException, match="no"):
        talk.Ask("First?")
    assert talk.messages == []
    assert talk.Ask("Second?").answer == "Yes."
    assert [content for _, content in roles(talk.messages)] == ["Second?", "Yes."]


def test_one_question_at_a_time_unless_on_a_branch() -> None:
    pause = MockPause()
    end = {"id": "c", "choices": [{"index": 0, "delta": {"content": "Late."}, "finish_reason": "stop"}]}
    client, _ = client_of(MockStream(pause, end), said("Soon."))
    talk = Conversation(client, "m")
    waiting = talk.AsyncAwaitAsk("Slow?", ActCallBack(on_message=lambda *_: None))  # type: ignore[arg-type]
    assert pause.WaitReached(10)
    for blocked in (lambda: talk.Ask("Fast?"), talk.Clear, lambda: talk.Trim(10)):
        with pytest.raises(ConversationBusyError, match="Branch"):
            blocked()
    other = talk.Branch()
    assert other.Ask("Fast?").answer == "Soon."
    pause.Release()
    assert waiting.result(10).answer == "Late."
    assert [content for _, content in roles(talk.messages)] == ["Slow?", "Late."]


def test_cancelling_a_question_frees_the_conversation() -> None:
    pause = MockPause()
    client, _ = client_of(MockStream(pause), said("Here."))
    talk = Conversation(client, "m")
    promise = talk.AsyncAwaitAsk("Slow?", ActCallBack(on_message=lambda *_: None))  # type: ignore[arg-type]
    assert pause.WaitReached(10)
    promise.Cancel()
    with pytest.raises(GenAIException):
        promise.result(10)
    assert talk.Ask("Again?").answer == "Here."


def test_functions_run_and_stay_in_the_history() -> None:
    def add(a: int, b: int) -> int:
        """Add two numbers."""
        return a + b

    call = {"id": "1", "type": "function", "function": {"name": "add", "arguments": '{"a": 2, "b": 3}'}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    asked = {"id": "c", "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}]}
    client, _ = client_of(asked, said("5."))
    talk = Conversation(client, "m", Tools=[add])
    assert talk.Ask("2 + 3?").calls[0].value == 5
    assert [each["role"] for each in talk.messages] == ["user", "assistant", "tool", "assistant"]


def test_regenerate_and_undo() -> None:
    client, transport = client_of(said("Perhaps."), said("Yes."))
    talk = Conversation(client, "m")
    with pytest.raises(ValueError, match="no question yet"):
        talk.Regenerate()
    talk.Ask("Sure?")
    assert talk.Regenerate().answer == "Yes."
    assert transport.requests[0].json["messages"] == transport.requests[1].json["messages"]
    assert [content for _, content in roles(talk.messages)] == ["Sure?", "Yes."]
    assert talk.Undo() == "Sure?"
    assert talk.messages == []


def test_images_are_sent_as_such_and_text_files_in_the_question(tmp_path: Path) -> None:
    picture, notes, junk = tmp_path / "cow.png", tmp_path / "notes.md", tmp_path / "junk.bin"
    picture.write_bytes(PNG)
    notes.write_text("Cows eat grass.\n", encoding="utf-8")
    junk.write_bytes(b"\x00\xff\x00\xff")
    client, transport = client_of(said("Grass."))
    talk = Conversation(client, "m")
    talk.Ask("What do they eat?", [picture, notes])
    text, image = transport.requests[0].json["messages"][0]["content"]
    assert text["text"] == "What do they eat?\n\nnotes.md:\n```\nCows eat grass.\n```"
    assert image["image_url"]["url"].startswith("data:image/png;base64,")
    with pytest.raises(ValueError, match=r"junk\.bin is neither"):
        talk.Ask("And this?", junk)
    # A question that could not be built does not block the next one.
    assert talk.messages[0]["role"] == "user" and not talk._busy


def test_trim_removes_the_oldest_questions_with_their_answers() -> None:
    client, _ = client_of(*(said("x" * 400) for _ in range(4)))
    talk = Conversation(client, "m")
    for number in range(4):
        talk.Ask(f"Question {number}?")
    whole = talk.CountTokens()
    assert talk.Trim(whole) == 0
    assert talk.Trim(whole // 2 + 1) == 4
    assert [each["content"] for each in talk.messages if each["role"] == "user"] == ["Question 2?", "Question 3?"]
    # The latest question stays.
    assert talk.Trim(1) == 2
    assert len(talk.messages) == 2
    with pytest.raises(ValueError, match="1 or more, got 0"):
        talk.Trim(0)


def test_tokens_are_estimated_by_what_the_server_counted() -> None:
    client, _ = client_of(said("b" * 100, prompt_tokens=100))
    talk = Conversation(client, "m")
    talk.Ask("a" * 100)
    assert talk.CountTokens() == 200


def test_it_is_saved_and_loaded(tmp_path: Path) -> None:
    client, transport = client_of(said("Grüße \U0001f600."), said("Yes."))
    talk = Conversation(client, "m", System="Be kind.")
    talk.Ask("Hi?")
    file = tmp_path / "talk.json"
    talk.Save(file)
    assert json.loads(file.read_text("utf-8"))["model"] == "m"
    loaded = Conversation.Load(file, client)
    assert (loaded.model, loaded.system, loaded.messages) == ("m", "Be kind.", talk.messages)
    assert loaded.Ask("Still there?").answer == "Yes."
    assert len(transport.requests[1].json["messages"]) == 4


@pytest.mark.parametrize(
    ("content", "error"),
    [("{", "does not contain a conversation"), ("[]", "no list of messages"), ('{"messages": [1]}', "no list"),
     ('{"messages": [], "version": 99}', "newer version")],
)  # fmt: skip
def test_a_file_that_is_no_conversation_is_refused(tmp_path: Path, content: str, error: str) -> None:
    file = tmp_path / "talk.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=error):
        Conversation.Load(file, client_of()[0])
