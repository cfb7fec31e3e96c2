"""Promises: each step takes what the one before gave, and an error of any step ends at Catch."""

from genai_py import Completion, CompletionParams, Promise, Response, ResponsesParams
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()
Model = TutorialHub.Available("openai/gpt-oss-20b")


def first(Params: CompletionParams) -> None:
    Params.Model(Model)
    Params.Prompt("Paris is the capital of")
    Params.Stop([" and", ",", ".", "\n"])
    Params.MaxTokens(8)
    Params.Temperature(0)


def then_ask(Value: Completion) -> Promise[Response]:
    Country = Value.choices[0].text.strip()
    Display(TutorialHub, f"The country is {Country}.")

    def second(Params: ResponsesParams) -> None:
        Params.Model(Model)
        Params.Input(f"What is the capital of {Country}?")

    return Client.Responses.AsyncAwaitCreate(second)


Chain = (
    Client.Completions.AsyncAwaitCreate(first)
    .Then(then_ask)
    .Then(lambda Value: Display(TutorialHub, Value))
    .Catch(lambda E: Display(TutorialHub, f"failed: {E}"))
)
Display(TutorialHub, "the chain is made, nothing has come yet")

Chain.result()
