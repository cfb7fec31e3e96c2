"""Retrieve what is known of a skill.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Skills.md#retrieve-a-skill
"""

from genai_py import Skill
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
SkillId = "skill_68f4c6fdab0c8191"  # Delphi: Edit1.Text

# Asynchronous promise example
Promise = Client.Skills.AsyncAwaitRetrieve(SkillId)


def fulfilled(Value: Skill) -> Skill:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Skills.Retrieve(SkillId)
Display(TutorialHub, Value)
