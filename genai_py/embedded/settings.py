"""The settings that the parent passes to the server process."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class ServerSettings:
    """The settings of the server process, passed as one line of JSON.

    `context` is the number of tokens of each of the `parallel` slots. `max_tokens` limits the answers to requests
    without a limit (-1: unlimited). `stop` applies to requests without stop strings. `chat_template` is Jinja text;
    `None` keeps the model's own. `load_limit` is in seconds: a process that is still loading by then exits.
    """

    model: str
    alias: str
    host: str
    port: int
    parallel: int
    context: int
    embeddings: bool
    threads: int | None
    temperature: float
    repeat_penalty: float
    max_tokens: int
    stop: list[str]
    chat_template: str | None
    verbose: bool
    load_limit: float

    def to_json(self) -> str:
        """Return the settings as one line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> "ServerSettings":
        """Return the settings from a line of `to_json`. Raises `TypeError` for missing or unknown ones."""
        return cls(**json.loads(line))
