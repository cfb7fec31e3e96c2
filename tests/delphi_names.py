"""The declarations of ``genai_py.delphi``, from those of ``genai_py/__init__.pyi``, for type checkers.

``python -m tests api`` writes them to ``genai_py/delphi.pyi``. Classes and records have their T there, interfaces their
I; functions and constants have none in the original.
"""

from __future__ import annotations

import inspect
import textwrap
from collections import defaultdict

from public_names import PACKAGE

import genai_py
from genai_py import _names, delphi

FILE = PACKAGE / "delphi.pyi"
_HEAD = '''"""The names of ``genai_py.delphi``. Written by ``python -m tests api`` from ``__init__.pyi``."""
# ruff: noqa: I001, RUF022

'''


def names() -> dict[str, tuple[str, str]]:
    """Return the module and the name there of every name."""
    found: dict[str, tuple[str, str]] = {}
    for name, module in _names.MODULES.items():
        value = getattr(genai_py, name)
        found[name] = module, name
        if name[0].isupper() and not inspect.isroutine(value) and (isinstance(value, type) or callable(value)):
            found[f"T{name}"] = module, name
    for name in vars(delphi)["_INTERFACES"]:
        found[f"I{name}"] = _names.MODULES[name], name
    return {**found, **vars(delphi)["_OTHERS"]}


def listing() -> str:
    """Return the text of ``genai_py/delphi.pyi``."""
    modules: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, (module, real) in names().items():
        modules[module].append((real, name))
    lines = [_HEAD]
    for module, pairs in sorted(modules.items()):
        imported = "".join(f"    {real} as {name},\n" for real, name in sorted(pairs))
        lines.append(f"from .{module} import (\n{imported})\n")
    exported = textwrap.fill(", ".join(f'"{name}"' for name in sorted(names())) + ",", 108, break_long_words=False)
    return "".join([*lines, "\n__all__ = [\n", textwrap.indent(exported, "    "), "\n]\n"])


if __name__ == "__main__":
    FILE.write_text(listing(), encoding="utf-8")
    print(f"{FILE.name}: {len(names())} names")
