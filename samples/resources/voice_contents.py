"""Custom voices: made from a recording of somebody who has agreed to it. For accounts that may make voices."""

from account import Connect

from genai_py import SpeechParams, VoiceContentCreateParams
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()

RECORDING = "my_voice.wav"
# The id of the recorded consent, which the account's page gives.
CONSENT = "cons_1234"


def build(Params: VoiceContentCreateParams) -> None:
    Params.AudioSample(RECORDING)
    Params.Consent(CONSENT)
    Params.Name("My voice")


Voice = Client.VoiceContents.Create(build)
Display(TutorialHub, Voice)


def speak(Params: SpeechParams) -> None:
    Params.Model("gpt-4o-mini-tts")
    Params.Input("This is how I sound.")
    Params.VoiceId(Voice.id)


Client.Audio.Speech(speak).SaveToFile("hello.mp3")
Display(TutorialHub, F("spoken", "hello.mp3"))
