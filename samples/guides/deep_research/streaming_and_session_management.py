"""Stream the research with a record of callbacks, and keep what was said in a file.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#streaming-and-session-management
"""

from genai_py import PromiseResponseStream, ResponseStream
from genai_py.tutorial import Display, DisplayStream, DoCancellation, Start, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._forms import PersistentChat

OpenAI = PromptExecutionEngine(Client)
Turn = PersistentChat.AddPrompt("How have heat pumps spread through Europe?")
Turn.Instructions = "Write me a report of one page, from primary sources."


def error(Sender: object, Msg: str) -> str:
    Display(Sender, Msg)
    return Msg


def cancelled(Sender: object) -> str:
    Turn.Cancelled = True
    return "cancelled"


def success(Sender: object) -> None:
    Display(Sender, "The stream has ended.")


def callbacks(Result: PromiseResponseStream) -> None:
    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnProgress = DisplayStream
    Result.OnError = error
    Result.OnDoCancel = DoCancellation
    Result.OnCancellation = cancelled
    Result.OnSuccess = success


Promise = OpenAI.FClient.Responses.AsyncAwaitCreateStream(
    OpenAI.CreateStreamParams(Turn, Turn.Instructions), callbacks
)


def keep(Value: ResponseStream) -> None:
    Turn.Json = Value.JSONResponse
    Turn.Response = Value.response.output_text if Value.response else ""
    PersistentChat.SaveToFile()
    Display(TutorialHub, f"{len(Turn.Response)} characters kept")


Promise.Then(keep).Catch(lambda E: Display(TutorialHub, str(E)))
TutorialHub.WaitFor(Promise)
