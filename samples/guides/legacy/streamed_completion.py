"""The text that goes on from a prompt, as it is written.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Legacy.md#streamed-completion
Runs on a local model.
"""

from genai_py import CancelToken, Completion, CompletionParams
from genai_py.tutorial import DisplayStream, TutorialHub
from samples.guides import Client


# Synchronous example
def build(Params: CompletionParams) -> None:
    Params.Model(TutorialHub.Available("gpt-3.5-turbo-instruct"))
    Params.Prompt("Say this is a test")
    Params.MaxTokens(96)
    Params.Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


def event(Data: Completion | None, IsDone: bool, Cancel: CancelToken) -> None:
    if Data is not None and not IsDone:
        DisplayStream(TutorialHub, Data)


# Delphi: the guide writes Client.Completion; the library calls it Completions.
Value = Client.Completions.CreateStream(build, event)
