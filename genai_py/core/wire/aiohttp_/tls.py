"""The verification of certificates."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import Any


def tls_of(where: str, value: Any) -> bool | ssl.SSLContext:
    """Return the value for aiohttp: True, False or a context. where: the setting that an error names.

    value: one of these, or the path of a file or folder of certificates. Raises TypeError for anything else, and
    ValueError for a path without certificates.
    """
    if isinstance(value, (bool, ssl.SSLContext)):
        return value
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(
            f"{where} takes True, False, an ssl.SSLContext or the path of certificates, got {type(value).__name__}"
        )
    path = Path(value)
    if not path.exists():
        raise ValueError(f"{where}: there is no file or folder {str(path)!r}; expected certificates in PEM form")
    try:
        if path.is_dir():
            if not any(path.iterdir()):
                raise ValueError(f"{where}: the folder {str(path)!r} is empty; expected certificates in PEM form")
            return ssl.create_default_context(capath=str(path))
        return ssl.create_default_context(cafile=str(path))
    except OSError as error:
        raise ValueError(f"{where}: {str(path)!r} holds no certificates in PEM form ({error})") from error
