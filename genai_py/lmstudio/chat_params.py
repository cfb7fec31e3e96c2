"""The request of LM Studio's own chat. Source: https://lmstudio.ai/docs/developer/rest/chat"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from ..core.building.params import JsonParam, part_of, wrong_type
from ..core.building.setters import checked, flag, setter
from ..core.calls.media import Media, MediaSource, loaded
from .chat_integrations import IntegrationLike, integrations_of

if TYPE_CHECKING:
    from typing_extensions import Self

_BYTES: tuple[type[Any], ...] = (bytes, bytearray, memoryview)
_IMAGES: tuple[type[Any], ...] = (*_BYTES, os.PathLike, Media)


class LMReasoning(str, Enum):
    """How much the model thinks before it answers. Source: https://lmstudio.ai/docs/developer/rest/chat"""

    off = "off"
    low = "low"
    medium = "medium"
    high = "high"
    on = "on"

    __str__ = str.__str__


class LMChatPart(JsonParam):
    """A part of the input: a text or an image. Source: https://lmstudio.ai/docs/developer/rest/chat"""

    __slots__ = ()

    Type = setter(str, "type", doc="The type of the part: ``text`` or ``image``.")
    Content = setter(str, "content", doc="The text.")
    DataUrl = setter(str, "data_url", doc="The image as a data URI.")

    @classmethod
    def NewText(cls, Value: str) -> Self:
        """Return a text. Raises TypeError for anything else."""
        return cls().Type("text").Content(checked(f"{cls.__name__}.NewText", str, Value))

    @classmethod
    def NewImage(cls, Source: MediaSource) -> Self:
        """Return an image from a path, an http(s) URL, a data URI or bytes.

        The server takes data URIs only: an image at a URL is downloaded, which blocks.
        Raises FileNotFoundError for a missing file, ValueError for what is not an image, GenAIException if the download
        fails, TypeError for any other source.
        """
        where = f"{cls.__name__}.NewImage"
        media = loaded(where, Source, download=True)
        if not media.is_image:
            raise ValueError(f"{where}: {media.name} is {media.mime_type}, not an image")
        return cls().Type("image").DataUrl(media.data_uri)


InputPart: TypeAlias = LMChatPart | Callable[[LMChatPart], Any] | Mapping[str, Any] | str | MediaSource
"""A part of the input: a text, an image as bytes, ``Path`` or ``Media``, a builder (or a function), or a dict."""


class LMChatParams(JsonParam):
    """The request of LM Studio's own chat.

    Images are paths, http(s) URLs, data URIs or bytes. In a list of parts, a string is a text; an image is bytes, a
    ``Path`` or ``LMChatPart.NewImage("photo.png")``, which documents the errors.
    Source: https://lmstudio.ai/docs/developer/rest/chat
    """

    __slots__ = ()

    Model = setter(str, "model", doc="The key of a model, or the id of a loaded instance.")

    def Input(
        self, Value: str | Sequence[InputPart], Images: MediaSource | Sequence[MediaSource] | None = None
    ) -> Self:
        """The user's message: a text, or a list of texts and images. Raises the errors of ``LMChatPart.NewImage``."""
        where = f"{type(self).__name__}.Input"
        if isinstance(Value, str) and Images is None:
            self._fields["input"] = Value
            return self
        if isinstance(Value, str):
            Value = [Value]
        elif not isinstance(Value, Sequence) or isinstance(Value, _BYTES):
            raise wrong_type(where, _TAKES, Value)
        images: Any = [] if Images is None else Images
        if isinstance(images, (str, *_IMAGES)):
            images = [images]
        elif not isinstance(images, Sequence):
            raise wrong_type(where, "an image or a list of images", images)
        parts = [_part_of(where, each) for each in Value]
        self._fields["input"] = [*parts, *(LMChatPart.NewImage(each) for each in images)]
        return self

    Input.json_key = "input"  # type: ignore[attr-defined]
    SystemPrompt = setter(
        str, "system_prompt", doc="Instructions for the model; in a stored chat, for its first request only."
    )

    def Integrations(self, Value: IntegrationLike | Sequence[IntegrationLike]) -> Self:
        """The plugins and MCP servers whose tools LM Studio runs: builders, ids of plugins, or dicts."""
        self._fields["integrations"] = integrations_of(f"{type(self).__name__}.Integrations", Value)
        return self

    Integrations.json_key = "integrations"  # type: ignore[attr-defined]
    Reasoning = setter(
        (LMReasoning, str),
        "reasoning",
        doc="How much the model thinks: a word of the ``allowed_options`` in ``LMModel.capabilities.reasoning``.",
    )
    ContextLength = setter(
        int, "context_length", doc="How many tokens the model has room for, if this request loads it."
    )
    Temperature = setter(float, "temperature", doc="The randomness of the answer, from 0 to 1.")
    TopP = setter(float, "top_p", doc="Only the most likely tokens with this total probability, from 0 to 1.")
    TopK = setter(int, "top_k", doc="Only this many of the most likely tokens.")
    MinP = setter(float, "min_p", doc="Only tokens with this share of the best one's probability, from 0 to 1.")
    RepeatPenalty = setter(float, "repeat_penalty", doc="Above 1, the model repeats itself less; 1 has no effect.")
    MaxOutputTokens = setter(int, "max_output_tokens", doc="The largest number of tokens of the answer.")
    Stream = flag("stream", doc="Set by the streaming operations themselves.")
    Store = flag("store", doc="Whether the server keeps the chat, so that it can be continued; it does by default.")
    PreviousResponseId = setter(
        str, "previous_response_id", doc="The ``response_id`` of an earlier answer, whose chat this one continues."
    )
    Ttl = setter(int, "ttl", doc="Seconds without a request until the model is unloaded, if this request loads it.")


_TAKES = "a text, or a list of texts and images"


def _part_of(where: str, value: Any) -> Any:
    """Return a part of the input. Raises what ``LMChatParams.Input`` raises."""
    if isinstance(value, str):
        return LMChatPart.NewText(value)
    if isinstance(value, _IMAGES):
        return LMChatPart.NewImage(value)
    return part_of(where, LMChatPart, value, (Mapping,), takes=_TAKES)
