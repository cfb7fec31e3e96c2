"""Retry rules: whether and when a request is sent again. Pure functions; times are in seconds."""

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
"""Errors that a retry cannot fix, whatever their status."""


def is_retried(status: int, headers: Mapping[str, str] | None = None, words: Collection[str] = ()) -> bool:
    """Return whether a request is sent again after a reply with this status.

    headers: of the reply; with ``x-should-retry: false`` the server forbids it. words: its names of the error.
    """
    for name, value in (headers or {}).items():
        if name.lower() == "x-should-retry" and value.strip().lower() == "false":
            return False
    return FINAL_ERRORS.isdisjoint(words) and (status in RETRIED_STATUSES or status >= 500)


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Return the delay that ``Retry-After`` or ``retry-after-ms`` requests; None without a valid one."""
    found = {name.lower(): value for name, value in headers.items()}
    milliseconds, text = _number(found.get("retry-after-ms")), found.get("retry-after", "")
    seconds = _number(text) if milliseconds is None else milliseconds / 1000
    if seconds is None:
        try:
            date = parsedate_to_datetime(text)
            # HTTP dates are in UTC, even without a time zone.
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
    """Return the delay after a failed attempt, counted from 0; None if the request should not be sent again.

    A delay that the server requests takes precedence, unless it exceeds ``LONGEST_RETRY_AFTER``, which returns None.
    Otherwise the delay doubles with each attempt, with jitter so that many clients do not retry simultaneously.
    """
    requested = retry_after(headers) if headers else None
    if requested is not None:
        return requested if requested <= LONGEST_RETRY_AFTER else None
    # The exponent is limited because 2**attempt may be too large for a float.
    return float(min(FIRST_DELAY * 2 ** min(attempt, 30), LONGEST_DELAY) * (1 - 0.25 * random.random()))
