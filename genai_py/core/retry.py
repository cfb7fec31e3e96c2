"""When a request is sent again, and after how long. Pure functions; times are seconds."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

FIRST_DELAY = 0.5
LONGEST_DELAY = 8.0
LONGEST_RETRY_AFTER = 120.0
RETRIED_STATUSES = frozenset({408, 409, 429})


def is_retried(status: int) -> bool:
    """Whether a reply of this status is worth another try."""
    return status in RETRIED_STATUSES or status >= 500


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """What ``Retry-After`` (or ``retry-after-ms``) asks for: seconds or a date. None where it asks nothing usable."""
    milliseconds = headers.get("retry-after-ms")
    text = headers.get("retry-after")
    try:
        if milliseconds is not None:
            return max(0.0, float(milliseconds) / 1000)
        if text is None:
            return None
        try:
            return max(0.0, float(text))
        except ValueError:
            return max(0.0, parsedate_to_datetime(text).timestamp() - (time.time() if now is None else now))
    except (ValueError, OverflowError):
        return None


def backoff(attempt: int, headers: Mapping[str, str] | None = None) -> float | None:
    """How long to wait after failed attempt ``attempt`` (0 is the first).

    The server's own word wins; None when it asks for a wait so long that the caller should hear of it instead.
    Else the delay doubles each time, with jitter so that many clients do not come back together.
    """
    asked = retry_after(headers) if headers else None
    if asked is not None:
        return asked if asked <= LONGEST_RETRY_AFTER else None
    return float(min(FIRST_DELAY * 2**attempt, LONGEST_DELAY) * (1 - 0.25 * random.random()))
