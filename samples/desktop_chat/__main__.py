"""A chat on the desktop: ``python -m samples.desktop_chat [--base-url URL] [--model NAME]``"""

from __future__ import annotations

import argparse
import signal
import sys

from genai_py.cli.servers import connect
from genai_py.embedded import EmbeddedServerError


def main() -> None:
    """The program."""
    parser = argparse.ArgumentParser(prog="desktop_chat", description="Chat with a local model in a window.")
    parser.add_argument("--base-url", help="the server to use; LM Studio if it runs, else the embedded server")
    parser.add_argument("--model", default="", help="the model to use; one that the server has by default")
    arguments = parser.parse_args()
    try:
        import tkinter
    except ImportError:
        sys.exit("The desktop chat needs a Python with tkinter: on Debian, apt-get install python3-tk")
    from .window import ChatWindow

    try:
        server = connect(arguments.base_url)
        # Leaving the block ends the connections, and with them what the server is still at work on.
        with server.client:
            window = ChatWindow(server, arguments.model)
            signal.signal(signal.SIGINT, lambda *_: window.after(0, window.destroy))

            def awake() -> None:
                # Python hears of Ctrl-C only when something happens in the window.
                window.after(250, awake)

            awake()
            window.mainloop()
    except (EmbeddedServerError, tkinter.TclError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
