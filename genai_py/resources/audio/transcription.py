"""Transcriptions of recordings, complete or streamed.

Source: https://platform.openai.com/docs/api-reference/audio/json-object
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from ...core.errors import GenAIException, error_from_object
from ...core.results.base import Result, items, result
from ...core.results.decoding import register_union
from ...core.results.exact import whole_text

if TYPE_CHECKING:
    from typing_extensions import Self

S = TypeVar("S")
_DELTA = "transcript.text.delta"
_SEGMENT = "transcript.text.segment"
_DONE = "transcript.text.done"


@result
class TranscriptionWord(Result):
    """A word of a transcription. start, end: seconds."""

    word: str = ""
    start: float | None = None
    end: float | None = None


@result
class SegmentOfSpeech(Result):
    """The common fields of segments. start, end: seconds."""

    start: float | None = None
    end: float | None = None
    text: str = ""


@result
class TranscriptionSegment(SegmentOfSpeech):
    """A segment of the format ``verbose_json``.

    Source: https://platform.openai.com/docs/api-reference/audio/verbose-json-object
    """

    id: int | None = None
    seek: int | None = None
    tokens: list[int] = items()
    temperature: float | None = None
    avg_logprob: float | None = None
    compression_ratio: float | None = None
    no_speech_prob: float | None = None


@result
class TranscriptionDiarizedSegment(SegmentOfSpeech):
    """A segment of the format ``diarized_json``, or of a stream. speaker: a known name, or ``A``, ``B``, ...

    Source: https://platform.openai.com/docs/api-reference/audio/diarized-json-object
    """

    id: str = ""
    speaker: str = ""
    type: str = ""


def _kind_of_segment(value: Any) -> type[SegmentOfSpeech]:
    diarized = isinstance(value, dict) and (value.get("speaker") is not None or value.get("type") == _SEGMENT)
    return TranscriptionDiarizedSegment if diarized else TranscriptionSegment


register_union(SegmentOfSpeech, _kind_of_segment)


@result
class TranscriptionLogprob(Result):
    """The log probability of a token. bytes: the token in UTF-8."""

    token: str = ""
    bytes: list[int] = items()
    logprob: float | None = None


@result
class TranscriptionLanguage(Result):
    """A spoken language. code: as in ISO 639-1, such as ``en``."""

    code: str = ""


@result
class TranscriptionInputTokenDetails(Result):
    """The details of the input tokens."""

    audio_tokens: int | None = None
    text_tokens: int | None = None


@result
class TranscriptionUsage(Result):
    """The usage of a transcription: ``tokens``, or, for a ``type`` of ``duration``, ``seconds`` of sound."""

    type: str = ""
    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None
    input_token_details: TranscriptionInputTokenDetails | None = None
    seconds: float | None = None

    @property
    def has_input_token_details(self) -> bool:
        """Whether the server sent token details."""
        return self.input_token_details is not None


@result
class Transcription(Result):
    """A transcription.

    ``text`` is the complete text; in the formats ``text``, ``srt`` and ``vtt``, it is the reply itself.
    language: its name or code; languages: all, if the model reports them.
    duration: seconds, as the number or text that the server sent.
    segments: those of ``verbose_json``; diarized_segments: those with speakers; raw_segments: all, as
    received.
    Source: https://platform.openai.com/docs/api-reference/audio/json-object
    """

    text: str = ""
    language: str = ""
    languages: list[TranscriptionLanguage] = items()
    duration: float | str | None = None
    task: str = ""
    words: list[TranscriptionWord] = items()
    raw_segments: list[SegmentOfSpeech] = attrs.field(
        factory=list, alias="segments", metadata={"json": "segments"}
    )
    logprobs: list[TranscriptionLogprob] = items()
    usage: TranscriptionUsage | None = None

    @property
    def duration_seconds(self) -> float | None:
        """``duration`` as a number; None if it is not one."""
        return _seconds(self.duration)

    @property
    def segments(self) -> list[TranscriptionSegment]:
        """The segments without speakers."""
        return _only(TranscriptionSegment, self.raw_segments)

    @property
    def diarized_segments(self) -> list[TranscriptionDiarizedSegment]:
        """The segments with speakers."""
        return _only(TranscriptionDiarizedSegment, self.raw_segments)

    @classmethod
    def _of_text(cls, text: bytes) -> Transcription | None:
        plain_text = _plain_text(text)
        return None if plain_text is None else cls(text=plain_text)


@result
class Translation(Result):
    """A translation into English. The fields are those of a transcription.

    Source: https://platform.openai.com/docs/api-reference/audio/createTranslation
    """

    text: str = ""
    language: str = ""
    duration: float | str | None = None
    task: str = ""
    segments: list[TranscriptionSegment] = items()

    @property
    def duration_seconds(self) -> float | None:
        """``duration`` as a number; None if it is not one."""
        return _seconds(self.duration)

    @classmethod
    def _of_text(cls, text: bytes) -> Translation | None:
        plain_text = _plain_text(text)
        return None if plain_text is None else cls(text=plain_text)


TranscriptionStreamLogprob = TranscriptionLogprob
TranscriptionStreamInputTokenDetails = TranscriptionInputTokenDetails
TranscriptionStreamUsage = TranscriptionUsage
TranscriptionStreamSegment = TranscriptionDiarizedSegment


@result
class TranscriptionStream(Result):
    """An event of a transcription's stream.

    type: ``transcript.text.delta``, with ``delta``, the next piece of the text; ``transcript.text.segment``,
    with the fields of a segment with a speaker; ``transcript.text.done``, with the complete ``text``.
    segment_id: that of the segment to which a delta belongs. start, end: seconds. code, message: of an ``error``.
    Source: https://platform.openai.com/docs/api-reference/audio/transcript-text-delta-event
    """

    type: str = ""
    delta: str = ""
    text: str = ""
    segment_id: str = ""
    id: str = ""
    start: float | None = None
    end: float | None = None
    speaker: str = ""
    languages: list[TranscriptionLanguage] = items()
    logprobs: list[TranscriptionStreamLogprob] = items()
    usage: TranscriptionStreamUsage | None = None
    code: str = ""
    message: str = ""

    def IsDelta(self) -> bool:
        """Whether this is the next piece of the text."""
        return self.type == _DELTA

    def IsDone(self) -> bool:
        """Whether this is the end, with the complete text."""
        return self.type == _DONE

    def IsSegment(self) -> bool:
        """Whether this is a segment."""
        return self.type == _SEGMENT

    def IsError(self) -> bool:
        """Whether this is an error."""
        return self.type == "error"


@result
class TranscriptionStreamResult(Result):
    """The complete transcription of a stream. last_event_type: the type of the last event."""

    text: str = ""
    languages: list[TranscriptionLanguage] = items()
    logprobs: list[TranscriptionStreamLogprob] = items()
    usage: TranscriptionStreamUsage | None = None
    segments: list[TranscriptionStreamSegment] = items()
    last_event_type: str = ""

    @classmethod
    def Empty(cls) -> Self:
        """Create an empty transcription."""
        return cls()

    def Aggregate(self, Event: TranscriptionStream | None) -> None:
        """Add the next event; ignores None.

        If the last event lacks the text and its logprobs, they are those of the pieces.
        """
        if Event is None:
            return
        self.last_event_type = Event.type
        if Event.IsDelta():
            # Values of unexpected types are not joined.
            if isinstance(Event.delta, str):
                self.text += Event.delta
            if isinstance(Event.logprobs, list):
                self.logprobs.extend(Event.logprobs)
        elif Event.IsDone():
            self.text = Event.text or self.text
            self.logprobs = Event.logprobs or self.logprobs
            self.languages = Event.languages or self.languages
            self.usage = Event.usage or self.usage
        elif Event.IsSegment():
            self.segments.append(
                TranscriptionStreamSegment(
                    id=Event.id,
                    start=Event.start,
                    end=Event.end,
                    speaker=Event.speaker,
                    text=Event.text,
                    type=Event.type,
                )
            )


class TranscriptionCollector:
    """Merges the events of a transcription stream."""

    def __init__(self) -> None:
        self.failure: GenAIException | None = None
        self._result = TranscriptionStreamResult.Empty()

    def add(self, chunk: TranscriptionStream) -> None:
        """Add the next event."""
        self._result.Aggregate(chunk)
        if chunk.IsError():
            told = {"code": chunk.code, "message": chunk.message, **chunk.extra}
            self.failure = error_from_object(200, told, body=chunk.JSONResponse)

    def is_complete(self) -> bool:
        """Return whether the final event has arrived."""
        return self._result.last_event_type == _DONE

    def is_settled(self) -> bool:
        """Same as ``is_complete``: a stream has one answer."""
        return self.is_complete()

    def is_usable(self) -> bool:
        """Return whether any event has arrived."""
        return bool(self._result.text)

    @property
    def result(self) -> TranscriptionStreamResult:
        """The transcription so far."""
        # A character may come in two pieces.
        if isinstance(self._result.text, str):
            self._result.text = whole_text(self._result.text)
        return self._result

    resolution = result


def _only(kind: type[S], values: Any) -> list[S]:
    return [value for value in values if isinstance(value, kind)] if isinstance(values, list) else []


def _seconds(duration: Any) -> float | None:
    try:
        return float(duration)
    except (TypeError, ValueError):
        return None


def _plain_text(body: bytes) -> str | None:
    """Return a plain-text reply as a transcription; None for HTML, invalid JSON or an event stream."""
    text = body.decode("utf-8-sig", "replace")
    is_other = text.lstrip().lower().startswith(("{", "<!doctype", "<html", "data: {"))
    return None if is_other else text
