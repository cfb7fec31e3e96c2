"""List the skills, the newest first.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Skills.md#list-skills
"""

from genai_py import Skills, UrlSkillsParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example


def build(Params: UrlSkillsParams) -> None:
    Params.Order("desc")
    Params.Limit(20)


Promise = Client.Skills.AsyncAwaitList(build)


def fulfilled(Value: Skills) -> Skills:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Skills.List(build)
Display(TutorialHub, Value)
