"""What stage 2 gives, the order, is what stage 3 researches by.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#promise-chaining-stage-2--stage-3
"""

from genai_py import Promise as PromiseOf
from genai_py.tutorial import TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._prompts import SystemPromptBuilder

OpenAI = PromptExecutionEngine(Client)
FDeepResearchPrompt = "How have heat pumps spread through Europe?\nAs a report of one page."
Instructions = SystemPromptBuilder("Ada").GetDeepResearchInstructions()

Promise = OpenAI.ExecuteSilently("gpt-4.1-nano", FDeepResearchPrompt, Instructions)
Running: list[PromiseOf[str]] = []


def research(Value: str) -> str:
    # Value is the order.
    DeepPromise = OpenAI.Execute(FDeepResearchPrompt, Value)  # Stage 3
    Running.append(DeepPromise)
    return Value


TutorialHub.WaitFor(Promise.Then(research))
for DeepPromise in Running:
    TutorialHub.WaitFor(DeepPromise)
