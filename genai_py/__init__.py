"""A Python SDK for OpenAI-compatible servers, local ones first: the port of DelphiGenAI.

Every public name is here and is imported when a program first uses it; ``__init__.pyi`` says where each comes from.
"""

from typing import Any

import lazy_loader

from ._version import __version__ as __version__

_attribute, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    if name in __all__ or name.startswith("_"):
        return _attribute(name)
    from .core.spelling import UnknownName, fold

    same = {fold(real): real for real in __all__}.get(fold(name))
    if same is not None:
        return _attribute(same)
    raise UnknownName(__name__, name, [__all__])
