"""Downloading models, and waiting for a download.

Source: https://lmstudio.ai/docs/developer/rest/download, https://lmstudio.ai/docs/developer/rest/download-status
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timezone
from enum import Enum
from typing import Any, Protocol, TypeAlias

from ..core.building.params import JsonParam, wrong_type
from ..core.building.setters import setter
from ..core.building.urls import expand_path
from ..core.calls.api import GenAIAPI
from ..core.calls.execution import Operation, Progress, Work
from ..core.calls.forms import ReporterFactory
from ..core.calls.operations import GET, POST
from ..core.calls.route import Route
from ..core.calls.streams import CancelToken
from ..core.errors import GenAICancelledError, GenAIException
from ..core.results.base import Result, result
from ..core.running.callbacks import AsynCallBack, CallBacks, PromiseCallBack, positional_count
from ..core.running.loops import call_soon_anywhere
from ..core.running.promise import Promise
from .common import API, FAILED, checked_name, failure_text, fetch, is_not_found, number, word

POLL_INTERVAL = 0.5
"""Seconds between two requests for the status of a download."""


class LMDownloadState(str, Enum):
    """The state of a download. Source: https://lmstudio.ai/docs/developer/rest/download-status"""

    downloading = "downloading"
    paused = "paused"
    completed = "completed"
    failed = "failed"
    already_downloaded = "already_downloaded"

    __str__ = str.__str__


_COMPLETED = frozenset({"completed", "already_downloaded"})


class LMDownloadParams(JsonParam):
    """What is downloaded. Source: https://lmstudio.ai/docs/developer/rest/download"""

    __slots__ = ()

    Model = setter(str, "model", doc="A name of LM Studio's catalogue, ``owner/name``, or a Hugging Face URL.")
    Quantization = setter(str, "quantization", doc="Such as ``Q4_K_M``; only with a Hugging Face URL.")


@result
class LMDownload(Result):
    """A download. What the server does not send is None or "".

    Sizes are in bytes, speeds in bytes per second, times as ISO 8601.
    job_id: for ``DownloadStatus`` and ``WaitForDownload``; "" if the model was there before. error: the server's words
    about a failed download, where it has some.
    """

    job_id: str = ""
    status: LMDownloadState | str | None = None
    total_size_bytes: int | None = None
    downloaded_bytes: int | None = None
    bytes_per_second: float | None = None
    estimated_completion: str = ""
    started_at: str = ""
    completed_at: str = ""
    error: Any = None

    @property
    def is_completed(self) -> bool:
        """Whether the model is on the server's disk."""
        return word(self.status) in _COMPLETED or bool(self.completed_at and not self.is_failed)

    @property
    def is_failed(self) -> bool:
        """Whether the download ended without the model."""
        return word(self.status) in FAILED

    @property
    def fraction(self) -> float | None:
        """How much is downloaded, from 0 to 1; None if that is unknown."""
        done, total = number(self.downloaded_bytes), number(self.total_size_bytes)
        if self.is_completed:
            return 1.0
        return None if done is None or not total else max(0.0, min(1.0, done / total))

    @property
    def seconds_left(self) -> float | None:
        """Seconds until it is complete, by the speed, or else by the server's estimate; None if that is unknown."""
        if self.is_completed:
            return 0.0
        done, total = number(self.downloaded_bytes), number(self.total_size_bytes)
        speed = number(self.bytes_per_second)
        if done is not None and total and speed:
            return max(0.0, (total - done) / speed)
        try:
            end = datetime.fromisoformat(self.estimated_completion.replace("Z", "+00:00"))
        except (AttributeError, ValueError):
            return None
        # A time without a zone is UTC.
        end = end if end.tzinfo else end.replace(tzinfo=timezone.utc)
        return max(0.0, (end - datetime.now(timezone.utc)).total_seconds())


DownloadHandler: TypeAlias = Callable[[LMDownload], Any] | Callable[[LMDownload, CancelToken], Any]
"""The ``OnProgress`` of ``WaitForDownload``; one with two arguments may call ``cancel.set()``."""


def download(api: GenAIAPI, params: LMDownloadParams, _: Any) -> Work[LMDownload]:
    """Return the work of ``Download``. Raises ValueError where no model is named."""
    if not params._fields.get("model"):
        raise ValueError("LMDownloadParams: Model was not called; give a name of the catalogue or a Hugging Face URL")
    return lambda _: _begin_download(api, params)


async def _begin_download(api: GenAIAPI, params: LMDownloadParams) -> LMDownload:
    return await fetch(api, api.request(POST, API + "models/download", params.to_bytes()), LMDownload)


def wait_for_download(route: Route, values: Sequence[Any], reporter: ReporterFactory) -> Work[LMDownload]:
    """Return the work of ``WaitForDownload``. Raises TypeError or ValueError for invalid arguments."""
    api, given = route._api, values[0]
    if not isinstance(given, LMDownload):
        given = checked_name("JobId", given)
    handler = values[1] if len(values) > 1 else None
    wakers: list[Callable[[], None]] = []
    cancel = CancelToken(lambda: _call_all(wakers))
    report: Any = None
    if handler is not None:
        if not callable(handler) or isinstance(handler, type) or inspect.iscoroutinefunction(handler):
            takes = "a plain function of a download, or of a download and a cancel token"
            raise wrong_type("OnProgress", takes, handler)
        call = handler if positional_count(handler) == 2 else lambda download, _: handler(download)
        # What it reports is a download and the token, in place of two numbers.
        report = reporter(api, call)

    async def wait(progress: Progress) -> LMDownload:
        loop, wake = asyncio.get_running_loop(), asyncio.Event()
        wakers.append(functools.partial(call_soon_anywhere, loop, wake.set))
        download = await _begun(api, given)
        label, speed = given if isinstance(given, str) else given.job_id, _Speed()
        while True:
            speed.measure(download, loop.time())
            if report is not None:
                report(download, cancel)
            await progress([download])
            if download.is_failed:
                status = word(download.status)
                words = failure_text(download) or f"its status is {status!r}, the server gives no reason"
                raise GenAIException(0, f"the download {label!r} failed: {words}", body=download.JSONResponse)
            if download.is_completed:
                return download
            if not download.job_id:
                said = download.JSONResponse[:500]
                raise GenAIException(0, f"the download {label!r} has no job to wait for; the server's answer: {said}")
            if not cancel:
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(wake.wait(), POLL_INTERVAL)
            if cancel:
                raise GenAICancelledError(0, "aborted")
            job = download.job_id
            download = await _status(api, job)
            download.job_id = download.job_id or job

    return wait


def _call_all(functions: Iterable[Callable[[], None]]) -> None:
    for function in functions:
        function()


class _Speed:
    """Measures the speed of a download for servers that do not send it."""

    def __init__(self) -> None:
        self._first: tuple[float, float] | None = None

    def measure(self, download: LMDownload, now: float) -> None:
        done = number(download.downloaded_bytes)
        if done is None:
            return
        if self._first is None:
            self._first = now, done
        since, before = self._first
        if download.bytes_per_second is None and now > since and done > before:
            download.bytes_per_second = (done - before) / (now - since)


async def _begun(api: GenAIAPI, given: LMDownload | str) -> LMDownload:
    """The download that a job id or the name of a model stands for; that of a model is started if need be."""
    if isinstance(given, LMDownload):
        return given
    if "/" not in given:
        try:
            download = await _status(api, given)
        except GenAIException as error:
            if given.startswith("job_") or not (is_not_found(error, "job") or error.code == 400):
                raise
        else:
            download.job_id = download.job_id or given
            return download
    return await _begin_download(api, LMDownloadParams().Model(given))


async def _status(api: GenAIAPI, job: str) -> LMDownload:
    path = expand_path(STATUS, ["JobId"], [job])
    return await fetch(api, api.request(GET, path), LMDownload)


STATUS = API + "models/download/status/{JobId}"


class WaitForDownload(Protocol):
    def __call__(self, JobId: str | LMDownload, OnProgress: DownloadHandler | None = ...) -> LMDownload: ...


class WaitForDownloadAsyn(Protocol):
    def __call__(
        self,
        JobId: str | LMDownload,
        OnProgress: DownloadHandler | None = ...,
        CallBacks: CallBacks[AsynCallBack[LMDownload]] = ...,
    ) -> Operation[LMDownload]: ...


class WaitForDownloadAwait(Protocol):
    def __call__(
        self,
        JobId: str | LMDownload,
        OnProgress: DownloadHandler | None = ...,
        CallBacks: CallBacks[PromiseCallBack[LMDownload]] = ...,
    ) -> Promise[LMDownload]: ...
