"""A conversation that goes on from an answer in speech, by the id of its sound.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#audio-multi-turn-conversations
"""

from genai_py import ChatParams, FromAssistantAudioId, FromUser
from genai_py.tutorial import DisplayAudio, TutorialHub
from samples.guides import Client

TutorialHub.FileName = "AudioResponse.mp3"


def begin(Params: ChatParams) -> None:
    Params.Model("gpt-4o-audio-preview")
    Params.Modalities(["text", "audio"])
    Params.Audio("ash", "mp3")
    Params.Messages([FromUser("Is a golden retriever a good family dog?")])


def go_on(Params: ChatParams) -> None:
    Params.Model("gpt-4o-audio-preview")
    Params.Modalities(["text", "audio"])
    Params.Audio("ash", "mp3")
    Params.Messages(
        [
            FromUser("Is a golden retriever a good family dog?"),
            # Delphi: "or FromAssistantAudioId(TutorialHub.Transcript)", but a text is no id: FromAssistant takes it.
            FromAssistantAudioId(TutorialHub.AudioId),
            FromUser("Why do you say they are loyal?"),
        ]
    )


# DisplayAudio keeps the id of the sound in TutorialHub.AudioId.
DisplayAudio(TutorialHub, Client.Chat.Create(begin))
DisplayAudio(TutorialHub, Client.Chat.Create(go_on))
