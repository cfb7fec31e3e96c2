"""The Tk face, in programs of its own on an X server without a screen: what its widgets show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from processes import python
from stand_in import StandIn

PROGRAM = Path(__file__).with_name("window_program.py")


def run(*arguments: str | Path, display: str) -> tuple[dict[str, Any], str]:
    """What the program told of what it saw, and what it wrote besides."""
    done = python(PROGRAM, *arguments, DISPLAY=display)
    assert done.stderr == "", done.stderr
    assert done.returncode == 0
    told: dict[str, Any] = {}
    besides = ""
    for line in done.stdout.splitlines(keepends=True):
        if line.startswith("{"):
            told = {**told, **{f"first {name}": told[name] for name in told.keys() & json.loads(line)}}
            told.update(json.loads(line))
        else:
            besides += line
    return told, besides


def test_the_window_shows_what_the_terminal_shows(display: str, tmp_path: Path) -> None:
    with StandIn(endless=("/v1/responses",)) as server:
        told, besides = run(server.url, tmp_path, display=display)

    assert told["first answer"] == "Models: 2\nid\n-----\ngemma\nother\nerror 400: bad\n"
    assert told["request"] == '{\n  "model": "m",\n  "n": 1\n}\n'
    assert json.loads(told["reply"]) == {"data": [{"id": "gemma"}, {"id": "other"}]}
    assert told["coloured"] == ['"model"', "1"]

    assert (told["picture"], told["size"]) == (True, [1, 1])
    assert told["instead"] == str(tmp_path / "no.png")

    assert told["streamed"] == "".join(f"{number} " for number in range(300)) + "\ndone\n"

    assert (told["button"], told["chunks"]) == ("Cancel", True)
    assert told["answer"].startswith("Please wait...\nword word word ")
    assert told["answer"].endswith("\nThe operation was cancelled\n")
    assert told["threads"] == ["MainThread"]
    assert told["promised"] == "model"

    assert told["closed"] is True
    assert besides == "id: on the terminal again\n"


def test_a_form_of_the_programs_own_has_the_widgets(display: str) -> None:
    told, _ = run(display=display)
    assert told["texts"] == ["hello\n", "{}\n", "third\n"]
    assert told["cancel"] is True


def test_a_sample_can_show_all_in_a_window_that_stays_until_it_is_closed(display: str) -> None:
    program = (
        "import sys, tkinter\n"
        "from genai_py.tutorial import Connect, Display, DoCancellation, TutorialHub\n"
        "client = Connect([*sys.argv[1:], '--window'])\n"
        "Display(TutorialHub, client.Models.List())\n"
        "root, text = tkinter._default_root, TutorialHub.Memo1.Text\n"
        "root.after(200, lambda: (print(text), root.destroy()))\n"
        "print('the program is at its end')\n"
    )
    with StandIn() as server:
        done = python("-c", program, "--base-url", server.url, DISPLAY=display)
    assert done.stderr == ""
    assert done.stdout == "the program is at its end\nModels: 1\nid\n-----\nmodel\n\n"
