"""A question about a recording, answered in writing.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#audio-and-text-to-text
"""

from pathlib import Path

from genai_py import ChatParams, FromUser
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

FILES = Path(__file__).parents[1] / "_files"

TutorialHub.JSONRequestClear()
# Delphi: 'https://cdn.openai.com/API/docs/audio/alloy.wav'. The SDK takes it, too; a file is there without a network.
Ref = str(FILES / "SpeechRecorded.wav")


# Synchronous example
def build(Params: ChatParams) -> None:
    Params.Model("gpt-4o-audio-preview")
    Params.Modalities(["text"])
    Params.Messages([FromUser("What is in this recording?", [Ref])])
    Params.MaxCompletionTokens(1024)
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Chat.Create(build)
Display(TutorialHub, Value)
