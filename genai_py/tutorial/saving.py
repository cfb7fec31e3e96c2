"""Where pictures, sounds and files of a display are kept."""

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
    """Write what is to be saved; the file's whole path.

    file_name: the file to write, in place of what it has. Without one, a new file in ``folder``, which is made if need
    be: by the name the server suggests, or the kind's, with a number where that is taken.
    Raises what reading or writing raises.
    """
    data = part.read()
    if file_name:
        target = Path(file_name)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free(folder / (secure_filename(part.name) or f"{part.kind}{_ending(part, data)}"))
    with atomic_write(target) as file:
        file.write(data)
    return target.absolute()


def numbered(file_name: str, number: int) -> str:
    """``name-2.png`` for ``name.png`` and 2; the name itself for 1."""
    path = Path(file_name)
    return file_name if number == 1 else str(path.with_name(f"{path.stem}-{number}{path.suffix}"))


def _free(wanted: Path) -> Path:
    number = 1
    while (target := Path(numbered(str(wanted), number))).exists():
        number += 1
    return target


def _ending(part: Saved, data: bytes) -> str:
    kind = type_of_bytes(data)
    return _ENDINGS.get(kind) or mimetypes.guess_extension(kind) or part.ending or ".bin"
