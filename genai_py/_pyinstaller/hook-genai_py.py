"""Adds the modules of the package, which are imported when a program first uses one of their names."""

from PyInstaller.utils.hooks import collect_submodules  # type: ignore[import-untyped,import-not-found,unused-ignore]

hiddenimports = collect_submodules("genai_py", filter=lambda name: not name.startswith("genai_py._pyinstaller"))
