"""List the versions of a skill, the newest first.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Skills.md#list-versions
"""

from genai_py import SkillVersions, UrlSkillsParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
SkillId = "skill_68f4c6fdab0c8191"  # Delphi: Edit1.Text

# Asynchronous promise example


def build(Params: UrlSkillsParams) -> None:
    Params.Order("desc")


Promise = Client.Skills.Versions.AsyncAwaitList(SkillId, build)


def fulfilled(Value: SkillVersions) -> SkillVersions:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Skills.Versions.List(SkillId, build)
Display(TutorialHub, Value)
