"""A handler for each kind of event of a stream, which gets all that came so far put together.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Version2News.md#event-level-streaming

Runs on a local model.
"""

from genai_py import (
    ResponsesEventData,
    ResponsesEventEngineManagerFactory,
    ResponsesParams,
    ResponseStreamEventCallBack,
)
from genai_py.tutorial import Display, DisplayStream, TutorialHub
from samples.guides import Client


def handlers(Result: ResponseStreamEventCallBack) -> None:
    def text_delta(Sender: object, Event: ResponsesEventData) -> None:
        # A new piece of the text; Event.text is all of it so far.
        DisplayStream(TutorialHub, Event.delta)

    def completed(Sender: object, Event: ResponsesEventData) -> None:
        Display(TutorialHub, f"The response is complete, of {len(Event.text)} letters.")

    Result.on_output_text_delta = text_delta
    Result.on_completed = completed


Engine = ResponsesEventEngineManagerFactory.CreateInstance(handlers)


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("gpt-5.5"))
    Params.Input("Tell me a short story.")
    Params.Stream()


Promise = Client.Responses.AsyncAwaitCreateStream(build, Engine)

TutorialHub.WaitFor(Promise)
