"""What a stream tells beside the answer; for chat and for responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.params import JsonParam, flag

if TYPE_CHECKING:
    from typing_extensions import Self


class StreamOptions(JsonParam):
    """The ``stream_options`` of a request."""

    __slots__ = ()

    IncludeUsage = flag("include_usage", doc="End the stream with a chunk that has ``usage``.")
    IncludeObfuscation = flag("include_obfuscation", doc="Pad chunks to a like size against eavesdroppers.")


class IncludeUsage(StreamOptions):
    """Options that ask for the usage of tokens."""

    __slots__ = ()

    @classmethod
    def New(cls) -> Self:
        """The options, ready for ``Params.StreamOptions``."""
        return cls().IncludeUsage()


class IncludeObfuscation(StreamOptions):
    """Options that ask for padded chunks, or for none."""

    __slots__ = ()

    @classmethod
    def New(cls, Value: bool = True) -> Self:
        """The options, ready for ``Params.StreamOptions``."""
        return cls().IncludeObfuscation(Value)
