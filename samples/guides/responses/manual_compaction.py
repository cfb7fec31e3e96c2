"""Have a context made shorter: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#manual-compaction-responsescompact
"""

from genai_py import ResponseCompaction, ResponseCompactParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


def build(Params: ResponseCompactParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("...the full context window to compact...")


# Asynchronous promise example
Promise = Client.Responses.AsyncAwaitCompact(build)


def compacted(Value: ResponseCompaction) -> ResponseCompaction:
    Display(TutorialHub, Value)
    return Value


Promise = Promise.Then(compacted).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Responses.Compact(build)
Display(TutorialHub, Value)
