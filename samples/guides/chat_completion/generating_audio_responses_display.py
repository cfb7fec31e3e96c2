"""What DisplayAudio does with an answer in speech, step by step.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#generating-audio-responses-with-chat
"""

from genai_py import Chat, ChatParams, FromUser
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def DisplayAudio(Sender: object, Value: Chat) -> None:
    TutorialHub.JSONResponse = Value.JSONResponse

    if not TutorialHub.FileName:
        raise ValueError("Set filename value in the tutorial hub")

    Message = Value.choices[0].message
    if Message is None or Message.audio is None:
        raise ValueError("the answer is not spoken")

    # For the next turn of the conversation.
    TutorialHub.AudioId = Message.audio.id
    TutorialHub.Transcript = Message.audio.transcript

    Message.audio.SaveToFile(TutorialHub.FileName)
    Display(Sender, Message.audio.transcript)
    TutorialHub.PlayAudio()
    Display(Sender, "\n")


def build(Params: ChatParams) -> None:
    Params.Model("gpt-4o-audio-preview")
    Params.Modalities(["text", "audio"])
    Params.Audio("ash", "mp3")
    Params.Messages([FromUser("Is a golden retriever a good family dog?")])
    Params.MaxCompletionTokens(1024)


TutorialHub.FileName = "AudioResponse.mp3"
Value = Client.Chat.Create(build)
DisplayAudio(TutorialHub, Value)
