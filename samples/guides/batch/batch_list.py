"""The last batches: some of them.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Batch.md#batch-list
"""

from genai_py import UrlPaginationParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


# Synchronous example
def build(Params: UrlPaginationParams) -> None:
    Params.Limit(4)


Value = Client.Batch.List(build)
Display(TutorialHub, Value)
