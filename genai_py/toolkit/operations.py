"""The forms of the operations that use a program's functions and classes.

A route defines them without importing what they do, which most programs never use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import attrs

from ..core.building.params import ParamProc
from ..core.calls.arguments import Argument, Arguments
from ..core.calls.documentation import explain_single_result
from ..core.calls.execution import Operation
from ..core.calls.route import Route
from ..core.running.promise import Promise

if TYPE_CHECKING:
    from ..core.running.callbacks import AsynCallBack, CallBacks, PromiseCallBack
    from .loop import ActResult, Dialogue
    from .parse_calls import ParsedStream
    from .parsing import Parsing
    from .records import ActCallBack

T = TypeVar("T")
S = TypeVar("S")
Q = TypeVar("Q", contravariant=True)
B = TypeVar("B", contravariant=True)


class Acts(Protocol[Q, B, S]):
    """``Act``, for type checkers. Q: its builder, B: that of single requests, which it takes as well, S: the reply."""

    def __call__(
        self, ParamProc: ParamProc[Q] | B, CallBacks: CallBacks[ActCallBack[S]] = ...
    ) -> ActResult[S]: ...


class AsynActs(Protocol[Q, B, S]):
    """``AsynAct``, for type checkers."""

    def __call__(
        self, ParamProc: ParamProc[Q] | B, CallBacks: CallBacks[ActCallBack[S]] = ...
    ) -> Operation[ActResult[S]]: ...


class AwaitActs(Protocol[Q, B, S]):
    """``AsyncAwaitAct``, for type checkers."""

    def __call__(
        self, ParamProc: ParamProc[Q] | B, CallBacks: CallBacks[ActCallBack[S]] = ...
    ) -> Promise[ActResult[S]]: ...


class Parses(Protocol[Q, B]):
    """``Parse``, for type checkers."""

    def __call__(self, Kind: type[T], ParamProc: ParamProc[Q] | B) -> T: ...


class AsynParses(Protocol[Q, B]):
    """``AsynParse``, for type checkers."""

    def __call__(
        self, Kind: type[T], ParamProc: ParamProc[Q] | B, CallBacks: CallBacks[AsynCallBack[T]] = ...
    ) -> Operation[T]: ...


class AwaitParses(Protocol[Q, B]):
    """``AsyncAwaitParse``, for type checkers."""

    def __call__(
        self, Kind: type[T], ParamProc: ParamProc[Q] | B, CallBacks: CallBacks[PromiseCallBack[T]] = ...
    ) -> Promise[T]: ...


class ParseStreams(Protocol[Q, B]):
    """``ParseStream``, for type checkers."""

    def __call__(self, Kind: type[T], ParamProc: ParamProc[Q] | B) -> ParsedStream[T]: ...


LoadDialogue = Callable[[], "type[Dialogue[Any]]"]
"""Imports the module of an endpoint's dialogue, and returns its class."""


LoadParsing = Callable[[], "type[Parsing[Any]]"]
"""The same for a dialogue whose answers are parsed."""


def act_operation(path: str, load: LoadDialogue, *, params: str, reply: type[Any]) -> tuple[Any, Any, Any]:
    """The blocking, the callback and the promise form of ``Act``.

    path: of the endpoint. load: returns the form of its requests and replies. params: the name of the builder. reply:
    the class of a reply.
    """
    arguments = Arguments(_builder(params))

    def blocking(self: Route, *args: Any, **kwargs: Any) -> ActResult[Any]:
        [proc], callbacks = arguments.read_with_callbacks(blocking, args, kwargs)
        from . import acting

        return acting.act(self, load(), proc, callbacks)

    def asyn(self: Route, *args: Any, **kwargs: Any) -> Operation[ActResult[Any]]:
        [proc], callbacks = arguments.read_with_callbacks(asyn, args, kwargs)
        from . import acting

        return acting.start_act(self, load(), proc, callbacks)

    def promised(self: Route, *args: Any, **kwargs: Any) -> Promise[ActResult[Any]]:
        [proc], callbacks = arguments.read_with_callbacks(promised, args, kwargs)
        from . import acting

        return acting.promise_act(self, load(), proc, callbacks)

    forms = (blocking, asyn, promised)
    what = f"Send ``POST {path}``, run the functions that the model calls and send their results, until it answers,"
    explain_single_result(forms, arguments.all, what, "the answer with all calls", reply, (reply,))
    for form, record, returns in zip(
        forms,
        ("ActCallBack", "ActCallBack", "PromiseActCallBack"),
        ("ActResult[{}]", "Operation[ActResult[{}]]", "Promise[ActResult[{}]]"),
        strict=True,
    ):
        made: Any = form
        callbacks = Argument.callbacks(f"{record}[{reply.__name__}]")
        made.help = attrs.evolve(
            made.help, arguments=(*arguments.all, callbacks), returns=returns.format(reply.__name__)
        )
    return forms


def parse_operation(path: str, load: LoadParsing, *, params: str) -> tuple[Any, Any, Any, Any]:
    """The blocking, the callback, the promise and the streamed form of ``Parse``. Arguments: as ``act_operation``."""
    kind = Argument("Kind", "type[T]", "a class of attrs, dataclasses, TypedDict or pydantic, or a list of one.")
    arguments = Arguments(kind, _builder(params))

    def blocking(self: Route, *args: Any, **kwargs: Any) -> Any:
        kind, proc = arguments.read(blocking, args, kwargs)
        from . import parse_calls

        return parse_calls.parse(self, load(), kind, proc)

    def asyn(self: Route, *args: Any, **kwargs: Any) -> Operation[Any]:
        [kind, proc], callbacks = arguments.read_with_callbacks(asyn, args, kwargs)
        from . import parse_calls

        return parse_calls.start_parse(self, load(), kind, proc, callbacks)

    def promised(self: Route, *args: Any, **kwargs: Any) -> Promise[Any]:
        [kind, proc], callbacks = arguments.read_with_callbacks(promised, args, kwargs)
        from . import parse_calls

        return parse_calls.promise_parse(self, load(), kind, proc, callbacks)

    def streamed(self: Route, *args: Any, **kwargs: Any) -> ParsedStream[Any]:
        kind, proc = arguments.read(streamed, args, kwargs)
        from . import parse_calls

        return parse_calls.stream_parse(self, load(), kind, proc)

    forms: tuple[Any, ...] = (blocking, asyn, promised)
    what = f"Send ``POST {path}`` with the schema of a class, convert the answer to the class"
    explain_single_result(forms, arguments.all, what, "an instance", _Instance, ())
    for form, returns in zip(forms, ("T", "Operation[T]", "Promise[T]"), strict=True):
        shown = tuple(
            attrs.evolve(each, annotation=each.annotation.replace(_Instance.__name__, "T"))
            for each in form.help.arguments
        )
        form.help = attrs.evolve(form.help, arguments=shown, returns=returns)
    made: Any = streamed
    made.help = attrs.evolve(
        forms[0].help,
        summary=f"Send ``POST {path}`` with the schema of a class and return an iterable of the answer's parts.",
        returns="ParsedStream[T]",
        result="for ``for`` or ``async for``: instances whose fields are None until they arrive.",
    )
    return blocking, asyn, promised, streamed


class _Instance:
    """The instance of the class."""


def _builder(params: str) -> Argument:
    text = f"a {params}, or a function that fills a new one."
    return Argument("ParamProc", f"{params} | Callable[[{params}], Any]", text)
