"""Requests composed with ``Generation``: what is written, and the JSON that results."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from genai_py import (
    FunctionCore,
    Generation,
    GenerationManager,
    JsonParam,
    ResponsesParams,
    SchemaParams,
    ToolChoice,
)
from genai_py.helpers import managers

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
AS_DATA_URI = "data:image/png;base64," + base64.b64encode(PNG).decode()


class Clock(FunctionCore):
    name = "get_time"
    description = "The time of day in a city."
    parameters = SchemaParams.New().Type("object").Properties("city", SchemaParams.New().Type("string"))

    def Execute(self, Arguments: str) -> str:
        return "noon"


def test_a_conversation_of_several_turns() -> None:
    params = ResponsesParams().Model("m").Store(False)
    params.Input(
        Generation.MessageParts.Developer("You are a travel assistant.")
        .User("What is the capital of France?")
        .Assistant("The capital of France is Paris.", "msg_1")
        .User("And of Italy?")
    )
    assert params.ToJson() == {
        "model": "m",
        "store": False,
        "input": [
            {"type": "message", "role": "developer", "content": "You are a travel assistant."},
            {"type": "message", "role": "user", "content": "What is the capital of France?"},
            {
                "type": "message",
                "role": "assistant",
                "id": "msg_1",
                "content": [{"type": "output_text", "text": "The capital of France is Paris."}],
            },
            {"type": "message", "role": "user", "content": "And of Italy?"},
        ],
    }


def test_a_message_with_a_picture(tmp_path: Path) -> None:
    picture = tmp_path / "img.png"
    picture.write_bytes(PNG)
    params = ResponsesParams().Input(
        Generation.MessageParts.User(Generation.ContentParts.AddText("Describe it.").AddImage(str(picture)))
    )
    assert params.ToJson()["input"] == [
        {
            "type": "message",
            "role": "user",
            "content": [
                {"type": "input_text", "text": "Describe it."},
                {"type": "input_image", "detail": "auto", "image_url": AS_DATA_URI},
            ],
        }
    ]


def test_an_agent_with_tools_a_schema_and_a_budget() -> None:
    answer = SchemaParams.New().Type("object").Properties("city", SchemaParams.New().Type("string"))
    params = (
        ResponsesParams()
        .Input(Generation.MessageParts.System("Answer as JSON.").User("Which city is open now?"))
        .Tools(
            Generation.ToolParts.AddFunction(Clock())
            .AddFileSearch(["vs_1"])
            .AddWebSearch(Generation.Tool.CreateWebSearch().SearchContextSize("low"))
            .AddMCP("deepwiki", "https://mcp.deepwiki.com/mcp")
            .AddShell(
                Generation.Shell.CreateContainerAuto().Skills(
                    Generation.ContainerSkillParts.AddSkill(
                        Generation.Shell.CreateSkillReference().SkillId("skill_1").Version("latest")
                    )
                )
            )
        )
        .ToolChoice(Generation.ToolChoice.Hosted("file_search"))
        .Text(Generation.CreateJSONSchema().Name("city").Schema(answer).Strict())
        .Reasoning(Generation.CreateReasoning().Effort("low"))
        .Prompt(Generation.CreatePrompt().Id("pmpt_1"))
        .ContextManagement([Generation.CreateContextManagement().CompactThreshold(9000)])
    )
    assert params.ToJson() == {
        "input": [
            {"type": "message", "role": "system", "content": "Answer as JSON."},
            {"type": "message", "role": "user", "content": "Which city is open now?"},
        ],
        "tools": [
            {
                "type": "function",
                "name": "get_time",
                "description": "The time of day in a city.",
                "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
                "strict": False,
            },
            {"type": "file_search", "vector_store_ids": ["vs_1"]},
            {"type": "web_search", "search_context_size": "low"},
            {"type": "mcp", "server_label": "deepwiki", "server_url": "https://mcp.deepwiki.com/mcp"},
            {
                "type": "shell",
                "environment": {
                    "type": "container_auto",
                    "skills": [{"type": "skill_reference", "skill_id": "skill_1", "version": "latest"}],
                },
            },
        ],
        "tool_choice": {"type": "file_search"},
        "text": {
            "format": {
                "type": "json_schema",
                "name": "city",
                "schema": {"type": "object", "properties": {"city": {"type": "string"}}},
                "strict": True,
            }
        },
        "reasoning": {"effort": "low"},
        "prompt": {"id": "pmpt_1"},
        "context_management": [{"type": "compaction", "compact_threshold": 9000}],
    }


def test_a_function_call_is_answered() -> None:
    context = Generation.Context
    params = ResponsesParams().Input(
        Generation.MessageParts.User("What time is it in Reims?")
        .AddItem(
            context.CreateReasoning()
            .Id("rs_1")
            .Summary(Generation.ReasoningSummaryParts.AddText("Ask the clock."))
        )
        .AddItem(context.CreateFunctionCall().CallId("call_1").Name("get_time").Arguments('{"city":"Reims"}'))
        .AddItem(
            context.CreateFunctionCallOutput()
            .CallId("call_1")
            .Output(Generation.FunctionOutputParts.AddOutput(context.CreateFunctionOutputText().Text("noon")))
        )
    )
    assert params.ToJson()["input"][1:] == [
        {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "Ask the clock."}]},
        {"type": "function_call", "call_id": "call_1", "name": "get_time", "arguments": '{"city":"Reims"}'},
        {
            "type": "function_call_output",
            "call_id": "call_1",
            "output": [{"type": "input_text", "text": "noon"}],
        },
    ]


def test_an_answer_with_its_sources_is_sent_back() -> None:
    annotation = (
        Generation.Annotation.CreateUrlCitation().Url("https://a.b").Title("A").StartIndex(0).EndIndex(5)
    )
    said = (
        Generation.Output.CreateOutputText()
        .Text("Paris")
        .Annotations(Generation.AnnotationParts.AddAnnotation(annotation))
    )
    items = Generation.MessageParts.Assistant(Generation.OutputContentParts.AddOutputContent(said))
    assert ResponsesParams().Input(items).ToJson()["input"] == [
        {
            "type": "message",
            "role": "assistant",
            "content": [
                {
                    "type": "output_text",
                    "text": "Paris",
                    "annotations": [
                        {
                            "type": "url_citation",
                            "url": "https://a.b",
                            "title": "A",
                            "start_index": 0,
                            "end_index": 5,
                        }
                    ],
                }
            ],
        }
    ]


def test_a_computer_is_used() -> None:
    computer = Generation.Computer
    call = (
        Generation.Context.CreateComputerCall()
        .CallId("call_1")
        .Action(
            computer.Drag().Path(
                Generation.DragPathParts.AddPoint(computer.CreateDragPoint(1, 2)).AddPoint({"x": 3, "y": 4})
            )
        )
        .PendingSafetyChecks(
            Generation.PendingSafetyCheckParts.AddCheck(computer.CreatePendingSafetyCheck().Id("sc_1"))
        )
    )
    output = (
        Generation.Context.CreateComputerCallOutput()
        .CallId("call_1")
        .Output(Generation.Context.CreateComputerScreenshot("https://a.b/screen.png"))
        .AcknowledgedSafetyChecks(
            Generation.AcknowledgedSafetyCheckParts.AddCheck(
                computer.CreateAcknowledgedSafetyCheck().Id("sc_1")
            )
        )
    )
    assert ResponsesParams().Input(Generation.MessageParts.AddItem(call).AddItem(output)).ToJson()[
        "input"
    ] == [
        {
            "type": "computer_call",
            "call_id": "call_1",
            "action": {"type": "drag", "path": [{"x": 1, "y": 2}, {"x": 3, "y": 4}]},
            "pending_safety_checks": [{"id": "sc_1"}],
        },
        {
            "type": "computer_call_output",
            "call_id": "call_1",
            "output": {"type": "computer_screenshot", "image_url": "https://a.b/screen.png"},
            "acknowledged_safety_checks": [{"id": "sc_1"}],
        },
    ]


PARTS: list[tuple[JsonParam, dict[str, Any]]] = [
    (Generation.CreateText(), {"type": "text"}),
    (Generation.CreateJSONObject(), {"type": "json_object"}),
    (Generation.CreateJSONSchema(), {"type": "json_schema"}),
    (Generation.CreateReasoning(), {}),
    (Generation.CreatePrompt(), {}),
    (Generation.CreateContextManagement(), {"type": "compaction"}),
    (Generation.Content.Text("hi"), {"type": "input_text", "text": "hi"}),
    (
        Generation.Content.Image("https://a.b/c.png", "low"),
        {"type": "input_image", "detail": "low", "image_url": "https://a.b/c.png"},
    ),
    (
        Generation.Content.Image("file-abc123"),
        {"type": "input_image", "detail": "auto", "file_id": "file-abc123"},
    ),
    (
        Generation.Content.File("data:text/plain;base64,aGk="),
        {"type": "input_file", "filename": "file.txt", "file_data": "data:text/plain;base64,aGk="},
    ),
    (
        Generation.Content.Audio("data:audio/mpeg;base64,AAAA"),
        {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "mp3"}},
    ),
    (Generation.Annotation.CreateFileCitation(), {"type": "file_citation"}),
    (Generation.Annotation.CreateFilePath(), {"type": "file_path"}),
    (Generation.Annotation.CreateUrlCitation(), {"type": "url_citation"}),
    (Generation.Output.CreateOutputText(), {"type": "output_text"}),
    (Generation.Output.CreateRefusal(), {"type": "refusal"}),
    (Generation.Payload.User("hi"), {"type": "message", "role": "user", "content": "hi"}),
    (
        Generation.Payload.User([Generation.Content.Text("hi")]),
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]},
    ),
    (Generation.Payload.Developer("hi"), {"type": "message", "role": "developer", "content": "hi"}),
    (Generation.Payload.System("hi"), {"type": "message", "role": "system", "content": "hi"}),
    (
        Generation.Payload.Assistant("hi"),
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "hi"}]},
    ),
    (
        Generation.Payload.Assistant("hi", "m"),
        {
            "type": "message",
            "role": "assistant",
            "id": "m",
            "content": [{"type": "output_text", "text": "hi"}],
        },
    ),
    (
        Generation.Payload.Assistant([Generation.Output.CreateRefusal().Refusal("no")]),
        {"type": "message", "role": "assistant", "content": [{"type": "refusal", "refusal": "no"}]},
    ),
    (Generation.Computer.Click(1, 2), {"type": "click", "button": "left", "x": 1, "y": 2}),
    (Generation.Computer.Click(1, 2, "wheel"), {"type": "click", "button": "wheel", "x": 1, "y": 2}),
    (Generation.Computer.DoubleClick(1, 2), {"type": "double_click", "x": 1, "y": 2}),
    (Generation.Computer.Drag(), {"type": "drag"}),
    (Generation.Computer.KeyPress(["CTRL", "C"]), {"type": "keypress", "keys": ["CTRL", "C"]}),
    (Generation.Computer.Move(1, 2), {"type": "move", "x": 1, "y": 2}),
    (Generation.Computer.Screenshot(), {"type": "screenshot"}),
    (
        Generation.Computer.Scroll(1, 2, 3, 4),
        {"type": "scroll", "x": 1, "y": 2, "scroll_x": 3, "scroll_y": 4},
    ),
    (Generation.Computer.TypeText("hi"), {"type": "type", "text": "hi"}),
    (Generation.Computer.Wait(), {"type": "wait"}),
    (Generation.Computer.CreateDragPoint(1, 2), {"x": 1, "y": 2}),
    (Generation.Computer.CreatePendingSafetyCheck().Code("c"), {"code": "c"}),
    (Generation.Computer.CreateAcknowledgedSafetyCheck().Code("c"), {"code": "c"}),
    (Generation.Context.CreateOutputMessage(), {"type": "message", "role": "assistant"}),
    (Generation.Context.CreateFunctionCall(), {"type": "function_call"}),
    (Generation.Context.CreateFunctionCallOutput(), {"type": "function_call_output"}),
    (Generation.Context.CreateFunctionOutputText(), {"type": "input_text"}),
    (Generation.Context.CreateFunctionOutputImage(), {"type": "input_image"}),
    (Generation.Context.CreateFunctionOutputFile(), {"type": "input_file"}),
    (Generation.Context.CreateCustomToolCallOutput(), {"type": "custom_tool_call_output"}),
    (Generation.Context.CreateReasoning(), {"type": "reasoning"}),
    (Generation.Context.CreateReasoningText("hm"), {"type": "summary_text", "text": "hm"}),
    (Generation.Context.CreateItemReference("m"), {"type": "item_reference", "id": "m"}),
    (
        Generation.Context.CreateCompactionItem("c", "e"),
        {"type": "compaction", "id": "c", "encrypted_content": "e"},
    ),
    (Generation.Context.CreateFileSearchCall(), {"type": "file_search_call"}),
    (Generation.Context.CreateFileSearchResult().Text("x"), {"text": "x"}),
    (Generation.Context.CreateToolSearchCall(), {"type": "tool_search_call"}),
    (Generation.Context.CreateToolSearchOutput(), {"type": "tool_search_output"}),
    (Generation.Context.CreateLocalShellAction("ls"), {"type": "exec", "command": ["ls"]}),
    (Generation.Context.CreateLocalShellAction(["ls", "-l"]), {"type": "exec", "command": ["ls", "-l"]}),
    (Generation.Context.CreateLocalShellCall(), {"type": "local_shell_call"}),
    (Generation.Context.CreateLocalShellCallOutput(), {"type": "local_shell_call_output"}),
    (Generation.Context.CreateShellCallAction(["ls", "pwd"]), {"commands": ["ls", "pwd"]}),
    (Generation.Context.CreateShellCall(), {"type": "shell_call"}),
    (Generation.Context.CreateShellCallOutput(), {"type": "shell_call_output"}),
    (Generation.Context.CreateShellCallOutputContent().Stdout("x"), {"stdout": "x"}),
    (Generation.Context.CreateShellExitOutcome(1), {"type": "exit", "exit_code": 1}),
    (Generation.Context.CreateShellTimeoutOutcome(), {"type": "timeout"}),
    (Generation.Context.CreateApplyPatchOperation().Type("create_file"), {"type": "create_file"}),
    (Generation.Context.CreateApplyPatchCall(), {"type": "apply_patch_call"}),
    (Generation.Context.CreateApplyPatchCallOutput(), {"type": "apply_patch_call_output"}),
    (Generation.Context.CreateCodeInterpreterCall(), {"type": "code_interpreter_call"}),
    (Generation.Context.CreateCodeLogs(), {"type": "logs"}),
    (Generation.Context.CreateCodeImage(), {"type": "image"}),
    (Generation.Context.CreateMCPCall(), {"type": "mcp_call"}),
    (Generation.Context.CreateMCPTool().Name("t"), {"name": "t"}),
    (Generation.Context.CreateMCPListTools(), {"type": "mcp_list_tools"}),
    (Generation.Context.CreateMCPApprovalRequest(), {"type": "mcp_approval_request"}),
    (Generation.Context.CreateMCPApprovalResponse(), {"type": "mcp_approval_response"}),
    (Generation.Context.CreateImageGenerationCall(), {"type": "image_generation_call"}),
    (Generation.Context.CreateComputerCall(), {"type": "computer_call"}),
    (Generation.Context.CreateComputerScreenshot("u"), {"type": "computer_screenshot", "image_url": "u"}),
    (Generation.Context.CreateComputerCallOutput(), {"type": "computer_call_output"}),
    (Generation.Tool.CreateFunction(), {"type": "function"}),
    (
        Generation.Tool.CreateFunction(Clock(IsStrict=True)),
        {
            "type": "function",
            "name": "get_time",
            "description": "The time of day in a city.",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
            "strict": True,
        },
    ),
    (Generation.Tool.CreateFileSearch(), {"type": "file_search"}),
    (Generation.Tool.CreateWebSearch(), {"type": "web_search"}),
    (Generation.Tool.CreateWebSearchPreview(), {"type": "web_search_preview"}),
    (Generation.Tool.CreateComputerUse(), {"type": "computer_use_preview"}),
    (Generation.Tool.CreateCodeInterpreter(), {"type": "code_interpreter"}),
    (Generation.Tool.CreateImageGeneration(), {"type": "image_generation"}),
    (Generation.Tool.CreateMCP(), {"type": "mcp"}),
    (Generation.Tool.CreateCustom(), {"type": "custom"}),
    (Generation.Tool.CreateLocalShell(), {"type": "local_shell"}),
    (Generation.Tool.CreateShell(), {"type": "shell"}),
    (Generation.Tool.CreateApplyPatch(), {"type": "apply_patch"}),
    (Generation.Tool.CreateToolSearch(), {"type": "tool_search"}),
    (Generation.Tool.CreateNamespace(), {"type": "namespace"}),
    (Generation.ToolChoice.Hosted("code_interpreter"), {"type": "code_interpreter"}),
    (Generation.ToolChoice.Func("f"), {"type": "function", "name": "f"}),
    (Generation.ToolChoice.MCP("wiki", "ask"), {"type": "mcp", "server_label": "wiki", "name": "ask"}),
    (Generation.ToolChoice.Custom("c"), {"type": "custom", "name": "c"}),
    (Generation.ToolChoice.AllowedTools(), {"type": "allowed_tools"}),
    (Generation.Shell.CreateLocalSkill().Name("s"), {"name": "s"}),
    (Generation.Shell.CreateSkillReference(), {"type": "skill_reference"}),
    (Generation.Shell.CreateInlineSkill(), {"type": "inline"}),
    (Generation.Shell.CreateLocalEnvironment(), {"type": "local"}),
    (Generation.Shell.CreateContainerAuto(), {"type": "container_auto"}),
    (
        Generation.Shell.CreateContainerReference("cntr_1"),
        {"type": "container_reference", "container_id": "cntr_1"},
    ),
]


@pytest.mark.parametrize(("made", "json"), PARTS, ids=lambda case: type(case).__name__)
def test_a_part(made: JsonParam, json: dict[str, Any]) -> None:
    assert made.ToJson() == json


def test_words_that_choose_a_tool() -> None:
    choice = Generation.ToolChoice
    assert [choice.Auto(), choice.None_(), choice.Required()] == [
        ToolChoice.auto,
        ToolChoice.none,
        ToolChoice.required,
    ]
    assert ResponsesParams().ToolChoice(choice.None_()).ToJson() == {"tool_choice": "none"}


def test_each_call_makes_a_new_part() -> None:
    assert Generation.CreateReasoning() is not Generation.CreateReasoning()


def test_each_reading_begins_a_new_list() -> None:
    assert Generation.MessageParts is not Generation.MessageParts
    items = Generation.MessageParts.User("one")
    items.User("two")
    assert (len(items), len(Generation.MessageParts)) == (2, 0)


def test_a_list_may_be_called_for() -> None:
    assert len(Generation.MessageParts().User("hi")) == 1


def test_both_spellings() -> None:
    assert Generation.message_parts.user("hi").assistant("ho")[1] == Generation.Payload.Assistant("ho")
    assert Generation.context.create_mcp_call() == Generation.Context.CreateMCPCall()
    assert Generation.tool_choice.none_() is ToolChoice.none
    with pytest.raises(AttributeError, match="did you mean 'MessageParts'"):
        Generation.MesageParts  # noqa: B018


def test_what_an_instance_does_its_class_does_too() -> None:
    assert managers.Payload.User("hi") == Generation.Payload.User("hi")
    assert managers.Payload.user("hi") == Generation.Payload.User("hi")
    assert len(GenerationManager.ToolParts.AddWebSearch()) == 1


def test_what_a_manager_does_says_so() -> None:
    for kind in [*managers.Manager.__subclasses__(), *GenerationManager.__subclasses__()]:
        for name, member in vars(kind).items():
            if isinstance(member, staticmethod):
                assert member.__func__.__doc__, name
                assert member.__func__.__qualname__ == f"{kind.__name__}.{name}"


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: Generation.Payload.User(3),
            TypeError,
            "InputMessage.Content takes list of ItemContent or dict",
        ),
        (
            lambda: Generation.Payload.Assistant(["hi"]),
            TypeError,
            "ItemOutputMessage.Content takes list of Output",
        ),
        (
            lambda: Generation.Computer.Click(1, 2, "middle"),
            ValueError,
            "Button: takes one of 'left', 'right'",
        ),
        (lambda: Generation.Computer.Move("1", 2), TypeError, "ComputerMove.X takes int, got str '1'"),
        (lambda: Generation.Tool.CreateFunction(print), TypeError, "takes FunctionCore"),
        (lambda: Generation.ToolChoice.Hosted(""), TypeError, "HostedToolParams.Type takes str"),
        (lambda: Generation.Content.Image("no such file.png"), FileNotFoundError, "no such file.png"),
        (
            lambda: Generation.Context.CreateFunctionCall("f"),
            TypeError,
            r"CreateFunctionCall\(\) takes 0 positional arguments but 1 was given",
        ),
        (
            lambda: ResponsesParams().Reasoning(Generation.MessageParts),
            TypeError,
            "expected ReasoningParams or a function that fills one; got InputItems",
        ),
    ],
)
def test_bad_values_are_named(make: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        make()
