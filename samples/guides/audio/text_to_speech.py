"""A text, spoken.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Audio.md#text-to-speech
"""

from genai_py import AudioVoice, SpeechFormat, SpeechParams, SpeechResult
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.FileName = "Speech.mp3"


# Asynchronous promise example
def build(Params: SpeechParams) -> None:
    Params.Model("gpt-4o-mini-tts")
    Params.Input("Hi! what are you doing ?")
    Params.Voice("fable")
    Params.ResponseFormat(SpeechFormat.mp3)
    TutorialHub.JSONRequest = Params.ToFormat()


def show(Value: SpeechResult) -> SpeechResult:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Audio.AsyncAwaitSpeech(build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))


# Synchronous example
def build_synchronous(Params: SpeechParams) -> None:
    Params.Model("gpt-4o-mini-tts")
    Params.Input("Hi! what are you doing ?")
    Params.Voice(AudioVoice.alloy)
    Params.ResponseFormat(SpeechFormat.mp3)
    # Delphi: the builder also reads Value.JSONResponse, which is not there before the call.


Value = Client.Audio.Speech(build_synchronous)
Display(TutorialHub, Value)
