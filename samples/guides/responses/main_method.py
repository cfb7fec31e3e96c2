"""Let the model call a function of the program, and have the outcome told in speech.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#main-method
"""

from genai_py import Promise, ResponseFunctionParams, ResponsesParams, ToolChoice, WeatherReportFunction
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
Weather = WeatherReportFunction.CreateInstance(False)
# TutorialHub.ToolCall = TutorialHub.DisplayWeatherStream
TutorialHub.ToolCall = TutorialHub.DisplayWeatherAudio
TutorialHub.Tool = Weather


# Synchronous example
def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What is the weather in Paris?")
    Params.Tools([ResponseFunctionParams.New(Weather)])
    Params.ToolChoice(ToolChoice.required)
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)  # see main_method_display.py

# The report is still being spoken.
TutorialHub.WaitFor(Promise.Resolved(Value))
