"""A recording, written down by Gemini.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Gemini.md#audio-understanding
"""

from pathlib import Path

from genai_py import AsynChat, ChatParams, FromUser
from genai_py.tutorial import Display, Start, TutorialHub
from samples.guides import Client

FILES = Path(__file__).parents[1] / "_files"


# Asynchronous example
def build(Params: ChatParams) -> None:
    (
        Params
        .Model("gemini-2.5-flash")
        .Messages([
            FromUser("Transcribe this audio file.", [FILES / "SpeechRecorded.wav"]),
        ])
    )  # fmt: skip
    TutorialHub.JSONRequest = Params.ToFormat()


def callbacks(Result: AsynChat) -> None:
    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnSuccess = Display
    Result.OnError = Display


Operation = Client.Chat.AsynCreate(build, callbacks)
TutorialHub.WaitFor(Operation)
