"""The exception of the embedded server."""


class EmbeddedServerError(RuntimeError):
    """The embedded server could not be started.

    The message names the cause: a missing extra, the model file, the port, or the server's exit code
    together with the end of its log.
    """
