"""A program with the tutorial's window, run by the tests: ``window_program.py base_url folder``. Prints what is seen.

With no base URL it only has widgets of its own.
"""

from __future__ import annotations

import json
import sys
import threading
import tkinter
from pathlib import Path
from typing import Any

from genai_py import (
    AsynResponseStream,
    GenAIException,
    GenAIFactory,
    GeneratedImages,
    Model,
    Models,
    ResponsesParams,
)
from genai_py.core.results.decoding import decode
from genai_py.tutorial import (
    Cancellation,
    Display,
    DisplayStream,
    DoCancellation,
    Start,
    TutorialHub,
    VCLTutorialHub,
)
from genai_py.tutorial.widgets import TkMemo
from genai_py.tutorial.window import TutorialWindow

# One red pixel.
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
elsewhere: set[str] = set()


def tell(**seen: Any) -> None:
    """A line for the test."""
    print(json.dumps(seen), flush=True)


def text(memo: Any) -> str:
    """What a memo's widget shows."""
    assert isinstance(memo, TkMemo)
    return memo.Text


def ask(Params: ResponsesParams) -> None:
    Params.Model("m").Input("q").Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


def progress(Sender: object, Chunk: Any) -> None:
    elsewhere.add(threading.current_thread().name)
    DisplayStream(Sender, Chunk)


def callbacks(Result: AsynResponseStream) -> None:
    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnProgress = progress
    Result.OnError = Display
    Result.OnDoCancel = DoCancellation
    Result.OnCancellation = Cancellation


def results(window: TutorialWindow, folder: str) -> None:
    """Texts, JSON, a table, a picture."""
    TutorialHub.Folder = folder
    TutorialHub.JSONRequest = '{"model": "m", "n": 1}'
    Display(TutorialHub, decode(Models, b'{"data": [{"id": "gemma"}, {"id": "other"}]}'))
    Display(TutorialHub, GenAIException(400, "bad"))
    widget = TutorialHub.Memo2._widget  # type: ignore[attr-defined]
    tell(
        answer=text(TutorialHub.Memo1),
        request=text(TutorialHub.Memo2),
        reply=text(TutorialHub.Memo3),
        coloured=[str(widget.get(*widget.tag_ranges("key")[:2])), str(widget.get(*widget.tag_ranges("number")[:2]))],
    )
    Display(TutorialHub, decode(GeneratedImages, json.dumps({"data": [{"b64_json": PNG}]}).encode()))
    label = TutorialHub.Image._widget  # type: ignore[union-attr]
    picture = str(label.cget("image"))
    window.root.update()
    tell(picture=bool(picture), size=[window.root.tk.call("image", "width", picture), label.winfo_ismapped()])
    with open(f"{folder}/no.png", "wb") as file:
        file.write(b"no picture")
    assert TutorialHub.Image is not None
    TutorialHub.Image.LoadFromFile(Path(f"{folder}/no.png"))
    tell(instead=label.cget("text"))


def other_threads() -> None:
    """A stream from a thread that is not the window's."""
    TutorialHub.Memo1.Clear()

    def stream() -> None:
        for number in range(300):
            DisplayStream(TutorialHub, f"{number} ")
        Display(TutorialHub, "done")

    thread = threading.Thread(target=stream)
    thread.start()
    assert TutorialHub.Idle is not None
    while thread.is_alive():
        TutorialHub.Idle(0.01)
    TutorialHub.Idle(0.05)
    tell(streamed=text(TutorialHub.Memo1))


def cancelling(base_url: str, window: TutorialWindow) -> None:
    """The cancel button, pressed while a stream without end comes; then the window is closed on another."""
    TutorialHub.Memo1.Clear()
    with GenAIFactory.CreateLMSInstance(base_url, dispatcher=TutorialHub.Dispatcher) as client:

        def press() -> None:
            if text(TutorialHub.Memo1).count("word") < 3:
                window.root.after(20, press)
            else:
                tell(button=TutorialHub.Button.cget("text"), chunks=text(TutorialHub.Memo3).count("delta") >= 3)
                TutorialHub.Button.invoke()

        window.root.after(20, press)
        TutorialHub.WaitFor(client.Responses.AsynCreateStream(ask, callbacks))
        tell(answer=text(TutorialHub.Memo1), threads=sorted(elsewhere))
        promise = client.Models.AsyncAwaitList().Then(lambda Value: Display(TutorialHub, Value.data[0].id))
        promise.result(10)
        tell(promised=text(TutorialHub.Memo1).split()[-1])
        window.root.after(300, window.Close)
        TutorialHub.WaitFor(client.Responses.AsynCreateStream(ask, callbacks))
    tell(closed=TutorialHub.Cancel)
    Display(TutorialHub, decode(Model, b'{"id": "on the terminal again"}'))


def own_widgets() -> None:
    """A form of the program's own, as in the original."""
    root = tkinter.Tk()
    texts: Any = [tkinter.Text(root) for _ in range(3)]
    button, image = tkinter.Button(root), tkinter.Label(root)
    create: Any = VCLTutorialHub.Create
    hub = create(None, *texts, image, button, None)
    hub.JSONRequest = "{}"
    Display(hub, "hello")
    Display(hub.Memo3, "third")
    button.invoke()
    tell(texts=[each.get("1.0", "end-1c") for each in texts], cancel=hub.Cancel)
    root.destroy()


def main() -> None:
    """What the command line asks for."""
    if len(sys.argv) == 1:
        own_widgets()
        return
    window = TutorialWindow(title="tests")
    results(window, sys.argv[2])
    other_threads()
    cancelling(sys.argv[1], window)


if __name__ == "__main__":
    main()
