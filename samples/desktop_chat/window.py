"""The window: a list of chats, and the one that is chosen."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from tkinter.font import nametofont
from typing import Any

from genai_py import AsynModels, Models, TkDispatcher
from genai_py.cli.servers import Server, chat_model

from .pane import CHANGED, ChatPane

_SIDE = "#f2f4f8"
_BLUE = "#2f62c0"
_LINE = "#d5d8e0"
_LIST_WIDTH = 210


class ChatWindow(tk.Tk):
    """The program's window. Closed, it cancels what is in flight. Raises tkinter.TclError without a display.

    model: the model to ask; one of the server's if "".
    """

    def __init__(self, server: Server, model: str = "") -> None:
        super().__init__(className="desktop_chat")
        self.title("Desktop chat")
        width, height = min(900, self.winfo_screenwidth()), min(600, self.winfo_screenheight())
        self.geometry(f"{width}x{height}")
        self.minsize(480, 320)
        _set_style(self)
        self._client = server.client
        self._model = tk.StringVar(self, model)
        self._panes: dict[str, ChatPane] = {}
        self._shown: ChatPane | None = None

        side = ttk.Frame(self, style="Side.TFrame", padding=10)
        side.pack(side="left", fill="y")
        ttk.Button(side, name="new", text="New chat", command=self.new_chat).pack(fill="x")
        self._list = ttk.Treeview(side, name="list", show="tree", selectmode="browse", style="Side.Treeview")
        self._list.column("#0", width=_LIST_WIDTH)
        self._list.tag_configure("answering", foreground=_BLUE)
        self._list.pack(fill="both", expand=True, pady=10)
        self._list.bind("<<TreeviewSelect>>", lambda _: self._select())
        ttk.Button(side, name="delete", text="Delete this chat", command=self.delete_chat).pack(fill="x")

        top = ttk.Frame(self, padding=(12, 10))
        top.pack(side="top", fill="x")
        ttk.Label(top, text="Model").pack(side="left")
        self._models = ttk.Combobox(top, name="model", textvariable=self._model, width=24)
        self._models.pack(side="left", padx=8)
        self._status = ttk.Label(top, name="status", text=server.name, style="Status.TLabel")
        self._status.pack(side="left", padx=8)
        ttk.Frame(self, height=1, style="Line.TFrame").pack(side="top", fill="x")
        self._main = ttk.Frame(self)
        self._main.pack(fill="both", expand=True)

        self.bind("<Escape>", lambda _: self._shown and self._shown.stop())
        self._learn_models()
        self.new_chat()

    def _learn_models(self) -> None:
        def OnSuccess(Sender: object, Value: Models) -> None:
            names = [model.id for model in Value.data]
            self._models.configure(values=names)
            if not self._model.get():
                self._model.set(chat_model(names))

        # That the server is not there is said where something is asked.
        here = self._client.WithOptions(dispatcher=TkDispatcher(self))
        here.Models.AsynList(AsynModels(on_success=OnSuccess))

    def new_chat(self) -> None:
        """Begin a chat, or go to the one in which nothing has been asked yet."""
        name = next((name for name, pane in self._panes.items() if pane.empty), "")
        if not name:
            pane = ChatPane(self._main, self._client, self._model)
            name = self._list.insert("", "end", text="New chat")
            self._panes[name] = pane
            pane.bind(CHANGED, lambda _: self._show_entry(name, pane))
        self._choose(name)

    def delete_chat(self) -> None:
        """Delete the chat that is shown, and cancel its answer."""
        for name in self._list.selection():
            self._list.delete(name)
            self._panes.pop(name).destroy()
        self._shown = None
        left = self._list.get_children()
        if left:
            self._choose(left[-1])
        else:
            self.new_chat()

    def _choose(self, name: str) -> None:
        self._list.selection_set(name)
        self._list.see(name)

    def _select(self) -> None:
        for name in self._list.selection():
            if self._shown is not None:
                self._shown.pack_forget()
            self._shown = self._panes[name]
            self._shown.pack(fill="both", expand=True)
            self._shown.focus_entry()

    def _show_entry(self, name: str, pane: ChatPane) -> None:
        text = f"● {pane.title}" if pane.busy else pane.title
        self._list.item(name, text=_shortened(text), tags=["answering"] if pane.busy else [])


def _shortened(text: str) -> str:
    """What of a text fits into the list."""
    font = nametofont("TkDefaultFont")
    short = text
    while font.measure(short) > _LIST_WIDTH - 30:
        text = text[:-1]
        short = f"{text.rstrip()}…"
    return short


def _set_style(window: tk.Tk) -> None:
    style = ttk.Style(window)
    if window.tk.call("tk", "windowingsystem") == "x11":
        # The look of other systems is their own.
        style.theme_use("clam")
        for name in ("TkDefaultFont", "TkTextFont", "TkFixedFont"):
            nametofont(name).configure(size=11)
        style.configure(".", background="white", bordercolor="#c5c9d3", lightcolor="white", darkcolor="white")
        style.configure("TButton", padding=(12, 6), background="white")
        style.map("TButton", background=[("active", _SIDE)])
        edge = {"lightcolor": _BLUE, "darkcolor": _BLUE}
        style.configure("Send.TButton", foreground="white", background=_BLUE, **edge)
        style.map("Send.TButton", background=[("active", "#244f9e")])
        style.configure("Side.TFrame", background=_SIDE)
        flat = {name: "white" for name in ("troughcolor", "bordercolor", "lightcolor", "darkcolor")}
        style.configure("Vertical.TScrollbar", background=_LINE, gripcount=0, **flat)
        # There is nothing to scroll.
        style.map("Vertical.TScrollbar", background=[("disabled", "white"), ("active", "#b4b9c6")])
        # "expand" is unknown to the types of tkinter.
        thumb: Any = ("Vertical.Scrollbar.thumb", {"expand": True, "sticky": "nswe"})
        trough: Any = ("Vertical.Scrollbar.trough", {"sticky": "ns", "children": [thumb]})
        style.layout("Vertical.TScrollbar", [trough])
        style.configure("Side.Treeview", background=_SIDE, fieldbackground=_SIDE, borderwidth=0, rowheight=32)
        style.map("Side.Treeview", background=[("selected", "#dbe4f7")], foreground=[("selected", "#1a1c23")])
    style.layout("Side.Treeview", [("Treeview.treearea", {"sticky": "nswe"})])
    style.configure("Line.TFrame", background=_LINE)
    style.configure("Fold.TButton", padding=(0, 2), relief="flat", borderwidth=0, foreground="#6b7280")
    style.configure("Status.TLabel", foreground="#6b7280")
    style.configure("Trouble.TLabel", foreground="#b00020")
