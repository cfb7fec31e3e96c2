"""A question about an image, for a model with vision."""

import base64

from genai_py import LMChatParams
from genai_py.tutorial import Connect, TutorialHub

# A red square. A path such as "photo.png" or a URL does as well.
RED = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mP4z8CAFTEMLQkAKP8/"
    "wc53yE8AAAAASUVORK5CYII="
)

Client = Connect()
Model = TutorialHub.ModelId or next(
    (Each.key for Each in Client.LMStudio.Models.List() if Each.capabilities and Each.capabilities.vision), ""
)
if not Model:
    raise SystemExit("the server has no model with vision")


def Build(Params: LMChatParams) -> None:
    Params.Model(Model)
    Params.Input("Which colour is it?", [RED])


print(Client.LMStudio.Chat.Create(Build).output_text)
