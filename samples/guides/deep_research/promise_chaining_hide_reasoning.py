"""Show that a model thinks, until stage 2 is over.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#promise-chaining-stage-2--stage-3
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._forms import EdgeDisplayer
from samples.guides.deep_research._prompts import SystemPromptBuilder

OpenAI = PromptExecutionEngine(Client)
FDeepResearchPrompt = "How have heat pumps spread through Europe?\nAs a report of one page."
Instructions = SystemPromptBuilder("Ada").GetDeepResearchInstructions()

EdgeDisplayer.ShowReasoning()
Promise = OpenAI.ExecuteSilently("gpt-4.1-nano", FDeepResearchPrompt, Instructions)


def fulfilled(Value: str) -> str:
    EdgeDisplayer.HideReasoning()
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


TutorialHub.WaitFor(Promise.Then(fulfilled).Catch(rejected))
