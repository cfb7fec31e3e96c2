"""Names of the original that are not among the public names. ``genai_py.delphi`` has them for ported programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from .client import VERSION as VERSION
from .core.calls.monitoring import HttpMonitoring
from .core.calls.streams import CancelToken
from .core.errors import GenAIInvalidResponseError, error_from_object, excerpt
from .core.results.base import Result
from .core.results.decoding import ErrorBody, decode
from .core.spelling import CallableInBothSpellings
from .resources.audio.speech import SpeechStreamChunk
from .resources.audio.transcription import TranscriptionStream
from .resources.chat.results import Chat
from .resources.responses.params import ResponsesParams
from .resources.responses.route import AsynResponseStream
from .resources.responses.stream_events import ResponseStream

T = TypeVar("T")
R = TypeVar("R", bound=Result)

DATE_FORMAT = "%Y-%m-%d"
"""A format of ``strftime``, as are the next two."""
TIME_FORMAT = "%H:%M:%S"
DATE_TIME_FORMAT = f"{DATE_FORMAT} {TIME_FORMAT}"

AudioTypeAccepted = ["audio/wav", "audio/mpeg", "audio/webm", "audio/opus", "audio/ogg"]
ImageTypeAccepted = ["image/png", "image/jpeg", "image/gif", "image/webp", "binary/octet-stream"]
DocTypeAccepted = ["application/pdf"]
ReasoningModels = ["o1", "o1-mini", "o1-pro", "o3", "o3-mini", "o4-mini"]
"""The models that the original takes for reasoning models; the package itself knows no model names."""

Monitoring = HttpMonitoring()

TProcRef = Callable[[T], Any]
TResponsesParamsProc = Callable[[ResponsesParams], Any]
TAsynResponseStreamFunc = Callable[[], AsynResponseStream]
TStreamCallbackEvent = Callable[[T | None, bool, CancelToken], Any]
TResponseEvent = Callable[[ResponseStream | None, bool, CancelToken], Any]
TChatStreamCallbackEvent = Callable[[Chat | None, bool, CancelToken], Any]
TSpeechStreamEvent = Callable[[SpeechStreamChunk | None, bool, CancelToken], Any]
TTranscriptionStreamEvent = Callable[[TranscriptionStream | None, bool, CancelToken], Any]
TDelayPolicy = Callable[[int, int], int]
"""Called with the number of the attempt and the delay before it; returns the next delay, both in milliseconds."""
TToolProc = Callable[[str], Any]


def IsReasoningModel(Value: str) -> bool:
    """Return whether a model is one of ``ReasoningModels``."""
    return Value.strip().lower() in ReasoningModels


def MimeTypeToAudioType(MimeType: str) -> str:
    """Return the format of an audio file for ``InputAudio``, ``wav`` or ``mp3``. Raises ValueError for other types."""
    formats = {"audio/wav": "wav", "audio/mpeg": "mp3"}
    if MimeType not in formats:
        raise ValueError(f"expected the MIME type of a WAV or MP3 file, {' or '.join(formats)}; got {MimeType!r}")
    return formats[MimeType]


class TApiDeserializer(metaclass=CallableInBothSpellings):
    """Makes results of JSON text."""

    @staticmethod
    def Parse(Kind: type[R], Value: str) -> R:
        """Return the result of a class that a JSON text holds: ``TApiDeserializer.Parse(TChat, S)``.

        Raises GenAIInvalidResponseError if the text is not a JSON object, another GenAIException if it is an error
        object.
        """
        try:
            return decode(Kind, Value.encode())
        except ErrorBody as body:
            raise error_from_object(200, body.error) from None
        except (TypeError, ValueError) as error:
            message = f"expected the JSON text of a {Kind.__name__}; {error}; the text is: {excerpt(Value)}"
            raise GenAIInvalidResponseError(0, message) from None
