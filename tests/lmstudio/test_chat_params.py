"""The request of LM Studio's own chat: what is sent."""

from __future__ import annotations

import base64
import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from genai_py import (
    JsonParam,
    LMChatParams,
    LMChatPart,
    LMMcpServerParams,
    LMPluginParams,
    LMReasoning,
)
from genai_py.core.calls.media import Media
from lmstudio.chat_handlers import PNG

URI = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
IMAGE = {"type": "image", "data_url": URI}
TEXT = {"type": "text", "content": "What is it?"}


def test_every_field_is_sent() -> None:
    params = (
        LMChatParams().Model("m").Input("Hello").SystemPrompt("Be brief.").Integrations(["mcp/files"])
        .Reasoning("low").ContextLength(4096).Temperature(0.5).TopP(0.9).TopK(40).MinP(0.05).RepeatPenalty(1.1)
        .MaxOutputTokens(100).Store(False).PreviousResponseId("resp_1").Ttl(300)
    )  # fmt: skip
    assert params.ToJson() == {
        "model": "m", "input": "Hello", "system_prompt": "Be brief.", "integrations": ["mcp/files"],
        "reasoning": "low", "context_length": 4096, "temperature": 0.5, "top_p": 0.9, "top_k": 40, "min_p": 0.05,
        "repeat_penalty": 1.1, "max_output_tokens": 100, "store": False, "previous_response_id": "resp_1", "ttl": 300,
    }  # fmt: skip


@pytest.mark.parametrize("given", [*LMReasoning, "off", "low", "medium", "high", "on", "xhigh"])
def test_reasoning_is_a_word_that_the_model_allows(given: LMReasoning | str) -> None:
    assert LMChatParams().Reasoning(given).ToJson() == {"reasoning": str(given)}


def image_path(folder: Path) -> Path:
    path = folder / "picture.png"
    path.write_bytes(PNG)
    return path


def test_an_image_is_sent_as_a_data_uri_whatever_it_is_given_as(tmp_path: Path) -> None:
    path = image_path(tmp_path)
    sources: list[Any] = [path, str(path), PNG, bytearray(PNG), URI, Media.load(path)]
    for source in sources:
        assert LMChatParams().Input("What is it?", [source]).ToJson() == {"input": [TEXT, IMAGE]}
        assert LMChatParams().Input("What is it?", source).ToJson() == {"input": [TEXT, IMAGE]}
        assert LMChatPart.NewImage(source).ToJson() == IMAGE


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves the files of a folder."""

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


def test_an_image_at_a_url_is_downloaded(tmp_path: Path) -> None:
    image_path(tmp_path)
    handler = functools.partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/picture.png"
        assert LMChatParams().Input("What is it?", url).ToJson() == {"input": [TEXT, IMAGE]}
        server.shutdown()


@pytest.mark.parametrize(
    "part", ["What is it?", LMChatPart.NewText("What is it?"), TEXT, lambda p: p.Type("text").Content("What is it?")]
)
def test_the_input_may_be_a_list_of_parts(part: Any, tmp_path: Path) -> None:
    path = image_path(tmp_path)
    for image in (path, PNG, LMChatPart.NewImage(str(path)), IMAGE):
        assert LMChatParams().Input([part, image]).ToJson() == {"input": [TEXT, IMAGE]}
    assert LMChatParams().Input((part,), [path]).ToJson() == {"input": [TEXT, IMAGE]}


def test_what_is_no_image_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("notes")
    with pytest.raises(ValueError, match=r"LMChatPart\.NewImage: notes\.txt is text/plain, not an image"):
        LMChatParams().Input("What is it?", path)
    with pytest.raises(FileNotFoundError, match=r"missing\.png"):
        LMChatParams().Input("What is it?", "missing.png")
    with pytest.raises(TypeError, match=r"LMChatParams\.Input takes an image or a list of images, got int 5"):
        LMChatParams().Input("What is it?", 5)  # type: ignore[arg-type]


def test_integrations_are_plugins_and_servers() -> None:
    integrations: list[Any] = [
        "mcp/files",
        LMPluginParams.New("mcp/playwright", ["browser_navigate"]),
        LMPluginParams().Id("danielsig/duckduckgo"),
        LMMcpServerParams.New("weather", "https://mcp.test/sse", {"Authorization": "Bearer x"}, ["forecast"]),
        LMMcpServerParams().ServerLabel("wiki").ServerUrl("https://wiki.test/mcp").AllowedTools(["ask"]),
        {"type": "plugin", "id": "mcp/more"},
        JsonParam().Add("type", "plugin").Add("id", "mcp/any"),
    ]
    assert LMChatParams().Integrations(integrations).ToJson()["integrations"] == [
        "mcp/files",
        {"type": "plugin", "id": "mcp/playwright", "allowed_tools": ["browser_navigate"]},
        {"type": "plugin", "id": "danielsig/duckduckgo"},
        {
            "type": "ephemeral_mcp", "server_label": "weather", "server_url": "https://mcp.test/sse",
            "headers": {"Authorization": "Bearer x"}, "allowed_tools": ["forecast"],
        },
        {
            "type": "ephemeral_mcp", "server_label": "wiki", "server_url": "https://wiki.test/mcp",
            "allowed_tools": ["ask"],
        },
        {"type": "plugin", "id": "mcp/more"},
        {"type": "plugin", "id": "mcp/any"},
    ]  # fmt: skip


def test_one_integration_needs_no_list() -> None:
    one = {"integrations": [{"type": "plugin", "id": "mcp/files"}]}
    assert LMChatParams().Integrations(LMPluginParams.New("mcp/files")).ToJson() == one
    assert LMChatParams().Integrations("mcp/files").ToJson() == {"integrations": ["mcp/files"]}


def test_the_headers_of_a_server_are_not_shown() -> None:
    server = LMMcpServerParams.New("weather", "https://mcp.test/sse", {"Authorization": "Bearer secret"})
    shown = repr(LMChatParams().Integrations([server]))
    assert "secret" not in shown
    assert "https://mcp.test/sse" in shown


def test_other_fields_can_be_added() -> None:
    params = LMChatParams().Input("Hello").Add("seed", 5)
    assert params.ToJson() == {"input": "Hello", "seed": 5}
