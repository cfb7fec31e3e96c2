"""Do not close a window while requests are under way.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/README.md#tips-and-tricks

Runs on a local model.
"""

import time

from genai_py import AsynResponse, HttpMonitoring, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


# Delphi: CanClose is a var parameter, and MessageDLG opens a window.
def FormCloseQuery(Sender: object) -> bool:
    CanClose = not HttpMonitoring().IsBusy
    if not CanClose:
        Display(
            TutorialHub,
            "Requests are still in progress. "
            "Please wait for them to complete before closing the application.",
        )
    return CanClose


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("gpt-5.5"))
    Params.Input("What is the capital of France?")


CallBacks = AsynResponse(TutorialHub, on_success=Display, on_error=Display)
Operation = Client.Responses.AsynCreate(build, CallBacks)

# The work is done elsewhere; a moment later the request is under way.
while not (HttpMonitoring().IsBusy or Operation.Finished):
    time.sleep(0.001)

Display(TutorialHub, f"May it close? {FormCloseQuery(TutorialHub)}")
TutorialHub.WaitFor(Operation)
Display(TutorialHub, f"May it close? {FormCloseQuery(TutorialHub)}")
