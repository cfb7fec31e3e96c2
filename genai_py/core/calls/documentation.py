"""What ``help``, notebooks and editors show of an operation: its signature and its docstring.

The functions of operations take ``*args, **kwargs``, because callbacks may stand in several places; here they get the
signature that their callers are to see.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from inspect import Parameter, Signature
from typing import Any

import attrs

from .arguments import Argument, a

_SOURCE = re.compile(r"Source: (https://\S+(?:,\s+https://\S+)*)")
Args = tuple[Argument, ...]
_SELF = Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)

_BLOCKING_RAISES = """GenAIException: the request failed; its subclass, ``code`` and message say why.
    TypeError, ValueError: an argument is invalid; nothing was sent."""
_ASYN_RAISES = """TypeError: there are too few or too many arguments.
        All other errors, including those of the builder, are passed to ``on_error``."""
_PROMISE_RAISES = """TypeError: there are too few or too many arguments.
        All other errors, including those of the builder, reject the promise."""
_HANDLE = "a handle of the running operation; ``Cancel()`` stops it."
_PROMISE = "to be awaited, or read with ``result(timeout)``; ``Cancel()`` stops the operation."
_ENGINE = Argument("StreamEvents", "StreamEngine | None", "an event engine that gets the chunks, too.", True)


@attrs.frozen
class Help:
    """The documentation of one form of an operation.

    summary: what it does. returns, result: the type of its result, and what it is. raises: its errors. kinds: the
    classes of its builder and its result; the first of them that names a page of the API gives the source.
    """

    summary: str
    arguments: Args
    returns: str
    result: str
    raises: str
    kinds: tuple[Any, ...] = ()


class _Annotation(str):
    """The text of a type, which ``help`` shows without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def document(form: Callable[..., Any], help: Help, route: type, name: str) -> None:
    """Give the function of an operation the name, signature and docstring of a method of its route."""
    parameters: list[Parameter] = [_SELF]
    default: Any = Parameter.empty
    for argument in help.arguments:
        # Arguments after an optional one need a default; the call itself reports what is missing.
        default = None if argument.optional else default
        kind, annotation = Parameter.POSITIONAL_OR_KEYWORD, _Annotation(argument.annotation)
        parameters.append(Parameter(argument.name, kind, default=default, annotation=annotation))
    made: Any = form
    made.__name__ = name
    made.__qualname__ = f"{route.__qualname__}.{name}"
    made.__module__ = route.__module__
    made.__annotations__ = {}
    made.__signature__ = Signature(parameters, return_annotation=_Annotation(help.returns))
    made.__doc__ = _docstring(help, route)


def _docstring(help: Help, route: type) -> str:
    parts = [help.summary]
    if help.arguments:
        parts.append("\n".join(["Args:", *(f"    {each.name}: {each.text}" for each in help.arguments)]))
    parts += [f"Returns:\n    {help.returns}: {help.result}", f"Raises:\n    {help.raises}"]
    docs = (each.__doc__ for each in (*help.kinds, route, sys.modules.get(route.__module__)))
    source = next((found for doc in docs if (found := _SOURCE.search(doc or ""))), None)
    if source is not None:
        parts.append(source[0].rstrip("."))
    return "\n\n".join(parts)


def _first_sentence(kind: type) -> str:
    return " ".join((kind.__doc__ or "").split()).partition(". ")[0].rstrip(".") + "."


def explain_single_result(
    forms: Sequence[Any], arguments: Args, what: str, outcome: str, result: type, kinds: tuple[Any, ...]
) -> None:
    """Explain the blocking, the callback and the promise form of an operation with one result.

    what, outcome: what it does, as the beginning of a sentence, and what that gives.
    """
    blocking, asyn, promised = forms
    name = result.__name__
    blocking.help = Help(
        f"{what} and return {outcome}. Blocks the calling thread.",
        arguments, name, _first_sentence(result), _BLOCKING_RAISES, kinds,
    )  # fmt: skip
    asyn.help = Help(
        f"{what} and report through callbacks: ``on_success(sender, result)`` gets {outcome}.",
        (*arguments, Argument.callbacks(f"AsynCallBack[{name}]")),
        f"Operation[{name}]", _HANDLE, _ASYN_RAISES, kinds,
    )  # fmt: skip
    promised.help = Help(
        f"{what} and return a promise of {outcome}.",
        (*arguments, Argument.callbacks(f"PromiseCallBack[{name}]")),
        f"Promise[{name}]", _PROMISE, _PROMISE_RAISES, kinds,
    )  # fmt: skip


def explain_stream(
    forms: Sequence[Any], arguments: Args, endpoint: str, chunk: type, result: type, resolves: type,
    kinds: tuple[Any, ...], has_engine: bool, records: tuple[type, type] | None = None,
) -> None:  # fmt: skip
    """Explain the event-driven, the callback, the promise and the iterated form of a stream.

    has_engine: whether the first three take an event engine.
    """
    event_driven, asyn, promised, iterated = forms
    engine = (_ENGINE,) if has_engine else ()
    name, what, value = chunk.__name__, f"Send ``{endpoint}`` with streaming", resolves.__name__
    event = Argument(
        "Event", f"Callable[[{name} | None, bool, CancelToken], Any] | None",
        "called as ``Event(chunk, is_done, cancel)``: for each chunk, and at the end with None and True. "
        "``cancel.set()`` stops the stream.", True,
    )  # fmt: skip
    record, promise_record = (
        (f"AsynStreamCallBack[{name}]", f"PromiseStreamCallBack[{name}]")
        if records is None
        else (records[0].__name__, records[1].__name__)
    )
    event_driven.help = Help(
        f"{what} and call ``Event`` with each chunk of the reply, {a(name)}. Blocks the calling thread.",
        (*arguments, event, *engine), "bool", "False when the stream was cancelled, True otherwise.",
        _BLOCKING_RAISES, kinds,
    )  # fmt: skip
    asyn.help = Help(
        f"{what} and report through callbacks: ``on_progress(sender, chunk)`` gets each chunk, {a(name)}.",
        (*arguments, Argument.callbacks(record), *engine),
        "Operation[None]", _HANDLE, _ASYN_RAISES, kinds,
    )  # fmt: skip
    promised.help = Help(
        f"{what} and return a promise of {a(value)} for the whole reply; each chunk is {a(name)}.",
        (*arguments, Argument.callbacks(promise_record), *engine),
        f"Promise[{value}]", _PROMISE, _PROMISE_RAISES, kinds,
    )  # fmt: skip
    iterated.help = Help(
        f"{what} and return an iterable of the reply's chunks, each {a(name)}.",
        arguments, f"Stream[{name}, {result.__name__}]",
        f"for ``for`` or ``async for``; afterwards, ``Result`` is the whole reply, {a(result.__name__)}.",
        _BLOCKING_RAISES, kinds,
    )  # fmt: skip


def explain_pages(form: Any, arguments: Args, endpoint: str, entry: type, params: type) -> None:
    """Explain the form that iterates over the entries of all pages."""
    form.help = Help(
        f"Iterate over the entries of all pages of ``{endpoint}``, each {a(entry.__name__)}.",
        arguments, f"Pages[{entry.__name__}]",
        "for ``for`` or ``async for``; each page is fetched while the entries of the page before are used.",
        _BLOCKING_RAISES, (params, entry),
    )  # fmt: skip
