"""Replies that servers were seen to send, and what comes out of each in every form of a call.

``replies.json`` has them by rule, a case a line. A case has its ``reply`` as one of

    chat         the deltas of a streamed chat: an object is a delta, a text a reason to end, a list a whole choice
    events       the JSON objects of a stream, each in a data line; ``call`` says which operation
    body         the text of a stream as it is sent; HEL, LO, STOP and DONE stand for the usual events
    json, text   a whole reply: JSON, or text

and of what must come out

    content      the text of the first choice, or of the response; a promise of a stream resolves with it
    calls        the tool calls: id, name, arguments as JSON
    error, code  a piece of the error's message, its status
    result       values of the result by their path
    sent         the fields of the message that a program sends back
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from genai_py import (
    AsynCallBack,
    AsynStreamCallBack,
    BundleError,
    ChatParams,
    FromAssistant,
    FromUser,
    GenAIException,
    GenAIFactory,
)
from genai_py.client import GenAI
from genai_py.testing import MockReply, MockStream, MockTransport

Json = dict[str, Any]
PATIENCE = 10
RULES: list[Json] = json.loads(Path(__file__).with_name("replies.json").read_text("utf-8"))
CASES = [
    pytest.param({"call": "chat", **case}, id=f"{rule['rule']}: {case['name']}")
    for rule in RULES
    for case in rule["cases"]
]
ROUTES: dict[str, tuple[str, str, tuple[Any, ...]]] = {
    "chat": ("Chat", "Create", (lambda p: p.Model("m").Messages([FromUser("hi")]),)),
    "completions": ("Completions", "Create", (lambda p: p.Model("m").Prompt("hi"),)),
    "responses": ("Responses", "Create", (lambda p: p.Model("m").Input("hi"),)),
    "embeddings": ("Embeddings", "Create", (lambda p: p.Model("m").Input(["a", "b"]),)),
    "models": ("Models", "List", ()),
    "fine_tuning": ("FineTuning", "Retrieve", ("j",)),
    "delete": ("Files", "Delete", ("f",)),
}


def chunk(entry: Any) -> Json:
    """A chunk of a chat, of its short form in the table."""
    if isinstance(entry, list):
        return {"id": "c1", "choices": entry}
    delta, reason = ({}, entry) if isinstance(entry, str) else (entry, None)
    return {"id": "c1", "model": "m", "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}


def data(*events: Any) -> str:
    """Events of a stream, as most servers send them."""
    return "".join(f"data: {json.dumps(event)}\n\n" for event in events)


WORDS = {
    "HEL": data(chunk({"role": "assistant", "content": "Hel"})),
    "LO": data(chunk({"content": "lo"})),
    "STOP": data(chunk("stop")),
    "DONE": "data: [DONE]\n\n",
}


def body_of(case: Json) -> bytes:
    """The text of a stream."""
    if "chat" in case:
        return data(*map(chunk, case["chat"])).encode()
    if "events" in case:
        return data(*case["events"]).encode()
    text: str = case["body"]
    for word, stands_for in WORDS.items():
        text = text.replace(f"<{word}>", stands_for)
    return text.encode("utf-8", "surrogateescape")


@pytest.fixture(scope="module")
def transport() -> MockTransport:
    """Answers with what the test sets."""
    return MockTransport(lambda _: replies[-1])


replies: list[Any] = []


@pytest.fixture(scope="module")
def client(transport: MockTransport) -> Iterator[GenAI]:
    """One client for all cases."""
    with GenAIFactory.CreateLMSInstance("http://localhost:1234/v1", http_client=transport, max_retries=0) as client:
        yield client


class Outcome:
    """What became of a call: a result, the text that a promise has, or an error."""

    def __init__(self, call: Callable[[], tuple[Any, Any]]) -> None:
        self.result: Any = None
        self.value: Any = None
        self.error: BaseException | None = None
        try:
            self.result, self.value = call()
        except Exception as error:
            self.error = error


def streamed(client: GenAI, case: Json) -> dict[str, Outcome]:
    """The outcome of a stream, by form."""
    name, _, arguments = ROUTES[case["call"]]
    route = getattr(client, name)

    def iterated() -> tuple[Any, Any]:
        with route.Stream(*arguments) as stream:
            for _ in stream:
                pass
        return stream.Result, None

    async def iterated_in_loop() -> tuple[Any, Any]:
        async with route.Stream(*arguments) as stream:
            async for _ in stream:
                pass
        return stream.Result, None

    def blocking() -> tuple[Any, Any]:
        route.CreateStream(*arguments, lambda _, is_done, cancel: None)
        return None, None

    def promise() -> tuple[Any, Any]:
        value = route.AsyncAwaitCreateStream(*arguments).result(PATIENCE)
        return None, value if isinstance(value, str) else value.response.output_text

    def callbacks() -> tuple[Any, Any]:
        return None, called_back(lambda record: route.AsynCreateStream(*arguments, record), AsynStreamCallBack)

    async def in_loop() -> Outcome:
        made = await asyncio.gather(iterated_in_loop(), return_exceptions=True)

        def outcome() -> tuple[Any, Any]:
            if isinstance(made[0], BaseException):
                raise made[0]
            return made[0]

        return Outcome(outcome)

    forms = {"for": iterated, "blocking": blocking, "promise": promise, "callbacks": callbacks}
    return {**{form: Outcome(call) for form, call in forms.items()}, "async for": asyncio.run(in_loop())}


def whole(client: GenAI, case: Json) -> dict[str, Outcome]:
    """The outcome of a whole reply, by form."""
    name, operation, arguments = ROUTES[case["call"]]
    route = getattr(client, name)

    def promise() -> tuple[Any, Any]:
        return getattr(route, f"AsyncAwait{operation}")(*arguments).result(PATIENCE), None

    def callbacks() -> tuple[Any, Any]:
        return called_back(lambda record: getattr(route, f"Asyn{operation}")(*arguments, record), AsynCallBack), None

    def parallel() -> tuple[Any, Any]:
        try:
            bundle = route.AsyncAwaitCreateParallel(lambda p: p.Model("m").Prompts(["a"])).result(PATIENCE)
        except BundleError as error:
            # What failed is in the bundle; the first cause is the one that the case is about.
            raise error.bundle.items[0].error from error  # type: ignore[misc]
        return bundle.items[0].chat, None

    forms: dict[str, Callable[[], tuple[Any, Any]]] = {
        "blocking": lambda: (getattr(route, operation)(*arguments), None),
        "promise": promise,
        "callbacks": callbacks,
    }
    if case["call"] in ("chat", "responses"):
        forms["parallel"] = parallel
    return {form: Outcome(call) for form, call in forms.items()}


def called_back(start: Callable[[Any], Any], kind: type[Any]) -> Any:
    """The value that a callback has at the end of a call. Raises what ``on_error`` has."""
    ended = threading.Event()
    came: list[Any] = []

    def on_success(_: Any, *value: Any) -> None:
        came.extend(value or [None])
        ended.set()

    def on_error(_: Any, error: Any) -> None:
        came.append(error.exception)
        ended.set()

    start(kind(on_success=on_success, on_error=on_error))
    assert ended.wait(PATIENCE), "no callback had the end"
    if isinstance(came[0], BaseException):
        raise came[0]
    return came[0]


def content_of(result: Any) -> Any:
    """The text of a result."""
    if hasattr(result, "output_text"):
        return result.output_text
    choice = result.choices[0]
    return choice.message.content if hasattr(choice, "message") else choice.text


def calls_of(result: Any) -> list[list[Any]]:
    """The tool calls of a result: id, name, arguments as JSON."""
    if hasattr(result, "output"):
        calls = [each for each in result.output if each.type in ("function_call", "custom_tool_call")]
        return [[each.call_id, each.name, parsed(each.arguments or each.input)] for each in calls]
    return [
        [each.id, tool.name, parsed(tool.arguments if tool is each.function else tool.input)]
        for each in result.choices[0].message.tool_calls
        for tool in [each.custom or each.function]
    ]


def parsed(text: Any) -> Any:
    """The value of a JSON text; any other text as it is."""
    assert isinstance(text, str)
    try:
        return json.loads(text)
    except ValueError:
        return text


def at_path(value: Any, path: str) -> Any:
    """The value at ``choices.0.message.content``."""
    for part in path.split("."):
        if part.isdecimal():
            value = value[int(part)]
        else:
            value = value[part] if isinstance(value, Mapping) else getattr(value, part)
    return getattr(value, "value", value)


def check(case: Json, outcome: Outcome) -> None:
    """What came out is what the case wants."""
    if "error" in case:
        assert isinstance(outcome.error, GenAIException), outcome.error
        assert case["error"] in str(outcome.error)
        assert case.get("code") in (None, outcome.error.code)
        return
    assert outcome.error is None, repr(outcome.error)
    if outcome.value is not None and "content" in case:
        assert outcome.value == case["content"]
    if outcome.result is None:
        return
    if "content" in case:
        assert content_of(outcome.result) == case["content"]
    if "calls" in case:
        assert calls_of(outcome.result) == case["calls"]
    for path, value in case.get("result", {}).items():
        assert at_path(outcome.result, path) == value, path
    # Whatever came, it can be written, and the answer can be sent back.
    json.loads(outcome.result.ToJsonString())
    if case["call"] == "chat" and outcome.result.choices:
        sent = ChatParams().Messages([FromAssistant(outcome.result.choices[0].message)]).ToJsonString()
        message = json.loads(sent)["messages"][0]
        assert {key: message.get(key) for key in case.get("sent", {})} == case.get("sent", {})


@pytest.mark.parametrize("case", CASES)
def test_a_reply_that_was_seen(case: Json, client: GenAI) -> None:
    if "json" in case or "text" in case:
        text = json.dumps(case["json"]) if "json" in case else case["text"]
        headers = {"Content-Type": "application/json"}
        replies[:] = [MockReply(text.encode("utf-8", "surrogateescape"), case.get("status", 200), headers)]
        outcomes = whole(client, case)
    else:
        replies[:] = [MockStream(body_of(case), done=False)]
        outcomes = streamed(client, case)
    for form, outcome in outcomes.items():
        try:
            check(case, outcome)
        except AssertionError as error:
            error.add_note(f"in the form {form!r}") if hasattr(error, "add_note") else None
            raise


def test_the_table_wants_something_of_each_reply() -> None:
    wanted = {"content", "calls", "error", "result", "sent"}
    for rule in RULES:
        assert rule["cases"] and rule["rule"]
        for case in rule["cases"]:
            assert wanted & case.keys(), case["name"]
            assert len({"chat", "events", "body", "json", "text"} & case.keys()) == 1, case["name"]
