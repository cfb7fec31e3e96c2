"""Give the conversation its title, keep it in a file, and show the list of conversations anew.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#optional-post-processing-naming-branch
"""

from genai_py import Promise as PromiseOf
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._forms import ChatSessionHistoryView, PersistentChat
from samples.guides.deep_research._prompts import GetNamingInstructions, PrepareNamingPrompt

OpenAI = PromptExecutionEngine(Client)
Text = "How have heat pumps spread through Europe?"

Promise = OpenAI.Execute(Text, "Write me a report of one page.")


def find_a_title(Value: str) -> PromiseOf[str]:
    return OpenAI.ExecuteSilently("gpt-4.1-nano", PrepareNamingPrompt(Value, Text), GetNamingInstructions())


def apply(Value: str) -> None:
    PersistentChat.CurrentChat.ApplyTitle(Value)
    PersistentChat.SaveToFile()
    ChatSessionHistoryView.Refresh(None)


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


TutorialHub.WaitFor(Promise.Then(find_a_title).Then(apply).Catch(rejected))
