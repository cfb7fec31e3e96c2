"""The first time: ask what the request leaves open, and nothing else.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#control-logic-first-vs-second-invocation
"""

from genai_py.tutorial import TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._forms import AlertService

OpenAI = PromptExecutionEngine(Client)
Prompt = "How have heat pumps spread through Europe?"
FDeepResearchPrompt = Prompt


def rejected(E: BaseException) -> None:
    global FDeepResearchPrompt
    AlertService.ShowError(str(E))
    FDeepResearchPrompt = ""


Promise = OpenAI.ExecuteClarifying(Prompt).Catch(rejected)
TutorialHub.WaitFor(Promise)
