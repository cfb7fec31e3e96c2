"""Name a conversation by what came out of the research.

The procedure is in ``_service_prompt.py``.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#reference-code
"""

from samples.guides import Client
from samples.guides.deep_research._engine import PromptExecutionEngine
from samples.guides.deep_research._service_prompt import ServicePrompt

OpenAI = PromptExecutionEngine(Client)
Service = ServicePrompt(OpenAI)
Service.Text = "How have heat pumps spread through Europe?"

Promise = OpenAI.Execute(Service.Text, "Write me a report of one page.")
Service.HandleWithRenaming(Promise)
Service.WaitFor()
