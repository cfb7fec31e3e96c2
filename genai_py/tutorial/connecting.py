"""The command line of a sample."""

from __future__ import annotations

import argparse
import atexit
import sys
from collections.abc import Sequence

from .. import GenAI, GenAIAPIException
from ..cli.servers import connect
from .hub import TutorialHub


def Connect(Arguments: Sequence[str] | None = None) -> GenAI:
    """The client of the server that the command line names; else of LM Studio, or the embedded server.

    It becomes the hub's. ``--base-url`` names a server, ``--api-key`` is its token, ``--model`` a model. ``--json``
    shows requests and replies, ``--window`` shows all in a window, which stays open until the user closes it.
    Raises EmbeddedServerError if there is no other server and that one cannot start.
    """
    main = sys.modules["__main__"]
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--base-url", help="the server to use; LM Studio if it runs, else the embedded server")
    parser.add_argument("--api-key", help="the API token of the server; LM_API_TOKEN of the environment by default")
    parser.add_argument("--model", default="", help="the model to use; one that the server has by default")
    parser.add_argument("--json", action="store_true", help="show requests and replies on standard error")
    parser.add_argument("--window", action="store_true", help="show all in a window")
    given = parser.parse_args(Arguments)
    TutorialHub.ModelId = given.model
    TutorialHub.ShowsJSON = given.json
    if given.window:
        from .window import TutorialWindow

        atexit.register(TutorialWindow(title=f"{main.__doc__ or ''}".partition("\n")[0]).Run)
    try:
        TutorialHub.Client = connect(
            given.base_url, api_key=given.api_key, dispatcher=TutorialHub.Dispatcher
        ).client
    except GenAIAPIException as error:
        parser.error(str(error))
    return TutorialHub.Client
