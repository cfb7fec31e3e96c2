"""Have a picture looked at closely, or not so closely, by what stands behind its URL.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#low-or-high-fidelity-image-understanding
"""

from genai_py import ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

Url1 = "https://tripfixers.com/wp-content/uploads/2019/11/eiffel-tower-with-snow.jpeg detail=high"
# or
Url2 = "https://tripfixers.com/wp-content/uploads/2019/11/eiffel-tower-with-snow.jpeg detail=low"


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What is in these images?", [Url1, Url2])
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
