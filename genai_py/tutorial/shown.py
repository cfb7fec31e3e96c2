"""The displayed parts of each class of result.

``shown`` dispatches on the class. For classes of plain fields, ``FIELDS`` lists the fields to show: one object is shown
as lines, a list of objects as a table. Any other class is shown with all its fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import singledispatch
from typing import Any

from .. import (
    Batch,
    BundleItem,
    BundleList,
    Container,
    ContainerFile,
    Conversations,
    Deletion,
    Embedding,
    ErrorText,
    File,
    FineTuningJob,
    GeneratedImages,
    ImagePart,
    JobCheckpoint,
    JobEvent,
    Model,
    Moderation,
    ModerationResult,
    Skill,
    SkillVersion,
    SpeechResult,
    SpeechStreamResult,
    Transcription,
    TranscriptionStreamResult,
    Translation,
    Upload,
    UploadPart,
    VectorStore,
    VectorStoreBatch,
    VectorStoreFile,
    VectorStoreFileContent,
    VectorStoreSearchResultItem,
    VoiceContent,
)
from ..core.building.params import JsonParam
from ..core.calls.pages import Pages
from ..core.results.base import Content, Result, timestamp_text
from .parts import Json, Part, Saved, Table, Text, cell, tree

FIELDS: dict[type[Result], str] = {
    Batch: "id endpoint status input_file_id output_file_id error_file_id request_counts in_progress_at expires_at "
    "errors metadata",
    Container: "id name status expires_after created_at",
    ContainerFile: "id bytes container_id path source created_at",
    Conversations: "id object created_at metadata",
    Deletion: "id object deleted",
    File: "id filename purpose bytes created_at status",
    FineTuningJob: "id status model fine_tuned_model created_at finished_at trained_tokens training_file error",
    JobCheckpoint: "id step_number fine_tuned_model_checkpoint metrics created_at",
    JobEvent: "created_at level message",
    Model: "id object owned_by created",
    Skill: "id name description default_version latest_version created_at",
    SkillVersion: "id version name description created_at",
    Upload: "id object filename bytes purpose status created_at expires_at file",
    UploadPart: "id object upload_id created_at",
    VectorStore: "id object name status file_counts created_at expires_at metadata",
    VectorStoreBatch: "id object vector_store_id status file_counts created_at",
    VectorStoreFile: "id object vector_store_id usage_bytes status last_error",
    VoiceContent: "id object name created_at",
}
"""The fields to show, in this order. An entry also applies to subclasses."""

_GUESSED_COLUMNS = 6
_TIMES = ("created", "estimated_finish")


def parts_of(value: Any) -> list[Part]:
    """Return the parts of a value. A result whose fields have unexpected types is shown with all its fields."""
    try:
        return list(shown(value))
    except (AttributeError, TypeError, ValueError):
        if not isinstance(value, Result):
            raise
        return list(_all_fields(value))


@singledispatch
def shown(value: Any) -> Iterable[Part]:
    """Yield the parts of a value; by default its ``str()``."""
    yield Text(str(value))


@shown.register
def _none(value: None) -> Iterable[Part]:
    return ()


@shown.register
def _error_text(value: ErrorText) -> Iterable[Part]:
    yield Text(value, "error")


@shown.register
def _exception(value: BaseException) -> Iterable[Part]:
    yield Text(str(value) or type(value).__name__, "error")


@shown.register
def _enum(value: Enum) -> Iterable[Part]:
    yield Text(str(value.value))


@shown.register
def _request(value: JsonParam) -> Iterable[Part]:
    yield Json(value.ToJsonString())


@shown.register
def _dict(value: dict) -> Iterable[Part]:  # type: ignore[type-arg]
    yield Text("\n".join(tree(value)))


@shown.register(list)
@shown.register(tuple)
@shown.register(Pages)
def _several(value: Iterable[Any]) -> Iterable[Part]:
    items = list(value)
    if items and all(isinstance(item, str) for item in items):
        # As in the original: the lines after the first are indented, empty ones are left out.
        lines = [item if index == 0 else f"    {item}" for index, item in enumerate(items) if item]
        yield Text("\n".join(lines))
    elif items and not any(isinstance(item, (Result, BundleItem, dict, list, tuple)) for item in items):
        yield Text("\n".join(map(str, items)))
    else:
        yield from _entries(items)


@shown.register
def _bundle(value: BundleList) -> Iterable[Part]:
    for item in value:
        yield from shown(item)


@shown.register
def _bundle_item(value: BundleItem) -> Iterable[Part]:
    yield Text(f"{value.index}: {value.prompt}", "title")
    if value.error is not None:
        yield from shown(value.error)
    else:
        yield Text(value.response)


@shown.register
def _result(value: Result) -> Iterable[Part]:
    data = getattr(value, "data", None)
    if isinstance(data, list) and not _fields_of(type(value)):
        yield Text(f"{type(value).__name__}: {len(data)}", "title")
        yield from _entries(data)
        if getattr(value, "has_more", False):
            last = getattr(value, "last_id", "")
            yield Text(f"more entries after {last}" if last else "more entries", "note")
        return
    pairs = ((name, text_of(name, getattr(value, name, None))) for name in _fields_of(type(value)))
    lines = [f"{name}: {text}" for name, text in pairs if text]
    if lines:
        yield Text("\n".join(lines))
    else:
        yield from _all_fields(value)


def _all_fields(value: Result) -> Iterator[Part]:
    yield Text(type(value).__name__, "title")
    yield Text("\n".join(tree(value.ToJson())))


def _fields_of(kind: type) -> list[str]:
    return next((FIELDS[base].split() for base in kind.__mro__ if base in FIELDS), [])


def _entries(items: Sequence[Any]) -> Iterator[Part]:
    kinds = {type(item) for item in items}
    plain = len(kinds) == 1 and shown.dispatch(*kinds) is _result
    if plain and all(isinstance(item, Result) for item in items):
        yield _table(items)
        return
    for item in items:
        name = getattr(item, "id", "")
        if isinstance(name, str) and name:
            yield Text(name, "note")
        yield from shown(item)


def _table(items: Sequence[Result]) -> Table:
    columns = [name for name in _fields_of(type(items[0])) if name != "object"] or _guessed_columns(items)
    rows = [[cell(text_of(name, _field(item, name))) for name in columns] for item in items]
    # Empty columns are left out.
    filled = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    return Table([columns[index] for index in filled], [[row[index] for index in filled] for row in rows])


def _guessed_columns(items: Sequence[Result]) -> list[str]:
    names: dict[str, None] = {}
    for item in items:
        names.update((name, None) for name, value in item.ToJson().items() if not isinstance(value, (dict, list)))
    names.pop("object", None)
    return list(names)[:_GUESSED_COLUMNS]


def _field(item: Result, name: str) -> Any:
    value = getattr(item, name, None)
    return item.extra.get(name) if value is None else value


def text_of(name: str, value: Any) -> str:
    """Return a field's value on one line: times as dates, nested results by id or fields, "" for no value."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if name in _TIMES or name.endswith("_at"):
            return timestamp_text(value) or str(value)
        return f"{value:.6g}" if isinstance(value, float) else str(value)
    if isinstance(value, Result):
        return getattr(value, "id", "") or flat(value.ToJson())
    return flat(value)


def flat(value: Any) -> str:
    """Return parsed JSON, or a list of results, on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{name}={flat(inner)}" for name, inner in value.items() if inner not in (None, "", [], {}))
    if isinstance(value, list):
        return "; ".join(flat(inner.ToJson() if isinstance(inner, Result) else inner) for inner in value)
    return "" if value is None else str(value)


@shown.register
def _embedding(value: Embedding) -> Iterable[Part]:
    vector: Any = value.embedding
    if isinstance(vector, str):
        yield Text(f"base64, {len(vector)} characters")
        return
    first = ", ".join(f"{number:.4f}" for number in vector[:4])
    yield Text(f"{len(vector)} numbers: {first}{', ...' if len(vector) > 4 else ''}")


@shown.register
def _moderation(value: Moderation) -> Iterable[Part]:
    for index, found in enumerate(value.results, 1):
        if len(value.results) > 1:
            yield Text(f"input {index}", "title")
        yield from shown(found)


@shown.register
def _moderation_result(value: ModerationResult) -> Iterable[Part]:
    found = value.flagged_detail
    if found:
        yield Table(["category", "score"], [[str(item.category.value), f"{item.score:.3f}"] for item in found])
    else:
        yield Text("flagged" if value.flagged else "nothing was flagged")


@shown.register
def _images(value: GeneratedImages) -> Iterable[Part]:
    for image in value.data:
        yield from shown(image)


@shown.register
def _image(value: ImagePart) -> Iterable[Part]:
    if value.revised_prompt:
        yield Text(value.revised_prompt)
    yield Saved("image", lambda: value.GetStream().getvalue())


@shown.register(SpeechResult)
@shown.register(SpeechStreamResult)
def _speech(value: Content) -> Iterable[Part]:
    yield Saved("audio", lambda: value.body, value.file_name, ".mp3")


@shown.register
def _file_content(value: Content) -> Iterable[Part]:
    text = _as_text(value)
    yield Saved("file", lambda: value.body, value.file_name) if text is None else Text(text)


def _as_text(value: Content) -> str | None:
    if not value.content_type.startswith("text/") and b"\0" in value.body:
        return None
    try:
        value.body.decode("utf-8")
    except UnicodeDecodeError:
        return value.AsString() if value.content_type.startswith("text/") else None
    return value.AsString()


@shown.register
def _transcription(value: Transcription) -> Iterable[Part]:
    speakers = value.diarized_segments
    yield Text("\n".join(f"{each.speaker}: {each.text.strip()}" for each in speakers) if speakers else value.text)


@shown.register(Translation)
@shown.register(TranscriptionStreamResult)
def _transcript(value: Translation | TranscriptionStreamResult) -> Iterable[Part]:
    yield Text(value.text)


@shown.register
def _found(value: VectorStoreSearchResultItem) -> Iterable[Part]:
    yield Text(f"{value.filename} ({text_of('', value.score)})", "title")
    yield Text("\n".join(part.text for part in value.content))


@shown.register
def _file_text(value: VectorStoreFileContent) -> Iterable[Part]:
    yield Text("\n".join(part.text for part in (*value.content, *value.data)))
