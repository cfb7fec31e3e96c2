"""Completions: the text that continues a prompt, as a whole and as a stream."""

from genai_py import CompletionParams
from genai_py.tutorial import Connect, Display, DisplayStream, TutorialHub

Client = Connect()


def build(Params: CompletionParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Prompt("Monday, Tuesday,")
    Params.MaxTokens(12)
    Params.Temperature(0)
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Completions.Create(build)
Display(TutorialHub, Value)

with Client.Completions.Stream(build) as Stream:
    for Chunk in Stream:
        DisplayStream(TutorialHub, Chunk)
