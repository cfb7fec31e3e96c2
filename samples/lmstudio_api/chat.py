"""Chat: an answer with its statistics, and a second question in the same chat, which the server keeps."""

from genai_py import LMChatParams
from genai_py.tutorial import Connect, TutorialHub

Client = Connect()
Model = TutorialHub.ModelId or Client.LMStudio.Models.FirstChatModel().key


def Build(Params: LMChatParams) -> None:
    Params.Model(Model)
    Params.SystemPrompt("Answer with one word.")
    Params.Input("What is the capital of France?")
    Params.Temperature(0.2)


Answer = Client.LMStudio.Chat.Create(Build)
print(Answer.output_text)
print(f"{Answer.stats.tokens_per_second} tokens/s, the first after {Answer.stats.time_to_first_token_seconds} s")

Answer = Client.LMStudio.Chat.Create(
    lambda Params: Params.Model(Model).Input("And of Italy?").PreviousResponseId(Answer.response_id)
)
print(Answer.output_text)
