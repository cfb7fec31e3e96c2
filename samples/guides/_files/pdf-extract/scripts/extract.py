"""Print what a PDF document says in lines of the form ``name: value``, as JSON."""

import contextlib
import json
import re
import sys
import zlib
from pathlib import Path


def text_of(document: bytes) -> str:
    """The texts of all pages, as far as they are written in plain strings."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", document, re.DOTALL)
    pieces = []
    for stream in streams:
        # What is not packed stays as it is.
        with contextlib.suppress(zlib.error):
            stream = zlib.decompress(stream)
        pieces += [piece.decode("latin-1") for piece in re.findall(rb"\((.*?)\)\s*Tj", stream)]
    return "\n".join(pieces)


if __name__ == "__main__":
    data = Path(sys.argv[1]).read_bytes()
    fields = dict(re.findall(r"^(\w[\w ]*): *(.+)$", text_of(data), re.MULTILINE))
    print(json.dumps({"pages": len(re.findall(rb"/Type\s*/Page\b", data)), "fields": fields}))
