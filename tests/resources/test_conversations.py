"""Conversations: the requests of the route, its builders, and the replies that the API documents."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from genai_py import (
    ConversationList,
    Conversations,
    ConversationsDeleted,
    ConversationsItem,
    ConversationsItemParams,
    ConversationsParams,
    InputMessage,
    JsonParam,
    OutputIncluding,
    ResponseItemFunctionToolCall,
    ResponseItemInputMessage,
    UpdateConversationsParams,
    UrlConversationsItemParams,
    UrlListItemsParams,
)
from genai_py.core.results.decoding import decode
from genai_py.resources import conversations

from .calls import FORMS, Case, exchange, not_shown, setters_of

HELLO = {"type": "message", "role": "user", "content": "Hello!"}
ITEM = '{"type": "message", "id": "msg_1", "status": "completed", "role": "user", "content": []}'
SOURCES = OutputIncluding.web_search_call_action_sources


def hello(params: Any) -> None:
    params.Items([InputMessage.New().Role("user").Content("Hello!")])


OPERATIONS = [
    Case(
        "Create",
        (lambda p: p.Metadata({"topic": "demo"}).Items([HELLO]),),
        "POST conversations",
        Conversations,
        {"metadata": {"topic": "demo"}, "items": [HELLO]},
    ),
    Case("Delete", ("conv_1",), "DELETE conversations/conv_1", ConversationsDeleted),
    Case("Retrieve", ("conv_1",), "GET conversations/conv_1", Conversations),
    Case(
        "Update",
        ("conv_1", lambda p: p.Metadata({"topic": "project-x"})),
        "POST conversations/conv_1",
        Conversations,
        {"metadata": {"topic": "project-x"}},
    ),
    Case("List", ("conv_1",), "GET conversations/conv_1/items", ConversationList),
    Case(
        "List",
        ("conv_1", lambda p: p.Limit(50).Order().Include([SOURCES])),
        "GET conversations/conv_1/items?include[]=web_search_call.action.sources&limit=50&order=desc",
        ConversationList,
    ),
    Case(
        "CreateItem",
        ("conv_1", hello),
        "POST conversations/conv_1/items",
        ConversationList,
        {"items": [HELLO]},
    ),
    Case(
        "CreateItem",
        ("conv_1", [SOURCES, "file_search_call.results"], hello),
        "POST conversations/conv_1/items"
        "?include[]=file_search_call.results&include[]=web_search_call.action.sources",
        ConversationList,
        {"items": [HELLO]},
    ),
    Case(
        "CreateItem",
        ("conv_1", None, hello),
        "POST conversations/conv_1/items",
        ConversationList,
        {"items": [HELLO]},
    ),
    Case("RetrieveItem", ("conv_1", "msg_1"), "GET conversations/conv_1/items/msg_1", ConversationsItem),
    Case(
        "RetrieveItem",
        ("conv_1", "msg_1", lambda p: p.Include(["message.output_text.logprobs"])),
        "GET conversations/conv_1/items/msg_1?include[]=message.output_text.logprobs",
        ConversationsItem,
    ),
    Case("DeleteItem", ("conv_1", "msg_1"), "DELETE conversations/conv_1/items/msg_1", Conversations),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "Conversations", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert type(seen.result) is case.result


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "args", "empty"),
    [
        ("Retrieve", ("",), "ConversationId"),
        ("Delete", ("",), "ConversationId"),
        ("List", (" ",), "ConversationId"),
        ("CreateItem", ("", hello), "ConversationId"),
        ("CreateItem", ("", [SOURCES], hello), "ConversationId"),
        ("RetrieveItem", ("", "msg_1"), "ConversationId"),
        ("RetrieveItem", ("conv_1", ""), "MessageId"),
        ("DeleteItem", ("conv_1", ""), "MessageId"),
    ],
)
def test_an_empty_id_is_refused(name: str, args: tuple[Any, ...], empty: str, form: str) -> None:
    with pytest.raises(ValueError, match=f"{empty} is empty"):
        exchange(form, "Conversations", name, args)


@pytest.mark.parametrize("form", FORMS)
def test_arguments_may_be_given_by_name(form: str) -> None:
    seen = exchange(form, "Conversations", "CreateItem", ("conv_1",), Include=[SOURCES], ParamProc=hello)
    assert seen.requests == ["POST conversations/conv_1/items?include[]=web_search_call.action.sources"]
    seen = exchange(form, "Conversations", "CreateItem", (), ConversationId="conv_1", ParamProc=hello)
    assert seen.requests == ["POST conversations/conv_1/items"]


def test_what_is_included_must_be_texts() -> None:
    message = "UrlConversationsItemParams.Include takes list of "
    with pytest.raises(TypeError, match=re.escape(message)):
        exchange("blocking", "Conversations", "CreateItem", ("conv_1", [3], hello))


def test_a_call_without_items_says_what_it_takes() -> None:
    with pytest.raises(
        TypeError, match=r"CreateItem\(\) takes \(ConversationId, \[Include\], ParamProc\); got 1 positional argument$"
    ):
        exchange("blocking", "Conversations", "CreateItem", ("conv_1",))


BUILDERS = [
    (
        ConversationsParams.New()
        .Items([InputMessage.New().Role("user").Content("Hello!")])
        .Metadata({"topic": "demo"}),
        {"items": [HELLO], "metadata": {"topic": "demo"}},
    ),
    (ConversationsParams().Items([HELLO]), {"items": [HELLO]}),
    (ConversationsParams().Items(json.dumps([HELLO])), {"items": [HELLO]}),
    (UpdateConversationsParams.New().Metadata({"topic": "demo"}), {"metadata": {"topic": "demo"}}),
    (
        ConversationsItemParams().Items([InputMessage.New().Role("user").Content("Hello!")]),
        {"items": [HELLO]},
    ),
]


@pytest.mark.parametrize(("builder", "written"), BUILDERS)
def test_builders_write_the_api_s_keys(builder: JsonParam, written: dict[str, Any]) -> None:
    assert builder.ToJson() == written


def test_an_item_that_came_can_be_added_to_another_conversation() -> None:
    came = decode(ConversationsItem, json.dumps(HELLO).encode())
    assert ConversationsItemParams().Items([came]).ToJson() == {"items": [HELLO]}


QUERIES = [
    (
        UrlListItemsParams().After("msg_1").Include([SOURCES]).Limit(5).Order("asc"),
        "?after=msg_1&include[]=web_search_call.action.sources&limit=5&order=asc",
    ),
    (UrlListItemsParams().Order(), "?order=desc"),
    (
        UrlConversationsItemParams().Include([SOURCES, "message.output_text.logprobs"]),
        "?include[]=web_search_call.action.sources&include[]=message.output_text.logprobs",
    ),
]


@pytest.mark.parametrize(("query", "written"), QUERIES)
def test_queries_write_the_api_s_keys(query: UrlConversationsItemParams, written: str) -> None:
    assert query.Value == written


def test_every_setter_is_shown_above() -> None:
    shown = [builder for builder, _ in [*BUILDERS, *QUERIES]]
    assert not_shown(conversations, shown) == set()


@pytest.mark.parametrize("setter", setters_of(conversations), ids=lambda setter: setter.__qualname__)
def test_every_setter_refuses_what_is_not_of_its_kind(setter: Any) -> None:
    kind, name = setter.__qualname__.split(".")
    with pytest.raises(TypeError, match=rf"^{kind}\.{name} takes .+, got object <object object"):
        getattr(getattr(conversations, kind)(), name)(object())


CONVERSATION = """{
  "id": "conv_123",
  "object": "conversation",
  "created_at": 1741900000,
  "metadata": {"topic": "demo"}
}"""
DELETED = '{"id": "conv_123", "object": "conversation.deleted", "deleted": true}'
ITEMS = """{
  "object": "list",
  "data": [
    {
      "type": "message",
      "id": "msg_abc",
      "status": "completed",
      "role": "user",
      "content": [{"type": "input_text", "text": "Hello!"}]
    },
    {
      "type": "function_call",
      "id": "fc_1",
      "call_id": "call_1",
      "name": "weather",
      "arguments": "{\\"city\\": \\"Paris\\"}",
      "status": "completed"
    },
    {"type": "telepathy", "id": "tp_1", "thought": "?"}
  ],
  "first_id": "msg_abc",
  "last_id": "tp_1",
  "has_more": false
}"""


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Conversations, CONVERSATION),
        (ConversationsDeleted, DELETED),
        (ConversationList, ITEMS),
        (ConversationsItem, ITEM),
    ],
)
def test_nothing_of_a_reply_is_lost(kind: type[Any], text: str) -> None:
    assert decode(kind, text.encode()).ToJson() == json.loads(text)


def test_a_conversation_is_read_by_its_fields() -> None:
    conversation = decode(Conversations, CONVERSATION.encode())
    assert (conversation.id, conversation.created_at) == ("conv_123", 1741900000)
    assert conversation.metadata == {"topic": "demo"}


def test_items_come_as_the_class_of_their_type_and_are_read_flat() -> None:
    items: list[Any] = decode(ConversationList, ITEMS.encode()).data
    assert [type(item) for item in items] == [
        ResponseItemInputMessage,
        ResponseItemFunctionToolCall,
        ConversationsItem,
    ]
    assert items[0].content[0].text == "Hello!"
    assert items[1].arguments == '{"city": "Paris"}'
    assert items[2].extra["thought"] == "?"


def test_one_item_comes_as_the_class_of_its_type() -> None:
    seen = exchange("blocking", "Conversations", "RetrieveItem", ("conv_1", "msg_1"), ITEM)
    assert type(seen.result) is ResponseItemInputMessage
    assert seen.result.JSONResponse == ITEM
