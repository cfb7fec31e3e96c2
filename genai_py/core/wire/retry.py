"""When a request is sent again, and after how long. Pure functions; times are seconds."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Collection, Mapping
from datetime import timezone
from email.utils import parsedate_to_datetime

FIRST_DELAY = 0.5
LONGEST_DELAY = 8.0
LONGEST_RETRY_AFTER = 120.0
RETRIED_STATUSES = frozenset({408, 409, 429})


FINAL_ERRORS = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
"""Errors that no waiting cures, whatever their status."""


def is_retried(status: int, headers: Mapping[str, str] | None = None, words: Collection[str] = ()) -> bool:
    """Whether a request is sent again after a reply of this status.

    headers: of the reply; with ``x-should-retry: false`` the server forbids it. words: the server's own for the error.
    """
    for name, value in (headers or {}).items():
        if name.lower() == "x-should-retry" and value.strip().lower() == "false":
            return False
    return FINAL_ERRORS.isdisjoint(words) and (status in RETRIED_STATUSES or status >= 500)


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """What ``Retry-After`` (or ``retry-after-ms``) asks for: seconds or a date. None where it asks nothing usable."""
    asked = {name.lower(): value for name, value in headers.items()}
    milliseconds, text = _number(asked.get("retry-after-ms")), asked.get("retry-after", "")
    seconds = _number(text) if milliseconds is None else milliseconds / 1000
    if seconds is None:
        try:
            date = parsedate_to_datetime(text)
            # A date of HTTP is of UTC, also where it does not say so.
            seconds = date.replace(tzinfo=date.tzinfo or timezone.utc).timestamp()
        except (ValueError, OverflowError, TypeError):
            return None
        seconds -= time.time() if now is None else now
    return max(0.0, seconds)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return None if math.isnan(number) else number


def backoff(attempt: int, headers: Mapping[str, str] | None = None) -> float | None:
    """How long to wait after failed attempt ``attempt`` (0 is the first).

    The server's own word wins; None when it asks for a wait so long that the caller should hear of it instead.
    Else the delay doubles each time, with jitter so that many clients do not come back together.
    """
    asked = retry_after(headers) if headers else None
    if asked is not None:
        return asked if asked <= LONGEST_RETRY_AFTER else None
    # Above 2**30 the longest delay is long reached.
    return float(min(FIRST_DELAY * 2 ** min(attempt, 30), LONGEST_DELAY) * (1 - 0.25 * random.random()))
