"""The query of the API's lists."""

from __future__ import annotations

from .params import UrlParam
from .setters import setter


class UrlPaginationParams(UrlParam):
    """``limit`` and ``after`` of the API's lists."""

    __slots__ = ()

    Limit = setter(int, "limit", doc="How many entries a page has.")
    After = setter(str, "after", doc="The id of the last entry of the page before.")


class UrlAdvancedParams(UrlPaginationParams):
    """``order`` and ``before`` beside ``limit`` and ``after``."""

    __slots__ = ()

    Order = setter(str, "order", doc="``asc`` or ``desc``, by time of creation.")
    Before = setter(str, "before", doc="The id of the first entry of the page after.")
