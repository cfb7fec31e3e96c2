"""What TutorialHub.DisplayWeatherStream does: the outcome of a function, told by the model as it writes.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#display-a-stream-text
Runs on a local model.
"""

from genai_py import AsynChatStream, ChatParams, FromSystem, FromUser, Operation, WeatherReportFunction
from genai_py.tutorial import Cancellation, Display, DisplayStream, DoCancellation, TutorialHub
from samples.guides import Client


# Delphi: a method of the hub; here a function that gives its operation, to be waited for.
def DisplayWeatherStream(Value: str) -> Operation[None]:
    # Asynchronous example
    def build(Params: ChatParams) -> None:
        Params.Model(TutorialHub.Available("gpt-4o"))
        Params.Messages(
            [
                FromSystem("You are a weather presenter on a prime time TV channel."),
                FromUser(Value),
            ]
        )
        Params.MaxCompletionTokens(1024)
        Params.Stream()

    def callbacks(Result: AsynChatStream) -> None:
        Result.Sender = TutorialHub
        Result.OnProgress = DisplayStream
        Result.OnError = Display
        Result.OnDoCancel = DoCancellation
        Result.OnCancellation = Cancellation

    return Client.Chat.AsynCreateStream(build, callbacks)


Report = WeatherReportFunction.CreateInstance().Execute('{"location": "Paris", "unit": "celsius"}')
TutorialHub.WaitFor(DisplayWeatherStream(Report))
