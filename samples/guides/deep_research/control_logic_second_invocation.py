"""The second time: have a small model put together the order for the research.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#control-logic-first-vs-second-invocation
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._forms import EdgeDisplayer
from samples.guides.deep_research._prompts import SystemPromptBuilder

OpenAI = PromptExecutionEngine(Client)
FSystemPromptBuilder = SystemPromptBuilder("Ada")
FDeepResearchPrompt = "How have heat pumps spread through Europe?\nAs a report of one page."

Instructions = FSystemPromptBuilder.GetDeepResearchInstructions()
Promise = OpenAI.ExecuteSilently("gpt-4.1-nano", FDeepResearchPrompt, Instructions)
EdgeDisplayer.ShowReasoning()

TutorialHub.WaitFor(Promise.Then(lambda Value: Display(TutorialHub, Value)))
