"""Ask a question and show the answer when it is whole.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/README.md#two-quick-examples

Runs on a local model.
"""

from genai_py import ResponsesParams
from genai_py.tutorial import Display, TutorialHub

# Delphi: Client := TGenAIFactory.CreateInstance(API_KEY); the samples share one client, which is made here.
from samples.guides import Client


# JSON payload
def Payload(Params: ResponsesParams) -> None:
    (
        Params.Model(TutorialHub.Available("gpt-5.5"))
        .Input("What is the difference between a mathematician and a physicist?")
        .Store(False)  # Response not stored
    )


# Synchronous example
Value = Client.Responses.Create(Payload)

for Item in Value.output:
    for SubItem in Item.content:
        # Delphi: Memo1.Lines.Text := SubItem.Text
        Display(TutorialHub.Memo1, SubItem.text)
