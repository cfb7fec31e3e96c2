"""Stage 2: put the order for the research into the request of stage 3, and send it without a stream.

What the guide shows the declaration of is in ``_engine.py``.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#stage-2-building-the-deep-research-instruction-prompt
"""

from genai_py import ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._forms import ChatTurn

OpenAI = PromptExecutionEngine(Client)
Turn = ChatTurn("How have heat pumps spread through Europe?")

ParamProc = OpenAI.CreateStreamParams(Turn, "Write me a report of one page, from primary sources.")


def build(Params: ResponsesParams) -> None:
    ParamProc(Params)
    Params.Stream(False)


Display(TutorialHub, Client.Responses.Create(build))
