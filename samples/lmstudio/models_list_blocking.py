"""List the models of the server, with a blocking call."""

from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()

TutorialHub.JSONRequestClear()

# Synchronous example
Value = Client.Models.List()
Display(TutorialHub, Value)
