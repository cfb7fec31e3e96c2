"""Create a skill: upload the files of its folder as its first version.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Skills.md#create-a-skill
"""

from pathlib import Path

from genai_py import Skill, SkillCreateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
Folder = Path(__file__).parents[1] / "_files" / "pdf-extract"

# Asynchronous promise example


def build(Params: SkillCreateParams) -> None:
    Params.Files(
        [
            Folder / "SKILL.md",
            Folder / "scripts" / "extract.py",
        ]
    )


Promise = Client.Skills.AsyncAwaitCreate(build)


def fulfilled(Value: Skill) -> Skill:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Skills.Create(build)
Display(TutorialHub, Value)
