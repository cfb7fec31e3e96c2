"""A recording, written down.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Audio.md#speech-to-text
"""

from pathlib import Path

from genai_py import Transcription, TranscriptionParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

FILES = Path(__file__).parents[1] / "_files"

TutorialHub.JSONRequest = "multipart"


# Asynchronous promise example
def build(Params: TranscriptionParams) -> None:
    Params.File(FILES / "SpeechRecorded.wav")
    Params.Model("gpt-4o-transcribe")


def show(Value: Transcription) -> Transcription:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Audio.AsyncAwaitTranscription(build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))


# Synchronous example
def build_synchronous(Params: TranscriptionParams) -> None:
    Params.File(FILES / "SpeechRecorded.wav")
    Params.Model("whisper-1")


Value = Client.Audio.Transcription(build_synchronous)
Display(TutorialHub, Value)
