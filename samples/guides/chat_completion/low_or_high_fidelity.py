"""How closely the model looks at a picture, said behind its URL or path.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#low-or-high-fidelity-image-understanding
"""

from collections.abc import Callable

from genai_py import ChatParams, FromUser
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


def about(Source: str) -> Callable[[ChatParams], None]:
    def build(Params: ChatParams) -> None:
        Params.Model("gpt-4o-mini")
        Params.Messages([FromUser("What is in this image?", [Source])])
        TutorialHub.JSONRequest = Params.ToFormat()

    return build


Url1 = "https://tripfixers.com/wp-content/uploads/2019/11/eiffel-tower-with-snow.jpeg detail=high"
Display(TutorialHub, Client.Chat.Create(about(Url1)))

# or
Url1 = "https://tripfixers.com/wp-content/uploads/2019/11/eiffel-tower-with-snow.jpeg detail=low"
Display(TutorialHub, Client.Chat.Create(about(Url1)))
