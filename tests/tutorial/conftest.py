"""What the tests of the tutorial hub start from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from gui.conftest import display as display

from genai_py.core.results.base import Result
from genai_py.core.results.decoding import decode
from genai_py.tutorial import Display, TutorialHub, TutorialHubClass

R = TypeVar("R", bound=Result)


@pytest.fixture(autouse=True)
def hub(tmp_path: Path) -> Iterator[TutorialHubClass]:
    """The hub as at the beginning of a program; what it saves goes into the test's folder."""

    def begin() -> None:
        vars(TutorialHub).clear()
        TutorialHubClass.__init__(TutorialHub)

    begin()
    TutorialHub.Folder = tmp_path / "saved"
    yield TutorialHub
    begin()


@pytest.fixture
def displayed(capsys: pytest.CaptureFixture[str]) -> Callable[[Any], str]:
    """What ``Display`` writes of a value."""

    def written(value: Any) -> str:
        capsys.readouterr()
        Display(TutorialHub, value)
        return capsys.readouterr().out

    return written


def reply(kind: type[R], **fields: Any) -> R:
    """A result as it comes from a server."""
    return decode(kind, json.dumps(fields).encode())
