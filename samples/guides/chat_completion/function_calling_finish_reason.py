"""What Display does with a call of a function, step by step.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#finishreason
"""

from genai_py import Chat, ChatParams, FinishReason, FromUser, Promise, WeatherReportFunction
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


# Delphi: an overload of Display.
def DisplayChat(Sender: object, Value: Chat) -> None:
    TutorialHub.JSONResponse = Value.JSONResponse
    for Item in Value.choices:
        if Item.message is None:
            continue
        if Item.finish_reason == FinishReason.tool_calls:
            if TutorialHub.ToolCall is not None and TutorialHub.Tool is not None:
                for Func in Item.message.tool_calls:
                    if Func.function is None:
                        continue
                    Display(Sender, Func.function.arguments)
                    Evaluation = TutorialHub.Tool.Execute(Func.function.arguments)
                    Display(Sender, Evaluation)
                    Display(Sender)
                    TutorialHub.ToolCall(Evaluation)
        else:
            Display(Sender, Item.message.content)
    Display(Sender, "\n")


Weather = WeatherReportFunction.CreateInstance(False)
TutorialHub.ToolCall = TutorialHub.DisplayWeatherStream
TutorialHub.Tool = Weather


def build(Params: ChatParams) -> None:
    Params.Model("gpt-4o")
    Params.Messages([FromUser("What is the weather in Paris?")])
    Params.Tools([Weather])


Value = Client.Chat.Create(build)
DisplayChat(TutorialHub, Value)
# The hub has begun the report by itself; it waits for that, too.
TutorialHub.WaitFor(Promise.Resolved(Value))
