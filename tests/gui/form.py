"""A GUI program of the tests: ``form.py toolkit scenario base_url``. Says what happens in lines of JSON."""

from __future__ import annotations

import faulthandler
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from windows import WINDOWS, Window, tell

from genai_py import (
    AsynChatStream,
    AsynCompletionStream,
    ChatParams,
    CompletionParams,
    FromUser,
    GenAI,
    GenAICancelledError,
    GenAIFactory,
    HttpMonitoring,
    Promise,
    PromiseCompletionStream,
)

_LOOK_EVERY = 5
"""Milliseconds."""


def completion(Params: CompletionParams) -> None:
    Params.Model("m").Prompt("Say something.")


class Form:
    """One button sends, the text streams into the widget, the other button cancels."""

    def __init__(self, window: Window, client: GenAI) -> None:
        self.window = window
        self.client = client
        self.running: Any = None
        self.calls: list[str] = []
        """The handlers in the order of their calls; of calls in a row only the first."""
        self.elsewhere: set[str] = set()
        """The handlers that ran on another thread than the GUI's."""

    def send(self) -> None:
        self.running = self.client.Completions.AsynCreateStream(completion, self.record(AsynCompletionStream))

    def cancel(self) -> None:
        assert self.running.Cancel()

    def may_close(self) -> bool:
        return True

    def called(self, name: str) -> None:
        if self.calls[-1:] != [name]:
            self.calls.append(name)
        if threading.current_thread() is not threading.main_thread():
            self.elsewhere.add(name)

    def record(self, kind: Any) -> Any:
        return kind(
            on_start=lambda _: self.called("on_start"),
            on_progress=self.progress,
            on_success=lambda _: self.ended("on_success"),
            on_error=lambda _, error: self.ended("on_error", error=error),
            on_cancel=lambda _: self.ended("on_cancel"),
        )

    def progress(self, _: Any, chunk: Any) -> None:
        is_first = "on_progress" not in self.calls
        self.called("on_progress")
        self.window.append(chunk.choices[0].text)
        if is_first:
            tell("text")

    def ended(self, name: str, **more: Any) -> None:
        self.called(name)
        tell("end", calls=self.calls, elsewhere=sorted(self.elsewhere), text=self.window.text(), **more)


class Chat(Form):
    """With a model that cannot stop by itself."""

    def send(self) -> None:
        def long_story(Params: ChatParams) -> None:
            endless = {"type": "array", "items": {"type": "integer"}, "minItems": 2000}
            Params.Model("gemma-3-270m").Messages([FromUser("Count.")]).MaxCompletionTokens(3000)
            Params.ResponseFormat({"type": "json_schema", "json_schema": {"name": "numbers", "schema": endless}})

        self.running = self.client.Chat.AsynCreateStream(long_story, self.record(AsynChatStream))

    def progress(self, _: Any, chunk: Any) -> None:
        self.called("on_progress")
        text = chunk.choices[0].delta.content if chunk.choices else ""
        if text:
            self.window.append(text)
            tell("text")


def compute(seconds: float) -> None:
    """Keep the thread busy for this much of its CPU time."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


class Watched(Form):
    """Measures how much the main loop computes between two turns of a timer, with handlers that compute for 0.2 ms.

    The thread's CPU time, in which other programs have no part.
    """

    def send(self) -> None:
        self.longest = 0.0
        self.looks = 0
        super().send()
        self.last = time.thread_time()
        self.look()

    def look(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, now - self.last)
        self.last = now
        self.looks += 1
        if "on_success" not in self.calls:
            self.window.after(_LOOK_EVERY, self.look)
        else:
            super().ended("on_success", stall=self.longest, looks=self.looks)

    def progress(self, sender: Any, chunk: Any) -> None:
        super().progress(sender, chunk)
        compute(0.0002)

    def ended(self, name: str, **more: Any) -> None:
        self.called(name)


class Slow(Form):
    """Its handler needs longer for a chunk than the server for thousands."""

    def progress(self, sender: Any, chunk: Any) -> None:
        super().progress(sender, chunk)
        time.sleep(0.02)


class Asking(Form):
    """Is not closed while a request is in flight."""

    def may_close(self) -> bool:
        tell("asked", busy=HttpMonitoring().IsBusy)
        return not HttpMonitoring().IsBusy


class Closing(Form):
    """Is closed with a stream in flight, and a thread waiting for a promise."""

    def send(self) -> None:
        self.promise = self.client.Completions.AsyncAwaitCreateStream(completion, self.record(PromiseCompletionStream))
        self.chain = self.promise.Then(lambda _: None)
        self.waiting = threading.Thread(target=self.wait)
        self.waiting.start()

    def wait(self) -> None:
        try:
            self.chain.result()
        except GenAICancelledError as error:
            tell("aborted", message=str(error))

    def after_the_end(self) -> None:
        """What is begun when the window is gone is cancelled, too."""
        self.waiting.join()
        try:
            self.client.Completions.AsyncAwaitCreateStream(completion, self.record(PromiseCompletionStream)).result()
        except GenAICancelledError:
            tell("refused", calls=self.calls)


class Chained(Form):
    """Handlers of promises, two of which wait in the main loop's own thread."""

    def send(self) -> None:
        def then(_: Any) -> Promise[Any]:
            self.called("Then")
            return self.client.WithOptions(max_retries=0).Models.AsyncAwaitList()

        def both() -> None:
            # Callbacks go on while the GUI's thread waits.
            self.client.Completions.AsyncAwaitCreateStream(completion, self.record(PromiseCompletionStream)).result(10)
            self.called("waited")

        self.client.Completions.AsyncAwaitCreate(completion).Then(then).Catch(
            lambda _: self.called("Catch")
        ).Recover(lambda _: self.called("Recover")).Then(both).Finally(lambda: self.ended("Finally"))

    def ended(self, name: str, **more: Any) -> None:
        if name == "Finally":
            super().ended(name, **more)
        else:
            self.called(name)


class WithDialog(Form):
    """The handler of one stream opens a dialog, under which the other stream goes on."""

    def send(self) -> None:
        self.in_dialog = False
        self.client.Completions.AsynCreateStream(completion, AsynCompletionStream(on_progress=self.open))
        super().send()

    def open(self, *_: Any) -> None:
        if "dialog" not in self.calls:
            self.called("dialog")
            self.in_dialog = True
            self.window.dialog(0.5)
            self.in_dialog = False
            tell("dialog closed")

    def ended(self, name: str, **more: Any) -> None:
        super().ended(name, in_dialog=self.in_dialog, **more)


SCENARIOS: dict[str, Callable[[Window, GenAI], Form]] = {
    scenario.__name__: scenario for scenario in (Form, Chat, Watched, Slow, Asking, Closing, Chained, WithDialog)
}


def main() -> None:
    faulthandler.dump_traceback_later(240, exit=True)
    toolkit, scenario, url = sys.argv[1:]
    window = WINDOWS[toolkit]()
    with GenAIFactory.CreateLMSInstance(url, dispatcher=window.dispatcher) as client:
        form = SCENARIOS[scenario](window, client)
        window.show(form.send, form.cancel, form.may_close)
        window.run()
        if isinstance(form, Closing):
            form.after_the_end()
        tell("left", busy=not HttpMonitoring().WaitIdle(1))
    others = [each.name for each in threading.enumerate() if each is not threading.main_thread()]
    tell("over", threads=[name for name in others if name != "input"])


if __name__ == "__main__":
    main()
