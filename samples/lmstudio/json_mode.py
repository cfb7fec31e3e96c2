"""JSON by a schema: the server holds the model to it."""

import json

from genai_py import ChatParams, FromUser, SchemaParams
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()

City = (
    SchemaParams.New()
    .Type("object")
    .Properties("name", SchemaParams.New().Type("string"))
    .Properties("country", SchemaParams.New().Type("string"))
    .Required(["name", "country"])
    .AdditionalProperties(False)
)


def build(Params: ChatParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Messages([FromUser("Describe the city of Paris.")])
    Params.ResponseFormat(City)
    Params.Temperature(0)
    TutorialHub.JSONRequest = Params.ToFormat()


Message = Client.Chat.Create(build).choices[0].message
assert Message is not None, "the server sent no message"
Answer = json.loads(Message.content)
Display(TutorialHub, f"name: {Answer['name']}")
Display(TutorialHub, f"country: {Answer['country']}")
