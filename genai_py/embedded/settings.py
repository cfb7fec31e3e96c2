"""What the parent tells the server process to run with."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class ServerSettings:
    """Everything the server process needs, handed over as one line of JSON.

    `context` counts tokens for each of the `parallel` slots. `max_tokens` bounds an answer whose request sets
    no bound (-1: unbounded). `stop` applies to requests that bring no stop strings of their own.
    `chat_template` is Jinja text; `None` keeps the model's own. `load_limit` is in seconds: a process that is
    still loading by then ends itself.
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
        """One line of JSON, without a line break inside."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> "ServerSettings":
        """The settings that `to_json` wrote; `TypeError` if the line lacks one or has another."""
        return cls(**json.loads(line))
