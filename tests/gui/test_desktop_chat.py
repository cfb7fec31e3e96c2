"""The desktop chat, run as a user runs it: clicked and typed at on an X server, before real and scripted models."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from faults.tcp_server import DONE, STREAM_END, STREAM_HEAD, Do, Request, Script, TcpServer, event, json_reply
from machine import need_toolkit
from processes import python

from genai_py.embedded import EmbeddedServer

from .desktop import Desktop, running

MODULE = "samples.desktop_chat"
CAPITAL = "What is the capital of France?"
STORY = "Tell me a story."
FREED = 10
"""Seconds in which a slot is freed. Left alone, the server would go on for much longer."""


@pytest.fixture(scope="module")
def patient_server() -> Iterator[EmbeddedServer]:
    """The embedded model, which may go on for so long that no story ends before a test does."""
    with EmbeddedServer(max_tokens=3000) as server:
        yield server


@pytest.fixture
def busy_slots(patient_server: EmbeddedServer) -> Callable[[], int]:
    """How many answers the model is at work on."""

    def ask() -> int:
        with urlopen(patient_server.BaseURL.removesuffix("/v1") + "/slots", timeout=10) as reply:
            return sum(slot["is_processing"] for slot in json.load(reply))

    return ask


@pytest.fixture
def chat(display: str, patient_server: EmbeddedServer) -> Iterator[Desktop]:
    """The program in front of the embedded model."""
    with running(display, MODULE, "--base-url", patient_server.BaseURL) as program:
        yield program


@pytest.fixture
def scripted(display: str, server: TcpServer) -> Iterator[Desktop]:
    """The program in front of a server that does as it is told."""
    server.answers(saying({"content": "An answer."}))
    with running(display, MODULE, "--base-url", server.url) as program:
        yield program


def saying(*deltas: dict[str, Any]) -> Callable[[Request], Script]:
    """Answers to all that the program asks: its list of models, and a chat with these pieces."""
    choices: list[dict[str, Any]] = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
    choices.append({"index": 0, "delta": {}, "finish_reason": "stop"})
    stream = b"".join(event({"id": "c", "choices": [choice]}) for choice in choices)

    def answer(request: Request) -> Script:
        if request.method == "GET":
            return [json_reply({"data": [{"id": "scripted"}]})]
        return [STREAM_HEAD, stream + DONE + STREAM_END]

    return answer


def sent(server: TcpServer) -> list[str]:
    """The texts of the last chat that was asked for."""
    return [message["content"] for message in server.requests[-1].json()["messages"]]


def has_ended(program: Desktop) -> None:
    program.widget("Send")


def becomes(count: Callable[[], int], wanted: int) -> bool:
    deadline = time.monotonic() + FREED
    while count() != wanted and time.monotonic() < deadline:
        time.sleep(0.01)
    return count() == wanted


def test_text_streams_in_stop_frees_the_slot_and_the_chat_goes_on(
    chat: Desktop, busy_slots: Callable[[], int]
) -> None:
    chat.ask(STORY)
    chat.widget("Stop")
    chat.waits(lambda: len(chat.text()) > 80, "nothing streamed in")
    before = chat.text().rstrip()
    chat.waits(lambda: len(chat.text()) > len(before) + 20, "it did not go on")
    assert chat.text().startswith(before)
    assert busy_slots() == 1
    chat.click("Stop")
    has_ended(chat)
    assert becomes(busy_slots, 0), "the model went on"
    assert chat.text().rstrip().endswith("Stopped.")
    chat.ask(CAPITAL)
    chat.waits(lambda: "Paris" in chat.text().partition(CAPITAL)[2], "no answer")
    chat.close()


def test_two_chats_at_once_and_closing_the_window_cancels(chat: Desktop, busy_slots: Callable[[], int]) -> None:
    chat.ask(STORY)
    chat.waits(lambda: len(chat.text()) > 40, "nothing streamed in")
    chat.click("new")
    chat.waits_for("Ask something.")
    chat.ask(CAPITAL)
    chat.waits_for("Paris")
    has_ended(chat)
    assert STORY not in chat.text()
    assert busy_slots() == 1
    assert chat.text("list") == f"● {STORY}\nWhat is the capital of…"

    x, y = chat.widget("new")["place"]
    chat.user.click(x, y + 50)
    chat.waits_for(STORY)
    so_far = len(chat.text())
    chat.waits(lambda: len(chat.text()) > so_far + 20, "the first one does not go on")
    assert "Paris" not in chat.text()
    chat.close()
    assert becomes(busy_slots, 0), "the model went on"


def test_a_text_file_goes_into_the_prompt(chat: Desktop, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("The capital of Zubrowka is Lutz.\n", encoding="utf-8")
    attach(chat, notes)
    chat.widget("notes.txt")
    chat.ask("Read the file. What is the capital of Zubrowka?")
    chat.waits_for("[notes.txt]")
    chat.waits_for("Lutz")
    has_ended(chat)
    assert chat.find("notes.txt") is None
    chat.close()


def attach(program: Desktop, path: Path) -> None:
    """Choose a file in Tk's own dialog."""
    program.click("attach")
    program.click("__tk_filedialog.contents.f2.ent")
    program.user.type(f"{path}\n")
    program.waits(lambda: program.find("__tk_filedialog") is None, "the dialog stays")


def is_told(program: Desktop, trouble: str) -> bool:
    return trouble in program.text("trouble")


def test_files_that_are_not_taken_and_taken_back(server: TcpServer, scripted: Desktop, tmp_path: Path) -> None:
    server.answers(saying({"content": "Seen."}))
    for name, content, trouble in (
        ("x.zip", b"PK\x03\x04\x00\xff", "x.zip is neither text in UTF-8 nor a picture"),
        ("large.txt", b"x" * (4 * 1024 * 1024 + 1), "large.txt is larger than 4 MB"),
    ):
        (tmp_path / name).write_bytes(content)
        attach(scripted, tmp_path / name)
        scripted.waits(partial(is_told, scripted, trouble), "it was taken")
    for name in ("a.py", "b.txt"):
        (tmp_path / name).write_text('"""```"""', encoding="utf-8")
        attach(scripted, tmp_path / name)
    scripted.click("b.txt")
    scripted.waits(lambda: scripted.find("b.txt") is None, "the file stays")
    scripted.ask("What is this?")
    scripted.waits_for("Seen.")
    assert sent(server) == ['What is this?\n\nThe file a.py:\n````\n"""```"""\n````']
    scripted.close()


@pytest.mark.parametrize(
    "deltas",
    [
        [{"reasoning_content": "2 and 2,"}, {"reasoning_content": " well."}, {"content": "It is **4**.\n"}],
        [{"content": piece} for piece in "\n<think>2 and 2, well.</think>\n\nIt is **4**."],
        [{"content": piece} for piece in "2 and 2, well.</think>\n\nIt is **4**."],
    ],
    ids=["reasoning_content", "tags in pieces", "closing tag alone"],
)
def test_reasoning_is_folded_away(deltas: list[dict[str, Any]], server: TcpServer, scripted: Desktop) -> None:
    server.answers(saying(*deltas))
    scripted.ask("2?")
    scripted.waits_for("It is 4.")
    has_ended(scripted)
    assert scripted.text() == "2?\n\n\nIt is 4.\n\n"
    scripted.click("▸ Reasoning")
    scripted.waits_for("2 and 2, well.\nIt is 4.")
    scripted.click("▾ Reasoning")
    scripted.waits(lambda: "well" not in scripted.text(), "it was not folded away again")

    # Only the answer goes back to the model.
    scripted.ask("Sure?")
    scripted.waits(lambda: scripted.text().count("It is 4.") == 2, "no second answer")
    has_ended(scripted)
    assert sent(server) == ["2?", "It is **4**.", "Sure?"]
    scripted.close()


def test_code_headings_and_bold_words(server: TcpServer, scripted: Desktop) -> None:
    text = "## Title\n**So**, 2 ** 3.\n\n```py\n# a\nf(**b, **c)\n```\n**open\nend**"
    server.answers(saying(*({"content": piece} for piece in text)))
    scripted.ask("Code?")
    scripted.waits_for("\nTitle\nSo, 2 ** 3.\n\n# a\nf(**b, **c)\n\n**open\nend**\n")
    scripted.close()


def test_a_server_that_is_gone_and_comes_back(display: str) -> None:
    with TcpServer() as server:
        server.answers(saying({"content": "Here."}))
        with running(display, MODULE, "--base-url", server.url) as program:
            program.ask("One?")
            program.waits_for("Here.")
            has_ended(program)
            server.close()
            program.ask("Two?")
            program.waits_for(f"127.0.0.1:{server.port}")
            program.widget("Try again")
            with TcpServer(port=server.port) as again:
                again.answers(saying({"content": "Back."}))
                program.click("Try again")
                program.waits_for("Back.")
                has_ended(program)
                assert sent(again) == ["One?", "Here.", "Two?"]
                assert program.text() == "One?\n\nHere.\n\nTwo?\n\nBack.\n\n"
                program.close()


def test_with_the_keyboard_alone(server: TcpServer, scripted: Desktop) -> None:
    # Without a window manager, keys go where the pointer is.
    scripted.click("text")
    scripted.click("entry")
    scripted.user.type("one")
    scripted.user.press("Shift_L", "Return")
    scripted.user.type("two\n")
    scripted.waits_for("An answer.")
    has_ended(scripted)
    assert sent(server) == ["one\ntwo"]

    server.answers(lambda request: [STREAM_HEAD, Do.STALL])
    scripted.user.type("three\n")
    scripted.widget("Stop")
    server.wait_for_requests(3)
    scripted.user.press("Escape")
    scripted.waits_for("Stopped.")
    scripted.close()


def test_deleting_a_chat_cancels_its_answer(server: TcpServer, scripted: Desktop) -> None:
    scripted.waits(lambda: scripted.text("model") == "scripted", "it did not ask for the models")
    server.answers(lambda request: [STREAM_HEAD, Do.STALL])
    scripted.ask("One?")
    server.wait_for_requests(2)
    scripted.click("delete")
    assert server.wait_for(lambda: any(each.left_at for each in server.connections)), "the request goes on"
    scripted.waits_for("Ask something.")
    assert scripted.text("list") == "New chat"
    scripted.close()


def test_ctrl_c_in_the_terminal_ends_it_and_cancels(server: TcpServer, scripted: Desktop) -> None:
    scripted.waits(lambda: scripted.text("model") == "scripted", "it did not ask for the models")
    server.answers(lambda request: [STREAM_HEAD, Do.STALL])
    scripted.ask("One?")
    server.wait_for_requests(2)
    scripted.interrupt()
    server.wait_until_left()


def test_without_a_display_it_says_so(server: TcpServer) -> None:
    need_toolkit("tk")
    run = python("-m", MODULE, "--base-url", server.url, DISPLAY="")
    assert run.returncode == 1
    assert "display" in run.stderr
    assert "Traceback" not in run.stderr
