"""Saves the pictures, sounds and files of a displayed result."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from ..core.building.mime import type_of_bytes
from ..core.files import atomic_write, secure_filename
from .parts import Saved

_ENDINGS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "audio/wav": ".wav",
    "audio/mpeg": ".mp3",
    "audio/flac": ".flac",
    "audio/ogg": ".ogg",
    "application/pdf": ".pdf",
}


def save(part: Saved, folder: Path, file_name: str = "") -> Path:
    """Write a part to a file, and return the file's absolute path.

    file_name: the file to create or overwrite. If empty, a new file is created in ``folder``, which is created if
    missing: named as the server suggests, else after the kind, with a number if that name is taken.
    Raises OSError if the file cannot be written, and whatever ``part.read`` raises.
    """
    data = part.read()
    if file_name:
        target = Path(file_name)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        target = _unused(folder / (secure_filename(part.name) or f"{part.kind}{_ending(part, data)}"))
    with atomic_write(target) as file:
        file.write(data)
    return target.absolute()


def numbered(file_name: str, number: int) -> str:
    """Return ``name-2.png`` for ``name.png`` and 2; the name unchanged for 1."""
    path = Path(file_name)
    return file_name if number == 1 else str(path.with_name(f"{path.stem}-{number}{path.suffix}"))


def _unused(path: Path) -> Path:
    number = 1
    while (target := Path(numbered(str(path), number))).exists():
        number += 1
    return target


def _ending(part: Saved, data: bytes) -> str:
    mime_type = type_of_bytes(data)
    return _ENDINGS.get(mime_type) or mimetypes.guess_extension(mime_type) or part.ending or ".bin"
