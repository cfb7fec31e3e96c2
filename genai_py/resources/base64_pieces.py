"""Base64 that a stream sends in pieces, each of which may be padded."""

from __future__ import annotations

import binascii
import re

_PIECES = re.compile("[^=]+=*")


def rejoined(text: str) -> str:
    """Return the base64 of joined pieces as that of the joined bytes; a text that is not base64 as it is."""
    if "=" not in text.rstrip("="):
        return text
    try:
        data = b"".join(map(binascii.a2b_base64, _PIECES.findall(text)))
    except ValueError:
        return text
    return binascii.b2a_base64(data, newline=False).decode()
