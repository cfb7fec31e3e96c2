"""The tools of MCP servers. Source: https://modelcontextprotocol.io/docs/learn/server-concepts"""

from __future__ import annotations

import asyncio
import concurrent.futures
import functools
import os
import shlex
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core.building.params import wrong_type
from ..core.building.setters import amount
from ..core.building.urls import without_credentials
from ..core.running.loops import running_loop
from ..core.spelling import BothSpellings
from ..toolkit.definitions import ToolSet
from ..toolkit.extras import extra_module
from ..toolkit.mcp_session import McpError, McpSession, awaited
from ..toolkit.signatures import parsed_arguments
from .functions import FunctionCore

if TYPE_CHECKING:
    from typing_extensions import Self

_OPENING_TAKES = 60_000


class McpTool(FunctionCore):
    """One tool of an MCP server."""

    _is_async = True

    def __init__(self, tools: McpTools, tool: Any, prefix: str) -> None:
        super().__init__()
        self._tools = tools
        self._own_name: str = tool.name
        self.name = f"{prefix}{tool.name}"
        self.description = tool.description or getattr(tool, "title", None) or ""
        self.parameters = dict(tool.input_schema)

    def Execute(self, Arguments: str) -> str:
        """Call the tool and return its result. Blocks the calling thread. Raises McpError."""
        return text_of(self._tools._call(self._own_name, parsed_arguments(self.name, Arguments)).result())

    async def ExecuteAsync(self, Arguments: str) -> str:
        """Call the tool and return its result. Raises McpError."""
        return await self._run(parsed_arguments(self.name, Arguments))

    async def _run(self, arguments: dict[str, Any]) -> str:
        return text_of(await asyncio.wrap_future(self._tools._call(self._own_name, arguments)))

    def _prepared(self, arguments: Mapping[str, Any], _: threading.Event) -> Callable[[], Any]:
        # The server checks the arguments.
        return functools.partial(self._run, dict(arguments))

    def __repr__(self) -> str:
        return f"McpTool({self.name!r})"


class McpTools(BothSpellings, ToolSet):
    """The tools of an MCP server: ``Params.Tools([McpTools.Stdio("uvx", ["mcp-server-time"])])``.

    ``Act`` connects to the server, and the connection is closed with the client. ``with tools:`` or ``async
    with tools:`` connects and closes at once; only then can other requests have the tools as well, and
    ``Tools`` lists them.
    """

    def __init__(
        self, transport: Callable[[], Any], name: str, allowed: Sequence[str] | None, prefix: str, timeout: int
    ) -> None:
        """For ``Stdio`` and ``Http``."""
        where = type(self).__name__
        if isinstance(allowed, str):
            raise wrong_type(f"{where}: Allowed", "a list of names", allowed)
        self._transport = transport
        self._name = name
        self._allowed = None if allowed is None else list(allowed)
        self._prefix = prefix
        self._timeout = amount(f"{where}: Timeout", timeout) / 1000 or None
        self._lock = threading.Lock()
        self._session: McpSession | None = None

    @classmethod
    def Stdio(
        cls,
        Command: str,
        Args: Sequence[str] = (),
        *,
        Env: Mapping[str, str] | None = None,
        Cwd: str | os.PathLike[str] | None = None,
        Allowed: Sequence[str] | None = None,
        Prefix: str = "",
        Timeout: int = _OPENING_TAKES,
    ) -> Self:
        """The tools of a server that is started as a program, and ended with the connection.

        Command, Args: the program and its arguments. Env: what is added to its environment, which has only the names
        that every program needs. Cwd: its folder. Allowed: the names of the tools to use, None for all. Prefix: what
        their names begin with for the model, so that those of several servers differ. Timeout: milliseconds until the
        server must be ready, 0 for no limit. Raises ImportError without the extra ``mcp``.
        """
        if isinstance(Args, str):
            raise wrong_type(f"{cls.__name__}.Stdio: Args", "a list of arguments", Args)
        mcp = extra_module("mcp", "mcp", cls.__name__)
        server = mcp.StdioServerParameters(command=Command, args=list(Args), env=dict(Env or {}), cwd=Cwd)
        name = f"the MCP server {shlex.join([Command, *Args])!r}"
        return cls(functools.partial(mcp.stdio_client, server), name, Allowed, Prefix, Timeout)

    @classmethod
    def Http(
        cls,
        Url: str,
        Headers: Mapping[str, str] | None = None,
        *,
        Allowed: Sequence[str] | None = None,
        Prefix: str = "",
        Timeout: int = _OPENING_TAKES,
    ) -> Self:
        """The tools of a server at a URL, by Streamable HTTP. Headers: of each request. The rest: as ``Stdio``."""
        extra_module("mcp", "mcp", cls.__name__)
        transport = functools.partial(_HttpTransport, Url, dict(Headers or {}))
        return cls(transport, f"the MCP server {without_credentials(Url)}", Allowed, Prefix, Timeout)

    @property
    def Tools(self) -> list[McpTool]:
        """The tools, once the connection is open. Raises McpError before."""
        tools = self.known()
        if tools is None:
            raise McpError(0, f"{self._name} is not connected: Act connects, as do Open() and `with`")
        return tools

    def known(self) -> list[McpTool] | None:
        """Return the tools, None if the connection is not open."""
        session = self._session
        if session is None or not session.is_usable:
            return None
        tools = session.tools
        if not tools.done() or tools.exception() is not None:
            return None
        return self._tools_of(tools.result())

    def Open(self) -> Self:
        """Connect to the server, and wait for its list of tools. Raises McpError."""
        session = self._begun()
        try:
            self._tools_of(session.tools.result(self._timeout))
        except (TimeoutError, concurrent.futures.TimeoutError):
            raise self._too_late(session) from None
        return self

    async def OpenAsync(self) -> Self:
        """The same for a running loop."""
        await self.opened()
        return self

    async def opened(self, calls: set[Any] | None = None) -> Sequence[McpTool]:
        """Connect, unless the connection is open, and return the tools. calls: of the client to close it with.

        Raises McpError.
        """
        session = self._begun(calls)
        try:
            return self._tools_of(await awaited(session.tools, self._timeout))
        except (TimeoutError, asyncio.TimeoutError):
            raise self._too_late(session) from None

    def Close(self) -> None:
        """Close the connection, and end a server that was started for it. Opening it again is possible."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            session.close()

    async def CloseAsync(self) -> None:
        """The same for a running loop, which it does not block."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None and session.is_usable:
            session.Cancel()
            await awaited(session.closed)

    def _begun(self, calls: set[Any] | None = None) -> McpSession:
        with self._lock:
            if self._session is None or not self._session.is_usable:
                self._session = McpSession(self._transport, self._name)
                if calls is not None:
                    self._session.belong_to(calls)
            return self._session

    def _too_late(self, session: McpSession) -> McpError:
        session.Cancel()
        return McpError(0, f"{self._name} was not ready within {self._timeout:g} s")

    def _tools_of(self, tools: Sequence[Any]) -> list[McpTool]:
        missing = sorted(set(self._allowed or ()) - {tool.name for tool in tools})
        if missing:
            names = ", ".join(tool.name for tool in tools) or "none"
            raise McpError(0, f"{self._name} has no tool {', '.join(map(repr, missing))}; its tools are: {names}")
        return [
            McpTool(self, tool, self._prefix) for tool in tools if self._allowed is None or tool.name in self._allowed
        ]

    def _call(self, name: str, arguments: dict[str, Any]) -> concurrent.futures.Future[Any]:
        session = self._session
        if session is None or not session.is_usable:
            raise McpError(0, f"{self._name} was closed")
        return session.start_call(name, arguments)

    def __enter__(self) -> Self:
        return self.Open()

    def __exit__(self, *_: object) -> None:
        if running_loop() is None:
            self.Close()
        elif self._session is not None:
            self._session.Cancel()

    async def __aenter__(self) -> Self:
        return await self.OpenAsync()

    async def __aexit__(self, *_: object) -> None:
        await self.CloseAsync()

    def __repr__(self) -> str:
        is_open = self._session is not None and self._session.is_usable
        return f"<{'open' if is_open else 'closed'} McpTools {self._name.removeprefix('the MCP server ')}>"


class _HttpTransport:
    """The transport of a URL, with an HTTP client of its own."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        import httpx2
        from mcp.client.streamable_http import streamable_http_client

        # The limits of the package itself: a server may hold a reply open.
        self._http = httpx2.AsyncClient(headers=headers, timeout=httpx2.Timeout(30, read=300))
        self._inner = streamable_http_client(url, http_client=self._http)

    async def __aenter__(self) -> Any:
        await self._http.__aenter__()
        try:
            return await self._inner.__aenter__()
        except BaseException:
            await self._http.aclose()
            raise

    async def __aexit__(self, *error: Any) -> Any:
        try:
            return await self._inner.__aexit__(*error)
        finally:
            await self._http.aclose()


def text_of(result: Any) -> str:
    """Return the result of a tool as text for the model. Raises McpError for one that reports an error."""
    parts = [_text_of_part(part) for part in result.content]
    text = "\n".join(part for part in parts if part)
    if result.is_error:
        raise McpError(0, text or "the tool failed")
    if not parts and result.structured_content is not None:
        from ..toolkit.conversion import to_text

        return to_text(result.structured_content)
    return text


def _text_of_part(part: Any) -> str:
    if part.type == "text":
        return str(part.text)
    if part.type == "resource":
        return str(getattr(part.resource, "text", None) or f"[{part.resource.uri}]")
    if part.type == "resource_link":
        return f"[{part.name}: {part.uri}]"
    # The results of functions are texts.
    return f"[{part.type}: {getattr(part, 'mime_type', 'unknown type')}]"
