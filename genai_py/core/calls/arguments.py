"""The arguments of operations, and how each form reads those of a call."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

import attrs

from ..building.params import Params, UrlParam
from ..running.callbacks import CallBackRecord, positional_count
from .streams import StreamEngine


@attrs.frozen
class Argument:
    """One argument of an operation. annotation, text: its type and its description, as ``help`` shows them."""

    name: str
    annotation: str
    text: str
    optional: bool = False

    @classmethod
    def id(cls, name: str) -> Argument:
        """Return an argument for an id in the path."""
        return cls(name, "str", "an id in the path; not empty.")

    @classmethod
    def builder(cls, params: type[Params]) -> Argument:
        """Return the argument for a builder, which is required for a body and optional for a query."""
        name, is_query = params.__name__, issubclass(params, UrlParam)
        annotation = f"{name} | Callable[[{name}], Any]{' | None' if is_query else ''}"
        text = f"{a(name)}, or a function that fills a new one"
        return cls("ParamProc", annotation, f"{text}; None sends no query." if is_query else f"{text}.", is_query)

    @classmethod
    def callbacks(cls, record: str) -> Argument:
        """Return the argument for the callbacks."""
        text = f"{a(record)}, or a function that returns or fills one."
        return cls("CallBacks", f"{record} | Callable[..., Any] | None", text, True)


class Arguments:
    """The arguments of an operation without its callbacks. Each may be passed by position or by name."""

    def __init__(self, *arguments: Argument) -> None:
        self.all = arguments
        self._names = [each.name for each in arguments]
        self._most = len(arguments)
        self._required = max((place for place, each in enumerate(arguments, 1) if not each.optional), default=0)

    def read(self, form: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> Sequence[Any]:
        """Return the values of a call in order, without missing optional ones at the end.

        form: the called function. Raises TypeError for arguments that it does not take.
        """
        if not kwargs and self._required <= len(args) <= self._most:
            return args
        return self._ordered(form, args, kwargs, (len(args), list(kwargs)))

    def read_with_callbacks(
        self, form: Any, args: Sequence[Any], kwargs: dict[str, Any]
    ) -> tuple[Sequence[Any], Any]:
        """Return the values as ``read`` does, and the callbacks, or None. Raises TypeError."""
        given = len(args)
        if not kwargs:
            if given == self._required == self._most:
                return args, None
            if given == self._most + 1:
                return args[:-1], args[-1]
        named = list(kwargs)
        if "CallBacks" in kwargs:
            callbacks = kwargs.pop("CallBacks")
        elif given > self._most or (given > self._required and is_callbacks(args[-1])):
            *args, callbacks = args
        else:
            callbacks = None
        return self._ordered(form, args, kwargs, (given, named)), callbacks

    def _ordered(
        self, form: Any, args: Sequence[Any], kwargs: dict[str, Any], given: tuple[int, list[str]]
    ) -> Sequence[Any]:
        values = list(args)
        for name in self._names[len(values) :]:
            if name not in kwargs:
                break
            values.append(kwargs.pop(name))
        if kwargs or not self._required <= len(values) <= self._most:
            raise _wrong_arguments(form, *given)
        return values


def a(name: str) -> str:
    """Return a class name with its article: ``a Chat``, ``an Upload``, ``an LMChat``."""
    # Of two capitals, the first is spoken as a letter.
    vowels = "AEFHILMNORSX" if name[:2].isupper() else "AEIOU"
    return f"{'an' if name[0] in vowels else 'a'} {name}"


def _wrong_arguments(form: Any, count: int, names: list[str]) -> TypeError:
    arguments: Sequence[Argument] = form.help.arguments
    takes = ", ".join(f"[{each.name}]" if each.optional else each.name for each in arguments)
    got = f"{count} positional argument{'' if count == 1 else 's'}"
    if names:
        got += f" and the keyword argument{'' if len(names) == 1 else 's'} {', '.join(names)}"
    message = f"{form.__name__}() takes ({takes}); got {got}"
    known = {each.name for each in arguments}
    if "ParamProc" in known and not known.issuperset(names):
        message += f"; fields of the request are set on its builder: {form.__name__}(lambda params: ...)"
    return TypeError(message)


def is_callbacks(value: Any) -> bool:
    """Whether an argument that may be a builder function or callbacks is callbacks.

    It is when it is a record, a function without arguments, or a function whose argument is called ``Result`` as in
    the original. Other functions that fill a record are passed as ``CallBacks=``.
    """
    if value is None or isinstance(value, Params):
        return False
    if isinstance(value, CallBackRecord):
        return True
    if not callable(value) or positional_count(value) == 0:
        return callable(value)
    try:
        first = next(iter(inspect.signature(value).parameters.values()))
    except (TypeError, ValueError, StopIteration):
        return False
    return first.name.lower() == "result" or "CallBack" in str(first.annotation)


def split_engine(args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Sequence[Any], StreamEngine | None]:
    """Return the positional arguments of a stream's call without the event engine, and the engine or None."""
    if "StreamEvents" in kwargs:
        return args, kwargs.pop("StreamEvents")
    if args and is_engine(args[-1]):
        return args[:-1], args[-1]
    return args, None


def is_engine(value: Any) -> bool:
    """Whether an argument is an event engine: an object with the methods of ``StreamEngine``."""
    return hasattr(value, "AggregateStreamEvents") and not isinstance(value, type)
