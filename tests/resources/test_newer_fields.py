"""What the API's documents have and the original does not: it is typed as all else is."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from genai_py import (
    Chat,
    FromAssistant,
    ModerationOutcomeError,
    ModerationOutcomeFound,
    ModerationOutcomeList,
    ResponseItemContentScreenshot,
    ResponseMCPApprovalFilter,
    ResponseMCPError,
    ResponseMCPTool,
    ResponseMCPToolFilter,
    ResponseOutput,
    ResponseProgram,
    ResponseShellEnvironment,
    ResponseStatus,
    ResponseStream,
    ResponseStreamType,
    ResponseToolFunction,
    Transcription,
    TranscriptionStream,
    TranscriptionStreamResult,
)
from genai_py.core.results.decoding import decode
from genai_py.resources.chat.collector import ChatCollector
from genai_py.resources.responses.results import Response


def made(kind: type[Any], **fields: Any) -> Any:
    """A result from JSON that has these fields."""
    return decode(kind, orjson.dumps(fields))


FOUND = {"type": "moderation_result", "model": "m", "flagged": True, "categories": {"violence": True}}
FAILED = {"type": "error", "code": "unavailable", "message": "not checked"}


def test_the_moderation_of_a_response() -> None:
    moderation = made(Response, moderation={"input": FOUND, "output": FAILED}).moderation

    assert isinstance(moderation.input, ModerationOutcomeFound)
    assert moderation.input.flagged and moderation.input.categories == {"violence": True}
    assert isinstance(moderation.output, ModerationOutcomeError) and moderation.output.message == "not checked"


def test_the_moderation_of_a_chat_also_when_it_was_streamed() -> None:
    moderated = {"input": {"type": "moderation_results", "model": "m", "results": [FOUND]}, "output": FAILED}
    collector = ChatCollector()
    collector.add(made(Chat, id="c", choices=[{"index": 0, "delta": {"content": "Hi"}, "finish_reason": "stop"}]))
    collector.add(made(Chat, id="c", choices=[], moderation=moderated))

    for chat in (made(Chat, moderation=moderated), collector.result):
        assert isinstance(chat.moderation.input, ModerationOutcomeList)
        assert chat.moderation.input.results[0].flagged


def test_a_call_of_a_custom_tool_is_sent_back_as_it_came() -> None:
    call = {"id": "call_1", "type": "custom", "custom": {"name": "run_sql", "input": "SELECT 1"}}
    message = made(Chat, choices=[{"message": {"role": "assistant", "tool_calls": [call]}}]).choices[0].message

    assert message.tool_calls[0].custom.input == "SELECT 1"
    assert FromAssistant(message).ToJson()["tool_calls"] == [call]


def test_the_languages_of_a_recording() -> None:
    done = made(TranscriptionStream, type="transcript.text.done", text="Hi", languages=[{"code": "en"}])
    whole = TranscriptionStreamResult.Empty()
    whole.Aggregate(done)

    assert [each.code for each in whole.languages] == ["en"]
    assert made(Transcription, languages=[{"code": "fr"}]).languages[0].code == "fr"


def test_programs_and_who_called_a_tool() -> None:
    program = made(ResponseOutput, type="program", call_id="c", code="f()", fingerprint="x")
    call = made(ResponseOutput, type="function_call", caller={"type": "program", "caller_id": "c"})

    assert isinstance(program, ResponseProgram) and program.code == "f()"
    assert call.caller.caller_id == program.call_id


@pytest.mark.parametrize("kind", ["tool_search_output", "additional_tools"])
def test_tools_that_came_later_are_tools(kind: str) -> None:
    item = made(ResponseOutput, type=kind, tools=[{"type": "function", "name": "f"}])

    assert isinstance(item.tools[0], ResponseToolFunction) and item.tools[0].name == "f"


def test_where_a_shell_runs() -> None:
    skill = {"type": "skill_reference", "skill_id": "skill_1", "version": "2"}
    environment = {"type": "container_auto", "memory_limit": "1g", "skills": [skill]}
    tool = made(Response, tools=[{"type": "shell", "environment": environment}]).tools[0]
    call = made(ResponseOutput, type="shell_call", environment={"type": "container_reference", "container_id": "c"})

    assert isinstance(tool.environment, ResponseShellEnvironment)
    assert tool.environment.skills[0].skill_id == "skill_1"
    assert orjson.loads(tool.shell_environment) == environment
    assert call.environment.container_id == "c"


def test_the_rules_of_an_mcp_server() -> None:
    rules = {"always": {"tool_names": ["delete"]}, "never": {"read_only": True}}
    fields = {"type": "mcp", "require_approval": rules, "allowed_tools": {"tool_names": ["read"]}}
    tool, plain = made(
        Response, tools=[fields, {"type": "mcp", "require_approval": "never", "allowed_tools": ["read"]}]
    ).tools

    assert isinstance(tool, ResponseMCPTool) and isinstance(tool.require_approval, ResponseMCPApprovalFilter)
    assert tool.require_approval.always is not None and tool.require_approval.always.tool_names == ["delete"]
    assert isinstance(tool.allowed_tools, ResponseMCPToolFilter) and tool.allowed_tools.tool_names == ["read"]
    assert plain.require_approval == "never" and plain.allowed_tools == ["read"]


def test_why_a_call_of_an_mcp_tool_failed() -> None:
    told = made(ResponseOutput, type="mcp_call", error={"type": "http_error", "code": 404, "message": "gone"})
    text = made(ResponseOutput, type="mcp_call", error="gone")

    assert isinstance(told.error, ResponseMCPError) and told.error.code == 404
    assert text.error == "gone"


def test_how_a_prompt_is_kept_and_what_a_screen_showed() -> None:
    part = {"type": "computer_screenshot", "file_id": "file-1", "prompt_cache_breakpoint": {"mode": "explicit"}}
    message = made(ResponseOutput, type="message", role="user", content=[part])
    response = made(Response, prompt_cache_options={"ttl": "30m", "mode": "explicit"}, status="queued")

    assert isinstance(message.content[0], ResponseItemContentScreenshot)
    assert message.content[0].prompt_cache_breakpoint.mode == "explicit"
    assert response.prompt_cache_options.ttl == "30m"
    assert response.status is ResponseStatus.queued


def test_what_a_shell_writes_comes_as_events() -> None:
    kind = "response.shell_call_output_content.delta"
    event = made(ResponseStream, type=kind, command_index=0, delta={"stdout": "42\n", "stderr": ""})

    assert event.type is ResponseStreamType.shell_call_output_content_delta
    assert event.shell_call_output_content_delta_event is event
    assert event.delta.stdout == "42\n"
