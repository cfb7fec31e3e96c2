"""The types of the forms of an operation, for type checkers. Nothing here is used at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ..building.params import ParamProc
from ..running.callbacks import (
    AsynCallBack,
    AsynStreamCallBack,
    CallBackRecord,
    CallBacks,
    PromiseCallBack,
    PromiseStreamCallBack,
)
from ..running.promise import Promise
from .execution import Operation
from .pages import Pages
from .streams import CancelToken, Stream

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from ..building.form_params import TransferHandler
    from ..results.base import DownloadedFile

F = TypeVar("F", covariant=True)
R = TypeVar("R", covariant=True)
S = TypeVar("S")
Q = TypeVar("Q", contravariant=True)
O = TypeVar("O")  # noqa: E741
C = TypeVar("C")
K = TypeVar("K", bound=CallBackRecord, contravariant=True)


class Form(Protocol[F]):
    """An operation as attribute of a route's class; read from a route, it is the function to call."""

    def __get__(self, instance: Any, owner: Any = ..., /) -> F: ...


class Plain(Protocol[R]):
    def __call__(self) -> R: ...


class PlainAsyn(Protocol[S]):
    def __call__(self, CallBacks: CallBacks[AsynCallBack[S]] = ...) -> Operation[S]: ...


class PlainAwait(Protocol[S]):
    def __call__(self, CallBacks: CallBacks[PromiseCallBack[S]] = ...) -> Promise[S]: ...


class ById(Protocol[R]):
    def __call__(self, Id: str, /) -> R: ...


class ByIdAsyn(Protocol[S]):
    def __call__(self, Id: str, /, CallBacks: CallBacks[AsynCallBack[S]] = ...) -> Operation[S]: ...


class ByIdAwait(Protocol[S]):
    def __call__(self, Id: str, /, CallBacks: CallBacks[PromiseCallBack[S]] = ...) -> Promise[S]: ...


class ByIds(Protocol[R]):
    def __call__(self, Id: str, PartId: str, /) -> R: ...


class ByIdsAsyn(Protocol[S]):
    def __call__(
        self, Id: str, PartId: str, /, CallBacks: CallBacks[AsynCallBack[S]] = ...
    ) -> Operation[S]: ...


class ByIdsAwait(Protocol[S]):
    def __call__(
        self, Id: str, PartId: str, /, CallBacks: CallBacks[PromiseCallBack[S]] = ...
    ) -> Promise[S]: ...


class WithBody(Protocol[Q, R]):
    def __call__(self, ParamProc: ParamProc[Q]) -> R: ...


class WithBodyAsyn(Protocol[Q, S]):
    def __call__(
        self, ParamProc: ParamProc[Q], CallBacks: CallBacks[AsynCallBack[S]] = ...
    ) -> Operation[S]: ...


class WithBodyAwait(Protocol[Q, S]):
    def __call__(self, ParamProc: ParamProc[Q], CallBacks: CallBacks[PromiseCallBack[S]] = ...) -> Promise[S]: ...


class WithQuery(Protocol[Q, R]):
    def __call__(self, ParamProc: ParamProc[Q] | None = ...) -> R: ...


class WithQueryAsyn(Protocol[Q, S]):
    def __call__(
        self,
        ParamProc: ParamProc[Q] | CallBacks[AsynCallBack[S]] = ...,
        CallBacks: CallBacks[AsynCallBack[S]] = ...,
    ) -> Operation[S]: ...


class WithQueryAwait(Protocol[Q, S]):
    def __call__(
        self,
        ParamProc: ParamProc[Q] | CallBacks[PromiseCallBack[S]] = ...,
        CallBacks: CallBacks[PromiseCallBack[S]] = ...,
    ) -> Promise[S]: ...


class ByIdWithBody(Protocol[Q, R]):
    def __call__(self, Id: str, /, ParamProc: ParamProc[Q]) -> R: ...


class ByIdWithBodyAsyn(Protocol[Q, S]):
    def __call__(
        self, Id: str, /, ParamProc: ParamProc[Q], CallBacks: CallBacks[AsynCallBack[S]] = ...
    ) -> Operation[S]: ...


class ByIdWithBodyAwait(Protocol[Q, S]):
    def __call__(
        self, Id: str, /, ParamProc: ParamProc[Q], CallBacks: CallBacks[PromiseCallBack[S]] = ...
    ) -> Promise[S]: ...


class ByIdWithQuery(Protocol[Q, R]):
    def __call__(self, Id: str, /, ParamProc: ParamProc[Q] | None = ...) -> R: ...


class ByIdWithQueryAsyn(Protocol[Q, S]):
    def __call__(
        self,
        Id: str,
        /,
        ParamProc: ParamProc[Q] | CallBacks[AsynCallBack[S]] = ...,
        CallBacks: CallBacks[AsynCallBack[S]] = ...,
    ) -> Operation[S]: ...


class ByIdWithQueryAwait(Protocol[Q, S]):
    def __call__(
        self,
        Id: str,
        /,
        ParamProc: ParamProc[Q] | CallBacks[PromiseCallBack[S]] = ...,
        CallBacks: CallBacks[PromiseCallBack[S]] = ...,
    ) -> Promise[S]: ...


class ByIdsWithQuery(Protocol[Q, R]):
    def __call__(self, Id: str, PartId: str, /, ParamProc: ParamProc[Q] | None = ...) -> R: ...


class ByIdsWithQueryAsyn(Protocol[Q, S]):
    def __call__(
        self,
        Id: str,
        PartId: str,
        /,
        ParamProc: ParamProc[Q] | CallBacks[AsynCallBack[S]] = ...,
        CallBacks: CallBacks[AsynCallBack[S]] = ...,
    ) -> Operation[S]: ...


class ByIdsWithQueryAwait(Protocol[Q, S]):
    def __call__(
        self,
        Id: str,
        PartId: str,
        /,
        ParamProc: ParamProc[Q] | CallBacks[PromiseCallBack[S]] = ...,
        CallBacks: CallBacks[PromiseCallBack[S]] = ...,
    ) -> Promise[S]: ...


class EventDriven(Protocol[Q]):
    def __call__(
        self,
        ParamProc: ParamProc[Q],
        Event: Callable[[Any, bool, CancelToken], Any] | None = ...,
    ) -> bool: ...


class StreamAsyn(Protocol[Q, C]):
    def __call__(
        self,
        ParamProc: ParamProc[Q],
        CallBacks: CallBacks[AsynStreamCallBack[C]] = ...,
    ) -> Operation[None]: ...


class StreamAwait(Protocol[Q, C, O]):
    def __call__(
        self,
        ParamProc: ParamProc[Q],
        CallBacks: CallBacks[PromiseStreamCallBack[C]] = ...,
    ) -> Promise[O]: ...


class StreamAsynWith(Protocol[Q, C, K]):
    """Of a stream whose records have handlers of their own."""

    def __call__(
        self,
        ParamProc: ParamProc[Q],
        CallBacks: CallBacks[K] | AsynStreamCallBack[C] = ...,
    ) -> Operation[None]: ...


class StreamAwaitWith(Protocol[Q, C, K, O]):
    """Of a stream whose records have handlers of their own."""

    def __call__(
        self,
        ParamProc: ParamProc[Q],
        CallBacks: CallBacks[K] | AsynStreamCallBack[C] = ...,
    ) -> Promise[O]: ...


class Iterated(Protocol[Q, C, S]):
    def __call__(self, ParamProc: ParamProc[Q]) -> Stream[C, S]: ...


class ByIdToFile(Protocol):
    def __call__(
        self, Id: str, /, FileName: str | os.PathLike[str], OnProgress: TransferHandler | None = ...
    ) -> DownloadedFile: ...


class ByIdToFileAsyn(Protocol):
    def __call__(
        self,
        Id: str,
        /,
        FileName: str | os.PathLike[str],
        OnProgress: TransferHandler | None = ...,
        CallBacks: CallBacks[AsynCallBack[DownloadedFile]] = ...,
    ) -> Operation[DownloadedFile]: ...


class ByIdToFileAwait(Protocol):
    def __call__(
        self,
        Id: str,
        /,
        FileName: str | os.PathLike[str],
        OnProgress: TransferHandler | None = ...,
        CallBacks: CallBacks[PromiseCallBack[DownloadedFile]] = ...,
    ) -> Promise[DownloadedFile]: ...


class ByIdsToFile(Protocol):
    def __call__(
        self,
        Id: str,
        PartId: str,
        /,
        FileName: str | os.PathLike[str],
        OnProgress: TransferHandler | None = ...,
    ) -> DownloadedFile: ...


class ByIdsToFileAsyn(Protocol):
    def __call__(
        self,
        Id: str,
        PartId: str,
        /,
        FileName: str | os.PathLike[str],
        OnProgress: TransferHandler | None = ...,
        CallBacks: CallBacks[AsynCallBack[DownloadedFile]] = ...,
    ) -> Operation[DownloadedFile]: ...


class ByIdsToFileAwait(Protocol):
    def __call__(
        self,
        Id: str,
        PartId: str,
        /,
        FileName: str | os.PathLike[str],
        OnProgress: TransferHandler | None = ...,
        CallBacks: CallBacks[PromiseCallBack[DownloadedFile]] = ...,
    ) -> Promise[DownloadedFile]: ...


class EveryWithQuery(Protocol[Q, R]):
    def __call__(self, ParamProc: ParamProc[Q] | None = ...) -> Pages[R]: ...


class EveryByIdWithQuery(Protocol[Q, R]):
    def __call__(self, Id: str, /, ParamProc: ParamProc[Q] | None = ...) -> Pages[R]: ...


class EveryByIdsWithQuery(Protocol[Q, R]):
    def __call__(self, Id: str, PartId: str, /, ParamProc: ParamProc[Q] | None = ...) -> Pages[R]: ...
