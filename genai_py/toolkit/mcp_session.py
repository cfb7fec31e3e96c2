"""A connection to an MCP server, by the official package. Source: https://modelcontextprotocol.io

A connection has to be opened and closed by one task, and lives longer than a call: all of them run on a background loop
of their own, and are used from any loop and any thread.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ..core.errors import GenAIException
from ..core.running.background import BackgroundLoop
from ..core.running.loops import PATIENCE, call_soon_anywhere
from ..core.running.process import ExitPhase, after_fork, at_exit
from .extras import extra_module

T = TypeVar("T")

mcp_loop = BackgroundLoop("genai_py-mcp")
at_exit(ExitPhase.LOOPS, mcp_loop.stop)
after_fork(mcp_loop.renew)


class McpError(GenAIException):
    """An MCP server could not be started or reached, or a tool of it failed."""


class McpSession:
    """One connection: opened when it is made, until ``close``, its server's end, or the end of the process.

    transport: returns a transport of the ``mcp`` package. name: of the server, for errors.
    """

    def __init__(self, transport: Callable[[], Any], name: str) -> None:
        self._transport = transport
        self._name = name
        self._held = mcp_loop.hold()
        self._process = os.getpid()
        self.loop = self._held.loop
        self.dispatcher = None
        self.ended = False
        self._is_broken = False
        self.tools: concurrent.futures.Future[Sequence[Any]] = concurrent.futures.Future()
        self.closed: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._users: list[set[Any]] = []
        self._client: Any = None
        self._mcp = extra_module("mcp", "mcp", "McpTools")
        self._anyio = extra_module("anyio", "mcp", "McpTools")
        self._scope: Any = None
        self._stop: asyncio.Event
        self._task: asyncio.Task[None] | None = None
        self.loop.call_soon_threadsafe(self._begin)

    @property
    def is_usable(self) -> bool:
        """Whether calls can be made: not after its end, nor in the child of a fork."""
        return not self.ended and not self._is_broken and self._process == os.getpid()

    def _begin(self) -> None:
        self._stop = asyncio.Event()
        self._task = self.loop.create_task(self._serve())

    async def _serve(self) -> None:
        try:
            # The scope spares what ends a program that was started, which cancelling the task would not.
            with self._anyio.CancelScope() as scope:
                async with self._mcp.Client(_Transport(self._transport(), self, scope)) as client:
                    tools: list[Any] = []
                    cursor = None
                    while True:
                        page = await client.list_tools(cursor=cursor)
                        tools += page.tools
                        cursor = page.next_cursor
                        if not cursor:
                            break
                    self._client = client
                    self.tools.set_result(tools)
                    await self._stop.wait()
            self._fail(McpError(0, f"{self._name} was closed"))
        except asyncio.CancelledError:
            self._fail(McpError(0, f"{self._name} was closed"))
        except BaseException as error:
            self._fail(McpError(0, f"{self._name}: {described(error)}"))
        finally:
            self._end()

    def _fail(self, error: McpError) -> None:
        if not self.tools.done():
            self.tools.set_exception(error)

    def _end(self) -> None:
        self._client = None
        self.ended = True
        for users in self._users:
            users.discard(self)
        if not self.closed.done():
            self.closed.set_result(None)
        self._held.release()

    def belong_to(self, calls: set[Any]) -> None:
        """Close the connection with a client. calls: the client's calls in flight."""
        self._users.append(calls)
        calls.add(self)

    def Cancel(self) -> bool:
        """Close the connection, from any thread, without waiting for it."""
        call_soon_anywhere(self.loop, self._close)
        return not self.ended

    def _close(self) -> None:
        self._is_broken = True
        if self._client is not None:
            self._stop.set()
        elif self._scope is not None:
            self._scope.cancel()

    def entered(self, scope: Any) -> None:
        """Let the scope be cancelled, now that the transport will be left again: a program was started by then."""
        self._scope = scope
        if self._is_broken:
            scope.cancel()

    def abandon(self) -> None:
        """Forget the connection: its loop will not run again."""
        self._fail(McpError(0, f"{self._name} was closed"))
        self._end()

    def close(self, patience: float = PATIENCE) -> None:
        """Close the connection and wait for its end."""
        if self.is_usable:
            self.Cancel()
            concurrent.futures.wait([self.closed], patience)

    def start_call(self, name: str, arguments: dict[str, Any]) -> concurrent.futures.Future[Any]:
        """Call a tool. Cancelling the future cancels the call."""
        return asyncio.run_coroutine_threadsafe(self._call(name, arguments), self.loop)

    async def _call(self, name: str, arguments: dict[str, Any]) -> Any:
        client = self._client
        if client is None:
            raise McpError(0, f"{self._name} was closed")
        try:
            return await client.call_tool(name, arguments)
        except Exception as error:
            if getattr(error, "code", None) == extra_module("mcp.types", "mcp", "McpTools").CONNECTION_CLOSED:
                # The next loop connects anew.
                self._close()
                raise McpError(0, f"{self._name} has ended") from None
            raise McpError(0, f"{self._name}: {name}: {described(error)}") from None


class _Transport:
    """A transport that tells a session when it has been entered."""

    def __init__(self, transport: Any, session: McpSession, scope: Any) -> None:
        self._inner = transport
        self._session = session
        self._scope = scope

    async def __aenter__(self) -> Any:
        streams = await self._inner.__aenter__()
        self._session.entered(self._scope)
        return streams

    async def __aexit__(self, *error: Any) -> Any:
        return await self._inner.__aexit__(*error)


def described(error: BaseException) -> str:
    """Return the message of an error, or of the first one in a group."""
    while inner := getattr(error, "exceptions", None):
        error = inner[0]
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


async def awaited(future: concurrent.futures.Future[T], seconds: float | None = None) -> T:
    """Await a future of another loop. Raises asyncio.TimeoutError after ``seconds``; the future goes on."""
    return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), seconds)


