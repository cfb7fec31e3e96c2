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
    """Return a client for the server named on the command line, by default LM Studio, else the embedded server.

    Arguments: in place of ``sys.argv[1:]``. ``--base-url`` names a server, ``--api-key`` is its token, ``--model`` a
    model; ``--json`` shows requests and replies; ``--window`` shows all output in a window, which stays open until
    the user closes it. The client is also set as ``TutorialHub.Client``. Exits with a usage message if the server
    does not answer. Raises EmbeddedServerError if no server runs and the embedded server cannot start.
    """
    main = sys.modules["__main__"]
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--base-url", help="the server to use; LM Studio if it runs, else the embedded server")
    parser.add_argument("--api-key", help="the API token of the server; LM_API_TOKEN of the environment by default")
    parser.add_argument("--model", default="", help="the model to use; by default, one of the server's")
    parser.add_argument("--json", action="store_true", help="show requests and replies on standard error")
    parser.add_argument("--window", action="store_true", help="show all output in a window")
    options = parser.parse_args(Arguments)
    TutorialHub.ModelId = options.model
    TutorialHub.ShowsJSON = options.json
    if options.window:
        from .window import TutorialWindow

        atexit.register(TutorialWindow(title=f"{main.__doc__ or ''}".partition("\n")[0]).Run)
    try:
        TutorialHub.Client = connect(
            options.base_url, api_key=options.api_key, dispatcher=TutorialHub.Dispatcher
        ).client
    except GenAIAPIException as error:
        parser.error(str(error))
    return TutorialHub.Client
