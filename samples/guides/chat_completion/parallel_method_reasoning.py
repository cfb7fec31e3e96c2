"""Two prompts at once, for a model that thinks before it answers.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#example-1--two-prompts-processed-in-parallel
Runs on a local model.
"""

from genai_py import AsynBundleList, BundleList, BundleParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: BundleParams) -> None:
    Params.Prompts(
        [
            "How many television channels were there in France in 1980?",
            "How many TV channels were there in Germany in 1980?.",
        ]
    )
    Params.Model(TutorialHub.Available("o4-mini"))
    Params.ReasoningEffort("high")


def callbacks(Result: AsynBundleList) -> None:
    def OnSuccess(Sender: object, Bundle: BundleList) -> None:
        for Item in Bundle.items:
            Display(Sender, Item.prompt + "\n")
            Display(Sender, Item.response + "\n\n")

    Result.Sender = TutorialHub
    Result.OnSuccess = OnSuccess
    Result.OnError = Display


Operation = Client.Chat.CreateParallel(build, callbacks)
TutorialHub.WaitFor(Operation)
