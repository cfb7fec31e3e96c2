"""What Display does with a sound, step by step.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Audio.md#text-to-speech
"""

from genai_py import SpeechFormat, SpeechParams, SpeechResult
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


# Delphi: an overload of Display.
def DisplaySpeech(Sender: object, Value: SpeechResult) -> None:
    # Delphi: TutorialHub.JSONResponse := Value.JSONResponse. The reply is the sound itself, no JSON.
    TutorialHub.JSONResponseClear()

    if not TutorialHub.FileName:
        raise ValueError("Set filename value in the tutorial hub")

    Value.SaveToFile(TutorialHub.FileName)
    TutorialHub.PlayAudio()
    Display(Sender, TutorialHub.FileName)


def build(Params: SpeechParams) -> None:
    Params.Model("gpt-4o-mini-tts")
    Params.Input("Hi! what are you doing ?")
    Params.Voice("fable")
    Params.ResponseFormat(SpeechFormat.mp3)


TutorialHub.FileName = "Speech.mp3"
DisplaySpeech(TutorialHub, Client.Audio.Speech(build))
