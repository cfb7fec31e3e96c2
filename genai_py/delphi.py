"""The public names as a Delphi program spells them: ``from genai_py.delphi import TResponsesParams, IGenAI``.

A name with the prefix T (I for interfaces) is the public name without it. Names without a prefix in the original, such
as ``FromUser``, are here too.
"""

from __future__ import annotations

from typing import Any

import genai_py

# The interfaces of the original: their names begin with an I.
_INTERFACES = (
    "BatchJSONBuilder", "FunctionCore", "GenAI", "HttpClientAPI", "HttpClientParam", "JSONLReader", "RequestMonitor",
    "ResponsesEventDispatcher", "ResponsesEventEngineManager",
)  # fmt: skip


# Public names that stand for something else here than in the original.
_RENAMED = {"TConversation": "ResponseConversation"}


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return __dir__()
    if name in _RENAMED:
        return getattr(genai_py, _RENAMED[name])
    if name.startswith("__"):
        raise AttributeError(name)
    if name[0] in "TI" and name[1:2].isupper() and name[1:] in genai_py.__all__:
        return getattr(genai_py, name[1:])
    if name in genai_py.__all__:
        return getattr(genai_py, name)
    from .core.spelling import UnknownName

    raise UnknownName(__name__, name, [__dir__()])


def __dir__() -> list[str]:
    prefixed = [f"T{name}" for name in genai_py.__all__ if name[0].isupper()]
    return sorted([*genai_py.__all__, *prefixed, *(f"I{name}" for name in _INTERFACES)])
