"""The model asks for the weather, the program looks it up, and the model speaks the report.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#main-method
"""

from genai_py import ChatParams, FromUser, Promise, ToolChoice, WeatherReportFunction
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
Weather = WeatherReportFunction.CreateInstance(False)
# TutorialHub.ToolCall = TutorialHub.DisplayWeatherStream
# or
TutorialHub.ToolCall = TutorialHub.DisplayWeatherAudio
TutorialHub.Tool = Weather


# Synchronous example
def build(Params: ChatParams) -> None:
    Params.Model("gpt-4o")
    Params.Messages([FromUser("What is the weather in Paris?")])
    Params.Tools([Weather])
    Params.ToolChoice(ToolChoice.auto)
    Params.MaxCompletionTokens(1024)
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Chat.Create(build)
Display(TutorialHub, Value)
# The hub has begun the report by itself; it waits for that, too.
TutorialHub.WaitFor(Promise.Resolved(Value))
