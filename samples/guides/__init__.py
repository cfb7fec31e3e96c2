"""The original's guides as programs. `from samples.guides import Client` gives each its client.

A sample runs by itself, from the project's folder:

    python -m samples.guides.responses.non_streamed
    python -m samples.guides.files.files_list --base-url https://api.openai.com/v1

Without ``--base-url``, one that a local model can answer takes LM Studio if it runs, else the embedded server; any
other takes OpenAI, with the key in ``OPENAI_API_KEY``. ``python -m samples.guides`` runs them all.
"""

from __future__ import annotations

import argparse
import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genai_py import GenAI, GenAIException, GenAIFactory
from genai_py.cli.servers import connect
from genai_py.tutorial import TutorialHub

if TYPE_CHECKING:
    Client: GenAI

LOCAL = "Runs on a local model."
"""The docstring of a sample ends with this line where a local model can answer it."""

_clients: list[GenAI] = []


def use(client: GenAI) -> None:
    """Make samples that are imported from now on use this client."""
    _clients[:] = [client]
    # The hub is shared: what one sample has said of its model and its tool is not for the next.
    TutorialHub.Client = client
    TutorialHub.ModelId = TutorialHub.FileName = ""
    TutorialHub.Tool = TutorialHub.ToolCall = None


def is_local(source: str) -> bool:
    """Whether a local model can answer a sample, by what its docstring says."""
    return (ast.get_docstring(ast.parse(source)) or "").endswith(LOCAL)


def __getattr__(name: str) -> Any:
    if name != "Client":
        raise AttributeError(name)
    if not _clients:
        use(_connected())
    return _clients[0]


def _connected() -> GenAI:
    """The client of a sample that runs by itself."""
    main = sys.modules["__main__"]
    parser = argparse.ArgumentParser(description=main.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base-url", help="the server to use")
    arguments = parser.parse_args()
    if arguments.base_url or is_local(Path(str(main.__file__)).read_text(encoding="utf-8")):
        return connect(arguments.base_url, dispatcher=TutorialHub.Dispatcher).client
    try:
        client = GenAIFactory.CreateInstance(dispatcher=TutorialHub.Dispatcher)
        # Says what to do where there is no key.
        client.API.request("GET", "models")
    except GenAIException as error:
        sys.exit(f"{error}\nNo local model can answer this sample: set OPENAI_API_KEY, or give --base-url.")
    return client
