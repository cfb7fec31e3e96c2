"""What the tests of routes share: one call in each of its forms, and what left for the server."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import dataclass, field
from functools import partial
from queue import Queue
from types import ModuleType, SimpleNamespace
from typing import Any

from aiohttp import ClientResponse
from aioresponses import CallbackResult, aioresponses

from genai_py import AsynCallBack, GenAIFactory
from genai_py.core.building.params import Params

BASE = "https://api.test/v1"
FORMS = ("blocking", "callbacks", "promise")

# aiohttp 3.14 wants an argument for its responses that aioresponses 0.7.9 does not give.
_NEW: dict[str, Any] = {"stream_writer": SimpleNamespace(output_size=0)}
_TAKEN = inspect.signature(ClientResponse).parameters
_RESPONSE: Any = partial(ClientResponse, **{name: value for name, value in _NEW.items() if name in _TAKEN})


@dataclass
class Case:
    """An operation of a route, and the request that it makes: ``"GET files?limit=2"`` with its body."""

    name: str
    args: tuple[Any, ...]
    request: str
    result: type[Any]
    body: Any = None

    def __str__(self) -> str:
        return f"{self.name} -> {self.request}"


@dataclass
class Exchange:
    """What left, and what the call gave back."""

    requests: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    result: Any = None


def exchange(
    form: str, route: str, name: str, args: tuple[Any, ...], reply: str = "{}", **named: Any
) -> Exchange:
    """Call an operation of a route in one of its forms, with a server that gives this reply."""
    seen = Exchange()

    def answer(method: str, url: Any, **sent: Any) -> CallbackResult:
        query = "&".join(f"{key}={value}" for key, value in url.query.items())
        path = str(url.with_query(None)).removeprefix(BASE + "/")
        seen.requests.append(f"{method} {path}" + (f"?{query}" if query else ""))
        seen.bodies.append(None if sent["data"] is None else json.loads(sent["data"]))
        seen.headers.update(sent["headers"])
        return CallbackResult(body=reply, response_class=_RESPONSE)

    with aioresponses() as server, GenAIFactory.CreateExternalInstance(BASE, "a-key") as client:
        for method in ("GET", "POST", "DELETE"):
            server.add(re.compile(".*"), method, callback=partial(answer, method))
        seen.result = _call(form, getattr(client, route), name, args, named)
    return seen


def _call(form: str, route: Any, name: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
    if form == "blocking":
        return getattr(route, name)(*args, **named)
    if form == "promise":
        return getattr(route, f"AsyncAwait{name}")(*args, **named).result(10)
    outcome: Queue[Any] = Queue()
    record: AsynCallBack[Any] = AsynCallBack(
        on_success=lambda sender, value: outcome.put(value),
        on_error=lambda sender, error: outcome.put(error.exception),
    )
    if named:
        getattr(route, f"Asyn{name}")(*args, CallBacks=record, **named)
    else:
        getattr(route, f"Asyn{name}")(*args, record)
    ended = outcome.get(timeout=10)
    if isinstance(ended, BaseException):
        raise ended
    return ended


def setters_of(module: ModuleType) -> list[Any]:
    """The setters of the builders that a module defines."""
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Params)]
    return [
        member
        for kind in kinds
        if kind.__module__ == module.__name__
        for member in vars(kind).values()
        if hasattr(member, "json_key")
    ]


def not_shown(module: ModuleType, builders: list[Any]) -> set[str]:
    """The setters of a module that none of the builders has called."""
    shown = {(type(builder).__name__, key) for builder in builders for key in builder._fields}
    wanted = {(*setter.__qualname__.split("."), setter.json_key) for setter in setters_of(module)}
    return {f"{kind}.{name}" for kind, name, key in wanted if (kind, key) not in shown}
