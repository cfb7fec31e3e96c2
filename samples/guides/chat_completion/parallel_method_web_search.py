"""Three searches of the web at once.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#example-2--three-web-search-processed-in-parallel
"""

from genai_py import AsynBundleList, BundleList, BundleParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: BundleParams) -> None:
    Params.Prompts(
        [
            "What is the current date and time in Paris, France?",
            "What's the news in the USA today?",
            "What's new in Berlin today?",
        ]
    )
    Params.Model("gpt-4o-search-preview")
    Params.SearchSize("medium")
    Params.Country("FR")
    Params.City("Reims")


def callbacks(Result: AsynBundleList) -> None:
    def OnStart(Sender: object) -> None:
        Display(Sender, "Start the job\n")

    def OnSuccess(Sender: object, Bundle: BundleList) -> None:
        for Item in Bundle.items:
            Display(Sender, f"Index : {Item.index}")
            Display(Sender, f"FinishIndex : {Item.finish_index}")
            Display(Sender, Item.prompt + "\n")
            Display(Sender, Item.response + "\n\n")
            # or Display(Sender, Item.chat.choices[0].message.content)

    Result.Sender = TutorialHub
    Result.OnStart = OnStart
    Result.OnSuccess = OnSuccess
    Result.OnError = Display


Operation = Client.Chat.CreateParallel(build, callbacks)
TutorialHub.WaitFor(Operation)
