"""The research fails: the user is told why, and the next one goes well.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#special-cases-and-error-messages
"""

from genai_py import PromiseResponseStream, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._forms import ChatTurn, EdgeDisplayer

OpenAI = PromptExecutionEngine(Client)
Turn = ChatTurn("How have heat pumps spread through Europe?")


def OnTurnError(Sender: object, Msg: str) -> None:
    # Delphi: TUtf8Mapping.CleanTextAsUTF8(Msg); a text is Unicode here.
    EdgeDisplayer.HideReasoning()
    EdgeDisplayer.Display(f"The research has failed: {Msg}")


def callbacks(Result: PromiseResponseStream) -> None:
    Result.Sender = TutorialHub
    Result.OnError = OnTurnError


def with_a_file_that_is_missing(Params: ResponsesParams) -> None:
    Params.Model("o3-deep-research")
    Params.Input(Turn.Prompt, ["heat_pumps.pdf"])


Promise = Client.Responses.AsyncAwaitCreateStream(with_a_file_that_is_missing, callbacks)
Promise.Catch(lambda E: Display(TutorialHub, str(E)))
TutorialHub.WaitFor(Promise)

Promise = OpenAI.Execute(Turn.Prompt, "Write me a report of one page.")
TutorialHub.WaitFor(Promise)
