"""Tools at v1/responses, with the weather function that the original brings as an example."""

from genai_py import (
    FunctionToolCalloutput,
    InputMessage,
    ResponseFunctionParams,
    ResponsesParams,
    ResponseTypes,
    ToolChoice,
    WeatherReportFunction,
)
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()
Question = "What is the weather in Paris?"

Weather = WeatherReportFunction.CreateInstance(False)


def ask(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Input(Question)
    Params.Tools([ResponseFunctionParams.New(Weather)])
    Params.ToolChoice(ToolChoice.required)
    TutorialHub.JSONRequest = Params.ToFormat()


# Synchronous example
Value = Client.Responses.Create(ask)

Items = [InputMessage.New().Role("user").Content(Question), *Value.output]
for Item in Value.output:
    if Item.type == ResponseTypes.function_call:
        Display(TutorialHub, Item.arguments)
        Evaluation = Weather.Execute(Item.arguments)
        Display(TutorialHub, Evaluation)
        Items.append(FunctionToolCalloutput.New().CallId(Item.call_id).Output(Evaluation))


def go_on(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Input(Items)
    Params.Tools([ResponseFunctionParams.New(Weather)])
    TutorialHub.JSONRequest = Params.ToFormat()


Display(TutorialHub, Client.Responses.Create(go_on))
