"""GUI dispatchers in real programs: buttons are clicked, and text streams into a widget, in each toolkit.

Tk runs on an X server and gets real mouse events; Qt runs on its offscreen platform, with PySide6 and with PyQt6;
wxPython, which has no wheels for Linux, is stood in for by ``stand_in/wx.py``.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from urllib.request import urlopen

from faults.tcp_server import (
    DONE,
    STREAM_END,
    STREAM_HEAD,
    Do,
    Endless,
    Script,
    TcpServer,
    Until,
    error_reply,
    json_reply,
    piece,
)

from genai_py.embedded import EmbeddedServer

from .conftest import Opening

CHUNKS = 5000
STALL = 0.05
"""Seconds that the window may not react at most."""
FREED = 10
"""Seconds in which a slot is freed. Left alone, the server would go on for half a minute."""


def numbers(count: int) -> list[str]:
    """So many numbers, ten in a line."""
    return [f"{number}{'' if (number + 1) % 10 else chr(10)} " for number in range(count)]


def stream(count: int) -> Script:
    """So many numbers, one in each chunk, sent at once."""
    pieces = b"".join(map(piece, numbers(count)))
    return [STREAM_HEAD, pieces + piece("", "stop") + DONE + STREAM_END]


def becomes(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_text_streams_in_and_cancelling_frees_the_slot(opened: Opening, embedded_server: EmbeddedServer) -> None:
    def busy() -> bool:
        with urlopen(embedded_server.BaseURL.removesuffix("/v1") + "/slots", timeout=10) as reply:
            return any(slot["is_processing"] for slot in json.load(reply))

    assert becomes(lambda: not busy(), 30)
    with opened("Chat", embedded_server.BaseURL) as program:
        program.click("send")
        for _ in range(2):
            program.wait_for("text")
        assert busy()
        program.click("cancel")
        end = program.wait_for("end")
        assert becomes(lambda: not busy(), FREED), "the server went on"
        assert end["calls"] == ["on_start", "on_progress", "on_cancel"]
        assert end["elsewhere"] == []
        assert end["text"].lstrip().startswith("[")
        program.close()
        program.ends()


def test_5000_chunks_at_full_speed_come_whole_and_the_window_goes_on_reacting(
    opened: Opening, server: TcpServer
) -> None:
    server.plays(stream(CHUNKS))
    with opened("Watched", server.url) as program:
        program.click("send")
        end = program.wait_for("end")
        assert end["calls"] == ["on_start", "on_progress", "on_success"]
        assert end["elsewhere"] == []
        assert end["text"] == "".join(numbers(CHUNKS))
        assert end["looks"] > 3
        assert end["stall"] <= STALL
        program.close()
        program.ends()


def test_a_slow_handler_pushes_back_and_the_window_goes_on_reacting(opened: Opening, server: TcpServer) -> None:
    server.plays([STREAM_HEAD, Endless(piece("x" * 20) * 100)])
    with opened("Slow", server.url) as program:
        program.click("send")
        program.wait_for("text")
        (connection,) = server.connections
        # Buffers fill up first.
        time.sleep(1)
        filled = connection.sent
        time.sleep(0.5)
        assert connection.sent <= filled + 2**20
        assert filled < 32 * 2**20
        program.click("cancel")
        end = program.wait_for("end")
        assert end["calls"][-1] == "on_cancel"
        server.wait_until_left()
        program.close()
        program.ends()


def test_closing_the_window_cancels_what_is_in_flight(opened: Opening, server: TcpServer) -> None:
    server.plays([STREAM_HEAD, piece("first"), Do.STALL])
    with opened("Closing", server.url) as program:
        program.click("send")
        program.wait_for("text")
        closed_at = time.monotonic()
        program.close()
        # A thread that waits for the promise hears of it, though handlers are called no more.
        program.wait_for("aborted")
        assert server.wait_until_left() - closed_at < 1
        # So does who begins something later.
        assert program.wait_for("refused")["calls"] == ["on_start", "on_progress"]
        program.ends()


def test_a_busy_window_may_refuse_to_close(opened: Opening, server: TcpServer) -> None:
    """With ``HttpMonitoring().IsBusy`` in the close handler."""
    go_on = threading.Event()
    server.plays([STREAM_HEAD, piece("first"), Until(go_on), piece("last", "stop"), DONE, STREAM_END])
    with opened("Asking", server.url) as program:
        program.click("send")
        program.wait_for("text")
        program.close()
        assert program.wait_for("asked")["busy"] is True
        go_on.set()
        assert program.wait_for("end")["text"] == "firstlast"
        program.close()
        assert program.wait_for("asked")["busy"] is False
        program.ends()


def test_handlers_of_promises_run_on_the_guis_thread_and_it_may_wait_there(
    opened: Opening, server: TcpServer
) -> None:
    server.plays([json_reply({"id": "c", "choices": []})], [error_reply(404)], stream(100))
    with opened("Chained", server.url) as program:
        program.click("send")
        end = program.wait_for("end")
        assert end["calls"] == [
            "Then", "Catch", "Recover", "on_start", "on_progress", "on_success", "waited", "Finally"
        ]  # fmt: skip
        assert end["elsewhere"] == []
        assert end["text"] == "".join(numbers(100))
        program.close()
        program.ends()


def test_under_the_dialog_of_a_handler_other_streams_go_on(opened: Opening, server: TcpServer) -> None:
    server.plays(stream(100))
    with opened("WithDialog", server.url) as program:
        program.click("send")
        end = program.wait_for("end")
        assert end["in_dialog"] is True
        assert end["text"] == "".join(numbers(100))
        program.wait_for("dialog closed")
        program.close()
        program.ends()
