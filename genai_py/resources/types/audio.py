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
    """The formats in which speech comes; ``pcm`` is 24 kHz, 16 bits, without a header."""

    mp3 = "mp3"
    opus = "opus"
    aac = "aac"
    flac = "flac"
    wav = "wav"
    pcm = "pcm"
    sdk_unknown = "sdk_unknown"


class SpeechStreamFormat(str, Enum):
    """How speech streams: the bytes of the file, or events."""

    audio = "audio"
    sse = "sse"
    sdk_unknown = "sdk_unknown"


class TranscriptionResponseFormat(str, Enum):
    """What a transcription comes as: JSON, plain text, or subtitles."""

    json = "json"
    text = "text"
    srt = "srt"
    verbose_json = "verbose_json"
    vtt = "vtt"
    diarized_json = "diarized_json"
    sdk_unknown = "sdk_unknown"


class TranscriptionInclude(str, Enum):
    """What a transcription tells beside its text."""

    logprobs = "logprobs"
    sdk_unknown = "sdk_unknown"


class TimestampGranularity(str, Enum):
    """What a transcription gives the times of."""

    word = "word"
    segment = "segment"
    sdk_unknown = "sdk_unknown"


class TranscriptionChunkingStrategyType(str, Enum):
    """How sound is cut into chunks: by the server, or where it finds silence."""

    auto = "auto"
    server_vad = "server_vad"
    sdk_unknown = "sdk_unknown"
