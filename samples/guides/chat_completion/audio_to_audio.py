"""A recording, answered in speech.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#audio-to-audio
"""

from pathlib import Path

from genai_py import ChatParams, FromUser
from genai_py.tutorial import DisplayAudio, TutorialHub
from samples.guides import Client

FILES = Path(__file__).parents[1] / "_files"

TutorialHub.JSONRequestClear()
TutorialHub.FileName = "Response.mp3"


# Synchronous example
def build(Params: ChatParams) -> None:
    Params.Model("gpt-4o-audio-preview")
    Params.Modalities(["text", "audio"])
    Params.Audio("ash", "mp3")
    Params.Messages([FromUser([FILES / "SpeechRecorded.mp3"])])
    Params.MaxCompletionTokens(1024)
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Chat.Create(build)
DisplayAudio(TutorialHub, Value)
