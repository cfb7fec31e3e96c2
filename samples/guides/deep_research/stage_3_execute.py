"""Stage 3 as the engine does it: research, and show the report as it is written.

What the guide shows the declaration of is in ``_engine.py``.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#stage-3-executing-the-deep-research-request
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine

OpenAI = PromptExecutionEngine(Client)

Promise = OpenAI.Execute(
    "How have heat pumps spread through Europe?\nAs a report of one page.",
    "Write me a report of one page, from primary sources.",
)

Promise.Catch(lambda E: Display(TutorialHub, str(E)))
TutorialHub.WaitFor(Promise)
