"""Stage 1: have the user asked for what the request leaves open.

What the guide shows the declaration of is in ``_engine.py``.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#stage-1-clarification-phase
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine

OpenAI = PromptExecutionEngine(Client)

Promise = OpenAI.ExecuteClarifying("How have heat pumps spread through Europe?")

Promise.Catch(lambda E: Display(TutorialHub, str(E)))
TutorialHub.WaitFor(Promise)
