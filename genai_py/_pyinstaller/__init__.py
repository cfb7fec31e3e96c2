"""How PyInstaller freezes programs that use the package."""

from pathlib import Path


def hook_folders() -> list[str]:
    """Return the folders of hooks, for the entry point ``pyinstaller40``.

    Source: https://pyinstaller.org/en/stable/hooks.html#providing-pyinstaller-hooks-with-your-package
    """
    return [str(Path(__file__).parent)]
