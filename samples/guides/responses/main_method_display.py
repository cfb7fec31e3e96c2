"""How a response is shown that asks for a call of a function: the function is run, and its outcome handed on.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#main-method

Runs on a local model.
"""

from genai_py import (
    Promise,
    Response,
    ResponseFunctionParams,
    ResponsesParams,
    ResponseTypes,
    WeatherReportFunction,
)
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


# Delphi: an overload of Display; here a function beside it.
def DisplayResponse(Sender: object, Value: Response) -> None:
    TutorialHub.JSONResponse = Value.JSONResponse
    for Item in Value.output:
        if Item.type == ResponseTypes.function_call:  # identifies the request as a function call
            Display(Sender, Item.arguments)
            Evaluation = TutorialHub.Tool.Execute(Item.arguments) if TutorialHub.Tool else ""
            Display(Sender, Evaluation)
            Display(Sender)
            if TutorialHub.ToolCall:
                TutorialHub.ToolCall(Evaluation)
        else:
            for SubItem in Item.content:
                Display(Sender, SubItem.text)
    Display(Sender)


Weather = WeatherReportFunction.CreateInstance(False)
TutorialHub.ToolCall = TutorialHub.DisplayWeatherStream
TutorialHub.Tool = Weather


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("gpt-5.5"))
    Params.Input("What is the weather in Paris?")
    Params.Tools([ResponseFunctionParams.New(Weather)])


Value = Client.Responses.Create(build)
DisplayResponse(TutorialHub, Value)

# The report is still being written.
TutorialHub.WaitFor(Promise.Resolved(Value))
