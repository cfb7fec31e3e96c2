"""Speech and transcriptions. Source: https://platform.openai.com/docs/api-reference/audio"""

from __future__ import annotations

from enum import Enum


class AudioVoice(str, Enum):
    """The voices of speech."""

    alloy = "alloy"
    ash = "ash"
    coral = "coral"
    echo = "echo"
    fable = "fable"
    onyx = "onyx"
    nova = "nova"
    sage = "sage"
    shimmer = "shimmer"
    ballad = "ballad"
    cedar = "cedar"
    marin = "marin"
    verse = "verse"
    sdk_unknown = "sdk_unknown"


class SpeechFormat(str, Enum):
    """The audio formats of speech; ``pcm`` is 24 kHz, 16 bits, without a header."""

    mp3 = "mp3"
    opus = "opus"
    aac = "aac"
    flac = "flac"
    wav = "wav"
    pcm = "pcm"
    sdk_unknown = "sdk_unknown"


class SpeechStreamFormat(str, Enum):
    """How speech is streamed: as the bytes of the file, or as events."""

    audio = "audio"
    sse = "sse"
    sdk_unknown = "sdk_unknown"


class TranscriptionResponseFormat(str, Enum):
    """The format of a transcription: JSON, plain text, or subtitles."""

    json = "json"
    text = "text"
    srt = "srt"
    verbose_json = "verbose_json"
    vtt = "vtt"
    diarized_json = "diarized_json"
    sdk_unknown = "sdk_unknown"


class TranscriptionInclude(str, Enum):
    """Additional data to include in a transcription."""

    logprobs = "logprobs"
    sdk_unknown = "sdk_unknown"


class TimestampGranularity(str, Enum):
    """The units of a transcription that get timestamps."""

    word = "word"
    segment = "segment"
    sdk_unknown = "sdk_unknown"


class TranscriptionChunkingStrategyType(str, Enum):
    """How audio is split into chunks: by the server, or at silences."""

    auto = "auto"
    server_vad = "server_vad"
    sdk_unknown = "sdk_unknown"
