"""Responses: an answer when it is whole, then one piece by piece."""

from genai_py import ResponsesParams, ResponseStream
from genai_py.tutorial import Connect, Display, DisplayStream, F, TutorialHub

Client = Connect()


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Instructions("Answer in one sentence.")
    Params.Input("What is the capital of France?")
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Responses.Create(build)
Display(TutorialHub, Value.output_text)
Display(TutorialHub, F("status", Value.status))
if Value.usage is not None:
    Display(TutorialHub, F("tokens", Value.usage.total_tokens))

with Client.Responses.Stream(build) as Stream:
    for Chunk in Stream:
        DisplayStream(TutorialHub, Chunk)

# What the pieces amount to is a response like the first.
Display(TutorialHub, F("the stream's response is", Stream.Result.status))


# The same with an event: it is called for each piece, and may stop the stream.
Pieces: list[str] = []


def event(Chunk: ResponseStream | None, IsDone: bool, Cancel: object) -> None:
    if Chunk is not None and Chunk.output_text_delta_event:
        Pieces.append(Chunk.delta)


Client.Responses.CreateStream(build, event)
Display(TutorialHub, F("pieces", len(Pieces)))
