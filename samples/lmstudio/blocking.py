"""A blocking call: the program goes on when the answer is there. Errors are exceptions."""

from genai_py import GenAIException, ResponsesParams
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Input("What is the capital of France?")


try:
    Value = Client.Responses.Create(build)
    Display(TutorialHub, Value)
except GenAIException as E:
    Display(TutorialHub, str(E))
    raise SystemExit(1) from None
