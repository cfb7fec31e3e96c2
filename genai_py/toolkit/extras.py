"""Packages of the extras, imported when they are first used."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


def extra_module(name: str, extra: str, purpose: str) -> ModuleType:
    """Import a module of an extra. Raises ImportError that names the extra if its package is not installed.

    purpose: what needs it, as the beginning of the error.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        package = name.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != package:
            raise
        raise ImportError(
            f'{purpose} needs the package {package}: pip install "genai_py[{extra}]"', name=package
        ) from None
