"""How a conversation looks: a text that grows, with buttons in it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from tkinter.font import nametofont
from typing import Any

WELCOME = "Ask something. Enter sends, Shift+Enter begins a new line, Esc stops an answer."
_TAGS: dict[str, dict[str, Any]] = {
    "question": {
        "background": "#e8eefb",
        "lmargin1": 12,
        "lmargin2": 12,
        "rmargin": 12,
        "lmargincolor": "#e8eefb",
        "rmargincolor": "#e8eefb",
        "spacing1": 6,
        "spacing3": 6,
    },
    "answer": {"spacing3": 2},
    "thought": {"foreground": "#6b7280", "lmargin1": 16, "lmargin2": 16, "spacing3": 4},
    "note": {"foreground": "#6b7280"},
    "problem": {"foreground": "#b00020"},
    "gap": {"font": "TkTooltipFont", "spacing1": 2},
    "bold": {},
    "code": {"font": "TkFixedFont", "background": "#f1f2f5"},
    "mark": {"elide": True},
}
# The tag that text gets between an opening and a closing mark; code first, for it has no marks inside.
_MARKUP = (
    ("code", r"^```[^\n`]*\n", r"^```[ \t]*$"),
    ("bold", r"^#{1,6} +", r"$"),
    ("bold", r"\*\*(?=[^*\s])", r"\*\*"),
)


class Conversation(ttk.Frame):
    """Questions and answers, one under the other. Who has scrolled up to read is left there."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self.text = tk.Text(
            self, name="text", wrap="word", state="disabled", relief="flat", highlightthickness=0,
            background="white", foreground="#1a1c23", padx=16, pady=12, width=40, height=10,
            font="TkTextFont", spacing2=3, cursor="arrow",
        )  # fmt: skip
        bar = ttk.Scrollbar(self, command=self.text.yview)
        self.text.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.text.pack(side="left", fill="both", expand=True)
        self._bold = nametofont("TkTextFont").copy()
        self._bold.configure(weight="bold")
        for name, look in _TAGS.items():
            self.text.tag_configure(name, **look)
        self.text.tag_configure("bold", font=self._bold)
        self.text.tag_raise("sel")
        self._again: ttk.Button | None = None
        self.add(WELCOME, "note", "welcome")

    def ask(self, question: str, files: Sequence[str]) -> Answer:
        """Show a question and the names of its files; the answer, which is to be filled."""
        self.remove("welcome")
        if self._again is not None:
            # Only what was asked last can be tried again.
            self._again.destroy()
            self._again = None
        self.text.mark_set("turn", "end-1c")
        self.text.mark_gravity("turn", "left")
        lines = "\n".join(filter(None, (question.strip(), *(f"[{name}]" for name in files))))
        self.add(f"{lines}\n", "question")
        self.add("\n", "gap")
        self.text.see("end")
        return Answer(self)

    def show_end(self) -> None:
        """Go to the end, once what else changes in the window has been laid out."""
        self.after_idle(self.text.see, "end")

    def take_back(self) -> None:
        """Remove the last question with its answer."""
        self.change(self.text.delete, "turn", "end-1c")

    def offer_again(self, command: Callable[[], None]) -> None:
        """Show a button to ask the last question again."""
        self._again = ttk.Button(self.text, name="again", text="Try again", command=command, cursor="arrow")
        self.change(self.text.window_create, "end-1c", window=self._again)
        self.add("\n")

    def add(self, text: str, *tags: str, at: str = "end-1c") -> None:
        """Insert text, at the end by default."""
        self.change(self.text.insert, at, text, tags)

    def remove(self, tag: str) -> None:
        """Delete all that has a tag."""
        if self.text.tag_ranges(tag):
            self.change(self.text.delete, f"{tag}.first", f"{tag}.last")

    def change(self, change: Callable[..., object], *arguments: Any, **options: Any) -> None:
        """Call a method of the text, which cannot be changed otherwise."""
        follows = self.text.yview()[1] >= 1.0
        self.text.configure(state="normal")
        change(*arguments, **options)
        self.text.configure(state="disabled")
        if follows:
            self.text.see("end")

    def dress(self, start: str) -> None:
        """Show the Markdown from there on as what it means: blocks of code, headings, words in bold."""
        for tag, opening, closing in _MARKUP:
            at = start
            while (begin := self._find(opening, at)) and (end := self._find(closing, begin[1])):
                if tag == "code" or self._in_one_line(begin[1], end[0]):
                    self.text.tag_add(tag, begin[1], end[0])
                    self.text.tag_add("mark", *begin)
                    self.text.tag_add("mark", *end)
                    at = end[1]
                else:
                    at = begin[1]

    def _find(self, pattern: str, start: str) -> tuple[str, str] | None:
        length = tk.IntVar(self)
        begin = self.text.search(pattern, start, "end", regexp=True, count=length)
        return (begin, self.text.index(f"{begin}+{length.get()}c")) if begin else None

    def _in_one_line(self, begin: str, end: str) -> bool:
        return begin.partition(".")[0] == end.partition(".")[0] and "code" not in self.text.tag_names(begin)


class Answer:
    """The last answer of a conversation: what of it has come, and how that looks."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._text = conversation.text
        self._fold: ttk.Button | None = None
        self._folded = True
        self._place("answer")
        # A tag of its own: what it hides is the reasoning of this answer only.
        self._thought = f"thought-{self._text.index('answer')}"
        self.text = ""
        conversation.add("…", "note", "waiting")

    def _place(self, mark: str) -> None:
        self._text.mark_set(mark, "end-1c")
        self._text.mark_gravity(mark, "left")

    def write(self, text: str) -> None:
        """Go on with the answer."""
        text = text if self.text else text.lstrip()
        if text:
            self._conversation.remove("waiting")
            if self._fold is not None:
                self._label()
            self.text += text
            self._conversation.add(text, "answer")

    def think(self, text: str) -> None:
        """Go on with the reasoning, which is folded away."""
        self._conversation.remove("waiting")
        if self._fold is None:
            self._make_fold()
        self._conversation.add(text, "thought", self._thought, at="thought")

    def only_thought(self) -> None:
        """All so far was reasoning."""
        thought, self.text = self.text, ""
        self._conversation.change(self._text.delete, "answer", "end-1c")
        self.think(thought)

    def end(self, note: str, problem: str = "") -> None:
        """No more comes; why, where there is something to say."""
        self._conversation.remove("waiting")
        if self._fold is not None:
            self._label("Reasoning")
        blank = len(self.text) - len(self.text.rstrip())
        self._conversation.change(self._text.delete, f"end-{1 + blank}c", "end-1c")
        self._conversation.dress("answer")
        if self.text:
            self._conversation.add("\n")
        for told, tag in ((note, "note"), (problem, "problem")):
            if told:
                self._conversation.add(f"{told}\n", tag)
        self._conversation.add("\n", "gap")

    def _make_fold(self) -> None:
        self._fold = ttk.Button(self._text, command=self._toggle, style="Fold.TButton", cursor="hand2")
        self._text.tag_configure(self._thought, elide=True)
        self._conversation.change(self._text.window_create, "end-1c", window=self._fold)
        self._conversation.add("\n")
        # The reasoning goes before a line's end of its own, which is folded away with it.
        self._conversation.add("\n", self._thought)
        self._text.mark_set("thought", "end-2c")
        self._text.mark_gravity("thought", "right")
        self._place("answer")
        self._label("Thinking…")

    def _label(self, word: str = "Reasoning") -> None:
        assert self._fold is not None
        self._fold.configure(text=f"{'▸' if self._folded else '▾'} {word}")

    def _toggle(self) -> None:
        assert self._fold is not None
        self._folded = not self._folded
        self._text.tag_configure(self._thought, elide=self._folded)
        self._label(str(self._fold.cget("text"))[2:])
