"""Stage 3 as the form begins it: the button is pressed for a request, and for what the user adds to it.

The procedure is in ``_service_prompt.py``.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#stage-3-executing-the-deep-research-request
"""

from genai_py.tutorial import TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._service_prompt import ServicePrompt

Service = ServicePrompt(PromptExecutionEngine(Client))

Service.Text = "How have heat pumps spread through Europe?"
Service.HandleDeepResearchProcess(TutorialHub)
Service.WaitFor()

Service.Text = "As a report of one page."
Service.HandleDeepResearchProcess(TutorialHub)
Service.WaitFor()
