"""What TutorialHub.DisplayWeatherAudio does: the outcome of a function, spoken by the model.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#use-audio-with-response
"""

from genai_py import AsynChat, Chat, ChatParams, FromSystem, FromUser, Operation, WeatherReportFunction
from genai_py.tutorial import Display, DisplayAudio, Start, TutorialHub
from samples.guides import Client


# Delphi: a method of the hub; here a function that gives its operation, to be waited for.
def DisplayWeatherAudio(Value: str) -> Operation[Chat]:
    TutorialHub.FileName = "AudioWeather.mp3"

    # Asynchronous example
    def build(Params: ChatParams) -> None:
        Params.Model("gpt-4o-audio-preview")
        Params.Modalities(["text", "audio"])
        Params.Audio("verse", "mp3")
        Params.Messages(
            [
                FromSystem("You are a weather presenter on a prime time TV channel."),
                FromUser(Value),
            ]
        )
        Params.MaxCompletionTokens(1024)

    def callbacks(Result: AsynChat) -> None:
        Result.Sender = TutorialHub
        Result.OnStart = Start
        Result.OnSuccess = DisplayAudio
        Result.OnError = Display

    return Client.Chat.AsynCreate(build, callbacks)


Report = WeatherReportFunction.CreateInstance().Execute('{"location": "Paris", "unit": "celsius"}')
TutorialHub.WaitFor(DisplayWeatherAudio(Report))
