"""Stages 2 and 3 follow each other by themselves, once the user has added what was asked for.

The procedure is in ``_service_prompt.py``.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#promise-orchestration-for-stages-2-and-3
"""

from genai_py.tutorial import TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._service_prompt import ServicePrompt

Service = ServicePrompt(PromptExecutionEngine(Client))
# Delphi: the first time, HandleDeepResearchProcess sets it; here stage 1 is over.
Service.FDeepResearchPrompt = "How have heat pumps spread through Europe?"
Service.NeedToName = False

Service.Text = "As a report of one page."
Service.HandleDeepResearchProcess(TutorialHub)
Service.WaitFor()
