"""Makes the picture of the desktop chat in the docs: ``python tests/gui/screenshot.py``, from real answers."""

import struct
import sys
import zlib
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from genai_py.embedded import EmbeddedServer  # noqa: E402
from gui.conftest import x_server  # noqa: E402
from gui.desktop import running  # noqa: E402

QUESTIONS = ("What is the capital of France?", "What is the difference between a mathematician and a physicist?")


def png(width: int, height: int, rgb: bytes) -> bytes:
    """A picture as a file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + rgb[start : start + width * 3] for start in range(0, len(rgb), width * 3))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def is_answered(program: Any, question: str) -> bool:
    """Whether the program shows an answer to a question."""
    # A line is empty between the two, and the answer's own end is one more.
    answer: str = program.text().partition(question)[2]
    return answer.count("\n") > 2


with (
    x_server("900x600") as screen,
    EmbeddedServer(max_tokens=3000) as server,
    running(screen, "samples.desktop_chat", "--base-url", server.BaseURL) as program,
):
    program.ask("Tell me a story.")
    program.widget("Stop")
    program.click("new")
    program.waits_for("Ask something.")
    for question in QUESTIONS:
        program.ask(question)
        program.waits(partial(is_answered, program, question), "no answer")
        program.widget("Send")
    path = ROOT / "docs" / "images" / "desktop_chat.png"
    path.write_bytes(png(*program.user.picture()))
    program.close()
