"""Builders of multipart forms: fields, and files that are read as they are sent."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, overload

import orjson

from ..results.exact import whole_text
from .multipart import FilePart, FileSource, Multipart
from .params import JsonParam, Params, can_take, plain, wrong_type

if TYPE_CHECKING:
    from typing_extensions import Self

P = TypeVar("P")
TransferHandler = Callable[[int, "int | None"], Any]
"""Called with the number of bytes transferred, and the number in all, None where that is not known."""


class MultiFormDataParams(Params):
    """A builder whose keys become the fields of a multipart form; a list becomes repeated fields.

    Files are given as paths, open binary files or streams, bytes or data URIs, and are read as they are sent.
    """

    __slots__ = ("_on_progress",)
    _sends_any = "AddField"

    def __init__(self) -> None:
        super().__init__()
        self._on_progress: TransferHandler | None = None

    def AddField(self, Field: str, Value: str | bool | float) -> Self:
        """Set a field that has no method of its own."""
        if not isinstance(Value, (str, bool, int, float)):
            raise wrong_type(f"{type(self).__name__}.AddField", "a string, a number or a boolean", Value)
        self._fields[_name(self, "AddField", Field)] = Value
        return self

    def AddFile(self, Field: str, FilePath: FileSource, FileName: str = "", MimeType: str = "") -> Self:
        """Add a file to a field, beside those it has. FileName, MimeType: as the server gets them."""
        part = file_part(f"{type(self).__name__}.AddFile", FilePath, FileName, MimeType)
        add_parts(self, _name(self, "AddFile", Field), [part])
        return self

    def AddStream(self, Field: str, Stream: Any, FileName: str = "", MimeType: str = "") -> Self:
        """Add the content of a binary stream as a file to a field, beside the files it has."""
        return self.AddFile(Field, Stream, FileName, MimeType)

    def AddBytes(self, Field: str, Bytes: bytes, FileName: str = "", MimeType: str = "") -> Self:
        """Add bytes as a file to a field, beside the files it has."""
        return self.AddFile(Field, Bytes, FileName, MimeType)

    @overload
    def AddFiles(self, Field: str, FilePaths: Sequence[str], RequireCommonDirectory: bool = ...) -> Self: ...
    @overload
    def AddFiles(self, Field: str, RootDir: str, FilePaths: Sequence[str]) -> Self: ...
    def AddFiles(self, Field: str, *args: Any, **kwargs: Any) -> Self:
        """Add several files to a field: ``(Field, FilePaths)``, each by its bare name; with
        ``RequireCommonDirectory=True``, or as ``(Field, RootDir, FilePaths)``, by its path from the folder on.

        ``AddFiles("files[]", ["skill/SKILL.md", "skill/run.py"], True)`` sends the names as they stand here. Raises
        ValueError where the files have no folder in common, or one is outside of ``RootDir``.
        """
        where = f"{type(self).__name__}.AddFiles"
        root, paths, tree = _tree(where, *args, **kwargs)
        parts = []
        for path in paths:
            name = "/".join([root.name, *path.resolve().relative_to(root).parts]) if tree else path.name
            parts.append(file_part(where, path, name, ""))
        add_parts(self, _name(self, "AddFiles", Field), parts)
        return self

    def OnProgress(self, Handler: TransferHandler) -> Self:
        """Call ``Handler(bytes_sent, bytes_in_all)`` as the form is sent; the latter is None if it is not known.

        It is called where the operation's callbacks are called, by a blocking call on the calling thread.
        """
        self._on_progress = checked_handler(f"{type(self).__name__}.OnProgress", Handler)
        return self

    def ToJson(self) -> dict[str, Any]:
        """Return the fields as plain values that can be shown; a file is represented by its name."""
        return {name: _shown(value) for name, value in self._fields.items()}

    def ToJsonString(self) -> str:
        """Return the fields as compact JSON text that can be shown; a file is represented by its name."""
        return orjson.dumps(self.ToJson()).decode()

    def to_multipart(self, also: Mapping[str, Any] | None = None) -> Multipart:
        """Return the form as it is sent. also: fields that the operation adds."""
        fields = [
            (name, _text(each))
            for name, value in {**self._fields, **(also or {})}.items()
            for each in (value if isinstance(value, list) else [value])
        ]
        return Multipart(tuple(fields), self._on_progress)


def checked_handler(where: str, handler: Any) -> TransferHandler:
    """Return the handler of a transfer. Raises TypeError when it is not a plain function."""
    plain_function = callable(handler) and not isinstance(handler, type) and can_take(handler, 0, None)
    if not plain_function or inspect.iscoroutinefunction(handler):
        raise wrong_type(where, "a plain function of two arguments, bytes transferred and bytes in all", handler)
    return cast(TransferHandler, handler)


class FileSetter(Protocol):
    """A setter of a file to type checkers; the name and type that the server gets are optional."""

    json_key: str

    @overload
    def __get__(self, instance: None, owner: Any, /) -> FileSetter: ...
    @overload
    def __get__(self, instance: P, owner: Any, /) -> _BoundFile[P]: ...


class FilesSetter(Protocol):
    """A method to type checkers that adds one file or several to those that the field has."""

    json_key: str

    @overload
    def __get__(self, instance: None, owner: Any, /) -> FilesSetter: ...
    @overload
    def __get__(self, instance: P, owner: Any, /) -> _BoundFiles[P]: ...


R = TypeVar("R", covariant=True)


class _BoundFile(Protocol[R]):
    def __call__(self, Value: FileSource, /, FileName: str = "", MimeType: str = "") -> R: ...


class _BoundFiles(Protocol[R]):
    def __call__(
        self, Value: FileSource | Sequence[FileSource], /, FileName: str = "", MimeType: str = ""
    ) -> R: ...


def file_setter(key: str, *, doc: str = "") -> FileSetter:
    """Return a method that sets the field ``key`` to a file and returns its builder.

    It takes a path, an open binary file or stream, bytes or a data URI; FileName and MimeType where the source has
    none, or to use others. It raises FileNotFoundError naming the path, before anything is sent.
    """

    def set_file(self: MultiFormDataParams, Value: Any, FileName: str = "", MimeType: str = "") -> Any:
        self._fields[key] = file_part(f"{type(self).__name__}.{set_file.__name__}", Value, FileName, MimeType)
        return self

    set_file.__doc__ = doc or f"Set ``{key}``: a path, an open binary file, bytes or a data URI."
    set_file.json_key = key  # type: ignore[attr-defined]
    return cast(FileSetter, set_file)


def files_setter(key: str, *, doc: str = "") -> FilesSetter:
    """Return a method that adds a file, or each of a list, to the field ``key`` and returns its builder."""

    def add_files(self: MultiFormDataParams, Value: Any, FileName: str = "", MimeType: str = "") -> Any:
        where = f"{type(self).__name__}.{add_files.__name__}"
        several = isinstance(Value, (list, tuple))
        add_parts(self, key, [file_part(where, each, FileName, MimeType) for each in (Value if several else [Value])])
        return self

    add_files.__doc__ = doc or f"Add to ``{key}``: a path, an open binary file, bytes or a data URI, or several."
    add_files.json_key = key  # type: ignore[attr-defined]
    return cast(FilesSetter, add_files)


def add_parts(params: MultiFormDataParams, key: str, parts: Sequence[FilePart]) -> None:
    """Add files to a field, beside those that it has."""
    before = params._fields.get(key, [])
    params._fields[key] = [*(before if isinstance(before, list) else [before]), *parts]


def file_part(where: str, source: Any, name: Any, mime_type: Any) -> FilePart:
    """Return the file that a method was given. Raises what ``FilePart.of`` raises, naming the method."""
    for text in (name, mime_type):
        if not isinstance(text, str):
            raise wrong_type(where, "a file and strings for its name and type", text)
    try:
        return FilePart.of(source, name, mime_type)
    except TypeError as error:
        message = str(error)
        takes = message.removeprefix("FilePart.of ")
        raise TypeError(f"{where}: {message}" if takes == message else f"{where} {takes}") from None


def _name(params: Params, method: str, name: Any) -> str:
    if not isinstance(name, str) or not name or any(letter in name for letter in '\r\n\0"'):
        raise TypeError(f"{type(params).__name__}.{method}: the field must be a name without quotes, got {name!r}")
    return name


def _tree(where: str, *args: Any, **kwargs: Any) -> tuple[Path, list[Path], bool]:
    """Return the folder, the files, and whether their names begin with the folder."""
    root: Any = kwargs.pop("RootDir", None)
    tree: Any = kwargs.pop("RequireCommonDirectory", False)
    given = list(args)
    if root is None and given and isinstance(given[0], (str, os.PathLike)):
        root = given.pop(0)
    files: Any = kwargs.pop("FilePaths") if "FilePaths" in kwargs else given.pop(0) if given else None
    if given:
        tree = given.pop(0)
    if kwargs or given or isinstance(files, (str, bytes)) or not isinstance(files, Sequence):
        raise TypeError(f"{where} takes (Field, FilePaths, [RequireCommonDirectory]) or (Field, RootDir, FilePaths)")
    paths = [Path(each) for each in files]
    if root is not None:
        if not str(root):
            raise ValueError(f"{where}: RootDir is empty")
        folder = Path(root).resolve()
        outside = [path for path in paths if not path.resolve().is_relative_to(folder)]
        if outside:
            raise ValueError(f"{where}: {str(outside[0])!r} is outside of {str(root)!r}")
        return folder, paths, True
    if not tree or not paths:
        return Path(), paths, False
    try:
        folder = Path(os.path.commonpath([path.resolve().parent for path in paths]))
    except ValueError:
        folder = Path(os.sep)
    if not folder.name:
        raise ValueError(f"{where}: the files have no folder in common")
    return folder, paths, True


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return [_shown(each) for each in value]
    return value.name if isinstance(value, FilePart) else value.ToJson() if isinstance(value, JsonParam) else value


def _text(value: Any) -> str | FilePart:
    """Return a value as a form sends it."""
    if isinstance(value, FilePart):
        return value
    if isinstance(value, str):
        return whole_text(str(value.value) if isinstance(value, Enum) else value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return orjson.dumps(value, default=plain).decode()
