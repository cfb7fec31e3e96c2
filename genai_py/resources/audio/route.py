"""The audio endpoints. Source: https://platform.openai.com/docs/api-reference/audio"""

from __future__ import annotations

from ...core.calls.operations import POST, Route, operation, stream_operation
from ...core.running.callbacks import AsynCallBack, AsynStreamCallBack, PromiseCallBack, PromiseStreamCallBack
from . import speech, transcription, transcription_params

AsynSpeechResult = AsynCallBack[speech.SpeechResult]
AsynSpeechStream = AsynStreamCallBack[speech.SpeechStreamChunk]
AsynTranscription = AsynCallBack[transcription.Transcription]
AsynTranscriptionStream = AsynStreamCallBack[transcription.TranscriptionStream]
AsynTranslation = AsynCallBack[transcription.Translation]
PromiseSpeechResult = PromiseCallBack[speech.SpeechResult]
PromiseSpeechStream = PromiseStreamCallBack[speech.SpeechStreamChunk]
PromiseTranscription = PromiseCallBack[transcription.Transcription]
PromiseTranscriptionStream = PromiseStreamCallBack[transcription.TranscriptionStream]
PromiseTranslation = PromiseCallBack[transcription.Translation]


class AudioRoute(Route):
    """``audio/speech``, ``audio/transcriptions``, ``audio/translations``.

    ``StreamFormat`` sets the format of a speech stream; transcription streams have no such setting.
    Source: https://platform.openai.com/docs/api-reference/audio
    """

    Speech, AsynSpeech, AsyncAwaitSpeech = operation(
        POST, "audio/speech", params=speech.SpeechParams, result=speech.SpeechResult
    )
    SpeechStream, AsynSpeechStream, AsyncAwaitSpeechStream, StreamSpeech = stream_operation(
        POST,
        "audio/speech",
        params=speech.SpeechParams,
        chunk=speech.SpeechStreamChunk,
        collector=speech.SpeechCollector,
        result=speech.SpeechStreamResult,
        resolves=speech.SpeechStreamResult,
        bytes_too=True,
    )
    Transcription, AsynTranscription, AsyncAwaitTranscription = operation(
        POST,
        "audio/transcriptions",
        params=transcription_params.TranscriptionParams,
        result=transcription.Transcription,
    )
    TranscriptionStream, AsynTranscriptionStream, AsyncAwaitTranscriptionStream, StreamTranscription = (
        stream_operation(
            POST,
            "audio/transcriptions",
            params=transcription_params.TranscriptionParams,
            chunk=transcription.TranscriptionStream,
            collector=transcription.TranscriptionCollector,
            result=transcription.TranscriptionStreamResult,
            resolves=transcription.TranscriptionStreamResult,
        )
    )
    TranslatingIntoEnglish, AsynTranslatingIntoEnglish, AsyncAwaitTranslatingIntoEnglish = operation(
        POST,
        "audio/translations",
        params=transcription_params.TranslationParams,
        result=transcription.Translation,
    )
