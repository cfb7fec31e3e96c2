"""Have the beginning of a prompt kept for a day, for the prompts that begin with it as well.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#prompt-cache-retention
"""

from genai_py import ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What is the capital of France?")
    Params.PromptCacheRetention("24h")  # "in_memory" (default) or "24h"


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
