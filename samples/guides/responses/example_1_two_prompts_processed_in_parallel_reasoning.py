"""Have two prompts answered at once by a model that thinks hard before it answers.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#example-1--two-prompts-processed-in-parallel
"""

from genai_py import AsynBundleList, BundleParams
from genai_py.tutorial import Display, Start, TutorialHub
from samples.guides import Client


def build(Params: BundleParams) -> None:
    Params.Prompts(
        [
            "How many television channels were there in France in 1980?",
            "How many TV channels were there in Germany in 1980?.",
        ]
    )
    Params.Model("gpt-5.5")
    Params.ReasoningEffort("high")


def callbacks(Result: AsynBundleList) -> None:
    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnSuccess = Display
    Result.OnError = Display


Operation = Client.Responses.CreateParallel(build, callbacks)

TutorialHub.WaitFor(Operation)
