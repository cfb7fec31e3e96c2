"""Retrieve what is known of a version.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Skills.md#retrieve-a-version
"""

from genai_py import SkillVersion
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
SkillId = "skill_68f4c6fdab0c8191"  # Delphi: Edit1.Text
Version = "2"  # Delphi: Edit2.Text

# Asynchronous promise example
Promise = Client.Skills.Versions.AsyncAwaitRetrieve(SkillId, Version)


def fulfilled(Value: SkillVersion) -> SkillVersion:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Skills.Versions.Retrieve(SkillId, Version)
Display(TutorialHub, Value)
