"""A Python SDK for OpenAI-compatible servers, local ones first: the port of DelphiGenAI.

Every public name is here and is imported when a program first uses it. Type checkers read ``__init__.pyi``.
"""

from ._names import MODULES
from ._version import __version__ as __version__

__all__ = list(MODULES)


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> object:
    module = MODULES.get(name)
    if module is None:
        if name.startswith("_"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from .core.spelling import UnknownName, fold

        real = {fold(known): known for known in MODULES}.get(fold(name))
        if real is None:
            raise UnknownName(__name__, name, [MODULES])
        return __getattr__(real)
    # Here, since a program that only imports the package should not wait for it.
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value
