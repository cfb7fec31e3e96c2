"""Handlers in the main thread, when the program says so: what a form's message loop does in Delphi."""

import threading

from genai_py import AsynChatStream, Chat, FromUser, ManualDispatcher
from genai_py.tutorial import Connect, Display, DisplayStream, TutorialHub

Client = Connect()

# Connect() makes its client with one; here is where it goes.
Dispatcher = ManualDispatcher()
Client = Client.WithOptions(dispatcher=Dispatcher)

Ended = threading.Event()
Threads: set[str] = set()


def OnProgress(Sender: object, Chunk: Chat) -> None:
    Threads.add(threading.current_thread().name)
    DisplayStream(Sender, Chunk)


def OnSuccess(Sender: object) -> None:
    Ended.set()


def OnError(Sender: object, Error: str) -> None:
    Display(Sender, f"failed: {Error}")
    Ended.set()


Model = TutorialHub.Available("openai/gpt-oss-20b")
Client.Chat.AsynCreateStream(
    lambda Params: Params.Model(Model).Messages([FromUser("Name a famous building in Paris.")]),
    AsynChatStream(sender=TutorialHub, on_progress=OnProgress, on_success=OnSuccess, on_error=OnError),
)

# The program's own loop: it may do other things between two calls of Pump.
while not Ended.is_set():
    Dispatcher.Pump(0.05)

Display(TutorialHub, f"all in {', '.join(Threads)}")
