"""Images as base64: written to files, and read from them."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from genai_py import ImageHelper

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
PNG_BASE64 = base64.b64encode(PNG).decode()


def test_the_helper_writes_an_image(tmp_path: Path) -> None:
    helper = ImageHelper.Create(PNG_BASE64)
    assert helper.GetStream().read() == PNG
    assert helper.SaveAs(tmp_path / "new" / "cat.png") is helper
    assert helper.file_name == helper.FileName == str(tmp_path / "new" / "cat.png")  # type: ignore[attr-defined]
    assert (tmp_path / "new" / "cat.png").read_bytes() == PNG
    assert ImageHelper(f"data:image/png;base64,{PNG_BASE64}").GetStream().read() == PNG


def test_the_helper_keeps_an_image_as_text(tmp_path: Path) -> None:
    ImageHelper.Create(PNG_BASE64).SaveAsBase64(tmp_path / "new" / "cat.txt")
    assert (tmp_path / "new" / "cat.txt").read_text() == PNG_BASE64
    (tmp_path / "bom.txt").write_text(PNG_BASE64 + "\n", "utf-8-sig")
    for name in ("new/cat.txt", "bom.txt"):
        helper = ImageHelper.Create().LoadFromBase64(tmp_path / name)
        assert helper.GetStream().read() == PNG
        assert helper.file_name == str(tmp_path / name)


def test_the_helper_says_what_is_wrong(tmp_path: Path) -> None:
    assert ImageHelper.Create("").GetStream().read() == b""
    with pytest.raises(ValueError, match="base64 is invalid"):
        ImageHelper.Create("%%%").SaveAs(tmp_path / "cat.png")
    with pytest.raises(FileNotFoundError, match=r"missing\.txt"):
        ImageHelper.Create().LoadFromBase64(tmp_path / "missing.txt")
    with pytest.raises(TypeError, match="ImageHelper takes an image as base64, got bytes"):
        ImageHelper.Create(PNG)  # type: ignore[arg-type]
    for save in (ImageHelper(PNG_BASE64).SaveAs, ImageHelper(PNG_BASE64).SaveAsBase64):
        with pytest.raises(ValueError, match=rf"ImageHelper\.{save.__name__} needs the name of a file"):
            save(" ")
        save("", RaiseError=False)
    assert list(tmp_path.iterdir()) == []
