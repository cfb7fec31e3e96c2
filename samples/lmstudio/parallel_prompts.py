"""Parallel prompts: one request each, so many at a time; the answers in the order of the prompts."""

from genai_py import AsynBundleList, BundleItem, BundleList, BundleParams
from genai_py.tutorial import Connect, Display, Start, TutorialHub

Client = Connect()


def build(Params: BundleParams) -> None:
    Params.Prompts(
        [
            "What is the capital of France?",
            "What is the capital of Italy?",
            "What is the capital of Japan?",
            "What is the capital of Norway?",
        ]
    )
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Concurrency(2)


def callbacks(Result: AsynBundleList) -> None:
    def progress(Sender: object, Item: BundleItem) -> None:
        Display(Sender, f"prompt {Item.index} is answered")

    def success(Sender: object, Bundle: BundleList) -> None:
        for Item in Bundle.items:
            Display(Sender, f"Index : {Item.index}")
            Display(Sender, f"FinishIndex : {Item.finish_index}")
            Display(Sender, Item.prompt)
            Display(Sender, Item.response)

    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnProgress = progress
    Result.OnSuccess = success
    Result.OnError = Display


Operation = Client.Responses.CreateParallel(build, callbacks)

TutorialHub.WaitFor(Operation)
