"""Custom voices for speech. Source: https://platform.openai.com/docs/api-reference/audio/createVoice"""

from __future__ import annotations

from ..core.building.form_params import MultiFormDataParams, file_setter
from ..core.building.setters import setter
from ..core.calls.operations import POST, Route, operation
from ..core.results.base import Result, TimeText, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack


class VoiceContentCreateParams(MultiFormDataParams):
    """A new voice, from a recording of a speaker who has given consent."""

    __slots__ = ()

    AudioSample = file_setter(
        "audio_sample", doc="The recording: a path, an open binary file or stream, bytes or a data URI."
    )
    Consent = setter(str, "consent", doc="The id of the recorded consent: ``cons_...``.")
    Name = setter(str, "name", doc="The name of the voice.")


@result
class VoiceContent(Result):
    """A custom voice; pass its ``id`` to ``SpeechParams.VoiceId``. created_at: Unix seconds."""

    id: str = ""
    created_at: int | None = None
    name: str = ""
    object: str = ""

    created_at_as_string = TimeText("created_at")


AsynVoiceContent = AsynCallBack[VoiceContent]
PromiseVoiceContent = PromiseCallBack[VoiceContent]


class VoiceContentsRoute(Route):
    """Custom voices: ``audio/voices``."""

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "audio/voices", params=VoiceContentCreateParams, result=VoiceContent
    )
