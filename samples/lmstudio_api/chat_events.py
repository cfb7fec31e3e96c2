"""A streamed chat as an iteration over its events, with the reasoning of a model that has one."""

from genai_py import LMChatMessageDelta, LMChatModelLoadProgress, LMChatReasoningDelta
from genai_py.tutorial import Connect, TutorialHub

Client = Connect()
Model = TutorialHub.ModelId or Client.LMStudio.Models.FirstChatModel().key

with Client.LMStudio.Chat.Stream(lambda Params: Params.Model(Model).Input("Why is the sky blue?")) as Events:
    for Event in Events:
        if isinstance(Event, LMChatModelLoadProgress):
            print(f"[{Event.progress:.0%} loaded]")
        elif isinstance(Event, (LMChatReasoningDelta, LMChatMessageDelta)):
            print(Event.content, end="", flush=True)
print(f"\nresponse: {Events.Result.response_id or 'not stored'}")
