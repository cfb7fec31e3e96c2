"""What a model for research gets, and what another model gets.

What the guide shows the declaration of is in ``_engine.py``.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#internal-logic-and-model-control
"""

from genai_py import ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._forms import ChatTurn

OpenAI = PromptExecutionEngine(Client)
Turn = ChatTurn("How have heat pumps spread through Europe?")

for Model in ("o3-deep-research", "gpt-4.1"):
    OpenAI.Settings.Model = Model
    Params = ResponsesParams()
    OpenAI.CreateStreamParams(Turn, "Write me a report of one page.")(Params)
    Display(TutorialHub, Params)
    for Event in Client.Responses.Stream(Params):
        Display(TutorialHub, Event.type)
