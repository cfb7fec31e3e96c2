"""Show the answer to a question while it is written.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/README.md#two-quick-examples

Runs on a local model.
"""

from genai_py import CancelToken, ResponsesParams, ResponseStream, ResponseStreamType
from genai_py.tutorial import DisplayStream, TutorialHub

# Delphi: Client := TGenAIFactory.CreateInstance(API_KEY); the samples share one client, which is made here.
from samples.guides import Client


def Test() -> None:
    # JSON payload
    def Payload(Params: ResponsesParams) -> None:
        (
            Params.Model(TutorialHub.Available("gpt-5.5"))
            .Input("What is the difference between a mathematician and a physicist?")
            .Stream()
            .Store(False)  # Response not stored
        )

    # Streamed callback
    def CallBack(Value: ResponseStream | None, IsDone: bool, Cancel: CancelToken) -> None:
        if Value is None or IsDone:
            return

        if Value.type == ResponseStreamType.output_text_delta:
            # Delphi: Memo1.Lines.Text := Memo1.Lines.Text + Value.Delta; Application.ProcessMessages
            DisplayStream(TutorialHub.Memo1, Value.delta)

    # Synchronous streamed example
    Client.Responses.CreateStream(Payload, CallBack)


Test()
