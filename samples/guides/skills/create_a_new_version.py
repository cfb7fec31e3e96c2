"""Upload a skill's files again, as a new version of it.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Skills.md#create-a-new-version
"""

from pathlib import Path

from genai_py import SkillVersion, SkillVersionCreateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
SkillId = "skill_68f4c6fdab0c8191"  # Delphi: Edit1.Text
Folder = Path(__file__).parents[1] / "_files" / "pdf-extract"

# Asynchronous promise example


def build(Params: SkillVersionCreateParams) -> None:
    Params.Files(
        [
            Folder / "SKILL.md",
            Folder / "scripts" / "extract.py",
        ]
    )
    Params.Description("Improved table extraction.")


Promise = Client.Skills.Versions.AsyncAwaitCreate(SkillId, build)


def fulfilled(Value: SkillVersion) -> SkillVersion:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Skills.Versions.Create(SkillId, build)
Display(TutorialHub, Value)
