"""Conversations: items that the server keeps from one response to the next.

Source: https://platform.openai.com/docs/api-reference/conversations
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, overload

from ..core.building.params import ParamProc, UrlParam, build
from ..core.building.setters import setter
from ..core.building.urls import expand_path
from ..core.calls.arguments import Argument, Arguments
from ..core.calls.endpoint import Endpoint
from ..core.calls.forms import operation_forms
from ..core.calls.operations import DELETE, GET, POST, Route, every_page, operation
from ..core.results.base import Result, result
from ..core.running.callbacks import AsynCallBack, CallBacks, PromiseCallBack
from ..core.wire.transport import HttpRequest
from .responses.builders import PartParams, parts
from .responses.input_items import InputListItem
from .responses.output_items import ResponseItem, ResponseOutput
from .responses.results import ResponseDelete, Responses
from .types import OutputIncluding

if TYPE_CHECKING:
    from ..core.calls.api import GenAIAPI
    from ..core.calls.execution import Operation
    from ..core.calls.signatures import Form
    from ..core.running.promise import Promise

Including = Sequence[OutputIncluding | str]
"""Additional data to include in items: members of ``OutputIncluding``, or their values."""


class ConversationsParams(PartParams):
    """A new conversation. Source: https://platform.openai.com/docs/api-reference/conversations/create"""

    __slots__ = ()

    Items = parts(
        InputListItem, "items", doc="Up to 20 initial items; also JSON text of an array."
    )
    Metadata = setter(dict, "metadata", doc="Up to 16 key-value pairs, stored with the object.")


class UpdateConversationsParams(PartParams):
    """The changes to a conversation. Source: https://platform.openai.com/docs/api-reference/conversations/update"""

    __slots__ = ()

    Metadata = setter(dict, "metadata", doc="Up to 16 key-value pairs, which replace the stored ones.")


class UrlConversationsItemParams(UrlParam):
    """Additional data to include in items."""

    __slots__ = ()

    Include = setter(list[OutputIncluding], "include", doc="Additional data to include.")


class UrlListItemsParams(UrlConversationsItemParams):
    """The query for items. Source: https://platform.openai.com/docs/api-reference/conversations/list-items"""

    __slots__ = ()

    After = setter(str, "after", doc="The id of the last item of the previous page.")
    Limit = setter(int, "limit", doc="The number of items per page, 1 to 100; 20 by default.")
    Order = setter(str, "order", default="desc", doc="``asc`` or ``desc``.")


class ConversationsItemParams(PartParams):
    """Items to add. Source: https://platform.openai.com/docs/api-reference/conversations/create-items"""

    __slots__ = ()

    Items = parts(InputListItem, "items", doc="Up to 20 items; also JSON text of an array.")


@result
class Conversations(Result):
    """A conversation; times are Unix times in seconds.

    Source: https://platform.openai.com/docs/api-reference/conversations/object
    """

    created_at: int | None = None
    id: str = ""
    metadata: dict[str, Any] | None = None
    object: str = ""


ConversationsDeleted = ResponseDelete
ConversationList = Responses
ConversationsItem = ResponseItem

AsynConversations = AsynCallBack[Conversations]
AsynConversationsDeleted = AsynCallBack[ConversationsDeleted]
AsynConversationList = AsynCallBack[ConversationList]
AsynConversationsItem = AsynCallBack[ConversationsItem]
PromiseConversations = PromiseCallBack[Conversations]
PromiseConversationsDeleted = PromiseCallBack[ConversationsDeleted]
PromiseConversationList = PromiseCallBack[ConversationList]
PromiseConversationsItem = PromiseCallBack[ConversationsItem]

ItemsProc = ParamProc[ConversationsItemParams]


class _CreateItem(Protocol):
    """``CreateItem``: with or without ``Include``."""

    @overload
    def __call__(self, ConversationId: str, ParamProc: ItemsProc) -> ConversationList: ...
    @overload
    def __call__(
        self, ConversationId: str, Include: Including | None, ParamProc: ItemsProc
    ) -> ConversationList: ...


class _AsynCreateItem(Protocol):
    """``AsynCreateItem``: with or without ``Include``."""

    @overload
    def __call__(
        self, ConversationId: str, ParamProc: ItemsProc, CallBacks: CallBacks[AsynConversationList] = ...
    ) -> Operation[ConversationList]: ...
    @overload
    def __call__(
        self,
        ConversationId: str,
        Include: Including | None,
        ParamProc: ItemsProc,
        CallBacks: CallBacks[AsynConversationList] = ...,
    ) -> Operation[ConversationList]: ...


class _AwaitCreateItem(Protocol):
    """``AsyncAwaitCreateItem``: with or without ``Include``."""

    @overload
    def __call__(
        self, ConversationId: str, ParamProc: ItemsProc, CallBacks: CallBacks[PromiseConversationList] = ...
    ) -> Promise[ConversationList]: ...
    @overload
    def __call__(
        self,
        ConversationId: str,
        Include: Including | None,
        ParamProc: ItemsProc,
        CallBacks: CallBacks[PromiseConversationList] = ...,
    ) -> Promise[ConversationList]: ...


class _ItemsEndpoint(Endpoint):
    """The only request with both a query and a body."""

    @property
    def arguments(self) -> Arguments:
        include = Argument(
            "Include", "Sequence[OutputIncluding | str] | None", "Additional data to include in the items.", True
        )
        return _ItemArguments(Argument.id("ConversationId"), include, Argument.builder(ConversationsItemParams))

    def request(self, api: GenAIAPI, values: Sequence[Any]) -> HttpRequest:
        conversation, include, proc = values
        path = expand_path(self.template, self.names, [conversation])
        query = UrlConversationsItemParams()
        if include is not None:
            query.Include(include)
        return api.request(self.method, path + query.Value, build(ConversationsItemParams, proc).to_bytes())


class _ItemArguments(Arguments):
    """The arguments: an id, ``Include``, which may be omitted, and a builder."""

    def read(self, form: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> Sequence[Any]:
        return super().read(form, _with_include(args, kwargs), kwargs)

    def read_with_callbacks(
        self, form: Any, args: Sequence[Any], kwargs: dict[str, Any]
    ) -> tuple[Sequence[Any], Any]:
        return super().read_with_callbacks(form, _with_include(args, kwargs), kwargs)


def _with_include(args: Sequence[Any], kwargs: dict[str, Any]) -> Sequence[Any]:
    """Return the positional arguments with ``Include`` in its place; None if the call omits it."""
    if len(args) < 2:
        if "ParamProc" in kwargs:
            kwargs.setdefault("Include", None)
    elif not (args[1] is None or isinstance(args[1], (list, tuple))):
        return [args[0], kwargs.pop("Include", None), *args[1:]]
    return args


def _create_item() -> tuple[Form[_CreateItem], Form[_AsynCreateItem], Form[_AwaitCreateItem]]:
    endpoint = _ItemsEndpoint(POST, "conversations/{ConversationId}/items", ConversationsItemParams)
    forms: Any = operation_forms(endpoint, ConversationList)
    return forms  # type: ignore[no-any-return]


class ConversationsRoute(Route):
    """Conversations, ``conversations/{id}``, and their items, ``conversations/{id}/items``."""

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "conversations", params=ConversationsParams, result=Conversations
    )
    Delete, AsynDelete, AsyncAwaitDelete = operation(
        DELETE, "conversations/{ConversationId}", ids=1, result=ConversationsDeleted
    )
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(
        GET, "conversations/{ConversationId}", ids=1, result=Conversations
    )
    Update, AsynUpdate, AsyncAwaitUpdate = operation(
        POST, "conversations/{ConversationId}", ids=1, params=UpdateConversationsParams, result=Conversations
    )
    List, AsynList, AsyncAwaitList = operation(
        GET,
        "conversations/{ConversationId}/items",
        ids=1,
        params=UrlListItemsParams,
        result=ConversationList,
    )
    ListAll = every_page(List, ResponseOutput)
    CreateItem, AsynCreateItem, AsyncAwaitCreateItem = _create_item()
    RetrieveItem, AsynRetrieveItem, AsyncAwaitRetrieveItem = operation(
        GET,
        "conversations/{ConversationId}/items/{MessageId}",
        ids=2,
        params=UrlConversationsItemParams,
        result=ConversationsItem,
    )
    DeleteItem, AsynDeleteItem, AsyncAwaitDeleteItem = operation(
        DELETE, "conversations/{ConversationId}/items/{MessageId}", ids=2, result=Conversations
    )
