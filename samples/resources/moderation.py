"""Moderation: whether texts and pictures are harmful; it costs nothing."""

from account import Connect

from genai_py import ImageModerationParams, ModerationParams, TextModerationParams
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()


def text(Params: ModerationParams) -> None:
    Params.Model("omni-moderation-latest")
    Params.Input("I will hit you with a stick.")
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Moderation.Evaluate(text)
Display(TutorialHub, Value)

# What was found, the surest first.
for Found in sorted(Value.results[0].flagged_detail, key=lambda Item: Item.score, reverse=True):
    Display(TutorialHub, F(Found.category.name, round(Found.score, 2)))


def text_and_picture(Params: ModerationParams) -> None:
    Params.Model("omni-moderation-latest")
    Params.Input(
        [
            TextModerationParams.New("What is in this picture?"),
            ImageModerationParams.New("https://upload.wikimedia.org/wikipedia/commons/4/47/PNG_transparency_demonstration_1.png"),
        ]
    )


Value = Client.Moderation.Evaluate(text_and_picture)
Display(TutorialHub, F("flagged", Value.results[0].flagged))
