"""List the fine-tuning jobs, one a page.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/FineTuning.md#fine-tuning-list
"""

from genai_py import UrlPaginationParams
from genai_py.tutorial import Display, F, TutorialHub
from samples.guides import Client

# Synchronous example


def build(Params: UrlPaginationParams) -> None:
    Params.Limit(1)


Value = Client.FineTuning.List(build)
TutorialHub.JSONResponse = Value.JSONResponse
for Item in Value.data:
    Display(TutorialHub, Item.id)
Display(TutorialHub, F("hasmore", str(Value.has_more)))
