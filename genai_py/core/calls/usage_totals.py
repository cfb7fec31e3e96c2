"""The token usage of all calls of a client."""

from __future__ import annotations

import threading

from ..spelling import BothSpellings


class UsageTotals(BothSpellings):
    """The totals of a client and its copies since its creation or the last ``Reset``. Thread-safe.

    requests: the number of answers with a token usage. input_tokens, output_tokens: as the servers counted them.
    seconds: the sum of the times from sending a request to the end of its answer.
    """

    __slots__ = ("_lock", "input_tokens", "output_tokens", "requests", "seconds")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.Reset()

    @property
    def total_tokens(self) -> int:
        """The sum of input and output tokens."""
        return self.input_tokens + self.output_tokens

    def Add(self, InputTokens: int, OutputTokens: int, Seconds: float) -> None:
        """Add an answer to the totals."""
        with self._lock:
            self.requests += 1
            self.input_tokens += InputTokens
            self.output_tokens += OutputTokens
            self.seconds += Seconds

    def Reset(self) -> None:
        """Set the totals to zero."""
        with self._lock:
            self.requests = self.input_tokens = self.output_tokens = 0
            self.seconds = 0.0

    def renew(self) -> None:
        """Replace the lock, which the parent of a fork may have held."""
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return (
            f"UsageTotals({self.requests} requests, {self.input_tokens} input tokens, "
            f"{self.output_tokens} output tokens, {self.seconds:.1f} s)"
        )
