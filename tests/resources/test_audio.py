"""Audio: speech and transcriptions as they leave and come back, whole and as streams."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from aiohttp import web

from genai_py import (
    AsynCallBack,
    AsynSpeechStream,
    AsynTranscriptionStream,
    AudioVoice,
    GenAI,
    GenAIException,
    GenAIFactory,
    GenAIInvalidResponseError,
    Media,
    PromiseTranscriptionStream,
    SpeechFormat,
    SpeechParams,
    SpeechResult,
    SpeechStreamChunk,
    SpeechStreamFormat,
    SpeechStreamResult,
    SpeechVoiceParams,
    TimestampGranularity,
    Transcription,
    TranscriptionChunkingStrategyParams,
    TranscriptionChunkingStrategyType,
    TranscriptionDiarizedSegment,
    TranscriptionInclude,
    TranscriptionParams,
    TranscriptionResponseFormat,
    TranscriptionSegment,
    TranscriptionServerVadParams,
    TranscriptionStream,
    TranscriptionStreamResult,
    Translation,
    TranslationParams,
)
from genai_py.core.results.decoding import decode
from genai_py.resources.audio import speech, transcription_params
from genai_py.testing import MockStream, MockTransport

from .calls import FORMS, not_shown
from .form_server import FormServer, form_server

WAV = b"RIFF\x24\0\0\0WAVEfmt "


@pytest.fixture
def server() -> Iterator[FormServer]:
    with form_server() as server:
        yield server


@pytest.fixture
def client(server: FormServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateExternalInstance(server.url, "a-key") as client:
        yield client


def called(form: str, client: GenAI, name: str, build: Any) -> Any:
    """What an operation gives in one of its forms."""
    route = client.Audio
    if form == "blocking":
        return getattr(route, name)(build)
    if form == "promise":
        return getattr(route, f"AsyncAwait{name}")(build).result(10)
    outcome: Queue[Any] = Queue()
    getattr(route, f"Asyn{name}")(build, AsynCallBack(on_success=lambda _, value: outcome.put(value)))
    return outcome.get(timeout=10)


def texts_of(params: Any) -> list[tuple[str, Any]]:
    """The fields of a form that are no files."""
    return [(name, value) for name, value in params.to_multipart().fields if name != "file"]


spoken = (
    SpeechParams()
    .Model("gpt-4o-mini-tts")
    .Input("Hi! What are you doing?")
    .Voice(AudioVoice.fable)
    .Instructions("Whisper.")
    .ResponseFormat(SpeechFormat.mp3)
    .StreamFormat(SpeechStreamFormat.sse)
    .Speed(1.25)
)
vad = TranscriptionServerVadParams.New().PrefixPaddingMs(300).SilenceDurationMs(200).Threshold(0.5)
strategy = TranscriptionChunkingStrategyParams.New("server_vad")
transcribed = (
    TranscriptionParams()
    .File(WAV, "a.wav")
    .Model("gpt-4o-transcribe")
    .Language("en")
    .Prompt("Delphi, Python")
    .ResponseFormat(TranscriptionResponseFormat.json)
    .Stream()
    .Temperature(0.5)
)
translated = (
    TranslationParams()
    .File(WAV, "a.wav")
    .Model("whisper-1")
    .Prompt("In English")
    .ResponseFormat("verbose_json")
    .Temperature(0)
)


def test_each_setter_writes_its_key() -> None:
    assert spoken.ToJson() == {
        "model": "gpt-4o-mini-tts",
        "input": "Hi! What are you doing?",
        "voice": "fable",
        "instructions": "Whisper.",
        "response_format": "mp3",
        "stream_format": "sse",
        "speed": 1.25,
    }
    assert vad.ToJson() == {"prefix_padding_ms": 300, "silence_duration_ms": 200, "threshold": 0.5}
    assert texts_of(transcribed) == [
        ("model", "gpt-4o-transcribe"),
        ("language", "en"),
        ("prompt", "Delphi, Python"),
        ("response_format", "json"),
        ("stream", "true"),
        ("temperature", "0.5"),
    ]
    assert texts_of(translated) == [
        ("model", "whisper-1"),
        ("prompt", "In English"),
        ("response_format", "verbose_json"),
        ("temperature", "0"),
    ]
    builders = [spoken, SpeechVoiceParams.New("voice_1"), vad, strategy, transcribed, translated]
    assert not_shown(speech, builders) | not_shown(transcription_params, builders) == set()


@pytest.mark.parametrize(
    ("params", "voice"),
    [
        (SpeechParams().Voice(AudioVoice.nova), "nova"),
        (SpeechParams().Voice("marin"), "marin"),
        (SpeechParams().Voice("a voice of another server"), "a voice of another server"),
        (SpeechParams().Voice(SpeechVoiceParams.New("voice_1")), {"id": "voice_1"}),
        (SpeechParams().Voice(SpeechVoiceParams().Id("voice_1")), {"id": "voice_1"}),
        (SpeechParams().VoiceId("voice_1"), {"id": "voice_1"}),
    ],
)
def test_a_voice_is_a_name_or_an_id(params: SpeechParams, voice: Any) -> None:
    assert params.ToJson() == {"voice": voice}


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("auto", "auto"),
        (TranscriptionChunkingStrategyType.auto, "auto"),
        (TranscriptionChunkingStrategyParams.New("auto"), "auto"),
        ("server_vad", {"type": "server_vad"}),
        (TranscriptionChunkingStrategyType.server_vad, {"type": "server_vad"}),
        (strategy, {"type": "server_vad"}),
        (
            TranscriptionChunkingStrategyParams.New("server_vad").ServerVad(vad),
            {"type": "server_vad", **vad.ToJson()},
        ),
        (lambda p: p.ServerVad(lambda v: v.Threshold(0.7)), {"type": "server_vad", "threshold": 0.7}),
    ],
)
def test_a_chunking_strategy_is_a_word_or_an_object(given: Any, sent: Any) -> None:
    ((name, value),) = texts_of(TranscriptionParams().ChunkingStrategy(given))
    assert name == "chunking_strategy"
    assert (value if sent == "auto" else json.loads(value)) == sent


def test_what_is_asked_for_in_the_result_adds_up() -> None:
    params = (
        TranscriptionParams().IncludeLogprobs().Include(["logprobs"]).Include(TranscriptionInclude.logprobs)
    )
    params.TimestampGranularity(TimestampGranularity.word).TimestampGranularity("segment").DiarizedJson()
    assert texts_of(params) == [
        ("include[]", "logprobs"),
        ("include[]", "logprobs"),
        ("include[]", "logprobs"),
        ("timestamp_granularities[]", "word"),
        ("timestamp_granularities[]", "segment"),
        ("response_format", "diarized_json"),
    ]
    several = TranscriptionParams().TimestampGranularities(
        [TimestampGranularity.word, TimestampGranularity.segment]
    )
    assert texts_of(several) == texts_of(TranscriptionParams().TimestampGranularities(["word", "segment"]))
    assert len(texts_of(several)) == 2


def test_known_speakers_are_sent_as_data_uris(tmp_path: Path) -> None:
    path = tmp_path / "ada.wav"
    path.write_bytes(WAV)
    uri = f"data:audio/wav;base64,{base64.b64encode(WAV).decode()}"
    params = TranscriptionParams().KnownSpeakerNames(["Ada"]).KnownSpeakerNames("Bob")
    params.KnownSpeakerReference(path).KnownSpeakerReference(io.BytesIO(WAV)).KnownSpeakerReference(uri)
    params.KnownSpeakerReference(Media.load(WAV))
    with open(path, "rb") as file:
        params.KnownSpeakerReferences([str(path), file, WAV])
    assert texts_of(params) == [
        ("known_speaker_names[]", "Ada"),
        ("known_speaker_names[]", "Bob"),
        *[("known_speaker_references[]", uri)] * 7,
    ]
    named = TranscriptionParams().KnownSpeakerReference(io.BytesIO(b"sound"), "ada.mp3")
    typed = TranscriptionParams().KnownSpeakerReference(b"sound", MimeType="audio/mpeg")
    assert (
        texts_of(named)
        == texts_of(typed)
        == [("known_speaker_references[]", "data:audio/mpeg;base64,c291bmQ=")]
    )


@pytest.mark.parametrize(
    ("bad", "error", "said"),
    [
        (lambda: SpeechParams().Voice(5), TypeError, r"SpeechParams\.Voice takes AudioVoice"),
        (lambda: SpeechParams().VoiceId(5), TypeError, r"SpeechParams\.VoiceId takes str, got int 5"),
        (lambda: SpeechParams().ResponseFormat("ogg"), ValueError, "takes one of 'mp3', 'opus'"),
        (lambda: SpeechParams().StreamFormat("raw"), ValueError, "takes one of 'audio', 'sse'"),
        (lambda: SpeechParams().Speed("fast"), TypeError, r"SpeechParams\.Speed takes float, got str 'fast'"),
        (
            lambda: TranscriptionParams().Include(["words"]),
            ValueError,
            r"TranscriptionParams\.Include: takes one of 'logprobs', got 'words'",
        ),
        (
            lambda: TranscriptionParams().Include(5),
            TypeError,
            r"TranscriptionParams\.Include takes list of .* got int 5",
        ),
        (
            lambda: TranscriptionParams().TimestampGranularities(["line"]),
            ValueError,
            r"TimestampGranularities: takes one of 'word', 'segment', got 'line'",
        ),
        (
            lambda: TranscriptionParams().ChunkingStrategy("static"),
            ValueError,
            r"TranscriptionParams\.ChunkingStrategy: takes one of 'auto', 'server_vad'",
        ),
        (
            lambda: TranscriptionParams().ChunkingStrategy(5),
            TypeError,
            r"ChunkingStrategy takes .* got int 5",
        ),
        (
            lambda: strategy.ServerVad(5),
            TypeError,
            r"ServerVad takes TranscriptionServerVadParams .* got int 5",
        ),
        (
            lambda: TranscriptionParams().KnownSpeakerNames([5]),
            TypeError,
            r"KnownSpeakerNames takes list of str",
        ),
        (
            lambda: TranscriptionParams().KnownSpeakerReference(5),
            TypeError,
            r"KnownSpeakerReference takes a path",
        ),
        (
            lambda: TranscriptionParams().KnownSpeakerReference(io.StringIO("a")),
            TypeError,
            "opened in binary mode",
        ),
        (
            lambda: TranscriptionParams().KnownSpeakerReference("https://host.test/a.wav"),
            ValueError,
            "not downloaded",
        ),
        (
            lambda: TranscriptionParams().KnownSpeakerReference(b"sound"),
            ValueError,
            "cannot determine the type of",
        ),
        (
            lambda: TranscriptionParams().KnownSpeakerReferences("a.wav"),
            TypeError,
            "takes a list of recordings",
        ),
        (lambda: TranscriptionParams().KnownSpeakerReferences(["none.wav"]), FileNotFoundError, r"none\.wav"),
        (lambda: TranscriptionParams().File("none.wav"), FileNotFoundError, r"none\.wav"),
        (lambda: TranslationParams().File(5), TypeError, r"TranslationParams\.File takes a path"),
    ],
)
def test_bad_input_fails_where_it_is_given(bad: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        bad()


@pytest.mark.parametrize("form", FORMS)
def test_speech_is_a_sound(form: str, server: FormServer, client: GenAI, tmp_path: Path) -> None:
    server.answer = lambda came: web.Response(body=b"ID3 sound", content_type="audio/mpeg")
    sound = called(form, client, "Speech", spoken)
    assert isinstance(sound, SpeechResult)
    (came,) = server.came
    assert came.request == "POST /v1/audio/speech"
    assert json.loads(came.body) == spoken.ToJson()
    assert (sound.body, sound.content_type) == (b"ID3 sound", "audio/mpeg")
    assert sound.data == sound.Data == base64.b64encode(b"ID3 sound").decode()
    assert sound.GetStream().read() == b"ID3 sound"
    sound.SaveToFile(str(tmp_path / "Speech.mp3"))
    assert (tmp_path / "Speech.mp3").read_bytes() == b"ID3 sound"
    assert sound.FileName == str(tmp_path / "Speech.mp3")
    sound.SaveToFile("", RaiseError=False)
    with pytest.raises(ValueError, match=r"SpeechResult\.SaveToFile needs the name of a file"):
        sound.SaveToFile("")


@pytest.mark.parametrize("form", FORMS)
def test_a_recording_is_transcribed(form: str, server: FormServer, client: GenAI, tmp_path: Path) -> None:
    path = tmp_path / "SpeechRecorded.wav"
    path.write_bytes(WAV)
    server.answer = lambda came: web.json_response({"text": "Hello."})
    said = called(form, client, "Transcription", lambda p: p.File(str(path)).Model("gpt-4o-transcribe"))
    assert isinstance(said, Transcription)
    assert said.text == "Hello."
    (came,) = server.came
    assert came.request == "POST /v1/audio/transcriptions"
    assert (came["file"].filename, came["file"].mime_type, came["file"].data) == (
        "SpeechRecorded.wav",
        "audio/wav",
        WAV,
    )
    assert came["model"].text == "gpt-4o-transcribe"


@pytest.mark.parametrize("form", FORMS)
def test_a_recording_is_translated(form: str, server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"text": "Hello."})
    said = called(
        form, client, "TranslatingIntoEnglish", lambda p: p.File(io.BytesIO(WAV), "a.wav").Model("whisper-1")
    )
    assert isinstance(said, Translation)
    assert said.text == "Hello."
    (came,) = server.came
    assert came.request == "POST /v1/audio/translations"
    assert (came["file"].filename, came["file"].data) == ("a.wav", WAV)


SRT = "1\n00:00:00,000 --> 00:00:01,500\nHello.\n"


@pytest.mark.parametrize("name", ["Transcription", "TranslatingIntoEnglish"])
@pytest.mark.parametrize("text", [SRT, "WEBVTT\n\n00:00.000 --> 00:01.500\nGrüße.\n", "Hello.\n", "42", ""])
def test_a_reply_of_plain_text_is_the_text(name: str, text: str, server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.Response(text=text)
    said = called("blocking", client, name, lambda p: p.File(WAV).ResponseFormat("srt"))
    assert said.text == text
    assert said.ToJson() == ({"text": text} if text else {})


@pytest.mark.parametrize(
    "text", ["<!DOCTYPE html><p>A page", ' <html lang="en">', '{"text": "Hel', 'data: {"a": 1}']
)
def test_a_reply_that_is_no_transcript_is_an_error(text: str, server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.Response(text=text)
    for name in ("Transcription", "TranslatingIntoEnglish"):
        with pytest.raises(GenAIInvalidResponseError, match="did not answer with JSON|answered with a stream"):
            called("blocking", client, name, lambda p: p.File(WAV))


def test_an_error_with_a_status_of_success_is_no_sound(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"error": "Unexpected endpoint or method."})
    with pytest.raises(GenAIException, match="Unexpected endpoint"):
        client.Audio.Speech(spoken)
    with pytest.raises(GenAIException, match="Unexpected endpoint"):
        client.Audio.SpeechStream(spoken)
    with pytest.raises(GenAIException, match="Unexpected endpoint"):
        client.Audio.Transcription(lambda p: p.File(WAV))
    with pytest.raises(GenAIException, match="Unexpected endpoint"):
        client.Audio.TranscriptionStream(lambda p: p.File(WAV))
    # A sound may begin like JSON.
    assert SpeechResult(body=b"{\x01\x02").body == SpeechResult(body=b"{\x01\x02").GetStream().read()


VERBOSE = {
    "task": "transcribe",
    "language": "english",
    "duration": 8.470000267028809,
    "text": "The beach was a popular spot.",
    "segments": [
        {
            "id": 0,
            "seek": 0,
            "start": 0.0,
            "end": 3.319999933242798,
            "text": " The beach was a popular spot.",
            "tokens": [50364, 440, 7534],
            "temperature": 0.0,
            "avg_logprob": -0.2860786020755768,
            "compression_ratio": 1.2363636493682861,
            "no_speech_prob": 0.00985979475080967,
        }
    ],
    "words": [{"word": "The", "start": 0.0, "end": 0.23999999463558197}],
    "usage": {"type": "duration", "seconds": 9},
    "new": {"a": None},
}
DIARIZED = {
    "task": "transcribe",
    "duration": 42.7,
    "text": "Agent: Thanks for calling.",
    "segments": [
        {
            "type": "transcript.text.segment",
            "id": "seg_001",
            "start": 0.0,
            "end": 5.2,
            "text": "Thanks for calling.",
            "speaker": "agent",
        },
        {"id": "seg_002", "start": 5.2, "end": 12.8, "text": "Hi.", "speaker": "A"},
    ],
    "usage": {"type": "duration", "seconds": 43},
}
PLAIN = {
    "text": "Imagine.",
    "logprobs": [
        {"token": "Imagine", "logprob": -0.1, "bytes": [73, 109]},
        {"token": ".", "logprob": -0.5, "bytes": []},
    ],
    "usage": {
        "type": "tokens",
        "input_tokens": 14,
        "input_token_details": {"text_tokens": 10, "audio_tokens": 4},
        "output_tokens": 101,
        "total_tokens": 115,
    },
}


@pytest.mark.parametrize("reply", [VERBOSE, DIARIZED, PLAIN], ids=["verbose", "diarized", "plain"])
def test_a_reply_is_read_and_written_again_as_it_came(reply: dict[str, Any]) -> None:
    said = decode(Transcription, json.dumps(reply).encode())
    assert said.ToJson() == reply
    assert json.loads(said.JSONResponse) == reply


def test_the_segments_of_a_transcription_are_of_their_kind() -> None:
    verbose = decode(Transcription, json.dumps(VERBOSE).encode())
    (segment,) = verbose.segments
    assert type(segment) is TranscriptionSegment
    assert (segment.id, segment.tokens, segment.AvgLogprob) == (0, [50364, 440, 7534], -0.2860786020755768)
    assert verbose.diarized_segments == []
    assert (verbose.words[0].word, verbose.words[0].end) == ("The", 0.23999999463558197)
    assert verbose.usage is not None
    assert (verbose.usage.type, verbose.usage.seconds, verbose.usage.HasInputTokenDetails) == (
        "duration",
        9,
        False,
    )
    assert verbose.extra == {"new": {"a": None}}

    diarized = decode(Transcription, json.dumps(DIARIZED).encode())
    assert [type(each) for each in diarized.raw_segments] == [TranscriptionDiarizedSegment] * 2
    assert [each.speaker for each in diarized.DiarizedSegments] == ["agent", "A"]
    assert diarized.segments == []

    plain = decode(Transcription, json.dumps(PLAIN).encode())
    assert plain.logprobs[0].bytes == [73, 109]
    assert plain.usage is not None and plain.usage.input_token_details is not None
    assert (plain.usage.total_tokens, plain.usage.input_token_details.audio_tokens) == (115, 4)
    assert plain.usage.has_input_token_details


@pytest.mark.parametrize(
    ("came", "seconds"), [(8.47, 8.47), ("8.47", 8.47), (9, 9.0), ("0:08", None), (None, None), ([], None)]
)
def test_a_duration_is_a_number_or_a_text(came: Any, seconds: float | None) -> None:
    for kind in (Transcription, Translation):
        said = decode(kind, json.dumps({"text": "a", "duration": came}).encode())
        assert (said.duration, said.duration_seconds) == (came, seconds)


def test_a_translation_has_its_segments() -> None:
    reply = {key: value for key, value in VERBOSE.items() if key not in ("words", "usage", "new")}
    said = decode(Translation, json.dumps({**reply, "task": "translate"}).encode())
    assert (said.task, said.language, said.segments[0].no_speech_prob) == (
        "translate",
        "english",
        0.00985979475080967,
    )
    assert said.ToJson() == {**reply, "task": "translate"}


def test_values_of_another_type_do_no_harm() -> None:
    said = decode(
        Transcription, b'{"text": 5, "segments": "none", "usage": [], "words": [1], "logprobs": null}'
    )
    assert (said.segments, said.diarized_segments, said.usage, said.words) == ([], [], [], [1])
    mixed = decode(Transcription, b'{"segments": [1, {"speaker": "A"}, {"speaker": null, "id": 2}]}')
    assert (len(mixed.segments), len(mixed.diarized_segments), len(mixed.raw_segments)) == (1, 1, 3)


def events(*parts: dict[str, Any], done: bool = True) -> web.Response:
    text = "".join(f"data: {json.dumps(part)}\n\n" for part in parts) + ("data: [DONE]\n\n" if done else "")
    return web.Response(text=text, content_type="text/event-stream")


STREAMS = ("event", "callbacks", "promise", "iterated", "async iterated")


def streamed(
    form: str, client: GenAI, name: str, other: str, record: Any, build: Any
) -> tuple[list[Any], Any]:
    """The chunks of a stream in one of its forms, and the whole where the form has it."""
    route, chunks = client.Audio, list[Any]()
    if form == "event":

        def event(chunk: Any, is_done: bool, cancel: Any) -> None:
            if not is_done:
                chunks.append(chunk)

        assert getattr(route, name)(build, event) is True
        return chunks, None
    if form == "callbacks":
        outcome: Queue[Any] = Queue()
        getattr(route, f"Asyn{name}")(
            build,
            record(
                on_progress=lambda _, chunk: chunks.append(chunk),
                on_success=lambda _: outcome.put(None),
                on_error=lambda _, error: outcome.put(error.exception),
            ),
        )
        error = outcome.get(timeout=10)
        if error is not None:
            raise error
        return chunks, None
    if form == "promise":
        return chunks, getattr(route, f"AsyncAwait{name}")(build).result(10)
    if form == "iterated":
        with getattr(route, other)(build) as stream:
            chunks += stream
            return chunks, stream.Result

    async def read() -> Any:
        async with getattr(route, other)(build) as stream:
            async for chunk in stream:
                chunks.append(chunk)
            return stream.Result

    return chunks, asyncio.run(read())


def speech_of(form: str, client: GenAI) -> tuple[list[SpeechStreamChunk], SpeechStreamResult]:
    return streamed(form, client, "SpeechStream", "StreamSpeech", AsynSpeechStream, spoken)


def transcription_of(form: str, client: GenAI) -> tuple[list[TranscriptionStream], TranscriptionStreamResult]:
    build = TranscriptionParams().File(WAV, "a.wav").Model("gpt-4o-transcribe")
    return streamed(
        form, client, "TranscriptionStream", "StreamTranscription", AsynTranscriptionStream, build
    )


@pytest.mark.parametrize("form", STREAMS)
def test_a_sound_streams_as_pieces_of_the_file(form: str, server: FormServer, client: GenAI) -> None:
    sound = bytes(range(256)) * 2000
    server.answer = lambda came: web.Response(body=sound, content_type="audio/mpeg")
    pieces, whole = speech_of(form, client)
    assert server.requests == ["POST /v1/audio/speech"]
    assert "stream" not in json.loads(server.came[0].body)
    if form != "promise":
        assert b"".join(piece.bytes for piece in pieces) == sound
        assert not any(piece.is_sse or piece.text or piece.event_name for piece in pieces)
        assert pieces[0].GetStream().read() == pieces[0].Bytes
        assert pieces[0].ToJson() == {"audio": base64.b64encode(pieces[0].bytes).decode()}
    if whole is not None:
        assert isinstance(whole, SpeechStreamResult)
        assert (whole.bytes, whole.body, whole.text, whole.usage) == (sound, sound, "", None)
        assert whole.GetStream().read() == sound


SPEECH: list[dict[str, Any]] = [
    {"type": "speech.audio.delta", "audio": base64.b64encode(b"first ").decode()},
    {"type": "speech.audio.delta", "audio": base64.b64encode(b"second").decode()},
    {"type": "speech.audio.done", "usage": {"input_tokens": 14, "output_tokens": 101, "total_tokens": 115}},
]


@pytest.mark.parametrize("done", [True, False], ids=["[DONE]", "end"])
@pytest.mark.parametrize("form", STREAMS)
def test_a_sound_streams_as_events(
    form: str, done: bool, server: FormServer, client: GenAI, tmp_path: Path
) -> None:
    server.answer = lambda came: events(*SPEECH, done=done)
    chunks, whole = speech_of(form, client)
    if form != "promise":
        assert [chunk.bytes for chunk in chunks] == [b"first ", b"second", b""]
        assert [chunk.event_name for chunk in chunks] == [event["type"] for event in SPEECH]
        assert [json.loads(chunk.Text) for chunk in chunks] == [chunk.ToJson() for chunk in chunks] == SPEECH
        assert all(chunk.IsSSE for chunk in chunks)
        assert chunks[2].usage is not None and chunks[2].usage.total_tokens == 115
    if whole is not None:
        assert whole.bytes == b"first second"
        assert whole.text == "".join(map(json.dumps, SPEECH))
        assert whole.usage is not None and whole.usage.output_tokens == 101
        whole.SaveToFile(tmp_path / "a.mp3")
        assert (tmp_path / "a.mp3").read_bytes() == b"first second"


def test_a_program_may_put_a_sound_together_itself() -> None:
    whole = SpeechStreamResult.Empty()
    for chunk in (SpeechStreamChunk.of_bytes(b"ab"), None, SpeechStreamChunk.of_bytes(b"c")):
        whole.Aggregate(chunk)
    assert (whole.Bytes, whole.Text) == (b"abc", "")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (SPEECH[:2], "ended before the answer was complete"),
        ([{"type": "speech.audio.delta", "audio": "a"}], "an event of the stream has invalid base64"),
        ([SPEECH[0], {"type": "error", "code": "busy", "message": "try again"}], r"\(busy\) try again"),
        ([SPEECH[0], {"error": {"message": "no voice"}}], "no voice"),
    ],
)
@pytest.mark.parametrize("form", STREAMS)
def test_a_sound_that_breaks_off_is_an_error(
    form: str, parts: list[Any], said: str, server: FormServer, client: GenAI
) -> None:
    server.answer = lambda came: events(*parts, done=False)
    with pytest.raises(GenAIException, match=said):
        speech_of(form, client)


SAID = [
    {
        "type": "transcript.text.delta",
        "delta": "I see",
        "logprobs": [{"token": "I see", "logprob": -0.1, "bytes": [73]}],
    },
    {"type": "transcript.text.delta", "delta": " skies.", "segment_id": "seg_1"},
    {
        "type": "transcript.text.segment",
        "id": "seg_1",
        "start": 0.0,
        "end": 2.5,
        "text": "I see skies.",
        "speaker": "A",
    },
    {
        "type": "transcript.text.done",
        "text": "I see skies.",
        "usage": {
            "type": "tokens",
            "input_tokens": 14,
            "input_token_details": {"text_tokens": 0, "audio_tokens": 14},
            "output_tokens": 45,
            "total_tokens": 59,
        },
    },
]


@pytest.mark.parametrize("done", [True, False], ids=["[DONE]", "end"])
@pytest.mark.parametrize("form", STREAMS)
def test_a_transcription_streams(form: str, done: bool, server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: events(*SAID, done=done)
    heard, whole = transcription_of(form, client)
    (came,) = server.came
    assert came.request == "POST /v1/audio/transcriptions"
    assert (came["stream"].text, came["model"].text, came["file"].data) == ("true", "gpt-4o-transcribe", WAV)
    if form != "promise":
        assert [event.ToJson() for event in heard] == SAID
        assert [event.IsDelta() for event in heard] == [True, True, False, False]
        assert [event.IsSegment() for event in heard] == [False, False, True, False]
        assert [event.IsDone() for event in heard] == [False, False, False, True]
        assert (heard[1].segment_id, heard[2].speaker, heard[2].End) == ("seg_1", "A", 2.5)
    if whole is not None:
        assert isinstance(whole, TranscriptionStreamResult)
        assert (whole.text, whole.last_event_type) == ("I see skies.", "transcript.text.done")
        assert [each.token for each in whole.logprobs] == ["I see"]
        assert [(each.id, each.speaker, each.end) for each in whole.segments] == [("seg_1", "A", 2.5)]
        assert whole.usage is not None and whole.usage.total_tokens == 59


def test_the_last_event_has_the_last_word(server: FormServer, client: GenAI) -> None:
    last = {
        "type": "transcript.text.done",
        "text": "I see.",
        "logprobs": [{"token": "!", "logprob": 0, "bytes": [33]}],
    }
    server.answer = lambda came: events(SAID[0], {"type": "a new kind"}, last)
    heard: list[str] = []
    promise = client.Audio.AsyncAwaitTranscriptionStream(
        lambda p: p.File(WAV),
        PromiseTranscriptionStream(on_progress=lambda _, event: heard.append(event.type)),
    )
    whole = promise.result(10)
    assert heard == ["transcript.text.delta", "a new kind", "transcript.text.done"]
    assert (whole.text, [each.token for each in whole.logprobs]) == ("I see.", ["!"])


def test_a_program_may_put_a_transcription_together_itself() -> None:
    whole = TranscriptionStreamResult.Empty()
    for event in (None, *(decode(TranscriptionStream, json.dumps(each).encode()) for each in SAID[:2])):
        whole.Aggregate(event)
    assert (whole.Text, whole.LastEventType) == ("I see skies.", "transcript.text.delta")
    whole.Aggregate(
        decode(TranscriptionStream, b'{"type": "transcript.text.delta", "delta": 5, "logprobs": "?"}')
    )
    assert whole.text == "I see skies."


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (SAID[:3], "ended before the answer was complete"),
        ([SAID[0], {"type": "error", "code": "busy", "message": "try again"}], r"\(busy\) try again"),
        ([{"type": "error", "error": {"code": "busy", "message": "try again"}}], r"\(busy\) try again"),
    ],
)
@pytest.mark.parametrize("form", STREAMS)
def test_a_transcription_that_breaks_off_is_an_error(
    form: str, parts: list[Any], said: str, server: FormServer, client: GenAI
) -> None:
    server.answer = lambda came: events(*parts, done=False)
    with pytest.raises(GenAIException, match=said):
        transcription_of(form, client)


def test_a_server_that_does_not_stream_is_quoted(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"text": "Hello."})
    with pytest.raises(GenAIInvalidResponseError, match=r'without streaming; received: \{"text": "Hello."\}'):
        transcription_of("event", client)


def test_a_stream_stops_when_told(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: events(*SAID)
    heard: list[str] = []

    def event(chunk: TranscriptionStream | None, is_done: bool, cancel: Any) -> None:
        assert chunk is not None and not is_done
        heard.append(chunk.delta)
        cancel.set()

    assert client.Audio.TranscriptionStream(lambda p: p.File(WAV), event) is False
    assert heard == ["I see"]


@pytest.mark.parametrize("kind", ["audio/mpeg", "application/json"])
@pytest.mark.parametrize("pieces", [1, 4])
@pytest.mark.parametrize(
    "error",
    [{"error": "boom"}, {"error": {"message": "boom"}}, {"detail": "boom"}, {"object": "error", "message": "boom"}],
    ids=json.dumps,
)
def test_an_error_in_any_pieces_is_no_sound(error: Any, pieces: int, kind: str) -> None:
    body = json.dumps(error).encode()
    size = -(-len(body) // pieces)
    cut = [body[at : at + size] for at in range(0, len(body), size)]
    transport = MockTransport({"POST audio/speech": MockStream(*cut, done=False, headers={"Content-Type": kind})})
    with GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        with pytest.raises(GenAIException, match="boom"):
            list(client.Audio.StreamSpeech(lambda p: p.Model("m").Input("x").Voice("alloy")))
        with pytest.raises(GenAIException, match="boom"):
            client.Audio.Speech(lambda p: p.Model("m").Input("x").Voice("alloy"))


@pytest.mark.parametrize("sound", [b"ID3", b"{a sound}", b'{"rows": []}', b" ", b"[" + b"1," * 50_000])
def test_a_sound_that_begins_like_an_error_is_a_sound(sound: bytes) -> None:
    cut = [sound[at : at + 1000] for at in range(0, len(sound), 1000)]
    headers = {"Content-Type": "audio/mpeg"}
    transport = MockTransport({"POST audio/speech": MockStream(*cut, done=False, headers=headers)})
    with GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        stream = client.Audio.StreamSpeech(lambda p: p.Model("m").Input("x").Voice("alloy"))
        assert b"".join(chunk.bytes for chunk in stream) == sound
        assert stream.Result.body == sound


def test_a_character_of_a_transcription_may_come_in_two_pieces() -> None:
    said = ["hi \\ud83d", "\\ude00"]
    events = [f'data: {{"type":"transcript.text.delta","delta":"{each}"}}\n\n' for each in said]
    body = "".join(events) + 'data: {"type":"transcript.text.done"}\n\n'
    transport = MockTransport({"POST audio/transcriptions": MockStream(body, done=False)})
    with GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        stream = client.Audio.StreamTranscription(lambda p: p.Model("m").File(b"x", "a.mp3"))
        list(stream)
    assert stream.Result.text == "hi \U0001f600"
