"""LM Studio's own chat. Source: https://lmstudio.ai/docs/developer/rest/chat"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ..core.calls.api import EVENT_STREAM
from ..core.calls.endpoint import Endpoint
from ..core.calls.forms import stream_forms
from ..core.calls.operations import POST, operation
from ..core.running.callbacks import AsynCallBack, AsynStreamCallBack, PromiseCallBack
from .chat_collector import LMChatCollector
from .chat_events import LMChatEvent
from .chat_params import LMChatParams
from .chat_records import AsynLMChatStream, PromiseLMChatStream
from .chat_results import LMChat
from .chat_stream import LMChatStream
from .common import API, LMRoute

if TYPE_CHECKING:
    from ..core.building.params import ParamProc
    from ..core.calls.execution import Operation
    from ..core.calls.signatures import EventDriven, Form, Iterated
    from ..core.calls.streams import StreamEngine
    from ..core.running.callbacks import CallBacks
    from ..core.running.promise import Promise

AsynLMChat = AsynCallBack[LMChat]
PromiseLMChat = PromiseCallBack[LMChat]


class StreamAsyn(Protocol):
    """``AsynCreateStream``: its records have handlers of their own."""

    def __call__(
        self,
        ParamProc: ParamProc[LMChatParams],
        CallBacks: CallBacks[AsynLMChatStream] | AsynStreamCallBack[LMChatEvent] = ...,
        StreamEvents: StreamEngine | None = ...,
    ) -> Operation[None]: ...


class StreamAwait(Protocol):
    """``AsyncAwaitCreateStream``: its records have handlers of their own."""

    def __call__(
        self,
        ParamProc: ParamProc[LMChatParams],
        CallBacks: CallBacks[PromiseLMChatStream] | AsynStreamCallBack[LMChatEvent] | StreamEngine = ...,
        StreamEvents: StreamEngine | None = ...,
    ) -> Promise[LMChat]: ...


_STREAM: Any = stream_forms(
    Endpoint(POST, API + "chat", LMChatParams, EVENT_STREAM, {"stream": True}),
    LMChatEvent,
    LMChatCollector,
    LMChatStream,
    LMChat,
    LMChat,
    (AsynLMChatStream, PromiseLMChatStream),
)


class LMChatRoute(LMRoute):
    """LM Studio's own chat, ``/api/v1/chat``: it keeps chats, runs the tools of MCP servers and reports its progress.

    All methods raise LMStudioMissingError on a server without that API, such as LM Studio before 0.4. A streamed chat
    that fails raises LMChatError, whose ``result`` is what was generated before.
    """

    Create, AsynCreate, AsyncAwaitCreate = operation(POST, API + "chat", params=LMChatParams, result=LMChat)
    CreateStream: Form[EventDriven[LMChatParams]]
    AsynCreateStream: Form[StreamAsyn]
    AsyncAwaitCreateStream: Form[StreamAwait]
    Stream: Form[Iterated[LMChatParams, LMChatEvent, LMChat]]
    CreateStream, AsynCreateStream, AsyncAwaitCreateStream, Stream = _STREAM
