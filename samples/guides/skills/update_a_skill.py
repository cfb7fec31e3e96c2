"""Make another version of a skill the default one.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Skills.md#update-a-skill
"""

from genai_py import Skill, SkillUpdateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
SkillId = "skill_68f4c6fdab0c8191"  # Delphi: Edit1.Text

# Asynchronous promise example


def build(Params: SkillUpdateParams) -> None:
    Params.DefaultVersion("2")


Promise = Client.Skills.AsyncAwaitUpdate(SkillId, build)


def fulfilled(Value: Skill) -> Skill:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Skills.Update(SkillId, build)
Display(TutorialHub, Value)
