"""v1/completions: let the model go on with a text."""

from genai_py import CompletionParams
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()


def build(Params: CompletionParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Prompt("The days of the week are Monday, Tuesday,")
    Params.MaxTokens(16)
    Params.Temperature(0)
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Completions.Create(build)
Display(TutorialHub, Value)
