"""The terminal face: plain into a pipe, with colours on a terminal, and without rich."""

from __future__ import annotations

import io
import json
import re
import sys

import pytest

from genai_py import GenAIException, Models
from genai_py.tutorial import Display, DisplayChunk, DisplayStream, TutorialHub
from genai_py.tutorial.parts import Text

from .conftest import reply

ESCAPE = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")
MODELS = reply(Models, data=[{"id": "gemma"}, {"id": "other"}])


class Screen(io.StringIO):
    """What a program takes for a terminal."""

    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A terminal, which shows standard output and standard error."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    made = Screen()
    monkeypatch.setattr(sys, "stdout", made)
    monkeypatch.setattr(sys, "stderr", made)
    return made


def test_into_a_pipe_nothing_is_coloured(capsys: pytest.CaptureFixture[str]) -> None:
    TutorialHub.ShowsJSON = True
    Display(TutorialHub, MODELS)
    Display(TutorialHub, GenAIException(400, "bad"))
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert out.startswith("Models: 2\nid\n-----\ngemma\nother\n")
    assert err.startswith('--- reply\n{\n  "data": [\n')


def test_on_a_terminal_there_are_colours_and_drawn_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    TutorialHub.ShowsJSON = True
    Display(TutorialHub, MODELS)
    Display(TutorialHub, GenAIException(400, "bad"))
    Display(TutorialHub, "plain [red]text[/red]")
    shown = screen.getvalue()
    assert "\x1b[1;36mModels: 2\x1b[0m" in shown
    assert re.search("\x1b\\[1;31m.*bad\x1b\\[0m", shown)
    assert "────" in shown
    assert re.search('\x1b\\[[\\d;]*m"data"\x1b\\[0m', shown)
    assert shown.endswith("\nplain [red]text[/red]\n")


def test_thoughts_are_dim_and_streams_do_not_run_into_json(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    TutorialHub.ShowsJSON = True
    TutorialHub.Memo1.Write(Text("hm", "note"))
    DisplayStream(TutorialHub, "Par")
    DisplayChunk('{"delta": "Par"}')
    DisplayStream(TutorialHub, "is")
    assert "\x1b[2mhm\x1b[0m\nPar\n" in screen.getvalue()
    assert ESCAPE.sub("", screen.getvalue()) == 'hm\nPar\n{"delta": "Par"}\nis'


def test_without_rich_a_terminal_gets_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    TutorialHub.ShowsJSON = True
    Display(TutorialHub, MODELS)
    TutorialHub.Memo1.Write(Text("hm", "note"))
    assert "\x1b" not in screen.getvalue()
    assert screen.getvalue().endswith("Models: 2\nid\n-----\ngemma\nother\nhm")


def test_a_models_text_cannot_command_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    DisplayStream(TutorialHub, "\x1b]0;title\x07\x1b[2Jtext\r\n")
    Display(TutorialHub, GenAIException(400, "\x1b[31mred"))
    Display(TutorialHub, reply(Models, data=[{"id": "\x1b[2Jm"}]))
    assert screen.getvalue().startswith("]0;title[2Jtext\n")
    assert not re.search("\x1b\\[2J", screen.getvalue())


def test_requests_and_replies_are_shown_where_they_are_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    TutorialHub.JSONRequest = '{"a": 1}'
    assert capsys.readouterr().err == ""
    TutorialHub.ShowsJSON = True
    TutorialHub.JSONRequest = '{"a": 1}'
    assert capsys.readouterr().err == '--- request\n{\n  "a": 1\n}\n'
    TutorialHub.JSONResponse = "no json"
    assert capsys.readouterr().err == "--- reply\nno json\n"
    DisplayChunk('{"a":    1}')
    assert capsys.readouterr().err == '{"a": 1}\n'


def test_what_a_program_itself_puts_beside_the_json_is_always_shown(capsys: pytest.CaptureFixture[str]) -> None:
    Display(TutorialHub.Memo3, "a text in the third memo")
    assert capsys.readouterr() == ("a text in the third memo\n", "")


def test_base64_and_vectors_do_not_bury_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    TutorialHub.ShowsJSON = True
    TutorialHub.JSONResponse = json.dumps({"picture": "A" * 5000, "vector": [1] * 1000})
    shown = capsys.readouterr().err
    assert "... (5,000 characters)" in shown
    assert '"... 996 more"' in shown
    assert len(shown) < 1000
    assert len(TutorialHub.JSONResponse) > 5000


def test_what_a_code_page_cannot_show_is_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    Display(TutorialHub, "Zürich")
    assert written.getvalue() == b"Z?rich\n"
