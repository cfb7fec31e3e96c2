"""After stage 3, and after a failure, the next research begins anew.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#error-handling-and-state-reset
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._forms import AlertService

OpenAI = PromptExecutionEngine(Client)
FDeepResearchPrompt = "How have heat pumps spread through Europe?\nAs a report of one page."


def fulfilled(Value: str) -> None:
    global FDeepResearchPrompt
    FDeepResearchPrompt = ""


def rejected(E: BaseException) -> None:
    global FDeepResearchPrompt
    AlertService.ShowError(str(E))
    FDeepResearchPrompt = ""


Promise = OpenAI.Execute(FDeepResearchPrompt, "Write me a report of one page.")
TutorialHub.WaitFor(Promise.Then(fulfilled).Catch(rejected))
Display(TutorialHub, f"the next research begins anew: {not FDeepResearchPrompt}")
