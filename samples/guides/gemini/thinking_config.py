"""Settings of Gemini's own: a summary of its thoughts.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Gemini.md#thinking
Runs on a local model.
"""

from genai_py import ChatParams, ExtraBody, FromSystem, FromUser, ThinkingConfig
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ChatParams) -> None:
    (
        Params
        .Model(TutorialHub.Available("gemini-3-pro-preview"))
        .Messages([
            FromSystem("Use french language"),
            FromUser("Explain to me how AI works"),
        ])
        .ExtraBody(
            ExtraBody().ThinkingConfig(
                ThinkingConfig()
                .IncludeThoughts(True)))
    )  # fmt: skip
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Chat.Create(build)
Display(TutorialHub, Value)
