"""``python -m genai_py``: the demo, and a server to stand in for LM Studio."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line."""
    try:
        from .cli.app import app

        app()
        sys.exit(0)
    except ModuleNotFoundError as missing:
        if missing.name not in ("typer", "rich"):
            raise
        sys.exit(
            f"this needs the package {missing.name!r}, which is not installed: "
            'pip install "genai_py[cli,embedded]"'
        )
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
