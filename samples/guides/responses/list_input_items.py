"""List what a response was made from: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#list-input-items
"""

from genai_py import Responses, UrlResponseListParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Asynchronous promise example
def first_ones(Params: UrlResponseListParams) -> None:
    Params.Order("asc")
    Params.Limit(15)


Promise = Client.Responses.AsyncAwaitList("Response_ID", first_ones)


def listed(Value: Responses) -> Responses:
    for Item in Value.data:
        # Not every item has content: a call of a tool has none.
        Display(TutorialHub, Item.id + "".join(Part.text for Part in Item.content[:1]))
    return Value


Promise = Promise.Then(listed).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Responses.List("Response_ID", lambda Params: Params.Limit(50))
Display(TutorialHub, Value)
