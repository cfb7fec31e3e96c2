"""Have a small model find the title: a handler that gives a promise, which the chain goes on with.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#optional-post-processing-naming-branch
"""

from genai_py import Promise as PromiseOf
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._prompts import GetNamingInstructions, PrepareNamingPrompt

OpenAI = PromptExecutionEngine(Client)
Text = "How have heat pumps spread through Europe?"

Promise = OpenAI.Execute(Text, "Write me a report of one page.")


def prepare(Value: str) -> str:
    return PrepareNamingPrompt(Value, Text)


def find_a_title(Value: str) -> PromiseOf[str]:
    return OpenAI.ExecuteSilently("gpt-4.1-nano", Value, GetNamingInstructions())


TutorialHub.WaitFor(Promise.Then(prepare).Then(find_a_title).Then(lambda Value: Display(TutorialHub, Value)))
