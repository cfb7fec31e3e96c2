"""Make a client of a local server.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/LMStudio.md#usage-examples

Runs on a local model.
"""

from genai_py import GenAI, GenAIFactory
from genai_py.tutorial import Display, TutorialHub
from samples import guides

Client: GenAI

# Local client (LM Studio - OpenAI compatible server)
Client = GenAIFactory.CreateLMSInstance()  # default: http://127.0.0.1:1234/v1
Display(TutorialHub, Client.BaseURL)

# or
Client = GenAIFactory.CreateLMSInstance("http://192.168.1.10:1234")
Display(TutorialHub, Client.BaseURL)

# The one that the samples use
Client = guides.Client
Display(TutorialHub, Client.Models.List())
