"""Runs a program with a Tk window, and tells on request what is to be seen of it: ``watched.py module arguments``.

For each line on standard input it writes a line of JSON: the visible widgets, those of Tk's own dialogs included.
"""

from __future__ import annotations

import json
import runpy
import sys
import threading
import tkinter
from typing import Any


def seen(window: tkinter.Misc) -> list[dict[str, Any]]:
    """The visible widgets in order: path, class, text as it is shown, and the middle of each on the screen."""
    call = window.tk.call
    split = window.tk.splitlist
    shown: list[dict[str, Any]] = []

    def text_of(path: str, kind: str) -> str:
        if kind == "Text":
            return str(call(path, "get", "-displaychars", "1.0", "end-1c"))
        if kind == "Treeview":
            return "\n".join(str(call(path, "item", item, "-text")) for item in split(call(path, "children", "")))
        if kind in ("TEntry", "TCombobox"):
            return str(call(path, "get"))
        return str(call(path, "cget", "-text")) if kind in ("TButton", "TLabel") else ""

    def walk(path: str) -> None:
        if call("winfo", "viewable", path):
            kind = str(call("winfo", "class", path))
            left, top, width, height = (
                int(call("winfo", name, path)) for name in ("rootx", "rooty", "width", "height")
            )
            shown.append(
                {
                    "path": path,
                    "kind": kind,
                    "text": text_of(path, kind),
                    "place": [left + width // 2, top + height // 2],
                    "window": int(str(call("winfo", "id", path)), 16),
                }
            )
            for child in split(call("winfo", "children", path)):
                walk(str(child))

    walk(".")
    return shown


def answer(window: tkinter.Misc) -> None:
    """Read a line and tell."""
    if not sys.stdin.readline():
        window.tk.deletefilehandler(sys.stdin)
        return
    window.update_idletasks()
    print(json.dumps(seen(window)), flush=True)


def watched(window: tkinter.Misc, n: int = 0) -> None:
    """The main loop, with an ear for questions."""
    window.tk.createfilehandler(sys.stdin, tkinter.READABLE, lambda *_: answer(window))
    mainloop(window, n)


mainloop = tkinter.Misc.mainloop
tkinter.Misc.mainloop = watched  # type: ignore[assignment, method-assign]
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
left = [each.name for each in threading.enumerate() if each is not threading.main_thread()]
print(json.dumps(left), flush=True)
