"""The options of streams, for chat and responses.

Source: https://platform.openai.com/docs/api-reference/chat/create#chat_create-stream_options
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..core.building.params import JsonParam, part_of
from ..core.building.setters import flag

if TYPE_CHECKING:
    from typing_extensions import Self


class StreamOptions(JsonParam):
    """The ``stream_options`` of a request."""

    __slots__ = ()

    IncludeUsage = flag("include_usage", doc="End the stream with a chunk that has ``usage``.")
    IncludeObfuscation = flag("include_obfuscation", doc="Pad chunks to hide their size from eavesdroppers.")


class IncludeUsage(StreamOptions):
    """Options that include the token usage."""

    __slots__ = ()

    @classmethod
    def New(cls) -> Self:
        """Return the options, for ``Params.StreamOptions``."""
        return cls().IncludeUsage()


class IncludeObfuscation(StreamOptions):
    """Options that enable or disable padding."""

    __slots__ = ()

    @classmethod
    def New(cls, Value: bool = True) -> Self:
        """Return the options, for ``Params.StreamOptions``."""
        return cls().IncludeObfuscation(Value)


def stream_options(where: str, value: Any) -> Any:
    """Return the options for ``Params.StreamOptions`` of a chat or a completion; a boolean sets ``include_usage``.

    where: the method, for the error.
    """
    if isinstance(value, bool):
        return {"include_usage": value}
    takes = "StreamOptions (or a function that fills one), dict or bool"
    return part_of(where, StreamOptions, value, (Mapping,), takes=takes)
