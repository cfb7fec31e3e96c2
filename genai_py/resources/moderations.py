"""Moderation: classification of harmful texts and images.

Source: https://platform.openai.com/docs/api-reference/moderations
"""

from __future__ import annotations

import os.path
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from ..core.building.mime import type_of_name
from ..core.building.params import JsonParam, wrong_type
from ..core.building.setters import setter
from ..core.calls.media import MediaSource, loaded
from ..core.calls.operations import POST, Route, operation
from ..core.results.base import Result, items, json_field, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from ..core.spelling import BothSpellings, snake_case
from .types import HarmCategories

if TYPE_CHECKING:
    from typing_extensions import Self


class TextModerationParams(JsonParam):
    """A text to check."""

    __slots__ = ()

    Type = setter(str, "type", doc="Always ``text``.")
    Text = setter(str, "text", doc="The text.")

    @classmethod
    def New(cls, Value: str) -> Self:
        """Return a part with this text."""
        return cls().Type("text").Text(Value)


class UrlModerationParams(JsonParam):
    """The URL of an image, or the image as a data URI."""

    __slots__ = ()

    def Url(self, Value: MediaSource) -> Self:
        """An http(s) URL, which is passed on, or a path, a data URI or bytes, which are sent as a data URI.

        Raises FileNotFoundError for a missing file, ValueError for other types.
        """
        return self.Add("url", _picture(f"{type(self).__name__}.Url", Value))

    @classmethod
    def New(cls, Value: MediaSource) -> Self:
        """Return an image from a URL, a path, a data URI or bytes. Raises the same errors as ``Url``."""
        return cls().Url(Value)


class ImageModerationParams(JsonParam):
    """An image to check."""

    __slots__ = ()

    Type = setter(str, "type", doc="Always ``image_url``.")

    def ImageUrl(self, Value: MediaSource) -> Self:
        """Set the image: a URL, a path, a data URI or bytes. Raises the same errors as ``UrlModerationParams.Url``."""
        url = _picture(f"{type(self).__name__}.ImageUrl", Value)
        return self.Add("image_url", UrlModerationParams().Add("url", url))

    @classmethod
    def New(cls, Value: MediaSource) -> Self:
        """Return a part with this image. Raises the same errors as ``UrlModerationParams.Url``."""
        return cls().Type("image_url").ImageUrl(Value)


ModerationInput = str | TextModerationParams | ImageModerationParams | Mapping[str, Any]
"""An input: a builder, a JSON object of the API, or a string as in ``ModerationParams.Input``."""


class ModerationParams(JsonParam):
    """A moderation request. Source: https://platform.openai.com/docs/api-reference/moderations/create"""

    __slots__ = ()

    Model = setter(str, "model", doc="The id of a moderation model, such as ``omni-moderation-latest``.")

    def Input(self, Value: str | Sequence[ModerationInput]) -> Self:
        """Set the input: a text, a list of texts, which are checked separately, or a list of texts and images.

        In a list, an http(s) URL, a data URI of an image and the path of an existing image file are sent as an
        image; any other string is a text.
        """
        if isinstance(Value, str):
            return self.Add("input", Value)
        if not isinstance(Value, Sequence) or isinstance(Value, (bytes, bytearray)):
            raise self._bad_input(Value)
        if all(isinstance(part, str) and not _is_picture(part) for part in Value):
            return self.Add("input", list(Value))
        return self.Add("input", [self._part(part) for part in Value])

    def _part(self, part: ModerationInput) -> JsonParam | Mapping[str, Any]:
        if isinstance(part, str):
            return ImageModerationParams.New(part) if _is_picture(part) else TextModerationParams.New(part)
        if isinstance(part, (TextModerationParams, ImageModerationParams, Mapping)):
            return part
        raise self._bad_input(part)

    def _bad_input(self, value: Any) -> TypeError:
        takes = "str or list of str, TextModerationParams or ImageModerationParams"
        return wrong_type(f"{type(self).__name__}.Input", takes, value)


def _picture(where: str, source: MediaSource) -> str:
    media = loaded(where, source)
    if not (media.url or media.is_image):
        raise ValueError(f"{where}: {media.name} is {media.mime_type}, not an image")
    return media.uri


def _is_picture(text: str) -> bool:
    start = text[:11].lower()
    if start.startswith(("http://", "https://")):
        return not any(letter.isspace() for letter in text.strip())
    # Only if it ends like the name of an image: a text may happen to be the name of a file.
    return start == "data:image/" or (type_of_name(text).startswith("image/") and os.path.isfile(text))


@result
class ModerationCategories(Result):
    """Whether each category was detected."""

    hate: bool | None = None
    hate_threatening: bool | None = json_field("hate/threatening")
    harassment: bool | None = None
    harassment_threatening: bool | None = json_field("harassment/threatening")
    illicit: bool | None = None
    illicit_violent: bool | None = json_field("illicit/violent")
    self_harm: bool | None = json_field("self-harm")
    self_harm_intent: bool | None = json_field("self-harm/intent")
    self_harm_instructions: bool | None = json_field("self-harm/instructions")
    sexual: bool | None = None
    sexual_minors: bool | None = json_field("sexual/minors")
    violence: bool | None = None
    violence_graphic: bool | None = json_field("violence/graphic")


@result
class ModerationCategoryScores(Result):
    """The score of each category, 0 to 1."""

    hate: float | None = None
    hate_threatening: float | None = json_field("hate/threatening")
    harassment: float | None = None
    harassment_threatening: float | None = json_field("harassment/threatening")
    illicit: float | None = None
    illicit_violent: float | None = json_field("illicit/violent")
    self_harm: float | None = json_field("self-harm")
    self_harm_intent: float | None = json_field("self-harm/intent")
    self_harm_instructions: float | None = json_field("self-harm/instructions")
    sexual: float | None = None
    sexual_minors: float | None = json_field("sexual/minors")
    violence: float | None = None
    violence_graphic: float | None = json_field("violence/graphic")


@result
class ModerationCategoryApplied(Result):
    """The input types of each score: ``text``, ``image`` or both."""

    hate: list[str] = items()
    hate_threatening: list[str] = json_field("hate/threatening", attrs.Factory(list))
    harassment: list[str] = items()
    harassment_threatening: list[str] = json_field("harassment/threatening", attrs.Factory(list))
    illicit: list[str] = items()
    illicit_violent: list[str] = json_field("illicit/violent", attrs.Factory(list))
    self_harm: list[str] = json_field("self-harm", attrs.Factory(list))
    self_harm_intent: list[str] = json_field("self-harm/intent", attrs.Factory(list))
    self_harm_instructions: list[str] = json_field("self-harm/instructions", attrs.Factory(list))
    sexual: list[str] = items()
    sexual_minors: list[str] = json_field("sexual/minors", attrs.Factory(list))
    violence: list[str] = items()
    violence_graphic: list[str] = json_field("violence/graphic", attrs.Factory(list))


_HARMS = {snake_case(harm.name): harm for harm in HarmCategories if harm is not HarmCategories.sdk_unknown}


@attrs.frozen
class FlaggedItem(BothSpellings):
    """A detected category and its score; 0 if the server sends none."""

    category: HarmCategories
    score: float


@result
class ModerationResult(Result):
    """The result for one input."""

    flagged: bool | None = None
    categories: ModerationCategories | None = None
    category_scores: ModerationCategoryScores | None = None
    category_applied_input_types: ModerationCategoryApplied | None = None

    @property
    def flagged_detail(self) -> list[FlaggedItem]:
        """The detected categories; empty if nothing was flagged."""
        if not self.flagged or self.categories is None:
            return []
        return [
            FlaggedItem(harm, getattr(self.category_scores, name, None) or 0.0)
            for name, harm in _HARMS.items()
            if getattr(self.categories, name) is True
        ]


@result
class Moderation(Result):
    """The results, one per input. Source: https://platform.openai.com/docs/api-reference/moderations/object"""

    id: str = ""
    model: str = ""
    results: list[ModerationResult] = items()


AsynModeration = AsynCallBack[Moderation]
PromiseModeration = PromiseCallBack[Moderation]


class ModerationRoute(Route):
    """``POST moderations``."""

    Evaluate, AsynEvaluate, AsyncAwaitEvaluate = operation(
        POST, "moderations", params=ModerationParams, result=Moderation
    )
