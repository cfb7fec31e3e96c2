"""A streamed chat with callbacks: how far the model is loaded and the prompt processed, then the text."""

from genai_py import AsynLMChatStream, LMChat
from genai_py.tutorial import Connect, Display, DisplayStream, TutorialHub

Client = Connect()
Model = TutorialHub.ModelId or Client.LMStudio.Models.FirstChatModel().key


def OnModelLoad(Sender: object, Progress: float) -> None:
    Display(Sender, f"loading the model: {Progress:.0%}")


def OnPromptProgress(Sender: object, Progress: float) -> None:
    Display(Sender, f"reading the prompt: {Progress:.0%}")


def OnMessage(Sender: object, Text: str) -> None:
    DisplayStream(Sender, Text)


def OnSuccess(Sender: object, Answer: LMChat) -> None:
    Display(Sender, f"\n{Answer.stats.total_output_tokens} tokens")


def OnError(Sender: object, Error: str) -> None:
    Display(Sender, f"failed: {Error}")


CallBacks = AsynLMChatStream(
    sender=TutorialHub,
    on_model_load=OnModelLoad,
    on_prompt_progress=OnPromptProgress,
    on_message=OnMessage,
    on_success=OnSuccess,
    on_error=OnError,
)
TutorialHub.WaitFor(
    Client.LMStudio.Chat.AsynCreateStream(lambda Params: Params.Model(Model).Input("Tell me a story."), CallBacks)
)
