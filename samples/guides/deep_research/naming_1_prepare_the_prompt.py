"""Make of the report the prompt that a title is found by.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#optional-post-processing-naming-branch
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._prompts import PrepareNamingPrompt

OpenAI = PromptExecutionEngine(Client)
Text = "How have heat pumps spread through Europe?"

Promise = OpenAI.Execute(Text, "Write me a report of one page.")


def prepare(Value: str) -> str:
    # Delphi: PrepareNamingPromt here, PrepareNamingPrompt further down.
    Result = PrepareNamingPrompt(Value, Text)
    return Result


TutorialHub.WaitFor(Promise.Then(prepare).Then(lambda Value: Display(TutorialHub, Value)))
