"""Download a skill's default version as a zip archive.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Skills.md#download-a-skill-bundle
"""

from genai_py import SkillContent
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
SkillId = "skill_68f4c6fdab0c8191"  # Delphi: Edit1.Text

# Asynchronous promise example
Promise = Client.Skills.AsyncAwaitGetContent(SkillId)


def fulfilled(Value: SkillContent) -> SkillContent:
    Value.SaveToFile("pdf-extract.zip")
    Display(TutorialHub, "Skill bundle saved.")
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Skills.GetContent(SkillId)
Value.SaveToFile("pdf-extract.zip")
