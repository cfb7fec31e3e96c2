"""Skills: a folder of instructions that models read when they need them."""

import tempfile
from pathlib import Path

from account import Connect

from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()

INSTRUCTIONS = """---
name: invoice-reader
description: Reads amounts and dates from invoices.
---

Look for the total at the end of the page.
"""

with tempfile.TemporaryDirectory() as Folder:
    # The folder's name goes with the files.
    Home = Path(Folder, "invoice-reader")
    Home.mkdir()
    Home.joinpath("SKILL.md").write_text(INSTRUCTIONS, encoding="utf-8")
    Skill = Client.Skills.Create(lambda Params: Params.Files(Home))

    Display(TutorialHub, F("made", Skill.id))
    Display(TutorialHub, Client.Skills.Retrieve(Skill.id))
    Display(TutorialHub, Client.Skills.List(lambda Params: Params.Limit(5)))

    # The skill comes back as a zip archive.
    Archive = Client.Skills.Download(Skill.id, Path(Folder, "skill.zip"))
    Display(TutorialHub, F("bytes of the archive", Archive.size))

# A response gets it with a shell: client.Responses and its ResponseFunctionShellParams.
Value = Client.Skills.Delete(Skill.id)
Display(TutorialHub, F("deleted", Value.deleted))
