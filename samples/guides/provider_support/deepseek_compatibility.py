"""A client of DeepSeek.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Provider-Support-and-OpenAI-API.md#deepseek-compatibility
Runs on a local model.
"""

from genai_py import ChatParams, FromUser, GenAIFactory
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client as SamplesClient

api_Key = "a-key"

Client = GenAIFactory.CreateDeepSeekInstance(api_Key, http_client=SamplesClient.HttpClient)
Display(TutorialHub, Client.BaseURL)

# Delphi: asks the provider. Here the server of the samples answers in its place, so that no key is needed.
Client.BaseURL = SamplesClient.BaseURL


def build(Params: ChatParams) -> None:
    Params.Model(TutorialHub.Available("deepseek-chat"))
    Params.Messages([FromUser("What is the capital of France?")])
    Params.MaxCompletionTokens(64)


Display(TutorialHub, Client.Chat.Create(build))
