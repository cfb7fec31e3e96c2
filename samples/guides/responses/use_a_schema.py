"""A function that the model may call: its name, what it is for, and the schema of its arguments.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#use-a-schema

Runs on a local model.
"""

from genai_py import ResponseFunctionParams, ResponsesParams, WeatherReportFunction
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

Weather = WeatherReportFunction.CreateInstance()
# or
Weather = WeatherReportFunction.CreateInstance(True)  # To activate the Strict option

# See main_method.py
Display(TutorialHub, Weather.ToString())


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("gpt-5.5"))
    Params.Input("What is the weather in Paris?")
    Params.Tools([ResponseFunctionParams.New(Weather)])


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
