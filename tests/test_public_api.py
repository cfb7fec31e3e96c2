"""No public name and no signature changes unseen."""

from __future__ import annotations

import difflib
from importlib import import_module

import delphi_names
import public_names
from public_api import FILE, listing

from genai_py import delphi

LINES = listing().splitlines()


def test_the_public_names_and_signatures_are_those_of_the_list() -> None:
    listed = FILE.read_text(encoding="utf-8").splitlines()
    changes = "\n".join(difflib.unified_diff(listed, LINES, "listed", "real", lineterm="", n=0))
    assert changes == "", f"the public API changed; `python -m tests api` lists it anew:\n{changes}"


def test_each_declared_name_has_its_module() -> None:
    assert public_names.FILE.read_text(encoding="utf-8") == public_names.listing(), "run `python -m tests api`"


def test_the_delphi_names_are_declared_as_they_are() -> None:
    assert delphi_names.FILE.read_text(encoding="utf-8") == delphi_names.listing(), "run `python -m tests api`"
    for name, (module, real) in delphi_names.names().items():
        assert getattr(delphi, name) is getattr(import_module(f"genai_py.{module}"), real), name
        assert name in dir(delphi)


def test_the_list_has_setters_operations_and_what_is_generated() -> None:
    for expected in (
        "    attribute created_as_string: TimeText",
        "    setter Temperature(self",
        "    def AsyncAwaitList(self",
        "class testing.MockTransport(HttpClientAPI)",
        "alias AsynModels = ",
        "    member output_text_delta = 'response.output_text.delta'",
    ):
        assert any(line.startswith(expected) for line in LINES), expected
