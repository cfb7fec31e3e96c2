"""Custom voices: what is sent to make one, and what comes back."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from aiohttp import web

from genai_py import (
    AsynVoiceContent,
    GenAI,
    GenAIFactory,
    SpeechParams,
    VoiceContent,
    VoiceContentCreateParams,
)
from genai_py.core.building.multipart import FilePart
from genai_py.resources import voice_contents

from .calls import FORMS, not_shown
from .form_server import FormServer, form_server

REPLY = {"id": "voice_1", "object": "audio.voice", "created_at": 1761475200, "name": "Ada", "new": [None]}


@pytest.fixture
def server() -> Iterator[FormServer]:
    with form_server() as server:
        server.answer = lambda came: web.json_response(REPLY)
        yield server


@pytest.fixture
def client(server: FormServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateExternalInstance(server.url, "a-key") as client:
        yield client


@pytest.mark.parametrize("form", FORMS)
def test_a_voice_is_made_of_a_recording(form: str, server: FormServer, client: GenAI, tmp_path: Path) -> None:
    path = tmp_path / "sample.wav"
    path.write_bytes(b"sound")

    def build(params: VoiceContentCreateParams) -> None:
        params.AudioSample(str(path)).Consent("cons_1").Name("Ada")

    if form == "blocking":
        voice = client.VoiceContents.Create(build)
    elif form == "promise":
        voice = client.VoiceContents.AsyncAwaitCreate(build).result(10)
    else:
        outcome: Queue[Any] = Queue()
        client.VoiceContents.AsynCreate(
            build, AsynVoiceContent(on_success=lambda _, value: outcome.put(value))
        )
        voice = outcome.get(timeout=10)
    assert isinstance(voice, VoiceContent)
    assert (voice.id, voice.name, voice.object) == ("voice_1", "Ada", "audio.voice")
    assert (voice.created_at, voice.CreatedAtAsString) == (1761475200, "2025-10-26T10:40:00Z")
    assert voice.extra == {"new": [None]}
    assert voice.ToJson() == json.loads(voice.JSONResponse) == REPLY
    assert SpeechParams().VoiceId(voice.id).ToJson() == {"voice": {"id": "voice_1"}}
    (came,) = server.came
    assert came.request == "POST /v1/audio/voices"
    sample = came["audio_sample"]
    assert (sample.filename, sample.mime_type, sample.data) == ("sample.wav", "audio/wav", b"sound")
    assert (came["consent"].text, came["name"].text) == ("cons_1", "Ada")


def test_a_recording_may_be_a_stream() -> None:
    params = VoiceContentCreateParams().AudioSample(io.BytesIO(b"sound"), "sample.mp3").Consent("c").Name("n")
    (_, sample), *others = params.to_multipart().fields
    assert isinstance(sample, FilePart)
    assert (sample.name, sample.mime_type, sample.size) == ("sample.mp3", "audio/mpeg", 5)
    assert others == [("consent", "c"), ("name", "n")]
    assert not_shown(voice_contents, [params]) == set()


def test_bad_input_fails_before_anything_is_sent(server: FormServer, client: GenAI) -> None:
    with pytest.raises(FileNotFoundError, match=r"none\.wav"):
        client.VoiceContents.Create(lambda p: p.AudioSample("none.wav"))
    with pytest.raises(TypeError, match=r"VoiceContentCreateParams\.AudioSample takes a path, .* got int 5"):
        client.VoiceContents.Create(lambda p: p.AudioSample(5))
    with pytest.raises(TypeError, match=r"VoiceContentCreateParams\.Consent takes str, got int 5"):
        client.VoiceContents.Create(lambda p: p.Consent(5))
    assert server.came == []
