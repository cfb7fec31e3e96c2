"""The setters of the original, and values that fit what their overloads take."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import attrs

import genai_py
from genai_py import FunctionCore, JsonParam, MultiFormDataParams, PropertyItem, SchemaParams, UrlParam
from genai_py.core.building.params import Params

_LINE = re.compile(r"(\w+)\.(\w+)(\*?) (\S+) (.*)")
_PARAMETER = re.compile(r"(\w+): ([\w<>]+)( = )?")
_ARRAY = re.compile(r"TArray<(\w+)>")
_NAME = re.compile(r"(?:TArray<)?T(\w+?)>?")

PICTURE = b"\x89PNG\r\n\x1a\nx"
SOUND = b"RIFF\0\0\0\0WAVEx"
TEXT, OBJECT, ARRAY = "x", '{"a": 1}', '[{"a": 1}]'

# Where a string beside an object is a plain text, and no JSON.
PLAIN_TEXTS = {
    "ChatParams.Prediction", "ChatParams.ToolChoice", "ContainerParams.Skills", "ConversationsParams.Items",
    "CustomToolCallOutput.Output", "FunctionToolCalloutput.Output", "InputMessage.Content", "ItemInputMessage.Content",
    "MessagePayload.Assistant", "MessagePayload.Content", "ModerationParams.Input", "PredictionParams.Content",
    "PredictionParams.New", "ResponseCodeInterpreterParams.Container", "ResponseCompactParams.Input",
    "ResponseMCPToolParams.RequireApproval", "ResponsesParams.Conversation", "ResponsesParams.Input",
    "SpeechParams.Voice",
}  # fmt: skip
# Texts that are one of several words, or stand for something else, by method or by parameter.
TEXTS = {
    "Data": "eA==",
    "ImageUrl": "https://example.org/x.png",
    "Url": "https://example.org/x.png",
    "BundleParams.SearchSize": "low",
    "ChatParams.Audio.Format": "wav",
    "ComparisonFilter.Comparison": "lt",
    "ComparisonFilter.New.Comparison": "lt",
    "ItemContent.NewImage.Detail": "low",
    "ResponsesParams.Reasoning": "low",
    "UserLocation.Type": "approximate",
}
# Methods whose strings are paths, though they take no stream.
PATHS = {
    "ContainerFilesParams.File", "ImageModerationParams.New", "ItemContent.NewImage",
    "SkillCreateParams.Files", "SkillVersionCreateParams.Files", "TranscriptionParams.KnownSpeakerReferences",
    "UrlModerationParams.New",
}  # fmt: skip
# Builders that stand beside others in the same place: a function would not know which of them it is to fill.
# Of a function for an item or a tool, a program means something else.
NO_FUNCTIONS = {
    "TAssistantContentParams", "TContentPart", "TInputListItem", "TResponseToolParams", "TTextFormatParams",
    "TUserLocationApproximate",
}  # fmt: skip
# Where an object must say what it is.
OBJECTS = {"ChatParams.ResponseFormat": {"type": "text"}}
_PATH_NAMES = {"AFilePaths", "Docs", "FileLocation", "FileName", "FileNames", "FilePath", "PathLocation"}
_SOUNDS = {"InputAudio.New", "ItemContent.NewAudio"}


class Adding(FunctionCore):
    """A function, for the setters that take one."""

    name = "add"
    description = "Adds."
    parameters = SchemaParams.New().Type("object")

    def Execute(self, Arguments: str) -> str:
        """Nothing."""
        return Arguments


@attrs.frozen
class Setter:
    """A method of the original's builders. overloads: each parameter's name and type, and whether it is needed."""

    kind: str
    name: str
    key: str
    on_class: bool
    overloads: tuple[tuple[tuple[str, str, bool], ...], ...]

    @property
    def full_name(self) -> str:
        """``Class.Method``"""
        return f"{self.kind}.{self.name}"

    @property
    def builder(self) -> type[Params]:
        """The class here."""
        found: type[Params] = getattr(genai_py, self.kind)
        return found

    @property
    def types(self) -> set[str]:
        """What the first parameter may be."""
        return {overload[0][1] if overload else "" for overload in self.overloads}

    def __str__(self) -> str:
        return self.full_name


def original_setters() -> Iterator[Setter]:
    """All of them, as the table beside this file has them."""
    table = Path(__file__).with_name("original_setters.txt").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        assert found is not None, line
        kind, name, star, key, overloads = found.groups()
        yield Setter(
            kind, name, "" if key == "-" else key, bool(star),
            tuple(
                tuple((each[0], each[1], not each[2]) for each in _PARAMETER.findall(overload))
                for overload in re.findall(r"\((.*?)\)", overloads)
            ),
        )  # fmt: skip


def arguments(setter: Setter, overload: tuple[tuple[str, str, bool], ...], folder: Path) -> list[tuple[Any, ...]]:
    """Calls that fit an overload: each value of each parameter once, and the shortest call where some may be left."""
    choices = [list(fitting(setter, place, name, kind, folder)) for place, (name, kind, _) in enumerate(overload)]
    longest = max(map(len, choices), default=1)
    calls = [tuple(values[at % len(values)] for values in choices) for at in range(longest)]
    needed = sum(required for _, _, required in overload)
    if needed < len(overload):
        calls.append(calls[0][:needed])
    if setter.full_name == "ResponsesParams.Text":
        # Of the words, one takes a schema, and needs it.
        return [call for call in calls if (call[0] == "json_schema") == (len(call) == 2)]
    return calls


def fitting(setter: Setter, place: int, name: str, kind: str, folder: Path) -> Iterator[Any]:
    """Values that fit a type of the original."""
    if (array := _ARRAY.fullmatch(kind)) is not None:
        values = list(fitting(setter, place, name, array[1], folder))
        yield values
        yield tuple(values)
    elif kind == "string":
        yield from texts(setter, place, name, folder)
    elif kind in ("Integer", "Int64"):
        yield 3
    elif kind in ("Double", "Single"):
        yield from (0.5, 1)
    elif kind == "Boolean":
        yield from (True, False)
    elif kind == "TStream":
        yield io.BytesIO(PICTURE)
    elif kind in ("TJSONObject", "TJsonObject"):
        fields = OBJECTS.get(setter.full_name, {"a": 1})
        yield from (fields, functools.reduce(lambda made, key: made.Add(key, fields[key]), fields, JsonParam()))
    elif kind == "TJSONArray":
        yield [{"a": 1}]
    elif kind == "TJSONPair":
        yield PropertyItem.Add("age", "integer")
    elif kind == "IFunctionCore":
        yield Adding()
    elif kind == "TChatMessageTool":
        yield genai_py.ChatMessageTool.Add(Adding())
    elif kind.startswith("TProcRef<"):
        yield lambda params: params.Add("a", 1)
        yield lambda params: None
    else:
        made = getattr(genai_py, kind[1:])
        if issubclass(made, Enum):
            # This one needs a grader beside its hyperparameters.
            yield from (each for each in members(made) if name != "AType" or each.value != "reinforcement")
        else:
            yield from builders(made, kind not in NO_FUNCTIONS)


def builders(kind: type[JsonParam], functions: bool) -> Iterator[Any]:
    """A builder that is ready, and functions that fill or make one."""
    yield kind().Add("a", 1)
    if functions:
        yield lambda params: params.Add("a", 1)
        yield lambda params: kind()


def members(kind: type[Enum]) -> list[Enum]:
    """The members that can be sent."""
    return [member for member in kind if member.name != "sdk_unknown"]


def texts(setter: Setter, place: int, name: str, folder: Path) -> Iterator[str]:
    """Strings that fit: what an enum in the same place sends, JSON text, a path, or any text."""
    beside = {overload[place][1] for overload in setter.overloads if len(overload) > place} - {"string"}
    named = (_NAME.fullmatch(kind) for kind in beside)
    classes = [getattr(genai_py, match[1], None) for match in named if match]
    enums = [kind for kind in classes if isinstance(kind, type) and issubclass(kind, Enum)]
    if place == 0 and setter.full_name in TEXTS:
        yield TEXTS[setter.full_name]
    elif f"{setter.full_name}.{name}" in TEXTS:
        yield TEXTS[f"{setter.full_name}.{name}"]
    elif enums or name == "Role":
        yield from (member.value for kind in enums or [genai_py.Role] for member in members(kind))
    elif name == "RootDir":
        yield str(folder)
    elif name in _PATH_NAMES or setter.full_name in PATHS or "TStream" in setter.types:
        yield a_file(folder, setter.full_name in _SOUNDS)
    elif setter.full_name in PLAIN_TEXTS:
        yield TEXT
    elif any(kind == "TJSONArray" or _ARRAY.fullmatch(kind) for kind in beside):
        yield ARRAY
    elif beside - {"Integer", "Int64", "Double", "Boolean"}:
        yield OBJECT
    else:
        yield TEXTS.get(setter.name, TEXT)


def a_file(folder: Path, sound: bool = False) -> str:
    """The path of a picture or a sound."""
    path = folder / ("sound.wav" if sound else "picture.png")
    path.write_bytes(SOUND if sound else PICTURE)
    return str(path)


def written(builder: Params) -> dict[str, Any]:
    """What a builder writes, by key."""
    if isinstance(builder, JsonParam):
        return builder.ToJson()
    if isinstance(builder, UrlParam):
        return {key.partition("[")[0]: value for key, value in parse_qsl(builder.Value[1:], keep_blank_values=True)}
    if isinstance(builder, MultiFormDataParams):
        return dict(builder.to_multipart().fields)
    return dict(builder._fields)
