"""The public names as a Delphi program spells them: ``from genai_py.delphi import TResponsesParams, IGenAI``.

A name with its T (or, for interfaces, its I) is the name without it; names that have none, such as ``FromUser``, are
here as well.
"""

from __future__ import annotations

from typing import Any

import genai_py


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    if name[0] in "TI" and name[1:2].isupper() and name[1:] in genai_py.__all__:
        return getattr(genai_py, name[1:])
    if name in genai_py.__all__:
        return getattr(genai_py, name)
    from .core.spelling import misspelt

    raise AttributeError(misspelt(__name__, name, [prefix + real for real in genai_py.__all__ for prefix in ("", "T")]))


def __dir__() -> list[str]:
    return sorted({prefix + name for name in genai_py.__all__ for prefix in ("", "T") if prefix or name[0].isupper()})
