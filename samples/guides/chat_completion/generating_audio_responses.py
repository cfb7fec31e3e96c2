"""An answer in speech, which is saved as a file.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#generating-audio-responses-with-chat
"""

from genai_py import ChatParams, FromUser
from genai_py.tutorial import DisplayAudio, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.FileName = "AudioResponse.mp3"


# Synchronous example
def build(Params: ChatParams) -> None:
    Params.Model("gpt-4o-audio-preview")
    Params.Modalities(["text", "audio"])
    Params.Audio("ash", "mp3")
    Params.Messages([FromUser("Is a golden retriever a good family dog?")])
    Params.MaxCompletionTokens(1024)
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Chat.Create(build)
DisplayAudio(TutorialHub, Value)
