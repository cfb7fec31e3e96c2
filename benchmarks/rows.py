"""What is measured, and what is wanted of genai_py: section 6 of the design, as data."""

from __future__ import annotations

from dataclasses import dataclass

from .replies import CHAT_CHUNKS, RESPONSES_EVENTS


@dataclass(frozen=True)
class Unit:
    """How a figure in seconds or bytes is shown."""

    name: str
    scale: float
    digits: int


MICROSECONDS = Unit("us", 1e6, 1)
MILLISECONDS = Unit("ms", 1e3, 2)
SECONDS = Unit("s", 1, 3)
MEGABYTES = Unit("MB", 1e-6, 1)


@dataclass(frozen=True)
class Limit:
    """The most that is wanted: a multiple of raw, or an amount more than raw (in seconds)."""

    most: float
    difference: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    key: str
    title: str
    unit: Unit
    limit: Limit | None


@dataclass(frozen=True)
class OperationRow:
    """CPU time of an operation, in processes that stay alive over the rounds.

    `operations` says which operation each side does; `reply` which reply it must have read. A sample is
    `count` operations, `at_once` at a time, and holds `count * per` of what the row counts. A side many times
    slower than raw needs fewer `samples` for as steady a figure, hence `slow_samples` and `slow_count`.
    """

    line: Line
    operations: dict[str, str]
    reply: str
    count: int
    samples: int
    at_once: int = 1
    per: int = 1
    slow_count: int = 0
    slow_samples: int = 1

    @property
    def lines(self) -> tuple[Line, ...]:
        return (self.line,)


@dataclass(frozen=True)
class PromiseRow:
    """The cost of a promise: both sides of the row are genai, taking turns in one process."""

    line: Line
    bare: str
    promised: str
    reply: str
    count: int
    samples: int

    @property
    def lines(self) -> tuple[Line, ...]:
        return (self.line,)


@dataclass(frozen=True)
class ParallelRow:
    """Many prompts at once, each side in a fresh process, so that the peak of memory is this row's own."""

    cpu: Line
    memory: Line
    reply: str
    count: int
    at_once: int
    slow_rounds: int

    @property
    def lines(self) -> tuple[Line, ...]:
        return (self.cpu, self.memory)


@dataclass(frozen=True)
class StartRow:
    """Starting a process: CPU and wall time of `python -c`."""

    cpu: Line
    wall: Line
    bare: Line
    samples: int

    @property
    def lines(self) -> tuple[Line, ...]:
        return (self.cpu, self.wall, self.bare)


Row = OperationRow | PromiseRow | ParallelRow | StartRow


def _everywhere(name: str) -> dict[str, str]:
    return dict.fromkeys(("raw", "genai", "openai-aiohttp", "openai-httpx"), name)


ROWS: dict[str, Row] = {
    "responses": OperationRow(
        Line("responses", "responses create, 32 at a time", MICROSECONDS, Limit(1.25)),
        _everywhere("create"),
        reply="create",
        count=2000,
        slow_count=500,
        at_once=32,
        samples=1,
    ),
    "chat": OperationRow(
        Line("chat", "chat create, 32 at a time", MICROSECONDS, Limit(1.25)),
        _everywhere("chat_create"),
        reply="chat_create",
        count=2000,
        slow_count=500,
        at_once=32,
        samples=1,
    ),
    "chat-stream": OperationRow(
        Line("chat-stream", "chat stream, per chunk", MICROSECONDS, Limit(0.9)),
        _everywhere("chat_stream"),
        reply="chat_stream",
        count=1,
        per=CHAT_CHUNKS,
        samples=15,
        slow_samples=2,
    ),
    "chat-stream-fast": OperationRow(
        Line("chat-stream-fast", "chat stream, raw splitting whole reads", MICROSECONDS, None),
        {"raw": "chat_stream_fast", "genai": "chat_stream"},
        reply="chat_stream",
        count=1,
        per=CHAT_CHUNKS,
        samples=15,
    ),
    "responses-stream": OperationRow(
        Line("responses-stream", "responses stream, per event", MICROSECONDS, Limit(0.6)),
        _everywhere("responses_stream"),
        reply="responses_stream",
        count=1,
        per=RESPONSES_EVENTS,
        samples=15,
        slow_samples=2,
    ),
    "embeddings": OperationRow(
        Line("embeddings", "embeddings, 64 x 1536 floats", MILLISECONDS, Limit(1.0)),
        _everywhere("embeddings"),
        reply="embeddings",
        count=1,
        samples=25,
        slow_samples=2,
    ),
    "packed": OperationRow(
        Line("packed", "  the same, packed (raw: JSON numbers)", MILLISECONDS, Limit(0.5)),
        {"raw": "embeddings", "genai": "packed_embeddings"},
        reply="embeddings",
        count=1,
        samples=25,
    ),
    "decode": OperationRow(
        Line("decode", "reading a response with every kind of item", MICROSECONDS, Limit(4.0)),
        {"raw": "decode", "genai": "decode"},
        reply="full_response",
        count=2000,
        samples=3,
    ),
    "start": StartRow(
        Line("start", "a process that makes a client, CPU", SECONDS, Limit(1.1)),
        Line("start-wall", "  the same, wall", SECONDS, Limit(1.1)),
        Line("import", "  bare import over bare interpreter, CPU", SECONDS, Limit(0.01, difference=True)),
        samples=3,
    ),
    "parallel": ParallelRow(
        Line("parallel", "10,000 prompts, 256 at a time, CPU", SECONDS, Limit(1.1)),
        Line("parallel-memory", "  the same, growth of memory at its peak", MEGABYTES, Limit(1.2)),
        reply="create",
        count=10_000,
        at_once=256,
        slow_rounds=1,
    ),
    "promise": PromiseRow(
        Line("promise", "a promise over the bare awaitable", MICROSECONDS, None),
        bare="bare_create",
        promised="create",
        reply="create",
        count=25,
        samples=40,
    ),
    "blocking": OperationRow(
        Line("blocking", "blocking create, one at a time (raw: awaited)", MICROSECONDS, Limit(2.0)),
        {"raw": "create", "genai": "blocking_create", "openai-httpx": "blocking_create"},
        reply="create",
        count=500,
        slow_count=100,
        samples=2,
    ),
    "blocking-stream": OperationRow(
        Line("blocking-stream", "blocking chat stream, per chunk (raw: async)", MICROSECONDS, Limit(1.5)),
        {"raw": "chat_stream", "genai": "blocking_chat_stream", "openai-httpx": "blocking_chat_stream"},
        reply="chat_stream",
        count=1,
        per=CHAT_CHUNKS,
        samples=15,
        slow_samples=2,
    ),
}
