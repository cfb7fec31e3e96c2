"""The requests of speech to text, in its own language or in English.

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
    """How the server finds speech in the sound (voice activity detection)."""

    __slots__ = ()

    PrefixPaddingMs = setter(int, "prefix_padding_ms", doc="Milliseconds kept from before the speech.")
    SilenceDurationMs = setter(int, "silence_duration_ms", doc="Milliseconds of silence that end the speech.")
    Threshold = setter(float, "threshold", doc="0.0 to 1.0; higher takes only louder sound for speech.")

    @classmethod
    def New(cls) -> Self:
        """The server's own values."""
        return cls()


class TranscriptionChunkingStrategyParams(JsonParam):
    """How the sound is cut into chunks: ``{"type": "server_vad", "threshold": 0.5}``."""

    __slots__ = ()

    Type = setter(types.TranscriptionChunkingStrategyType, "type", doc="``auto`` or ``server_vad``.")

    @classmethod
    def New(cls, Value: types.TranscriptionChunkingStrategyType | str) -> Self:
        """A strategy of that type."""
        return cls().Type(Value)

    def ServerVad(
        self, Value: TranscriptionServerVadParams | Callable[[TranscriptionServerVadParams], Any]
    ) -> Self:
        """Cut where the server finds silence, found with these values; sets ``type`` as well.

        The values stand beside ``type``, as the API documents it; the original nests them.
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
    Language = setter(str, "language", doc="The language that is spoken, as in ISO 639-1: ``en``.")
    Prompt = setter(
        str, "prompt", doc="A text whose style is to be followed, or that the recording continues."
    )
    ResponseFormat = setter(
        types.TranscriptionResponseFormat,
        "response_format",
        doc="What comes back; ``text``, ``srt`` and ``vtt`` are in the result's ``text``.",
    )
    Stream = flag("stream", doc="Ask for a stream; the streaming calls do so themselves.")
    Temperature = setter(float, "temperature", doc="0 to 1; higher is more random.")

    def ChunkingStrategy(
        self,
        Value: types.TranscriptionChunkingStrategyType
        | str
        | TranscriptionChunkingStrategyParams
        | Callable[[TranscriptionChunkingStrategyParams], Any],
    ) -> Self:
        """How the sound is cut into chunks: ``auto``, ``server_vad``, or a strategy with values of its own.

        ``server_vad`` is sent as the object that the API wants, ``auto`` as the plain word.
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
        """Ask for more in the result, beside what was asked for before: one thing, or a list."""
        return _add(self, "Include", types.TranscriptionInclude, "include[]", Value)

    def IncludeLogprobs(self) -> Self:
        """Ask for how likely the tokens were; not for ``whisper-1``, and only in the format ``json``."""
        return self.Include(types.TranscriptionInclude.logprobs)

    def KnownSpeakerNames(self, Value: str | Sequence[str]) -> Self:
        """Add names of speakers, four at most in all, in the order of their references."""
        return _add(self, "KnownSpeakerNames", str, "known_speaker_names[]", Value)

    def KnownSpeakerReference(self, Value: Recording, FileName: str = "", MimeType: str = "") -> Self:
        """Add a recording of a known speaker, of 2 to 10 seconds: a path, an open file, bytes or a data URI.

        It is read at once and sent as a data URI, as the API documents it; the original sends a file.
        FileName, MimeType: where the source does not tell its type. Raises FileNotFoundError naming the path,
        and ValueError for a source that is empty or whose type cannot be told.
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
        """Ask for segments with their speakers, in the result's ``diarized_segments``."""
        return self.ResponseFormat(types.TranscriptionResponseFormat.diarized_json)

    def TimestampGranularity(
        self, Value: types.TimestampGranularity | str | Sequence[types.TimestampGranularity] | Sequence[str]
    ) -> Self:
        """Ask for the times of words or of segments, beside those asked for before; for ``verbose_json``."""
        return _add(
            self, "TimestampGranularity", types.TimestampGranularity, "timestamp_granularities[]", Value
        )

    def TimestampGranularities(self, Value: Sequence[types.TimestampGranularity] | Sequence[str]) -> Self:
        """Ask for the times of each of these."""
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
    Prompt = setter(str, "prompt", doc="An English text whose style is to be followed.")
    ResponseFormat = setter(
        types.TranscriptionResponseFormat,
        "response_format",
        doc="What comes back; ``text``, ``srt`` and ``vtt`` are in the result's ``text``.",
    )
    Temperature = setter(float, "temperature", doc="0 to 1; higher is more random.")


def _add(params: P, method: str, kind: Any, key: str, value: Any) -> P:
    """Add a value, or each of a list, to the values that a key has."""
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
            raise wrong_type(where, "a binary file (not a file of text)", source)
    return loaded(where, source, name=name, mime_type=mime_type).data_uri
