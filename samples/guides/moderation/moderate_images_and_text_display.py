"""What Display does with kinds of harm and their scores, step by step.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Moderation.md#moderate-images-and-text
"""

from genai_py import Moderation, ModerationParams, ModerationResult
from genai_py.tutorial import Display, F, TutorialHub
from samples.guides import Client


# Delphi: overloads of Display.
def DisplayResult(Sender: object, Value: ModerationResult) -> None:
    # Only the kinds of harm that were found.
    for Item in Value.flagged_detail:
        Display(Sender, ["", F(Item.category.value, f"{Item.score:.3f}")])
    Display(Sender)


def DisplayModeration(Sender: object, Value: Moderation) -> None:
    TutorialHub.JSONResponse = Value.JSONResponse
    for Item in Value.results:
        DisplayResult(Sender, Item)
    Display(Sender)


def build(Params: ModerationParams) -> None:
    Params.Input(["...text to classify goes here...", "https://example.com/image.png"])
    Params.Model("omni-moderation-latest")


DisplayModeration(TutorialHub, Client.Moderation.Evaluate(build))
