"""The modules of the public names, from the declarations of ``genai_py/__init__.pyi``.

``python -m tests api`` writes them to ``genai_py/_names.py``: programs need not parse the declarations.
"""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "genai_py"
FILE = PACKAGE / "_names.py"
_HEAD = '''"""The module of each public name. Written by ``python -m tests api`` from ``__init__.pyi``."""

MODULES = {
'''


def listing() -> str:
    """Return the text of ``genai_py/_names.py``."""
    stub = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
    modules = {
        alias.asname or alias.name: statement.module
        for statement in stub.body
        if isinstance(statement, ast.ImportFrom) and statement.level == 1
        for alias in statement.names
    }
    lines = [f'    "{name}": "{module}",\n' for name, module in sorted(modules.items())]
    return "".join([_HEAD, *lines, "}\n"])


if __name__ == "__main__":
    FILE.write_text(listing(), encoding="utf-8")
    print(f"{FILE.name}: {listing().count(': ')} names")
