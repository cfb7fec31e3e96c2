"""Stage 2: have a model write the order for the research.

What the guide shows the declaration of is in ``_engine.py``.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#stage-2-building-the-deep-research-instruction-prompt
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine

OpenAI = PromptExecutionEngine(Client)

Instructions = OpenAI.BuildDeepResearchInstructions(
    "How have heat pumps spread through Europe?\nAs a report of one page.",
    "Ada",
)
Display(TutorialHub, Instructions)
