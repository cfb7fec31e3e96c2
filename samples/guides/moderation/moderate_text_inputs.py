"""Whether a text is harmful.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Moderation.md#moderate-text-inputs
"""

from genai_py import Moderation, ModerationParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


# Asynchronous promise example
def build(Params: ModerationParams) -> None:
    Params.Input("...text to classify goes here...")
    Params.Model("omni-moderation-latest")
    TutorialHub.JSONRequest = Params.ToFormat()


def show(Value: Moderation) -> Moderation:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Moderation.AsyncAwaitEvaluate(build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))

# Synchronous example
Value = Client.Moderation.Evaluate(build)
Display(TutorialHub, Value)
