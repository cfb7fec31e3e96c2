"""Search the web for three answers at once, with chat completions.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#example-2--three-web-search-processed-in-parallel
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
    Params.Model("gpt-5.5")
    Params.SearchSize("medium")
    Params.Country("FR")
    Params.City("Reims")


def callbacks(Result: AsynBundleList) -> None:
    def start(Sender: object) -> None:
        Display(Sender, "Start the job\n")

    def success(Sender: object, Bundle: BundleList) -> None:
        for Item in Bundle.items:
            Display(Sender, f"Index : {Item.index}")
            Display(Sender, f"FinishIndex : {Item.finish_index}")
            Display(Sender, Item.prompt + "\n")
            Display(Sender, Item.response + "\n\n")
            # or Display(Sender, Item.chat.choices[0].message.content)

    Result.Sender = TutorialHub
    Result.OnStart = start
    Result.OnSuccess = success
    Result.OnError = Display


Operation = Client.Chat.CreateParallel(build, callbacks)

TutorialHub.WaitFor(Operation)
