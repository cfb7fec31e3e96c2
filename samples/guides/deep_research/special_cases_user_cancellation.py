"""The user stops the research: the turn is marked.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#special-cases-and-error-messages
"""

from genai_py import PromiseResponseStream, ResponseStream
from genai_py.tutorial import Display, DisplayStream, DoCancellation, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._forms import ChatTurn, EdgeDisplayer

OpenAI = PromptExecutionEngine(Client)
Turn = ChatTurn("How have heat pumps spread through Europe?")


def OnTurnDoCancel(Sender: object) -> None:
    EdgeDisplayer.HideReasoning()
    EdgeDisplayer.Display("The research was cancelled.")
    Turn.Cancelled = True


def press_cancel(Sender: object, Chunk: ResponseStream) -> None:
    DisplayStream(Sender, Chunk)
    # Delphi: the user presses the button; here it is pressed at the first chunk.
    TutorialHub.Cancel = True


def callbacks(Result: PromiseResponseStream) -> None:
    Result.Sender = TutorialHub
    Result.OnProgress = press_cancel
    Result.OnDoCancel = DoCancellation
    Result.OnCancellation = OnTurnDoCancel


Promise = Client.Responses.AsyncAwaitCreateStream(
    OpenAI.CreateStreamParams(Turn, "Write me a report of one page."), callbacks
)

Promise.Catch(lambda E: Display(TutorialHub, str(E)))
TutorialHub.WaitFor(Promise)
Display(TutorialHub, f"cancelled: {Turn.Cancelled}")
