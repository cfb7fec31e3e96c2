"""Have two prompts answered at once, with callbacks.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#example-1--two-prompts-processed-in-parallel

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
    Params.System("Write the response in capital letters.")
    Params.Model(TutorialHub.Available("gpt-5.5"))


def callbacks(Result: AsynBundleList) -> None:
    def start(Sender: object) -> None:
        Display(Sender, "Start the job\n")

    def success(Sender: object, Bundle: BundleList) -> None:
        for Item in Bundle.items:
            Display(Sender, f"Index : {Item.index}")
            Display(Sender, f"FinishIndex : {Item.finish_index}")
            Display(Sender, Item.prompt + "\n")
            Display(Sender, Item.response + "\n\n")
            # or Display(Sender, Item.chat.output[0].content[0].text)

    Result.Sender = TutorialHub
    Result.OnStart = start
    Result.OnSuccess = success
    Result.OnError = Display


Operation = Client.Responses.CreateParallel(build, callbacks)

TutorialHub.WaitFor(Operation)
