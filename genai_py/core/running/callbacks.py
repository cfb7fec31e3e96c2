"""Callback records: the handlers of an operation. Every field may be None.

Handlers may be plain functions or ``async def``. ``sender`` is the route unless the record names another.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeAlias, TypeVar

from ..spelling import BothSpellings, SettableInBothSpellings

T = TypeVar("T")
C = TypeVar("C", bound="CallBackRecord")

Start = Callable[[Any], Any]
Cancellation = Callable[[Any], Any]
DoCancel = Callable[[], Any]


class ErrorText(str, BothSpellings):
    """The ``error`` argument of ``on_error``: the message, with the exception itself as ``exception``."""

    exception: BaseException

    def __new__(cls, error: BaseException) -> ErrorText:
        text = super().__new__(cls, str(error) or type(error).__name__)
        text.exception = error
        return text


class CallBackRecord(SettableInBothSpellings):
    """Base of the callback records. ``on_cancel`` and ``on_cancellation`` are one field."""

    __slots__ = (
        "on_cancellation",
        "on_do_cancel",
        "on_error",
        "on_progress",
        "on_start",
        "on_success",
        "sender",
    )
    _tells_result: ClassVar[bool] = False
    """Whether an ``on_success`` of a stream that takes two arguments gets the result."""
    if TYPE_CHECKING:
        sender: Any
        on_start: Any
        on_success: Any
        on_progress: Any
        on_error: Any
        on_cancellation: Any
        on_do_cancel: Any

        # For functions that fill a record in the original's spelling: ``Result.OnStart = start``.
        Sender: Any
        OnStart: Any
        OnSuccess: Any
        OnProgress: Any
        OnError: Any
        OnCancel: Any
        OnCancellation: Any
        OnDoCancel: Any

    def __init__(
        self,
        sender: Any = None,
        *,
        on_start: Start | None = None,
        on_success: Callable[..., Any] | None = None,
        on_progress: Callable[[Any, Any], Any] | None = None,
        on_error: Callable[[Any, ErrorText], Any] | None = None,
        on_cancel: Cancellation | None = None,
        on_cancellation: Cancellation | None = None,
        on_do_cancel: DoCancel | None = None,
    ) -> None:
        put = object.__setattr__
        put(self, "sender", sender)
        put(self, "on_start", on_start)
        put(self, "on_success", on_success)
        put(self, "on_progress", on_progress)
        put(self, "on_error", on_error)
        put(self, "on_cancellation", on_cancellation if on_cancel is None else on_cancel)
        put(self, "on_do_cancel", on_do_cancel)

    @property
    def on_cancel(self) -> Cancellation | None:
        """Another name of ``on_cancellation``."""
        return self.on_cancellation  # type: ignore[no-any-return]

    @on_cancel.setter
    def on_cancel(self, handler: Cancellation | None) -> None:
        self.on_cancellation = handler

    def __repr__(self) -> str:
        names = sorted(name for kind in type(self).__mro__ for name in getattr(kind, "__slots__", ()))
        filled = [name for name in names if getattr(self, name) is not None]
        return f"{type(self).__name__}({', '.join(filled)})"

    def _for_call(self) -> CallBackRecord:
        """Return the record that one call uses: for a record with handlers of its own, a copy that calls them."""
        return self


class AsynCallBack(CallBackRecord, Generic[T]):
    """The handlers of an operation with one result.

    on_start(sender); on_success(sender, result); on_error(sender, error), ``error`` a str that carries the exception
    as ``error.exception``; on_cancel(sender). on_progress(sender, item) is for operations with several items, such as
    parallel runs. on_do_cancel() is called repeatedly; the operation is cancelled when it returns a true value.
    """

    __slots__ = ()
    if TYPE_CHECKING:

        def __init__(
            self,
            sender: Any = None,
            *,
            on_start: Start | None = None,
            on_success: Callable[[Any, T], Any] | None = None,
            on_progress: Callable[[Any, Any], Any] | None = None,
            on_error: Callable[[Any, ErrorText], Any] | None = None,
            on_cancel: Cancellation | None = None,
            on_cancellation: Cancellation | None = None,
            on_do_cancel: DoCancel | None = None,
        ) -> None: ...

    on_success: Callable[[Any, T], Any] | None
    on_start: Start | None
    on_progress: Callable[[Any, Any], Any] | None
    on_error: Callable[[Any, ErrorText], Any] | None
    on_cancellation: Cancellation | None
    on_do_cancel: DoCancel | None


class PromiseCallBack(AsynCallBack[T]):
    """The handlers of the promise form: a string that on_error or on_cancel returns replaces the message."""

    __slots__ = ()


class AsynStreamCallBack(CallBackRecord, Generic[T]):
    """The handlers of a stream: on_progress(sender, chunk) for each chunk in order, on_success(sender) at the end."""

    __slots__ = ()
    if TYPE_CHECKING:

        def __init__(
            self,
            sender: Any = None,
            *,
            on_start: Start | None = None,
            on_success: Callable[[Any], Any] | None = None,
            on_progress: Callable[[Any, T], Any] | None = None,
            on_error: Callable[[Any, ErrorText], Any] | None = None,
            on_cancel: Cancellation | None = None,
            on_cancellation: Cancellation | None = None,
            on_do_cancel: DoCancel | None = None,
        ) -> None: ...

    on_success: Callable[[Any], Any] | None
    on_start: Start | None
    on_progress: Callable[[Any, T], Any] | None
    on_error: Callable[[Any, ErrorText], Any] | None
    on_cancellation: Cancellation | None
    on_do_cancel: DoCancel | None


class PromiseStreamCallBack(AsynStreamCallBack[T]):
    """The stream handlers of the promise form: a string that on_error or on_cancel returns replaces the message."""

    __slots__ = ()


CallBacks: TypeAlias = C | Callable[[], C] | Callable[[C], Any] | None
"""The ``CallBacks`` argument: a record, a function that returns one, a function that fills one, or None."""


def record_of(kind: type[C], given: CallBacks[C]) -> C:
    """Return the record that ``given`` is, returns or fills. Raises TypeError for anything else."""
    record: Any
    if given is None:
        return kind()
    if isinstance(given, CallBackRecord):
        record, got = given, "got"
    elif not callable(given):
        raise _not_a_record(kind, f"got {type(given).__name__}")
    elif positional_count(given) == 0:
        record, got = given(), "the function returned"  # type: ignore[call-arg]
    else:
        filled = kind()
        record, got = given(filled), "the function returned"  # type: ignore[call-arg]
        if not isinstance(record, (CallBackRecord, Coroutine)):
            record = filled
    if isinstance(record, Coroutine):
        record.close()
        raise _not_a_record(kind, "the function is asynchronous")
    # on_success takes different arguments for a stream and for a single result.
    other = AsynCallBack if issubclass(kind, AsynStreamCallBack) else AsynStreamCallBack
    if not isinstance(record, CallBackRecord) or isinstance(record, other):
        raise _not_a_record(kind, f"{got} {type(record).__name__}")
    return record  # type: ignore[return-value]


def _not_a_record(kind: type[Any], got: str) -> TypeError:
    return TypeError(f"expected {kind.__name__}, or a function that returns or fills one; {got}")


def positional_count(function: Callable[..., Any]) -> int:
    """Return the number of required positional arguments of a function; ``*args`` counts as one."""
    code = getattr(function, "__code__", None)
    if code is not None and not code.co_flags & inspect.CO_VARARGS:
        bound = 1 if getattr(function, "__self__", None) is not None else 0
        return int(code.co_argcount) - len(getattr(function, "__defaults__", None) or ()) - bound
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return 1
    if any(each.kind is each.VAR_POSITIONAL for each in parameters):
        return 1
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(each.kind in positional and each.default is each.empty for each in parameters)
