"""The whole: what is open, the order, the research, and a title for it.

The procedure is in ``_service_prompt.py``.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#reference-code
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._forms import PersistentChat
from samples.guides.deep_research._service_prompt import ServicePrompt

Service = ServicePrompt(PromptExecutionEngine(Client))

for Text in ("How have heat pumps spread through Europe?", "As a report of one page."):
    Display(TutorialHub, f"> {Text}")
    Service.Text = Text
    Service.HandleDeepResearchProcess(TutorialHub)
    Service.WaitFor()

Display(TutorialHub, [PersistentChat.CurrentChat.Title, PersistentChat.CurrentChat.Turns[-1].Response])
