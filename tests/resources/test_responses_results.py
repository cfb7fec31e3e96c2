"""What comes back: a response with items of every kind, and what local servers make of one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from genai_py import (
    Action,
    ComputerActionClick,
    CustomTool,
    FileSearchResult,
    LogprobsDetail,
    MouseButton,
    Response,
    ResponseCompaction,
    ResponseContent,
    ResponseDelete,
    ResponseFormatJSONSchema,
    ResponseMCPTool,
    ResponseMessageAnnotation,
    ResponseMessageContent,
    ResponseMessageRefusal,
    ResponseOutput,
    ResponseOutputFunction,
    ResponseOutputImageGeneration,
    ResponseOutputMessage,
    ResponseOutputReasoning,
    Responses,
    ResponseShellAction,
    ResponsesParams,
    ResponseStatus,
    ResponseTool,
    ResponseToolChoice,
    ResponseToolFunction,
    ResponseTypes,
    Role,
    ToolChoice,
)
from genai_py.core.results.decoding import decode

ITEMS: list[dict[str, Any]] = [
    {
        "id": "rs_1",
        "type": "reasoning",
        "summary": [{"type": "summary_text", "text": "It thought."}],
        "content": [{"type": "reasoning_text", "text": "Hm."}],
        "encrypted_content": "gAAAA",
        "status": None,
    },
    {
        "id": "msg_1",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [
            {
                "type": "output_text",
                "text": "Hello, world",
                "annotations": [
                    {"type": "file_citation", "file_id": "f1", "filename": "a.pdf", "index": 3},
                    {
                        "type": "url_citation",
                        "url": "https://a.b",
                        "title": "A",
                        "start_index": 0,
                        "end_index": 5,
                    },
                    {"type": "file_path", "file_id": "f2", "index": 1},
                    {
                        "type": "container_file_citation",
                        "container_id": "c",
                        "file_id": "f3",
                        "filename": "x.png",
                    },
                    {"type": "something_new", "file_id": "f4", "more": True},
                ],
                "logprobs": [
                    {
                        "token": "Hello",
                        "logprob": -0.1,
                        "bytes": [72],
                        "top_logprobs": [{"token": "Hi", "logprob": -2.5, "bytes": [72, 105]}],
                    }
                ],
            },
            {"type": "refusal", "refusal": "I cannot."},
            {"type": "output_audio", "data": "AAAA"},
        ],
    },
    {
        "id": "fc_1",
        "type": "function_call",
        "call_id": "call_1",
        "name": "get_weather",
        "arguments": '{"city":"Paris"}',
        "status": "completed",
    },
    {
        "id": "fo_1",
        "type": "function_call_output",
        "call_id": "call_1",
        "output": "sunny",
        "status": "completed",
    },
    {
        "id": "fo_2",
        "type": "function_call_output",
        "call_id": "call_1",
        "output": [{"type": "input_image", "image_url": "data:image/png;base64,AAAA", "detail": "low"}],
    },
    {"id": "ct_1", "type": "custom_tool_call", "call_id": "call_2", "name": "sql", "input": "select 1"},
    {"id": "co_1", "type": "custom_tool_call_output", "call_id": "call_2", "output": "1"},
    {
        "id": "fs_1",
        "type": "file_search_call",
        "status": "completed",
        "queries": ["returns"],
        "results": [
            {"file_id": "f", "filename": "a.txt", "score": 0.9, "text": "...", "attributes": {"year": 2025}}
        ],
    },
    {"id": "fs_2", "type": "file_search_call", "status": "completed", "queries": [], "results": None},
    {
        "id": "ws_1",
        "type": "web_search_call",
        "status": "completed",
        "action": {"type": "search", "query": "news", "sources": [{"type": "url", "url": "https://a.b"}]},
    },
    {"id": "ws_2", "type": "web_search_call", "action": {"type": "open_page", "url": "https://a.b"}},
    {"id": "ws_3", "type": "web_search_call", "action": {"type": "find_in_page", "url": "u", "pattern": "p"}},
    {"id": "ts_1", "type": "tool_search_call", "call_id": None, "execution": "server", "arguments": {"q": 1}},
    {
        "id": "to_1",
        "type": "tool_search_output",
        "execution": "server",
        "tools": [{"type": "function", "name": "f"}],
    },
    {
        "id": "cc_1",
        "type": "computer_call",
        "call_id": "call_3",
        "action": {"type": "click", "button": "left", "x": 1, "y": 2},
        "pending_safety_checks": [{"id": "sc", "code": "malicious", "message": "careful"}],
    },
    {
        "id": "cc_2",
        "type": "computer_call",
        "call_id": "call_4",
        "action": {"type": "drag", "path": [{"x": 1, "y": 2}, {"x": 3, "y": 4}]},
        "pending_safety_checks": [],
    },
    {
        "id": "cco",
        "type": "computer_call_output",
        "call_id": "call_3",
        "output": {"type": "computer_screenshot", "image_url": "data:image/png;base64,AAAA"},
        "acknowledged_safety_checks": [{"id": "sc", "code": None, "message": None}],
    },
    {
        "id": "ls_1",
        "type": "local_shell_call",
        "call_id": "call_5",
        "action": {"type": "exec", "command": ["ls", "-l"], "env": {"A": "b"}, "timeout_ms": 5, "user": None},
        "status": "completed",
    },
    {"id": "lo_1", "type": "local_shell_call_output", "output": '{"stdout":""}'},
    {
        "id": "sh_1",
        "type": "shell_call",
        "call_id": "call_6",
        "action": {"commands": ["ls"], "timeout_ms": 10, "max_output_length": None},
        "environment": {"type": "local"},
    },
    {
        "id": "so_1",
        "type": "shell_call_output",
        "call_id": "call_6",
        "max_output_length": 100,
        "output": [{"stdout": "a", "stderr": "", "outcome": {"type": "exit", "exit_code": 0}}],
    },
    {
        "id": "ap_1",
        "type": "apply_patch_call",
        "call_id": "call_7",
        "operation": {"type": "update_file", "path": "a.py", "diff": "@@"},
        "status": "completed",
    },
    {
        "id": "ao_1",
        "type": "apply_patch_call_output",
        "call_id": "call_7",
        "status": "failed",
        "output": "no file",
    },
    {
        "id": "ci_1",
        "type": "code_interpreter_call",
        "code": "print(1)",
        "container_id": "cntr",
        "outputs": [{"type": "logs", "logs": "1"}, {"type": "image", "url": "https://a.b/c.png"}],
    },
    {"id": "ig_1", "type": "image_generation_call", "status": "completed", "result": "iVBORw0KGgo="},
    {
        "id": "mc_1",
        "type": "mcp_call",
        "name": "roll",
        "server_label": "dice",
        "arguments": "{}",
        "output": "4",
        "error": None,
        "approval_request_id": "mcpr",
    },
    {
        "id": "ml_1",
        "type": "mcp_list_tools",
        "server_label": "dice",
        "tools": [
            {"name": "roll", "description": "Rolls.", "input_schema": {"type": "object"}, "annotations": None}
        ],
    },
    {"id": "ma_1", "type": "mcp_approval_request", "name": "roll", "server_label": "dice", "arguments": "{}"},
    {
        "id": "mr_1",
        "type": "mcp_approval_response",
        "approval_request_id": "ma_1",
        "approve": True,
        "reason": "ok",
    },
    {"id": "cp_1", "type": "compaction", "encrypted_content": "gAAAA", "created_by": "me"},
    {"id": "pr_1", "type": "program", "call_id": "c", "code": "f()", "fingerprint": "x"},
    {"id": "po_1", "type": "program_output", "call_id": "c", "result": "2", "status": "completed"},
    {"id": "at_1", "type": "additional_tools", "role": "developer", "tools": [{"type": "local_shell"}]},
    {"id": "nw_1", "type": "something_new", "status": "completed", "payload": {"deep": [1, 2]}},
]

TOOLS: list[dict[str, Any]] = [
    {
        "type": "function",
        "name": "get_weather",
        "description": None,
        "parameters": {"type": "object"},
        "strict": True,
    },
    {"type": "custom", "name": "sql", "format": {"type": "grammar", "syntax": "lark", "definition": "x"}},
    {
        "type": "file_search",
        "vector_store_ids": ["vs"],
        "max_num_results": 3,
        "ranking_options": {"ranker": "auto", "score_threshold": 0.5},
        "filters": {"type": "and", "filters": [{"type": "eq", "key": "year", "value": 2025}]},
    },
    {
        "type": "web_search",
        "search_context_size": "medium",
        "user_location": {"type": "approximate", "city": None, "country": "FR"},
        "filters": {"allowed_domains": ["a.b"]},
    },
    {"type": "web_search_preview", "search_context_size": "low"},
    {"type": "computer_use_preview", "display_height": 768, "display_width": 1024, "environment": "linux"},
    {"type": "mcp", "server_label": "dice", "server_url": "https://a.b", "require_approval": "never"},
    {"type": "code_interpreter", "container": {"type": "auto", "file_ids": ["f"]}},
    {"type": "code_interpreter", "container": "cntr_1"},
    {
        "type": "image_generation",
        "model": "gpt-image-1",
        "partial_images": 2,
        "input_image_mask": {"file_id": "f"},
    },
    {"type": "local_shell"},
    {"type": "shell", "environment": {"type": "local"}},
    {"type": "apply_patch"},
    {"type": "tool_search", "execution": "server", "parameters": {"type": "object"}},
    {"type": "namespace", "name": "math", "tools": [{"type": "function", "name": "add"}]},
    {"type": "something_new", "level": 3},
]

FULL: dict[str, Any] = {
    "id": "resp_1",
    "object": "response",
    "created_at": 1745237643,
    "completed_at": 1745237650,
    "status": "completed",
    "background": False,
    "error": None,
    "incomplete_details": None,
    "instructions": "Be brief.",
    "max_output_tokens": None,
    "max_tool_calls": 3,
    "metadata": {"team": "a"},
    "model": "gpt-5.5",
    "output": ITEMS,
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "conversation": {"id": "conv_1"},
    "prompt": {"id": "pmpt", "version": "2", "variables": {"city": "Paris"}},
    "prompt_cache_key": None,
    "reasoning": {"effort": "high", "summary": None},
    "service_tier": "default",
    "store": True,
    "temperature": 1.0,
    "text": {"format": {"type": "json_schema", "name": "n", "schema": {"type": "object"}, "strict": True}},
    "tool_choice": "auto",
    "tools": TOOLS,
    "top_logprobs": 0,
    "top_p": 0.98,
    "truncation": "disabled",
    "usage": {
        "input_tokens": 10,
        "input_tokens_details": {"cached_tokens": 4},
        "output_tokens": 20,
        "output_tokens_details": {"reasoning_tokens": 5},
        "total_tokens": 30,
    },
    "user": None,
    "something_new": {"flagged": False},
}


def response(**fields: Any) -> Response:
    return decode(Response, json.dumps(fields).encode())


def item(**fields: Any) -> ResponseOutput:
    return response(output=[fields]).output[0]


FULL_RESPONSE = response(**FULL)


def test_nothing_of_a_full_response_is_lost() -> None:
    assert response(**FULL).ToJson() == FULL
    assert FULL_RESPONSE.extra == {"something_new": {"flagged": False}}
    assert json.loads(FULL_RESPONSE.JSONResponse) == FULL


def test_fields_have_their_types() -> None:
    value = FULL_RESPONSE
    assert value.status is ResponseStatus.completed
    assert value.usage is not None and value.usage.total_tokens == 30
    assert (
        value.usage.output_tokens_details is not None
        and value.usage.output_tokens_details.reasoning_tokens == 5
    )
    assert value.text is not None and isinstance(value.text.format, ResponseFormatJSONSchema)
    assert value.text.format.schema == {"type": "object"}
    assert value.reasoning is not None and value.reasoning.effort == "high"
    assert value.conversation is not None and value.conversation.id == "conv_1"
    assert value.prompt is not None and value.prompt.variables == {"city": "Paris"}
    assert value.metadata == {"team": "a"}
    assert value.created_at_as_string.startswith("2025-04-2")
    assert value.completed_at_as_string > value.created_at_as_string
    assert response().created_at_as_string == ""


def test_every_kind_of_item_is_of_its_own_class() -> None:
    kinds = {each.type: type(each) for each in FULL_RESPONSE.output}

    assert set(ResponseTypes) - {ResponseTypes.sdk_unknown} <= set(kinds)
    assert kinds.pop("something_new") is ResponseOutput
    assert ResponseOutput not in kinds.values()
    assert len(set(kinds.values())) == len(kinds)


def test_every_kind_of_tool_is_of_its_own_class() -> None:
    *known, fresh = FULL_RESPONSE.tools

    assert all(type(tool) is not ResponseTool for tool in known)
    assert type(fresh) is ResponseTool and fresh.type == "something_new" and fresh.extra == {"level": 3}
    assert isinstance(known[0], ResponseToolFunction) and known[0].parameters == {"type": "object"}
    assert (
        isinstance(known[1], CustomTool) and known[1].format is not None and known[1].format.syntax == "lark"
    )
    assert known[2].filters.filters[0].value == 2025
    assert known[3].user_location is not None and known[3].user_location.country == "FR"
    assert isinstance(known[6], ResponseMCPTool) and known[6].require_approval == "never"
    assert (known[7].container.file_ids, known[8].container) == (["f"], "cntr_1")
    assert known[11].shell_environment == '{"type":"local"}'
    assert known[13].tool_search_parameters == '{"type":"object"}' and known[13].execution == "server"
    assert known[14].namespace_tools == '[{"type":"function","name":"add"}]'
    assert known[0].shell_environment == known[0].namespace_tools == known[0].tool_search_parameters == ""


def test_items_are_read_flat_whatever_their_kind() -> None:
    texts = [part.text for each in FULL_RESPONSE.output for part in each.content]
    calls = [each.arguments for each in FULL_RESPONSE.output if each.type == ResponseTypes.function_call]

    assert texts == ["Hm.", "Hello, world", "", ""]
    assert calls == ['{"city":"Paris"}']
    for each in FULL_RESPONSE.output:
        assert isinstance(each.content, list) and isinstance(each.call_id, str)
        assert isinstance(each.summary, list) and each.shell_output is not None


def test_output_text_is_what_the_model_said() -> None:
    assert FULL_RESPONSE.output_text == "Hello, world"
    assert FULL_RESPONSE.OutputText == "Hello, world"
    assert FULL_RESPONSE.output[1].text == "Hello, world"
    assert response().output_text == ""


def test_parts_annotations_and_logprobs() -> None:
    text, refusal, fresh = FULL_RESPONSE.output[1].content

    assert isinstance(text, ResponseMessageContent) and text.refusal == ""
    assert isinstance(refusal, ResponseMessageRefusal) and refusal.refusal == "I cannot."
    assert type(fresh) is ResponseContent and fresh.type == "output_audio" and fresh.extra == {"data": "AAAA"}
    file, url, path, container, other = text.annotations
    assert (file.filename, file.index, file.url) == ("a.pdf", 3, "")
    assert (url.title, url.end_index, url.file_id) == ("A", 5, "")
    assert (path.file_id, container.container_id) == ("f2", "c")
    assert type(other) is ResponseMessageAnnotation and other.extra == {"file_id": "f4", "more": True}
    assert isinstance(text.logprobs[0], LogprobsDetail) and text.logprobs[0].top_logprobs[0].bytes == [72, 105]


def of(kind: str) -> ResponseOutput:
    """The first item of a kind in the full response."""
    return next(each for each in FULL_RESPONSE.output if each.type == kind)


def test_reasoning_and_messages() -> None:
    reasoning, message = of("reasoning"), of("message")

    assert isinstance(reasoning, ResponseOutputReasoning) and reasoning.summary[0].text == "It thought."
    assert reasoning.encrypted_content == "gAAAA" and reasoning.content[0].text == "Hm."
    assert isinstance(message, ResponseOutputMessage) and message.role is Role.assistant


def test_actions_are_of_their_kind_and_read_flat() -> None:
    click, shell = of("computer_call").action, of("shell_call")

    assert isinstance(click, ComputerActionClick) and click.button is MouseButton.left and click.keys == []
    assert isinstance(shell.shell_action, ResponseShellAction) and shell.shell_action.commands == ["ls"]
    assert of("shell_call_output").shell_output[0].outcome.exit_code == 0
    assert item(type="shell_call_output", output="a text").shell_output == []
    local = of("local_shell_call").shell_action
    assert local is not None and (local.command, local.timeout, local.query) == (["ls", "-l"], 5, "")
    search = of("web_search_call").action
    assert search is not None and search.sources[0].url == "https://a.b" and search.x is None
    drag = FULL_RESPONSE.output[15].action
    assert drag is not None and [point.x for point in drag.drag] == [1, 3]
    fresh = item(type="computer_call", action={"type": "pinch", "by": 2}).action
    assert type(fresh) is Action and fresh.extra == {"by": 2}
    assert of("message").shell_action is None and of("message").action is None


def test_searches_and_tools_of_servers() -> None:
    found = of("file_search_call").results[0]
    assert isinstance(found, FileSearchResult) and found.attributes == {"year": 2025}
    assert of("tool_search_call").search_arguments == '{"q":1}'
    assert of("tool_search_output").search_tools == '[{"type":"function","name":"f"}]'
    assert of("message").search_arguments == of("message").search_tools == ""
    assert of("mcp_list_tools").tools[0].input_schema == {"type": "object"}
    assert of("mcp_call").output == "4" and of("mcp_approval_response").approve is True
    assert [each.url for each in of("code_interpreter_call").outputs] == ["", "https://a.b/c.png"]
    outputs = [each.output for each in FULL_RESPONSE.output if each.type == "function_call_output"]
    assert outputs[0] == "sunny" and outputs[1][0].image_url == "data:image/png;base64,AAAA"


def test_a_picture_is_saved(tmp_path: Path) -> None:
    picture = of("image_generation_call")
    assert isinstance(picture, ResponseOutputImageGeneration)
    picture.SaveToFile(tmp_path / "picture.png")

    assert (tmp_path / "picture.png").read_bytes() == picture.GetStream().read() == b"\x89PNG\r\n\x1a\n"
    with pytest.raises(ValueError, match="the server sent no image"):
        ResponseOutputImageGeneration().GetStream()


@pytest.mark.parametrize("word", ["auto", "none", "required"])
def test_a_tool_choice_may_be_a_word(word: str) -> None:
    choice = response(tool_choice=word).tool_choice
    assert isinstance(choice, ToolChoice) and choice.value == word


def test_a_tool_choice_may_be_a_tool() -> None:
    choice = response(tool_choice={"type": "function", "name": "f"}).tool_choice
    assert isinstance(choice, ResponseToolChoice) and (choice.name, choice.value) == ("f", "")


def test_instructions_may_be_items() -> None:
    message = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "x"}]}
    value = response(instructions=[message])

    assert isinstance(value.instructions, list) and value.instructions[0].content[0].text == "x"
    assert value.instructions_text == ""
    assert FULL_RESPONSE.instructions_text == FULL_RESPONSE.instructions == "Be brief."


def test_a_reply_of_lm_studio() -> None:
    value = response(
        id="resp_1",
        status="completed",
        output=[{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Hi"}]}],
        previous_response_id=None,
    )

    assert value.Output[0].Content[0].Text == "Hi"
    assert value.output[0].content[0].annotations == []
    assert value.tools == [] and value.tool_choice is None and value.parallel_tool_calls is None
    assert "annotations" not in value.ToJson()["output"][0]["content"][0]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"output": None},
        {"output": "text"},
        {"output": [None, 3, "text", {"type": None}, {"type": 7}, {}]},
        {"output": [{"type": "message", "content": "text"}]},
        {"output": [{"type": "message", "content": [None, "text", {"type": ["x"]}]}]},
        {"output": [{"type": "shell_call", "action": "run"}, {"type": "mcp_call", "error": {"code": 1}}]},
        {"usage": [], "text": "plain", "tools": {}, "tool_choice": 3, "reasoning": None, "created_at": "now"},
        {"status": "resting", "error": "text", "conversation": "conv_1"},
    ],
)
def test_odd_replies_are_taken_as_they_came(fields: dict[str, Any]) -> None:
    value = response(**fields)

    assert value.ToJson() == fields
    assert isinstance(value.output_text, str)


def test_a_text_in_place_of_parts_is_read_as_text() -> None:
    value = response(output=[{"type": "message", "content": "Hi"}])
    assert value.output_text == value.output[0].text == "Hi"


def test_views_give_a_list_of_their_own() -> None:
    call = item(type="function_call")
    call.content.append(ResponseContent())
    assert call.content == [] == ResponseOutputFunction().content


def test_a_list_of_input_items() -> None:
    page = decode(Responses, json.dumps({"object": "list", "data": ITEMS, "has_more": False}).encode())

    assert [type(each) for each in page.data] == [type(each) for each in FULL_RESPONSE.output]
    assert page.has_more is False and page.data[1].content[0].text == "Hello, world"


def test_a_compaction_and_a_deletion() -> None:
    compaction = decode(ResponseCompaction, b'{"id":"c","created_at":1,"output":[{"type":"compaction"}]}')
    deletion = decode(ResponseDelete, b'{"id":"resp_1","object":"response","deleted":true}')

    assert compaction.output[0].type == ResponseTypes.compaction and compaction.created_at_as_string
    assert deletion.deleted is True


def test_what_came_can_be_sent_back() -> None:
    sent = (
        ResponsesParams().Input([{"role": "user", "content": "hi"}, *FULL_RESPONSE.output]).ToJson()["input"]
    )

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(inner) for key, inner in value.items() if inner is not None}
        return [bare(inner) for inner in value] if isinstance(value, list) else value

    assert sent == [{"role": "user", "content": "hi"}, *bare(ITEMS)]


def test_what_the_api_demands_is_sent_back_though_it_is_empty() -> None:
    items = [
        item(type="reasoning", id="rs", summary=[]),
        item(type="function_call", call_id="c", name="f", arguments=""),
        item(type="message", role="assistant", content=[{"type": "output_text", "text": ""}]),
    ]
    assert ResponsesParams().Input(items).ToJson()["input"] == [
        {"type": "reasoning", "id": "rs", "summary": []},
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": ""},
        {
            "type": "message",
            "role": "assistant",
            "content": [{"type": "output_text", "text": "", "annotations": []}],
        },
    ]
