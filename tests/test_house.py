"""What holds for all code here: every public name explains itself, and no file grows beyond reading."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import attrs
import pytest
from processes import ROOT

import genai_py
from genai_py import delphi
from genai_py.core.building.params import Params
from genai_py.core.results.base import Result

PUBLIC = {name: getattr(genai_py, name) for name in genai_py.__all__}
CLASSES = {name: made for name, made in PUBLIC.items() if isinstance(made, type)}
SOURCES = sorted(
    path
    for folder in ("genai_py", "tests", "samples", "benchmarks")
    for path in (ROOT / folder).rglob("*.py*")
    if path.suffix in (".py", ".pyi")
)
MOST_LINES = 850
MOST_LINES_OF_CORE = 450
LISTS_OF_NAMES = {"genai_py/__init__.pyi", "genai_py/_names.py", "genai_py/delphi.pyi"}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def own_classes() -> list[type]:
    """The public classes and what they inherit from, as far as it is of this package."""
    found = {each for kind in CLASSES.values() for each in kind.__mro__ if each.__module__.startswith("genai_py.")}
    return sorted(found, key=lambda kind: kind.__qualname__)


def members(kind: type) -> Iterator[tuple[str, Any]]:
    """The public methods and properties that a class itself defines."""
    for name, member in vars(kind).items():
        function = member.__func__ if isinstance(member, (staticmethod, classmethod)) else member
        function = function.fget if isinstance(function, property) else function
        if not name.startswith("_") and inspect.isfunction(function):
            yield name, function


def descriptors(kind: type) -> Iterator[tuple[str, Any]]:
    """The attributes that give something made when they are read, fields left out: those the class explains."""
    fields = vars(kind).get("__annotations__", {})
    for name, member in vars(kind).items():
        own = type(member).__module__.startswith("genai_py.") and not hasattr(member, "__set_name__")
        if own and hasattr(member, "__get__") and not name.startswith("_") and name not in fields:
            yield name, member


@pytest.mark.parametrize("path", [path for path in SOURCES if path.suffix == ".py"], ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    code = text_of(path)
    assert not code.strip() or ast.get_docstring(ast.parse(code))


def test_every_module_of_a_resource_names_the_page_of_the_api() -> None:
    modules = {kind.__module__ for kind in CLASSES.values() if kind.__module__.startswith("genai_py.resources.")}
    assert len(modules) > 40
    assert [name for name in modules if "Source: https://" not in (sys.modules[name].__doc__ or "")] == []


@pytest.mark.parametrize("kind", own_classes(), ids=lambda kind: kind.__qualname__)
def test_every_class_explains_itself_and_its_members(kind: type) -> None:
    if not kind.__name__.startswith("_"):
        assert (vars(kind).get("__doc__") or "").strip()
    if not issubclass(kind, Enum):
        for name, function in members(kind):
            assert (function.__doc__ or "").strip(), name
        for name, attribute in descriptors(kind):
            assert (getattr(attribute, "__dict__", {}).get("__doc__") or "").strip(), name


def test_every_function_explains_itself() -> None:
    for name, made in PUBLIC.items():
        if inspect.isroutine(made):
            assert (inspect.getdoc(made) or "").strip(), name
    assert genai_py.CompoundFilter.And.__doc__


@pytest.mark.parametrize("kind", [kind for kind in own_classes() if issubclass(kind, Params)],
                         ids=lambda kind: kind.__qualname__)  # fmt: skip
def test_a_setter_says_what_its_value_is_for(kind: type) -> None:
    """In words of its own: that it sets its key, every setter could say."""
    for name, function in members(kind):
        if hasattr(function, "json_key") and not kind.__name__.startswith("_"):
            assert not function.__doc__.startswith("Set ``"), name
            assert function.__doc__.endswith("."), name


UNITS = {"_ms": "millisecond", "seconds": "second", "minutes": "minute", "days": "day", "_tokens": "token"}


@pytest.mark.parametrize("kind", [kind for kind in own_classes() if issubclass(kind, Params)],
                         ids=lambda kind: kind.__qualname__)  # fmt: skip
def test_setters_of_amounts_say_the_unit(kind: type) -> None:
    for name, function in members(kind):
        for ending, unit in UNITS.items():
            if getattr(function, "json_key", "").endswith(ending):
                assert unit in f"{function.__doc__} {kind.__doc__}".lower(), name


@pytest.mark.parametrize("kind", [kind for kind in own_classes() if issubclass(kind, Result) and attrs.has(kind)],
                         ids=lambda kind: kind.__qualname__)  # fmt: skip
def test_results_with_times_say_their_unit(kind: type[Any]) -> None:
    said = f"{kind.__doc__} {sys.modules[kind.__module__].__doc__}".lower()
    for field in attrs.fields(kind):
        if not field.inherited and (field.name.endswith("_at") or field.name in ("created", "start", "end")):
            assert "second" in said, field.name


@pytest.mark.parametrize("kind", [kind for kind in own_classes() if not issubclass(kind, Params)],
                         ids=lambda kind: kind.__qualname__)  # fmt: skip
def test_what_raises_says_so(kind: type) -> None:
    for name, function in members(kind):
        if function.__module__.startswith("genai_py.") and "<locals>" not in function.__qualname__:
            tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
            raises = any(isinstance(each, ast.Raise) and each.exc is not None for each in ast.walk(tree))
            assert not raises or re.search("[Rr]aise|[Ee]rror|fail", function.__doc__ or ""), name


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_can_be_read_in_one_go(path: Path) -> None:
    most = MOST_LINES_OF_CORE if name_of(path).startswith("genai_py/core/") else MOST_LINES
    assert name_of(path) in LISTS_OF_NAMES or text_of(path).count("\n") <= most


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_comment_is_a_banner_or_a_note_to_oneself(path: Path) -> None:
    banner = re.compile(r"^\s*#\s*[-=*#~_+]{3,}|^\s*#.*[-=*#~_+]{4,}\s*$", re.MULTILINE)
    assert banner.findall(text_of(path)) == []
    assert re.findall(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b", text_of(path).replace(r"(?:TODO|FIXME|XXX|HACK)", "")) == []


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_has_its_delphi_name(name: str) -> None:
    if name == "Conversation":
        # The original's TConversation is a part of a response.
        assert delphi.TConversation is genai_py.ResponseConversation
        return
    assert getattr(delphi, f"T{name}") is CLASSES[name]
    assert getattr(delphi, name) is CLASSES[name]
    assert f"T{name}" in dir(delphi)


@pytest.mark.parametrize("name", [name for name in genai_py.__all__ if name[0].isupper()])
def test_records_and_functions_have_theirs_too(name: str) -> None:
    if name != "Conversation":
        assert getattr(delphi, f"T{name}") is getattr(delphi, name) is PUBLIC[name]


def test_interfaces_have_an_i_and_what_has_no_prefix_none() -> None:
    assert delphi.IGenAI is genai_py.GenAI
    assert delphi.IFunctionCore is genai_py.FunctionCore
    assert delphi.FromUser == genai_py.FromUser


def test_all_delphi_names_come_with_a_star() -> None:
    names: dict[str, Any] = {}
    exec("from genai_py.delphi import *", names)
    assert names["TResponsesParams"] is genai_py.ResponsesParams
    assert names["TGenAIFactory"] is genai_py.GenAIFactory
    assert names["IGenAI"] is genai_py.GenAI
    assert names["FromUser"] == genai_py.FromUser
    assert set(dir(delphi)) <= set(names)


@pytest.mark.parametrize(("name", "nearest"), [("TResponseParams", "TResponsesParams"), ("Tresponses", "TResponse")])
def test_a_misspelt_delphi_name_is_told(name: str, nearest: str) -> None:
    with pytest.raises(AttributeError, match=f"{name!r}; did you mean '{nearest}"):
        getattr(delphi, name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TJSONParam", genai_py.JsonParam),
        ("TJSONFingerprint", genai_py.Result),
        ("TPromiseBase", genai_py.Promise),
        ("VERSION", genai_py.CurrentVersion()),
        ("Monitoring", genai_py.HttpMonitoring()),
        ("ImageTypeAccepted", ["image/png", "image/jpeg", "image/gif", "image/webp", "binary/octet-stream"]),
        ("DATE_TIME_FORMAT", "%Y-%m-%d %H:%M:%S"),
    ],
)
def test_names_that_follow_from_no_public_one_are_there_too(name: str, value: Any) -> None:
    assert getattr(delphi, name) == value


def test_the_constants_unit_of_the_original() -> None:
    assert [delphi.IsReasoningModel(name) for name in (" O3-mini ", "gpt-4o")] == [True, False]
    assert delphi.MimeTypeToAudioType("audio/mpeg") == "mp3"
    with pytest.raises(ValueError, match="expected the MIME type of a WAV or MP3 file, .*; got 'audio/flac'"):
        delphi.MimeTypeToAudioType("audio/flac")


def test_json_text_becomes_a_result() -> None:
    value = delphi.TApiDeserializer.Parse(genai_py.Chat, '{"id": "c1", "choices": []}')
    assert (type(value), value.id, value.JSONResponse) == (genai_py.Chat, "c1", '{"id": "c1", "choices": []}')
    with pytest.raises(genai_py.GenAIInvalidResponseError, match="expected the JSON text of a Chat; .*text is: {oops"):
        delphi.TApiDeserializer.Parse(genai_py.Chat, "{oops")
    with pytest.raises(genai_py.GenAIInvalidResponseError, match="expected a JSON object, the reply is a list"):
        delphi.TApiDeserializer.Parse(genai_py.Chat, "[]")
    with pytest.raises(genai_py.GenAIRateLimitError, match="error 429: slow down"):
        delphi.TApiDeserializer.Parse(genai_py.Chat, '{"error": {"message": "slow down", "code": 429}}')


def test_a_name_without_counterpart_says_what_to_use() -> None:
    page = (ROOT / "docs" / "porting.md").read_text(encoding="utf-8")
    for name, instead in vars(delphi)["_INSTEAD"].items():
        with pytest.raises(AttributeError, match=re.escape(f"has no attribute {name!r}; use {instead}")):
            getattr(delphi, name)
        assert re.search(f"^\\|.*`{name}\\b", page, re.MULTILINE)
