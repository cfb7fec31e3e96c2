"""Results: their classes, decoding JSON into them, and the rules by which streamed parts are merged."""

from .base import Content, Result

__all__ = ["Content", "Result"]
