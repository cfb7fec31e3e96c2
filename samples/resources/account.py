"""The client of the samples that no local model can answer."""

import os
import sys

from genai_py import GenAI, GenAIFactory, tutorial
from genai_py.tutorial import TutorialHub

OPENAI = "https://api.openai.com/v1"


def Connect() -> GenAI:
    """The client of the server that ``--base-url`` names; else of OpenAI, with the key in ``OPENAI_API_KEY``.

    The command line is that of ``genai_py.tutorial.Connect``.
    """
    if any(each in ("-h", "--help") or each.startswith("--base-url") for each in sys.argv[1:]):
        return tutorial.Connect()
    if not os.environ.get("OPENAI_API_KEY"):
        sys.exit("This sample asks OpenAI: set OPENAI_API_KEY, or name another server with --base-url.")
    tutorial.Connect(["--base-url", OPENAI, *sys.argv[1:]])
    TutorialHub.Client = GenAIFactory.CreateInstance(dispatcher=TutorialHub.Dispatcher)
    return TutorialHub.Client
