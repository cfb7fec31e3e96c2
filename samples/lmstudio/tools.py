"""Tools: the model asks for a function, the program runs it, and the model puts the result into words."""

import json

from genai_py import ChatParams, FromAssistant, FromTool, FromUser, FunctionCore, SchemaParams, ToolChoice
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()
Question = "How is the weather in Paris?"


class Weather(FunctionCore):
    """The weather in a city, made up."""

    name = "get_weather"
    description = "Get the weather in a city"
    parameters = (
        SchemaParams.New()
        .Type("object")
        .Properties("city", SchemaParams.New().Type("string").Description("The name of the city"))
        .Required(["city"])
    )

    def Execute(self, Arguments: str) -> str:
        city = json.loads(Arguments)["city"]
        return json.dumps({"city": city, "temperature": 14, "unit": "celsius", "sky": "rainy"})


Tool = Weather()


def ask(Params: ChatParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Messages([FromUser(Question)])
    Params.Tools([Tool])
    Params.ToolChoice(ToolChoice.required)
    TutorialHub.JSONRequest = Params.ToFormat()


Message = Client.Chat.Create(ask).choices[0].message
assert Message is not None, "the server sent no message"
Conversation = [FromUser(Question), FromAssistant(Message)]
for Call in Message.tool_calls:
    assert Call.function is not None, "the server sent no function"
    Display(TutorialHub, f"{Call.function.name}({Call.function.arguments})")
    Evaluation = Tool.Execute(Call.function.arguments)
    Display(TutorialHub, Evaluation)
    Conversation.append(FromTool(Evaluation, Call.id))


def go_on(Params: ChatParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Messages(Conversation)
    Params.Tools([Tool])
    TutorialHub.JSONRequest = Params.ToFormat()


Display(TutorialHub, Client.Chat.Create(go_on))
