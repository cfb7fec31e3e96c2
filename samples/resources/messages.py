"""Messages: Anthropic's API on a local server. Tokens counted, a conversation of two turns, a stream."""

from genai_py import MessageReply, MessagesParams, MessageTurnParams
from genai_py.tutorial import Connect, Display, F, TutorialHub

Client = Connect()

Turns: list[MessageTurnParams | MessageReply] = [MessageTurnParams.User("What is the capital of France?")]


def build(Params: MessagesParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.System("You answer in a few words.")
    Params.Messages(Turns)
    Params.Temperature(0)
    Params.MaxTokens(100)
    TutorialHub.JSONRequest = Params.ToFormat()


Display(TutorialHub, F("tokens of the question", Client.Messages.CountTokens(build).input_tokens))

Value = Client.Messages.Create(build)
Display(TutorialHub, Value.text)
Display(TutorialHub, F("ended by", Value.stop_reason))

# The reply is the model's turn.
Turns += [Value, MessageTurnParams.User("And of Italy?")]

with Client.Messages.Stream(build) as Stream:
    Answer = "".join(Event.text for Event in Stream)

Display(TutorialHub, Answer)
Display(TutorialHub, F("the stream's answer is whole", Stream.Result.stop_reason))
