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
    from ..core.running.callbacks import CallBacks
    from .loop import ActResult, Dialogue
    from .records import ActCallBack

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


LoadDialogue = Callable[[], "type[Dialogue[Any]]"]
"""Imports the module of an endpoint's dialogue, and returns its class."""


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


def _builder(params: str) -> Argument:
    text = f"a {params}, or a function that fills a new one."
    return Argument("ParamProc", f"{params} | Callable[[{params}], Any]", text)
