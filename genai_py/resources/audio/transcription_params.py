"""The requests of speech to text: transcription and translation into English.

Source: https://platform.openai.com/docs/api-reference/audio/createTranscription,
https://platform.openai.com/docs/api-reference/audio/createTranslation
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from ...core.building.form_params import MultiFormDataParams, file_setter
from ...core.building.params import JsonParam, part_of, wrong_type
from ...core.building.setters import checked, flag, setter
from ...core.calls.media import MediaSource, loaded
from .. import types

if TYPE_CHECKING:
    from typing_extensions import Self

P = TypeVar("P", bound=MultiFormDataParams)
Recording = MediaSource | BinaryIO


class TranscriptionServerVadParams(JsonParam):
    """The settings of the server's voice activity detection."""

    __slots__ = ()

    PrefixPaddingMs = setter(int, "prefix_padding_ms", doc="Milliseconds of audio to keep before the speech.")
    SilenceDurationMs = setter(int, "silence_duration_ms", doc="Milliseconds of silence that end the speech.")
    Threshold = setter(float, "threshold", doc="0.0 to 1.0; higher values require louder speech.")

    @classmethod
    def New(cls) -> Self:
        """Return settings with the server's defaults."""
        return cls()


class TranscriptionChunkingStrategyParams(JsonParam):
    """The strategy for splitting the audio into chunks: ``{"type": "server_vad", "threshold": 0.5}``."""

    __slots__ = ()

    Type = setter(types.TranscriptionChunkingStrategyType, "type", doc="``auto`` or ``server_vad``.")

    @classmethod
    def New(cls, Value: types.TranscriptionChunkingStrategyType | str) -> Self:
        """Return a strategy of that type."""
        return cls().Type(Value)

    def ServerVad(
        self, Value: TranscriptionServerVadParams | Callable[[TranscriptionServerVadParams], Any]
    ) -> Self:
        """Split at silences detected with these settings; sets ``type``, too.

        The settings are sent beside ``type``, as the API documents it; the original nests them.
        """
        values = part_of(f"{type(self).__name__}.ServerVad", TranscriptionServerVadParams, Value)
        self.Type("server_vad")._fields.update(values._fields)
        return self


class TranscriptionParams(MultiFormDataParams):
    """A recording to transcribe."""

    __slots__ = ()

    File = file_setter(
        "file", doc="The recording: a path, an open binary file or stream, bytes or a data URI."
    )
    Model = setter(
        str, "model", doc="``gpt-4o-transcribe``, ``gpt-4o-transcribe-diarize``, ``whisper-1``, ..."
    )
    Language = setter(str, "language", doc="The spoken language, as in ISO 639-1: ``en``.")
    Prompt = setter(
        str, "prompt", doc="A text whose style the transcription follows, or that the recording continues."
    )
    ResponseFormat = setter(
        types.TranscriptionResponseFormat,
        "response_format",
        doc="The response format; ``text``, ``srt`` and ``vtt`` are returned in the result's ``text``.",
    )
    Stream = flag("stream", doc="Request a stream; the streaming operations set it.")
    Temperature = setter(float, "temperature", doc="0 to 1; higher is more random.")

    def ChunkingStrategy(
        self,
        Value: types.TranscriptionChunkingStrategyType
        | str
        | TranscriptionChunkingStrategyParams
        | Callable[[TranscriptionChunkingStrategyParams], Any],
    ) -> Self:
        """Set how the audio is split into chunks: ``auto``, ``server_vad``, or a strategy with settings.

        ``server_vad`` is sent as an object, ``auto`` as a string, as the API requires.
        """
        kinds = (types.TranscriptionChunkingStrategyType, TranscriptionChunkingStrategyParams)
        strategy = checked(f"{type(self).__name__}.ChunkingStrategy", kinds, Value)
        if strategy == "server_vad":
            strategy = TranscriptionChunkingStrategyParams.New(strategy)
        elif strategy == TranscriptionChunkingStrategyParams.New("auto"):
            strategy = "auto"
        self._fields["chunking_strategy"] = strategy
        return self

    def Include(
        self, Value: types.TranscriptionInclude | str | Sequence[types.TranscriptionInclude] | Sequence[str]
    ) -> Self:
        """Add one value or a list of values to the additional data to include in the result."""
        return _add(self, "Include", types.TranscriptionInclude, "include[]", Value)

    def IncludeLogprobs(self) -> Self:
        """Include the log probabilities of tokens; not for ``whisper-1``, and only in the format ``json``."""
        return self.Include(types.TranscriptionInclude.logprobs)

    def KnownSpeakerNames(self, Value: str | Sequence[str]) -> Self:
        """Add names of speakers, in the order of their references; at most four in total."""
        return _add(self, "KnownSpeakerNames", str, "known_speaker_names[]", Value)

    def KnownSpeakerReference(self, Value: Recording, FileName: str = "", MimeType: str = "") -> Self:
        """Add a recording of a known speaker, of 2 to 10 seconds: a path, an open file, bytes or a data URI.

        It is read at once and sent as a data URI, as the API documents it; the original sends a file.
        FileName, MimeType: for sources that do not determine the type. Raises FileNotFoundError for a missing file,
        and ValueError for a source that is empty or of an unknown type.
        """
        uri = _data_uri(f"{type(self).__name__}.KnownSpeakerReference", Value, FileName, MimeType)
        return _add(self, "KnownSpeakerReference", str, "known_speaker_references[]", uri)

    def KnownSpeakerReferences(self, Value: Sequence[Recording]) -> Self:
        """Add a recording for each of several known speakers."""
        where = f"{type(self).__name__}.KnownSpeakerReferences"
        if not isinstance(Value, (list, tuple)):
            raise wrong_type(where, "a list of recordings", Value)
        uris = [_data_uri(where, each) for each in Value]
        return _add(self, "KnownSpeakerReferences", str, "known_speaker_references[]", uris)

    def DiarizedJson(self) -> Self:
        """Request segments with speakers, in the result's ``diarized_segments``."""
        return self.ResponseFormat(types.TranscriptionResponseFormat.diarized_json)

    def TimestampGranularity(
        self, Value: types.TimestampGranularity | str | Sequence[types.TimestampGranularity] | Sequence[str]
    ) -> Self:
        """Add word or segment timestamps to those requested; for ``verbose_json``."""
        return _add(
            self, "TimestampGranularity", types.TimestampGranularity, "timestamp_granularities[]", Value
        )

    def TimestampGranularities(self, Value: Sequence[types.TimestampGranularity] | Sequence[str]) -> Self:
        """Add several kinds of timestamps to those requested."""
        return _add(
            self, "TimestampGranularities", types.TimestampGranularity, "timestamp_granularities[]", Value
        )


class TranslationParams(MultiFormDataParams):
    """A recording to translate into English."""

    __slots__ = ()

    File = file_setter(
        "file", doc="The recording: a path, an open binary file or stream, bytes or a data URI."
    )
    Model = setter(str, "model", doc="``whisper-1``.")
    Prompt = setter(str, "prompt", doc="An English text whose style the translation follows.")
    ResponseFormat = setter(
        types.TranscriptionResponseFormat,
        "response_format",
        doc="The response format; ``text``, ``srt`` and ``vtt`` are returned in the result's ``text``.",
    )
    Temperature = setter(float, "temperature", doc="0 to 1; higher is more random.")


def _add(params: P, method: str, kind: Any, key: str, value: Any) -> P:
    """Add a value, or each value of a list, to the values of a key."""
    before = params._fields.get(key, [])
    several = value if isinstance(value, (list, tuple)) else [value]
    added = checked(f"{type(params).__name__}.{method}", list[kind], several)
    params._fields[key] = [*(before if isinstance(before, list) else [before]), *added]
    return params


def _data_uri(where: str, source: Any, name: str = "", mime_type: str = "") -> str:
    if callable(getattr(source, "read", None)):
        name = name or str(getattr(source, "name", ""))
        source = source.read()
        if isinstance(source, str):
            raise wrong_type(where, "a file opened in binary mode", source)
    return loaded(where, source, name=name, mime_type=mime_type).data_uri
