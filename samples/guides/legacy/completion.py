"""The text that goes on from a prompt.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Legacy.md#completion
Runs on a local model.
"""

from genai_py import CompletionParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


# Synchronous example
def build(Params: CompletionParams) -> None:
    Params.Model(TutorialHub.Available("gpt-3.5-turbo-instruct"))
    Params.Prompt("Give a simple explanation of what curiosity is, in one short sentence.")
    Params.Logprobs(5)
    Params.MaxTokens(96)
    TutorialHub.JSONRequest = Params.ToFormat()


# Delphi: the guide writes Client.Completion; the library calls it Completions.
Value = Client.Completions.Create(build)
Display(TutorialHub, Value)
