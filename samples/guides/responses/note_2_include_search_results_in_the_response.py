"""Have the passages that were found told beside the answer.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#note-2--include-search-results-in-the-response
"""

from genai_py import OutputIncluding, ResponsesParams, file_search
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("Identify all the conjectures.")
    Params.Tools([file_search(["vs_6805e821210081919a4aabae08c63a14"])])
    # Delphi: the guide says file_search_result; the original's enumeration has the name below.
    Params.Include([OutputIncluding.file_search_call_results])


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
