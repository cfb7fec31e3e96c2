"""Atomic writing of files, and file names that are safe to use."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_SURROGATES = re.compile(r"[\ud800-\udfff]")
# Names of devices on Windows, with any suffix.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
# Most file systems limit names to 255 bytes, including suffixes added here.
_LONGEST_NAME = 200


@contextlib.contextmanager
def atomic_write(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a file that replaces the one at its path when it is completely written; on failure nothing changes.

    Raises FileNotFoundError naming the folder when there is none, IsADirectoryError when a folder has the name.
    """
    target = Path(path)
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such folder to write to", str(target.parent))
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder has this name", str(target))
    name = os.fsencode(target.name)[:_LONGEST_NAME].decode("utf-8", "ignore")
    part = target.with_name(f"{name}.{secrets.token_hex(4)}.part")
    try:
        with open(part, "xb") as file:
            yield file
        os.replace(part, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(part)
        raise


@contextlib.contextmanager
def download_file(
    path: str | os.PathLike[str], suggested: str, otherwise: str
) -> Iterator[tuple[Path, BinaryIO]]:
    """Open the file that a download is written to, as ``atomic_write`` does, and yield its path with it.

    path: the file, which is replaced where there is one, or a folder. In a folder a new file is made, by the name that
    the server suggested, or else ``otherwise``; ``name-2.txt`` where there is a ``name.txt``.
    """
    target = Path(path)
    if not target.is_dir():
        with atomic_write(target) as file:
            yield target, file
        return
    target = _reserved(target / (secure_filename(suggested) or secure_filename(otherwise) or "download"))
    try:
        with atomic_write(target) as file:
            yield target, file
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _reserved(wanted: Path) -> Path:
    """Create an empty file of that name, or of the next free one, so that other downloads choose another."""
    names = (wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}") for number in itertools.count(2))
    for target in itertools.chain([wanted], names):
        try:
            open(target, "xb").close()
        except FileExistsError:
            continue
        return target
    raise AssertionError("numbers do not end")


def secure_filename(name: str) -> str:
    """Return the last component of an untrusted name as a valid file name; "" if nothing of it is usable."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    last = _SURROGATES.sub("\ufffd", _NOT_IN_NAMES.sub("_", last))
    # The end is kept, for its suffix.
    last = last.encode()[-_LONGEST_NAME:].decode("utf-8", "ignore").strip(" .")
    return "" if not last or _DEVICES.match(last) else last
