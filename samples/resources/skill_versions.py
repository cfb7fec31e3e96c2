"""Versions of a skill: a new one beside the first, made the default one, the old one deleted."""

import io
import zipfile

from account import Connect

from genai_py import SkillVersionCreateParams
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()


def archive(Advice: str) -> bytes:
    """A skill's folder as a zip archive."""
    Text = f"---\nname: invoice-reader\ndescription: Reads amounts from invoices.\n---\n\n{Advice}\n"
    Data = io.BytesIO()
    with zipfile.ZipFile(Data, "w") as Zip:
        Zip.writestr("invoice-reader/SKILL.md", Text)
    return Data.getvalue()


Skill = Client.Skills.Create(lambda Params: Params.File(archive("Look at the end of the page."), "skill.zip"))


def build(Params: SkillVersionCreateParams) -> None:
    Params.File(archive("Look at the end of the last page."), "skill.zip")


Version = Client.Skills.Versions.Create(Skill.id, build)
Display(TutorialHub, F("version", Version.version))

Client.Skills.Update(Skill.id, lambda Params: Params.DefaultVersion(Version.version))
Display(TutorialHub, Client.Skills.Versions.List(Skill.id))
Display(TutorialHub, Client.Skills.Versions.Retrieve(Skill.id, Version.version))

Content = Client.Skills.Versions.GetContent(Skill.id, Version.version)
with zipfile.ZipFile(Content.GetStream()) as Zip:
    Display(TutorialHub, F("files", Zip.namelist()))

Value = Client.Skills.Versions.Delete(Skill.id, "1")
Display(TutorialHub, F("deleted version", Value.version))
Client.Skills.Delete(Skill.id)
