"""Make clients of several providers.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/README.md#two-quick-examples

Runs on a local model.
"""

from genai_py import GenAI, GenAIFactory
from genai_py.tutorial import Display, TutorialHub
from samples import guides

openai_api_key = gemini_api_key = "a-key"
Client: GenAI

# OpenAI
Client = GenAIFactory.CreateInstance(openai_api_key)
Display(TutorialHub, Client.BaseURL)

# Local model (LM Studio - OpenAI-compatible server)
Client = GenAIFactory.CreateLMSInstance()  # default: http://127.0.0.1:1234/v1
Display(TutorialHub, Client.BaseURL)

# Google Gemini (OpenAI-compatible surface)
Client = GenAIFactory.CreateGeminiInstance(gemini_api_key)
Display(TutorialHub, Client.BaseURL)

# The one that the samples use
Client = guides.Client
Display(TutorialHub, Client.Models.List())
