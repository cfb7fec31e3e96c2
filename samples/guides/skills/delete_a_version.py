"""Delete a version of a skill.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Skills.md#delete-a-version
"""

from genai_py import Deletion
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
SkillId = "skill_68f4c6fdab0c8191"  # Delphi: Edit1.Text
Version = "2"  # Delphi: Edit2.Text

# Asynchronous promise example
Promise = Client.Skills.Versions.AsyncAwaitDelete(SkillId, Version)


def fulfilled(Value: Deletion) -> Deletion:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Skills.Versions.Delete(SkillId, Version)
Display(TutorialHub, Value)
