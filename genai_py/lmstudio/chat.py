"""LM Studio's own chat. Source: https://lmstudio.ai/docs/developer/rest/chat"""

from __future__ import annotations

from ..core.calls.operations import POST, operation, stream_operation
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .chat_collector import LMChatCollector
from .chat_events import LMChatEvent
from .chat_params import LMChatParams
from .chat_records import AsynLMChatStream, PromiseLMChatStream
from .chat_results import LMChat
from .chat_stream import LMChatStream
from .common import API, LMRoute

AsynLMChat = AsynCallBack[LMChat]
PromiseLMChat = PromiseCallBack[LMChat]


class LMChatRoute(LMRoute):
    """LM Studio's own chat, ``/api/v1/chat``: it keeps chats, runs the tools of MCP servers and reports its progress.

    All methods raise LMStudioMissingError on a server without that API, such as LM Studio before 0.4. A streamed chat
    that fails raises LMChatError, whose ``result`` is what was generated before.
    """

    Create, AsynCreate, AsyncAwaitCreate = operation(POST, API + "chat", params=LMChatParams, result=LMChat)
    CreateStream, AsynCreateStream, AsyncAwaitCreateStream, Stream = stream_operation(
        POST,
        API + "chat",
        params=LMChatParams,
        chunk=LMChatEvent,
        collector=LMChatCollector,
        result=LMChat,
        resolves=LMChat,
        records=(AsynLMChatStream, PromiseLMChatStream),
        stream=LMChatStream,
    )
