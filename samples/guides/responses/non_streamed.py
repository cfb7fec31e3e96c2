"""Ask a question and show the answer when it is whole: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#non-streamed

Runs on a local model.
"""

from genai_py import Response, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("gpt-5.5"))
    Params.Input("What is the difference between a mathematician and a physicist?")
    Params.Store(False)  # Response not stored
    TutorialHub.JSONRequest = Params.ToFormat()


# Asynchronous promise example
Display(TutorialHub, "This may take a few seconds.")
Promise = Client.Responses.AsyncAwaitCreate(build)


def answered(Value: Response) -> str:
    Result = Value.output[0].content[0].text
    Display(TutorialHub, Value)
    return Result


Promise = Promise.Then(answered).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
