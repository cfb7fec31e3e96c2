"""A batch of requests, from a file that the server has.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Batch.md#batch-create
"""

from genai_py import BatchCreateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.Id = "...id of BatchExample.jsonl..."

# Delphi: a TJSONObject.
MetaData = {
    "customer_id": "user_123456789",
    "batch_description": "Nightly eval job",
}


# Synchronous example
def build(Params: BatchCreateParams) -> None:
    Params.InputFileId(TutorialHub.Id)
    Params.Endpoint("/v1/chat/completions")
    Params.CompletionWindow("24h")
    Params.Metadata(MetaData)
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Batch.Create(build)
Display(TutorialHub, Value)
