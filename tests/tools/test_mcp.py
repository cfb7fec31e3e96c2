"""The tools of MCP servers, by a real server over standard input and output, and over HTTP."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mcp_server
import pytest
import uvicorn
from mcp.server.mcpserver import MCPServer

from genai_py import (
    ActCallBack,
    ActResult,
    Chat,
    ChatActParams,
    ChatParams,
    FromUser,
    GenAI,
    GenAICancelledError,
    GenAIFactory,
    McpError,
    McpTools,
    PromiseActCallBack,
    ResponsesActParams,
)
from genai_py.testing import MockTransport

WAIT = 30.0
SERVER = str(Path(__file__).with_name("mcp_server.py"))
pytestmark = pytest.mark.process


def reply(text: str = "", *calls: tuple[str, Any]) -> dict[str, Any]:
    made = [
        {"id": str(place), "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
        for place, (name, arguments) in enumerate(calls)
    ]
    return {"choices": [{"message": {"role": "assistant", "content": text, "tool_calls": made}}]}


def client_of(*replies: Any) -> GenAI:
    return GenAIFactory.CreateLMSInstance(http_client=MockTransport({"POST chat/completions": list(replies)}))


def request(*tools: Any) -> ChatActParams:
    return ChatActParams().Model("m").Messages([FromUser("hi")]).Tools(tools)


def results(result: ActResult[Chat]) -> list[str]:
    return [call.result for call in result.calls]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def stdio() -> Iterator[McpTools]:
    tools = McpTools.Stdio(sys.executable, [SERVER], Env={"PASSED": "on"})
    yield tools
    tools.Close()


class Http(uvicorn.Server):
    """The server in a thread."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.headers: list[dict[bytes, bytes]] = []
        server = MCPServer("http", log_level="ERROR")
        for tool in (mcp_server.add, mcp_server.wait):
            server.tool()(tool)
        app = server.streamable_http_app()

        async def recorded(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                self.headers.append(dict(scope["headers"]))
            await app(scope, receive, send)

        super().__init__(uvicorn.Config(recorded, log_level="critical", timeout_graceful_shutdown=1))
        self.ready = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/mcp"


@pytest.fixture
def http() -> Iterator[Http]:
    server = Http()
    thread = threading.Thread(target=server.run, args=([server.socket],))
    thread.start()
    assert server.ready.wait(WAIT)
    yield server
    server.should_exit = True
    thread.join(WAIT)
    server.socket.close()


@pytest.fixture
def remote(http: Http) -> Iterator[McpTools]:
    tools = McpTools.Http(http.url)
    yield tools
    tools.Close()


def test_the_tools_of_a_program_run_in_the_loop_and_it_ends_with_the_client(stdio: McpTools) -> None:
    def double(n: int) -> int:
        return 2 * n

    calls: Any = [
        ("add", {"a": 1, "b": 2}), ("double", {"n": 4}), ("fail", {}), ("add", {"a": "x"}), ("environment", {"name": "PASSED"}),  # noqa: E501
        ("process", {}),
    ]  # fmt: skip
    client = client_of(reply("", *calls), reply("Done."), reply("Again."))
    seen: list[str] = []
    result = client.Chat.Act(request(double, stdio), ActCallBack(on_tool_call=lambda _, call: seen.append(call.name)))
    added, doubled, failed, unfit, passed, process = results(result)
    assert (added, doubled, passed) == ("3", "8", "on")
    assert "no luck" in failed and failed.startswith("Error: ") and unfit.startswith("Error: ")
    assert sorted(seen) == sorted(name for name, _ in calls)
    sent = client.HttpClient.requests[0].json["tools"]  # type: ignore[attr-defined]
    assert [tool["function"]["name"] for tool in sent] == ["double", "add", "process", "environment", "fail", "leave", "wait"]  # noqa: E501
    assert sent[1]["function"]["description"] == "Add two numbers."
    assert sent[1]["function"]["parameters"]["required"] == ["a", "b"]
    # The connection is kept from one loop to the next.
    assert is_running(int(process)) and client.Chat.Act(request(stdio)).answer == "Again."
    client.Close()
    assert not is_running(int(process))


def test_an_open_connection_gives_its_tools_to_other_requests(remote: McpTools) -> None:
    with pytest.raises(McpError, match="is not connected"):
        _ = remote.Tools
    with pytest.raises(TypeError, match=r"tools\[0\]: <closed McpTools .* cannot be written as JSON"):
        request(remote).to_bytes()
    with remote as tools:
        names = [tool["function"]["name"] for tool in ChatParams().Tools([tools]).ToJson()["tools"]]
        assert names == [tool.name for tool in tools.Tools] and "add" in names
        sent = ResponsesActParams().Tools([tools, {"type": "web_search"}]).ToJson()["tools"]
        assert [tool["type"] for tool in sent] == ["function"] * len(names) + ["web_search"]
        assert tools.Tools[0].Execute('{"a": 2, "b": 3}') == "5"


def test_inside_a_loop(remote: McpTools) -> None:
    async def main() -> list[str]:
        async with remote as tools, client_of(reply("", ("add", {"a": 1, "b": 2})), reply("3")) as client:
            assert await tools.Tools[0].ExecuteAsync('{"a": 2, "b": 3}') == "5"
            return results(await client.Chat.AsyncAwaitAct(request(tools)))

    assert asyncio.run(main()) == ["3"]


def test_some_tools_with_a_prefix(http: Http) -> None:
    with McpTools.Http(http.url, Allowed=["add"], Prefix="math_") as tools:
        assert [tool.name for tool in tools.Tools] == ["math_add"]
        with client_of(reply("", ("math_add", {"a": 1, "b": 2})), reply("3")) as client:
            assert results(client.Chat.Act(request(tools))) == ["3"]
    other = McpTools.Http(http.url, Allowed=["sub"])
    with pytest.raises(McpError, match="has no tool 'sub'; its tools are: add, wait"):
        other.Open()
    other.Close()


def test_cancelling_stops_a_tool_and_keeps_the_server(remote: McpTools) -> None:
    begun = threading.Event()
    with client_of(reply("", ("wait", {})), reply("", ("add", {"a": 1, "b": 2})), reply("3")) as client:
        promise = client.Chat.AsyncAwaitAct(
            request(remote), PromiseActCallBack(on_tool_call=lambda *_: begun.set())
        )
        assert begun.wait(WAIT)
        promise.Cancel()
        with pytest.raises(GenAICancelledError):
            promise.result(WAIT)
        assert results(client.Chat.Act(request(remote))) == ["3"]


def test_a_server_that_ends_is_an_error_and_is_started_anew(stdio: McpTools) -> None:
    with client_of(reply("", ("leave", {})), reply("Oh."), reply("", ("add", {"a": 1, "b": 2})), reply("3")) as client:
        [ended] = results(client.Chat.Act(request(stdio)))
        assert ended.startswith("Error: ") and "has ended" in ended
        assert results(client.Chat.Act(request(stdio))) == ["3"]


@pytest.mark.parametrize(
    ("tools", "problem"),
    [
        (lambda: McpTools.Stdio("no-such-program", ["-x"]), "the MCP server 'no-such-program -x': .*[Nn]o such file"),
        (lambda: McpTools.Stdio(sys.executable, ["-c", "print(1)"]), "the MCP server .*: "),
        (lambda: McpTools.Http("http://127.0.0.1:9/mcp?token=secret"), r"the MCP server http://127.0.0.1:9/mcp\?token=\*\*\*: "),  # noqa: E501
        (lambda: McpTools.Stdio(sys.executable, ["-c", "input()"], Timeout=1), "was not ready within 0.001 s"),
    ],
)
def test_a_server_that_cannot_be_used_is_an_error_that_names_it(tools: Any, problem: str) -> None:
    with client_of() as client, pytest.raises(McpError, match=problem):
        client.Chat.Act(request(tools()))
    with pytest.raises(McpError, match=problem):
        tools().Open()


def test_the_tools_of_a_url_with_headers(http: Http) -> None:
    tools = McpTools.Http(http.url, {"Authorization": "Bearer secret"})
    assert "secret" not in repr(tools)
    with client_of(reply("", ("add", {"a": 1, "b": 2})), reply("3")) as client:
        assert results(client.Chat.Act(request(tools))) == ["3"]
    assert {headers.get(b"authorization") for headers in http.headers} == {b"Bearer secret"}
