"""Running one call of a tool: on the loop or on a thread, with a time limit, until it is cancelled."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import inspect
import threading
from collections.abc import Callable
from typing import Any

from ..core.errors import GenAIException

_CANCELLING_TAKES = 1.0
"""Seconds that a cancelled asynchronous function gets to clean up."""


class ToolTimeoutError(Exception):
    """A tool did not finish within its time limit."""


class ToolExitError(GenAIException):
    """A tool raised SystemExit or KeyboardInterrupt, which ends the loop."""


async def run_function(function: Callable[[], Any], is_async: bool, cancelled: threading.Event, seconds: float) -> Any:
    """Call a function and return its result, awaited if it is awaitable.

    is_async: whether to call it on the loop, and not on a thread of its own. cancelled: set when the call is to stop.
    seconds: its time limit, 0 for none. Raises ToolTimeoutError, ToolExitError, and the exceptions of the function. A
    function on a thread that does not stop runs on, and its result is dropped.
    """
    task = asyncio.ensure_future(_called(function, is_async))
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds or None)
    except asyncio.CancelledError:
        await _stop(task, cancelled)
        raise
    if not done:
        await _stop(task, cancelled)
        raise ToolTimeoutError(f"did not finish within {seconds:g} s")
    if task.cancelled():
        raise RuntimeError("it was cancelled")
    return task.result()


async def _called(function: Callable[[], Any], is_async: bool) -> Any:
    try:
        value = function() if is_async else await _on_thread(function)
        return await value if inspect.isawaitable(value) else value
    except (SystemExit, KeyboardInterrupt) as error:
        # On a loop, they would end the loop itself.
        raise ToolExitError(0, f"a tool raised {type(error).__name__}") from error


async def _stop(task: asyncio.Task[Any], cancelled: threading.Event) -> None:
    cancelled.set()
    task.cancel()
    await asyncio.wait({task}, timeout=_CANCELLING_TAKES)
    # One that fails while it is cancelled, now or later, is not reported as forgotten.
    task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())


async def _on_thread(function: Callable[[], Any]) -> Any:
    """Run a function on a daemon thread of its own: one that hangs must not hold up the end of the process."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Any] = loop.create_future()
    context = contextvars.copy_context()

    def settle(value: Any, error: BaseException | None) -> None:
        if outcome.done():
            return
        if error is None:
            outcome.set_result(value)
        else:
            outcome.set_exception(error)

    def run() -> None:
        value: Any = None
        error: BaseException | None = None
        try:
            value = context.run(function)
        except (SystemExit, KeyboardInterrupt) as exit:
            error = ToolExitError(0, f"a tool raised {type(exit).__name__}")
        except BaseException as failure:
            # A future takes no StopIteration.
            error = RuntimeError("StopIteration") if isinstance(failure, StopIteration) else failure
        # The loop may have been closed.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, value, error)

    threading.Thread(target=run, name="genai_py-tool", daemon=True).start()
    return await outcome
