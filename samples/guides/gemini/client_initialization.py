"""A client of Gemini.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Gemini.md#client-initialization
Runs on a local model.
"""

from genai_py import GenAIFactory
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client as SamplesClient

GeminiKey = "a-key"

Client = GenAIFactory.CreateGeminiInstance(GeminiKey, http_client=SamplesClient.HttpClient)
Display(TutorialHub, Client.BaseURL)

# Delphi: asks Gemini. Here the server of the samples answers in its place, so that no key is needed.
Client.BaseURL = SamplesClient.BaseURL
Display(TutorialHub, Client.Models.List())
