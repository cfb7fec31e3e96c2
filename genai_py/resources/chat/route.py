"""The chat endpoints. Source: https://platform.openai.com/docs/api-reference/chat"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.calls.operations import DELETE, GET, POST, Route, every_page, operation, stream_operation
from ...core.running.callbacks import AsynCallBack, PromiseCallBack
from ...toolkit.operations import act_operation, parse_operation
from ..bundle import BundleParams, parallel_operation
from .collector import ChatCollector
from .messages import FromDeveloper, FromSystem, FromUser
from .params import ChatParams, ChatUpdateParams, UrlChatListParams, UrlChatParams, UserLocationApproximate
from .records import AsynChatStream, PromiseChatStream
from .results import Chat, ChatCompletion, ChatCompletionMessage, ChatDelete, ChatMessage, ChatMessages

if TYPE_CHECKING:
    from ...core.calls.signatures import Form
    from ...toolkit.operations import Acts, AsynActs, AsynParses, AwaitActs, AwaitParses, Parses, ParseStreams
    from .acting import ChatActParams, ChatDialogue
    from .parsing import ChatParseParams, ChatParsing

AsynChat = AsynCallBack[Chat]
AsynChatMessages = AsynCallBack[ChatMessages]
AsynChatCompletion = AsynCallBack[ChatCompletion]
AsynChatDelete = AsynCallBack[ChatDelete]
PromiseChat = PromiseCallBack[Chat]
PromiseChatMessages = PromiseCallBack[ChatMessages]
PromiseChatCompletion = PromiseCallBack[ChatCompletion]
PromiseChatDelete = PromiseCallBack[ChatDelete]


def prompt_params(bundle: BundleParams, prompt: str, local: bool) -> ChatParams:
    """Return the request for one prompt of a parallel run. local: whether it is for a local server."""
    params = ChatParams().Model(bundle.GetModel())
    if bundle.Exists("reasoningeffort"):
        params.ReasoningEffort(bundle.GetReasoningEffort())
    system = bundle.GetSystem()
    # The chat templates of local models lack the developer role.
    instructions = [FromSystem(system) if local else FromDeveloper(system)] if system else []
    params.Messages([*instructions, FromUser(prompt)])
    if bundle.GetSearchSize():
        place = UserLocationApproximate()
        if bundle.GetCity():
            place.City(bundle.GetCity())
        if bundle.GetCountry():
            place.Country(bundle.GetCountry())
        params.WebSearchOptions(bundle.GetSearchSize(), place if place.Count else None)
    return params


def answer_of(chat: Chat) -> str:
    """Return the text of the first choice; "" without one."""
    choices: Any = chat.choices
    message = getattr(choices[0], "message", None) if type(choices) is list and choices else None
    return message.content if isinstance(message, ChatMessage) else message if isinstance(message, str) else ""


def _dialogue() -> type[ChatDialogue]:
    from .acting import ChatDialogue

    return ChatDialogue


def _parsing() -> type[ChatParsing]:
    from .parsing import ChatParsing

    return ChatParsing


class ChatRoute(Route):
    """``chat/completions``. Source: https://platform.openai.com/docs/api-reference/chat"""

    Create, AsynCreate, AsyncAwaitCreate = operation(POST, "chat/completions", params=ChatParams, result=Chat)
    CreateStream, AsynCreateStream, AsyncAwaitCreateStream, Stream = stream_operation(
        POST,
        "chat/completions",
        params=ChatParams,
        chunk=Chat,
        collector=ChatCollector,
        result=Chat,
        resolves=str,
        records=(AsynChatStream, PromiseChatStream),
    )
    if TYPE_CHECKING:
        Act: Form[Acts[ChatActParams, ChatParams, Chat]]
        AsynAct: Form[AsynActs[ChatActParams, ChatParams, Chat]]
        AsyncAwaitAct: Form[AwaitActs[ChatActParams, ChatParams, Chat]]
        Parse: Form[Parses[ChatParseParams, ChatParams]]
        AsynParse: Form[AsynParses[ChatParseParams, ChatParams]]
        AsyncAwaitParse: Form[AwaitParses[ChatParseParams, ChatParams]]
        ParseStream: Form[ParseStreams[ChatParseParams, ChatParams]]
    else:
        Act, AsynAct, AsyncAwaitAct = act_operation(
            "chat/completions", _dialogue, params="ChatActParams", reply=Chat
        )
        Parse, AsynParse, AsyncAwaitParse, ParseStream = parse_operation(
            "chat/completions", _parsing, params="ChatParseParams"
        )
    CreateParallel, AsyncAwaitCreateParallel = parallel_operation(
        "chat/completions", body=prompt_params, result=Chat, text_of=answer_of
    )
    List, AsynList, AsyncAwaitList = operation(
        GET, "chat/completions", params=UrlChatListParams, result=ChatCompletion
    )
    ListAll = every_page(List, Chat)
    GetCompletion, AsynGetCompletion, AsyncAwaitGetCompletion = operation(
        GET, "chat/completions/{CompletionID}", ids=1, result=Chat
    )
    GetMessages, AsynGetMessages, AsyncAwaitGetMessages = operation(
        GET, "chat/completions/{CompletionID}/messages", ids=1, params=UrlChatParams, result=ChatMessages
    )
    GetAllMessages = every_page(GetMessages, ChatCompletionMessage)
    Update, AsynUpdate, AsyncAwaitUpdate = operation(
        POST, "chat/completions/{CompletionID}", ids=1, params=ChatUpdateParams, result=Chat
    )
    Delete, AsynDelete, AsyncAwaitDelete = operation(
        DELETE, "chat/completions/{CompletionID}", ids=1, result=ChatDelete
    )
