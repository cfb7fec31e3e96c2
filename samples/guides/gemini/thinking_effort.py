"""How much Gemini thinks before it answers.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Gemini.md#thinking
Runs on a local model.
"""

from genai_py import ChatParams, FromSystem, FromUser
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ChatParams) -> None:
    (
        Params
        .Model(TutorialHub.Available("gemini-2.5-flash"))
        .Messages([
            FromSystem("Use french language"),
            FromUser("Explain to me how AI works"),
        ])
        .ReasoningEffort("low")
    )  # fmt: skip
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Chat.Create(build)
Display(TutorialHub, Value)
