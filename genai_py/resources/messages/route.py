"""The endpoints of messages: Anthropic's API, which LM Studio and llama.cpp have as well.

Source: https://platform.claude.com/docs/en/api/messages
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from ...core.building.urls import merge_headers
from ...core.calls.api import GenAIAPI
from ...core.calls.endpoint import Endpoint
from ...core.calls.execution import Work
from ...core.calls.operations import POST, Route, composed_operation, operation, stream_operation
from ...core.running.callbacks import AsynCallBack, AsynStreamCallBack, PromiseCallBack, PromiseStreamCallBack
from ...core.wire.transport import HttpRequest
from ...toolkit.operations import act_operation
from ..bundle import BundleParams, parallel_operation
from .collector import MessageCollector
from .params import MessagesParams, counted_part
from .results import MessageReply, MessageStream, MessageTokens

if TYPE_CHECKING:
    from ...core.calls.signatures import Form
    from ...toolkit.operations import Acts, AsynActs, AwaitActs
    from .acting import MessagesActParams, MessagesDialogue

AsynMessage = AsynCallBack[MessageReply]
AsynMessageStream = AsynStreamCallBack[MessageStream]
AsynMessageTokens = AsynCallBack[MessageTokens]
PromiseMessage = PromiseCallBack[MessageReply]
PromiseMessageStream = PromiseStreamCallBack[MessageStream]
PromiseMessageTokens = PromiseCallBack[MessageTokens]

VERSION = "2023-06-01"
"""The version of the API. Source: https://platform.claude.com/docs/en/api/versioning"""


def message_headers(api: GenAIAPI) -> Mapping[str, str]:
    """Return the headers of the API's own: its version, and the key, which other servers read from Authorization."""
    headers = {"anthropic-version": VERSION}
    return {**headers, "x-api-key": api.APIKey} if api.APIKey else headers


def with_message_headers(api: GenAIAPI, request: HttpRequest) -> HttpRequest:
    """Return a request with the headers of messages; those that the client sets take precedence."""
    return attrs.evolve(request, headers=merge_headers(message_headers(api), request.headers))


def prompt_params(bundle: BundleParams, prompt: str, local: bool) -> MessagesParams:
    """Return the request for one prompt of a parallel run."""
    params = MessagesParams().Model(bundle.GetModel()).Messages(prompt)
    return params.System(bundle.GetSystem()) if bundle.GetSystem() else params


def _count(api: GenAIAPI, params: MessagesParams, _: Any) -> Work[MessageTokens]:
    request = api.request(POST, "messages/count_tokens", counted_part(params).to_bytes())
    return lambda progress: api.fetch(with_message_headers(api, request), MessageTokens)


def _dialogue() -> type[MessagesDialogue]:
    from .acting import MessagesDialogue

    return MessagesDialogue


class MessagesRoute(Route):
    """``messages``. Source: https://platform.claude.com/docs/en/api/messages"""

    Create, AsynCreate, AsyncAwaitCreate = operation(POST, "messages", params=MessagesParams, result=MessageReply)
    CreateStream, AsynCreateStream, AsyncAwaitCreateStream, Stream = stream_operation(
        POST,
        "messages",
        params=MessagesParams,
        chunk=MessageStream,
        collector=MessageCollector,
        result=MessageReply,
        resolves=str,
    )
    if TYPE_CHECKING:
        Act: Form[Acts[MessagesActParams, MessagesParams, MessageReply]]
        AsynAct: Form[AsynActs[MessagesActParams, MessagesParams, MessageReply]]
        AsyncAwaitAct: Form[AwaitActs[MessagesActParams, MessagesParams, MessageReply]]
    else:
        Act, AsynAct, AsyncAwaitAct = act_operation(
            "messages", _dialogue, params="MessagesActParams", reply=MessageReply
        )
    CreateParallel, AsyncAwaitCreateParallel = parallel_operation(
        "messages",
        body=prompt_params,
        result=MessageReply,
        text_of=lambda reply: reply.text,
        prepared=with_message_headers,
    )
    CountTokens, AsynCountTokens, AsyncAwaitCountTokens = composed_operation(
        params=MessagesParams,
        result=MessageTokens,
        work=_count,
        doc="Send ``POST messages/count_tokens`` with what of the request is input",
    )

    def _request(self, endpoint: Endpoint, values: Sequence[Any]) -> HttpRequest:
        return with_message_headers(self._api, super()._request(endpoint, values))
