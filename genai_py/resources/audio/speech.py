"""Text to speech. Source: https://platform.openai.com/docs/api-reference/audio/createSpeech"""

from __future__ import annotations

import base64
import builtins
import io
from typing import TYPE_CHECKING, Any

from ...core.building.params import JsonParam
from ...core.building.setters import checked, setter
from ...core.errors import GenAIException, GenAIInvalidResponseError, error_from_object, error_in
from ...core.results.base import Content, Result, loads, result
from ..types import AudioVoice, SpeechFormat, SpeechStreamFormat

if TYPE_CHECKING:
    from typing_extensions import Self


class SpeechVoiceParams(JsonParam):
    """A custom voice, created with ``client.VoiceContents.Create``."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the voice: ``voice_...``.")

    @classmethod
    def New(cls, Value: str) -> Self:
        """Return the voice with that id."""
        return cls().Id(Value)


class SpeechParams(JsonParam):
    """A text to speak."""

    __slots__ = ()

    Model = setter(
        str, "model", doc="The id of a speech model: ``gpt-4o-mini-tts``, ``tts-1``, ``tts-1-hd``."
    )
    Input = setter(str, "input", doc="The text, 4,096 characters at most.")
    # Any text, as other servers have other voices.
    Voice = setter(
        (AudioVoice, SpeechVoiceParams, str), "voice", doc="A voice, its name, or a custom voice by its id."
    )
    Instructions = setter(
        str, "instructions", doc="Instructions for the way of speaking; not for ``tts-1`` and ``tts-1-hd``."
    )
    ResponseFormat = setter(
        SpeechFormat, "response_format", doc="The audio format; ``mp3`` by default."
    )
    StreamFormat = setter(
        SpeechStreamFormat,
        "stream_format",
        doc="The format of a stream: ``audio``, the bytes of the file, or ``sse``, events; not for ``tts-1``.",
    )
    Speed = setter(float, "speed", doc="0.25 to 4.0; 1.0 is the default.")

    def VoiceId(self, Value: str) -> Self:
        """Set a custom voice by its id."""
        return self.Voice(SpeechVoiceParams.New(checked(f"{type(self).__name__}.VoiceId", str, Value)))


@result
class SpeechResult(Content):
    """The generated audio, in ``body`` as bytes and in ``data`` as base64; ``SaveToFile`` writes it to a file.

    Raises GenAIException if the body is an error object: some servers send it with status 200.
    """

    def __attrs_post_init__(self) -> None:
        told = told_error(self.body)
        if told is not None:
            raise told


@result
class SpeechUsage(Result):
    """The token usage of a speech."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None


@result
class SpeechStreamChunk(Result):
    """The next piece of audio in a stream.

    A stream of the format ``audio`` consists of pieces of the file, in ``body``; one of the format ``sse`` of events
    of the types ``speech.audio.delta``, with base64 in ``audio``, and ``speech.audio.done``, with ``usage``.
    ``bytes`` is the audio in either case.
    """

    type: str = ""
    audio: str = ""
    usage: SpeechUsage | None = None
    body: builtins.bytes | None = None

    @classmethod
    def of_bytes(cls, data: builtins.bytes) -> Self:
        """A piece of the file."""
        return cls(body=data)

    @property
    def bytes(self) -> builtins.bytes:
        """The audio of this piece. Raises ValueError if an event's base64 is invalid.

        In the original, this is an event's JSON, here ``text``.
        """
        if isinstance(self.body, builtins.bytes):
            return self.body
        return base64.b64decode(self.audio) if isinstance(self.audio, str) else b""

    @property
    def text(self) -> str:
        """The event's JSON, unchanged; "" for a piece of the file."""
        return self.JSONResponse if self.is_sse else ""

    @property
    def event_name(self) -> str:
        """The event's ``type``; "" for a piece of the file."""
        return self.type

    @property
    def is_sse(self) -> bool:
        """Whether this is an event, as opposed to a piece of the file."""
        return not isinstance(self.body, builtins.bytes)

    def GetStream(self) -> io.BytesIO:
        """Return the audio of this piece as a binary stream."""
        return io.BytesIO(self.bytes)

    def ToJson(self) -> dict[str, Any]:
        """Return the event as a JSON object; for a piece of the file, one with ``audio`` as base64."""
        if not isinstance(self.body, builtins.bytes):
            return super().ToJson()
        return {"audio": base64.b64encode(self.body).decode("ascii")}


@result
class SpeechStreamResult(Content):
    """The complete audio of a stream, with its events and usage.

    text: the JSON of the events, joined; "" for pieces of a file. usage: if the server sent it.
    """

    text: str = ""
    usage: SpeechUsage | None = None

    @classmethod
    def Empty(cls) -> Self:
        """Create an object without audio."""
        return cls()

    def Aggregate(self, Chunk: SpeechStreamChunk | None) -> None:
        """Add the next piece; ignores None."""
        if Chunk is not None:
            self.body += Chunk.bytes
            self.text += Chunk.text
            self.usage = Chunk.usage or self.usage

    @property
    def bytes(self) -> builtins.bytes:
        """The complete audio."""
        return self.body


class SpeechCollector:
    """Merges the pieces of audio."""

    def __init__(self) -> None:
        self.failure: GenAIException | None = None
        # Joined once at the end, as there may be many pieces.
        self._pieces: list[bytes] = []
        self._texts: list[str] = []
        self._usage: SpeechUsage | None = None
        self._done = False

    def add(self, chunk: SpeechStreamChunk) -> None:
        """Add the next piece."""
        if chunk.is_sse:
            self._texts.append(chunk.text)
            self._usage = chunk.usage or self._usage
            self._done = self._done or chunk.type == "speech.audio.done"
            if chunk.type == "error":
                self.failure = error_from_object(200, chunk.extra, body=chunk.text)
        try:
            self._pieces.append(chunk.bytes)
        except ValueError as error:
            self.failure = GenAIInvalidResponseError(
                200, f"an event of the stream has invalid base64 ({error})", body=chunk.text
            )

    def is_complete(self) -> bool:
        """Return whether the final event has arrived."""
        return self._done

    def is_settled(self) -> bool:
        """Same as ``is_complete``: a stream has one answer."""
        return self.is_complete()

    def is_usable(self) -> bool:
        """Return whether any piece has arrived."""
        return bool(self._pieces)

    @property
    def result(self) -> SpeechStreamResult:
        """The audio so far."""
        return SpeechStreamResult(body=b"".join(self._pieces), text="".join(self._texts), usage=self._usage)

    resolution = result


def told_error(body: bytes) -> GenAIException | None:
    """Return the error that a server sent instead of audio; None if there is none."""
    if not body.startswith((b"{", b"[")):
        return None
    try:
        error = error_in(loads(body), is_whole=True)
    except (ValueError, RecursionError):
        return None
    return error_from_object(200, error, body=body.decode("utf-8", "replace")) if error else None
