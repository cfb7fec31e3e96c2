"""Download a version of a skill as a zip archive.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Skills.md#download-a-version-bundle
"""

from genai_py import SkillContent
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
SkillId = "skill_68f4c6fdab0c8191"  # Delphi: Edit1.Text
Version = "2"  # Delphi: Edit2.Text

# Asynchronous promise example
Promise = Client.Skills.Versions.AsyncAwaitGetContent(SkillId, Version)


def fulfilled(Value: SkillContent) -> SkillContent:
    Value.SaveToFile("pdf-extract-v2.zip")
    Display(TutorialHub, "Skill version bundle saved.")
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Skills.Versions.GetContent(SkillId, Version)
Value.SaveToFile("pdf-extract-v2.zip")
