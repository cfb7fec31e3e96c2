"""Files that are there whole or not at all, and names that stay in their folder."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
# Names that Windows gives to devices, whatever their ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST_NAME = 200


@contextlib.contextmanager
def written_whole(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file to write to. It gets its name when all is written; where that fails, nothing of it stays.

    Raises FileNotFoundError naming the folder when there is none.
    """
    target = Path(path)
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such folder to write to", str(target.parent))
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder has this name", str(target))
    part = target.with_name(f"{target.name[:_LONGEST_NAME]}.{secrets.token_hex(4)}.part")
    try:
        with open(part, "xb") as file:
            yield file
        os.replace(part, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(part)
        raise


def bare_name(name: str) -> str:
    """The last part of a name that somebody else chose, fit to be a file's name here; "" when nothing of it is."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    last = _NOT_IN_NAMES.sub("_", last).strip(" .")
    return "" if not last or _DEVICES.match(last) else last[-_LONGEST_NAME:]


def placed(path: str | os.PathLike[str], suggested: str, otherwise: str) -> Path:
    """Where to write: ``path``, or, when that is a folder, in it, by the name the server suggested or ``otherwise``."""
    target = Path(path)
    if target.is_dir():
        target = target / (bare_name(suggested) or bare_name(otherwise) or "download")
    return target
