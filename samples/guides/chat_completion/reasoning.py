"""A question to a model that thinks before it answers, with callbacks.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#reasoning-with-o1-o3-or-o4
"""

from genai_py import AsynChatStream, ChatParams, FromUser, ReasoningEffort
from genai_py.tutorial import Cancellation, Display, DisplayStream, DoCancellation, Start, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Asynchronous example
def build(Params: ChatParams) -> None:
    Params.Model("o4-mini")
    Params.Messages(
        [
            FromUser(
                "Write a bash script that takes a matrix represented as a string with format "
                '"[1,2],[3,4],[5,6]" and prints the transpose in the same format.'
            )
        ]
    )
    Params.ReasoningEffort(ReasoningEffort.high)  # or Params.ReasoningEffort("high")
    Params.Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


def callbacks(Result: AsynChatStream) -> None:
    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnProgress = DisplayStream
    Result.OnError = Display
    Result.OnDoCancel = DoCancellation
    Result.OnCancellation = Cancellation


Operation = Client.Chat.AsynCreateStream(build, callbacks)
TutorialHub.WaitFor(Operation)
