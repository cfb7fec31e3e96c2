"""Make a client of a local server."""

from genai_py import GenAIFactory
from genai_py.tutorial import Connect, Display, TutorialHub

# Local client (LM Studio - OpenAI compatible server)
Client = GenAIFactory.CreateLMSInstance()  # default: http://127.0.0.1:1234/v1
Display(TutorialHub, f"by default: {Client.BaseURL}")

# or
Client = GenAIFactory.CreateLMSInstance("http://192.168.1.10:1234")
Display(TutorialHub, f"elsewhere in the network: {Client.BaseURL}")

# The samples take the server of the command line, else LM Studio if it runs, else the embedded server.
Client = Connect()
Display(TutorialHub, f"here: {Client.BaseURL}")
Display(TutorialHub, f"which has: {', '.join(model.id for model in Client.Models.List().data)}")
