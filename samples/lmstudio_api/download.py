"""Download a model, with its progress and a way to stop."""

from genai_py import CancelToken, GenAICancelledError, LMDownload
from genai_py.tutorial import Connect, TutorialHub

Client = Connect()


def Show(Download: LMDownload, Cancel: CancelToken) -> None:
    Fraction, Left = Download.fraction, Download.seconds_left
    print(f"{Download.status}: {'?' if Fraction is None else f'{Fraction:.0%}'}, {Left or '?'} s left")
    if Download.status == "paused":
        Cancel.set()  # stops the waiting, not the download


try:
    Client.LMStudio.Models.WaitForDownload(TutorialHub.ModelId or "ibm/granite-4-micro", Show)
    print("downloaded")
except GenAICancelledError:
    print("paused; it goes on in LM Studio")
