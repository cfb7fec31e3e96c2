"""The public names as a Delphi program spells them: ``from genai_py.delphi import TResponsesParams, IGenAI``.

A name with the prefix T (I for interfaces) is the public name without it. Names without a prefix in the original, such
as ``FromUser``, are here too. Type checkers read ``delphi.pyi``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import genai_py

# The interfaces of the original: their names begin with an I.
_INTERFACES = (
    "BatchJSONBuilder", "FunctionCore", "GenAI", "HttpClientAPI", "HttpClientParam", "JSONLReader", "RequestMonitor",
    "ResponsesEventDispatcher", "ResponsesEventEngineManager",
)  # fmt: skip

_OTHERS = {
    "TConversation": ("resources.responses.results", "ResponseConversation"),
    "TErrorCore": ("resources.errors", "Error"),
    "TFMXTutorialHub": ("tutorial.hub", "FMXTutorialHub"),
    "TJSONFingerprint": ("core.results.base", "Result"),
    "TJSONParam": ("core.building.params", "JsonParam"),
    "TPromiseBase": ("core.running.promise", "Promise"),
    "TVCLTutorialHub": ("tutorial.hub", "VCLTutorialHub"),
    **{
        name: ("_originals", name)
        for name in (
            "AudioTypeAccepted", "DATE_FORMAT", "DATE_TIME_FORMAT", "DocTypeAccepted", "ImageTypeAccepted",
            "IsReasoningModel", "MimeTypeToAudioType", "Monitoring", "ReasoningModels", "TApiDeserializer",
            "TAsynResponseStreamFunc", "TChatStreamCallbackEvent", "TDelayPolicy", "TIME_FORMAT", "TProcRef",
            "TResponseEvent", "TResponsesParamsProc", "TSpeechStreamEvent", "TStreamCallbackEvent", "TToolProc",
            "TTranscriptionStreamEvent", "VERSION",
        )
    },
}  # fmt: skip
"""Names that the public ones do not follow from: their module and their name there."""

_INSTEAD = {
    "IUseParams": "a record such as AsynChat",
    "TAsyncAwaitHelper": "Promise(executor)",
    "TAsynCallBackExec": "Asyn... methods, which run their callbacks themselves",
    "TDataUriDecoded": "MediaCodec.TryDecodeDataUriToBytes(uri), which returns the bytes and the MIME type",
    "THttpx": "client.API.Get and client.API.Post",
    "TJsonReader": "json.loads(text), or Result.extra",
    "TJSONInterceptorStringToString": "Result.extra",
    "TLockedMemoryStream": "io.BytesIO",
    "TTaskHelper": "Promise.Then",
    "TTextCodec": "base64.b64encode(data).decode() and base64.b64decode(text).decode()",
    "TUriCodec": "urllib.parse",
    "TUseParams": "a record such as AsynChat",
    "TUseParamsFactory": "a record such as AsynChat",
}
"""What a Python program uses in place of names that are not here."""


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return __dir__()
    if name.startswith("__"):
        raise AttributeError(name)
    if name in _OTHERS:
        module, attribute = _OTHERS[name]
        return getattr(import_module(f"genai_py.{module}"), attribute)
    if name[0] in "TI" and name[1:2].isupper() and name[1:] in genai_py.__all__:
        return getattr(genai_py, name[1:])
    if name in genai_py.__all__:
        return getattr(genai_py, name)
    if name in _INSTEAD:
        raise AttributeError(f"{__name__!r} has no attribute {name!r}; use {_INSTEAD[name]}", name=name)
    from .core.spelling import UnknownName

    raise UnknownName(__name__, name, [__dir__()])


def __dir__() -> list[str]:
    prefixed = [f"T{name}" for name in genai_py.__all__ if name[0].isupper()]
    interfaces = [f"I{name}" for name in _INTERFACES]
    return sorted({*genai_py.__all__, *prefixed, *interfaces, *_OTHERS})
