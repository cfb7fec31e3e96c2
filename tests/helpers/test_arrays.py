"""Lists of parts: what adds to them, what takes them, and that they are lists."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

import genai_py as g
from genai_py import ArrayBuilder, Generation, JsonParam, ResponsesParams
from genai_py.core.results.decoding import decode


class Clock(g.FunctionCore):
    name = "get_time"
    description = "The time of day."
    parameters = '{"type":"object","properties":{}}'

    def Execute(self, Arguments: str) -> str:
        return "noon"


def json_of(parts: ArrayBuilder[Any]) -> Any:
    return JsonParam().Add("parts", parts).ToJson()["parts"]


def response_with(item: dict[str, Any]) -> g.Response:
    return decode(g.Response, json.dumps({"id": "r", "output": [item]}).encode())


MESSAGE = {"type": "message", "role": "user", "content": "hi"}

LISTS: list[tuple[ArrayBuilder[Any], list[Any]]] = [
    (
        Generation.MessageParts.User("u").Developer("d").System("s").Assistant("a").AddItem(MESSAGE),
        [
            {"type": "message", "role": "user", "content": "u"},
            {"type": "message", "role": "developer", "content": "d"},
            {"type": "message", "role": "system", "content": "s"},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "a"}]},
            MESSAGE,
        ],
    ),
    (
        Generation.ContentParts.AddText("t").AddPrompt("p").AddImage("https://a.b/c.png"),
        [
            {"type": "input_text", "text": "t"},
            {"type": "input_text", "text": "p"},
            {"type": "input_image", "detail": "auto", "image_url": "https://a.b/c.png"},
        ],
    ),
    (
        Generation.OutputContentParts.AddOutputContent(Generation.Output.CreateRefusal().Refusal("no")),
        [{"type": "refusal", "refusal": "no"}],
    ),
    (
        Generation.AnnotationParts.AddAnnotation(Generation.Annotation.CreateFilePath().FileId("f")),
        [{"type": "file_path", "file_id": "f"}],
    ),
    (
        Generation.FileSearchResultParts.AddResult(Generation.Context.CreateFileSearchResult().Score(0.5)),
        [{"score": 0.5}],
    ),
    (
        Generation.ReasoningSummaryParts.AddText("a").AddText(Generation.Context.CreateReasoningText("b")),
        [{"type": "summary_text", "text": "a"}, {"type": "summary_text", "text": "b"}],
    ),
    (
        Generation.FunctionOutputParts.AddOutput(Generation.Context.CreateFunctionOutputText().Text("x")),
        [{"type": "input_text", "text": "x"}],
    ),
    (
        Generation.CodeInterpreterOutputParts.AddOutput(
            Generation.Context.CreateCodeLogs().Logs("1")
        ).AddOutput(Generation.Context.CreateCodeImage().Url("u")),
        [{"type": "logs", "logs": "1"}, {"type": "image", "url": "u"}],
    ),
    (
        Generation.ShellCallOutputParts.AddOutput(
            Generation.Context.CreateShellCallOutputContent()
            .Stdout("x")
            .Outcome(Generation.Context.CreateShellExitOutcome(0))
        ),
        [{"stdout": "x", "outcome": {"type": "exit", "exit_code": 0}}],
    ),
    (
        Generation.MCPToolListParts.AddTool(Generation.Context.CreateMCPTool().Name("ask")),
        [{"name": "ask"}],
    ),
    (
        Generation.DragPathParts.AddPoint(Generation.Computer.CreateDragPoint(1, 2)),
        [{"x": 1, "y": 2}],
    ),
    (
        Generation.PendingSafetyCheckParts.AddCheck(Generation.Computer.CreatePendingSafetyCheck().Id("a")),
        [{"id": "a"}],
    ),
    (
        Generation.AcknowledgedSafetyCheckParts.AddCheck(
            Generation.Computer.CreateAcknowledgedSafetyCheck().Id("a")
        ),
        [{"id": "a"}],
    ),
    (
        Generation.LocalSkillParts.AddSkill(Generation.Shell.CreateLocalSkill().Name("s").Path("/s")),
        [{"name": "s", "path": "/s"}],
    ),
    (
        Generation.ContainerSkillParts.AddSkill(Generation.Shell.CreateInlineSkill().Name("s")),
        [{"type": "inline", "name": "s"}],
    ),
    (
        Generation.ToolParts.AddFunction().AddFunction(Clock()).AddFunction(lambda tool: tool.Name("f")),
        [
            {"type": "function"},
            {
                "type": "function",
                "name": "get_time",
                "description": "The time of day.",
                "parameters": {"type": "object", "properties": {}},
                "strict": False,
            },
            {"type": "function", "name": "f"},
        ],
    ),
    (
        Generation.ToolParts.AddFileSearch(["vs_1"]).AddFileSearch(Generation.Tool.CreateFileSearch()),
        [{"type": "file_search", "vector_store_ids": ["vs_1"]}, {"type": "file_search"}],
    ),
    (
        Generation.ToolParts.AddWebSearch()
        .AddWebSearch(Generation.Tool.CreateWebSearchPreview())
        .AddCodeInterpreter()
        .AddImageGeneration(),
        [
            {"type": "web_search"},
            {"type": "web_search_preview"},
            {"type": "code_interpreter"},
            {"type": "image_generation"},
        ],
    ),
    (
        Generation.ToolParts.AddMCP("wiki", "https://a.b").AddMCP(
            Generation.Tool.CreateMCP().ServerLabel("w")
        ),
        [
            {"type": "mcp", "server_label": "wiki", "server_url": "https://a.b"},
            {"type": "mcp", "server_label": "w"},
        ],
    ),
    (
        Generation.ToolParts.AddCustom("a")
        .AddCustom("b", "does b")
        .AddCustom(Generation.Tool.CreateCustom()),
        [
            {"type": "custom", "name": "a"},
            {"type": "custom", "name": "b", "description": "does b"},
            {"type": "custom"},
        ],
    ),
    (
        Generation.ToolParts.AddShell(Generation.Shell.CreateContainerReference("c")).AddShell(
            Generation.Tool.CreateShell()
        ),
        [
            {"type": "shell", "environment": {"type": "container_reference", "container_id": "c"}},
            {"type": "shell"},
        ],
    ),
    (
        Generation.ToolParts.AddApplyPatch()
        .AddApplyPatch(Generation.Tool.CreateApplyPatch())
        .AddToolSearch()
        .AddToolSearch(Generation.Tool.CreateToolSearch().Execution("client")),
        [
            {"type": "apply_patch"},
            {"type": "apply_patch"},
            {"type": "tool_search"},
            {"type": "tool_search", "execution": "client"},
        ],
    ),
    (
        Generation.ToolParts.AddNamespace(
            Generation.Tool.CreateNamespace().Name("n").Tools(Generation.ToolParts.AddFunction(Clock())[:])
        ).AddTool(Generation.Tool.CreateComputerUse()),
        [
            {
                "type": "namespace",
                "name": "n",
                "tools": [
                    {
                        "type": "function",
                        "name": "get_time",
                        "description": "The time of day.",
                        "parameters": {"type": "object", "properties": {}},
                        "strict": False,
                    }
                ],
            },
            {"type": "computer_use_preview"},
        ],
    ),
]


@pytest.mark.parametrize(("parts", "expected"), LISTS, ids=lambda case: type(case).__name__)
def test_a_list(parts: ArrayBuilder[Any], expected: list[Any]) -> None:
    assert json_of(parts) == expected


def test_a_list_without_generation() -> None:
    assert json_of(g.InputItems.Create(8).Reserve(16).Add(Generation.Payload.User("hi"))) == [MESSAGE]


def test_it_is_a_list() -> None:
    items = Generation.MessageParts.User("one").Assistant("two")
    one, two = items
    assert isinstance(items, Sequence)
    assert (len(items), items[0], items[-1], items[1:]) == (2, one, two, [two])
    assert two in items
    assert not Generation.MessageParts
    assert repr(Generation.DragPathParts.AddPoint({"x": 1, "y": 2})) == "DragPath([{'x': 1, 'y': 2}])"


def test_a_setter_takes_what_is_there_at_the_time() -> None:
    items = Generation.MessageParts.User("hi")
    params = ResponsesParams().Input(items)
    items.User("and more")
    assert params.ToJson()["input"] == [MESSAGE]


def test_it_is_built_in_a_loop() -> None:
    items = Generation.MessageParts
    for asked, answered in [("1 + 1?", "2"), ("2 + 2?", "4")]:
        items = items.User(asked).Assistant(answered)
    assert [item["role"] for item in json_of(items)] == ["user", "assistant", "user", "assistant"]


def test_what_a_response_returned_is_sent_back() -> None:
    output = {"type": "reasoning", "id": "rs_1", "summary": []}
    response = response_with(output)
    items = Generation.MessageParts.User("hi").AddItem(response.output[0]).User("go on")
    assert json_of(items)[1] == output


def test_warnings_of_a_response_are_acknowledged() -> None:
    check = {"id": "sc_1", "code": "malicious_instructions", "message": "Careful."}
    response = response_with({"type": "computer_call", "call_id": "c", "pending_safety_checks": [check]})
    checks = Generation.AcknowledgedSafetyCheckParts
    for pending in response.output[0].pending_safety_checks:
        assert isinstance(pending, g.PendingSafetyChecks)
        checks.AddCheck(pending)
    assert json_of(checks) == [check]


def test_two_names_are_parts_of_results_and_begin_lists() -> None:
    """The original has them in two units, once as a part of a result and once as a list for a request."""
    path = g.DragPath.Create().AddPoint(g.ComputerDragPoint.New(1, 2)).AddPoint({"x": 3, "y": 4})
    assert json_of(path) == [{"x": 1, "y": 2}, {"x": 3, "y": 4}]
    checks = g.PendingSafetyChecks.Create().AddCheck(g.PendingSafetyCheck().Id("sc_1"))
    assert json_of(checks) == [{"id": "sc_1"}]
    assert json_of(g.DragPath().AddPoint({"x": 3, "y": 4})) == [{"x": 3, "y": 4}]
    assert json_of(g.PendingSafetyChecks().AddCheck({"id": "sc_1"})) == [{"id": "sc_1"}]


def test_what_a_response_holds_begins_a_list() -> None:
    check = {"id": "sc_1", "code": "c", "message": "Careful."}
    drag = {"type": "drag", "path": [{"x": 0, "y": 0}, {"x": 1, "y": 2}]}
    call = response_with(
        {"type": "computer_call", "call_id": "c", "pending_safety_checks": [check], "action": drag}
    ).output[0]
    assert isinstance(call.pending_safety_checks[0], g.PendingSafetyChecks)
    assert json_of(call.pending_safety_checks[0].AddCheck({"id": "sc_2"})) == [check, {"id": "sc_2"}]
    first, last = call.action.path
    assert isinstance(first, g.DragPath)
    assert json_of(first.AddPoint(last).AddPoint({"x": 9, "y": 9})) == [*drag["path"], {"x": 9, "y": 9}]


@pytest.mark.parametrize(
    ("add", "message"),
    [
        (
            lambda: Generation.MessageParts.AddItem("hi"),
            "InputItems.AddItem takes InputListItem .* got str 'hi'",
        ),
        (lambda: Generation.MessageParts.AddItem(Generation.Content.Text("hi")), "got ItemContent"),
        (lambda: Generation.MessageParts.Add(None), "InputItems.Add takes InputListItem, dict .* got NoneType"),
        (lambda: Generation.ContentParts.Add("hi"), "Content.Add takes ItemContent"),
        (
            lambda: Generation.AnnotationParts.AddAnnotation(1),
            "Annotations.AddAnnotation takes OutputNotation",
        ),
        (
            lambda: Generation.ToolParts.AddFunction(3),
            "Tools.AddFunction takes ResponseFunctionParams .* got int 3",
        ),
        (lambda: Generation.ToolParts.AddWebSearch(Generation.Tool.CreateMCP()), "Tools.AddWebSearch takes"),
        (
            lambda: Generation.ToolParts.AddMCP("wiki"),
            "Tools.AddMCP takes ResponseMCPToolParams .* got str 'wiki'",
        ),
        (lambda: Generation.ToolParts.AddFileSearch("vs_1"), "Tools.AddFileSearch takes .* got str 'vs_1'"),
        (lambda: Generation.ToolParts.AddFileSearch([1]), "VectorStoreIds takes list of str, got int 1"),
        (lambda: Generation.ToolParts.AddShell(None), "Tools.AddShell takes FunctionShellToolParams"),
        (
            lambda: ResponsesParams().Input(Generation.ToolParts.AddWebSearch()),
            "ResponsesParams.Input takes list of InputListItem",
        ),
    ],
)
def test_what_is_no_part_is_refused(add: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        add()


def test_parts_are_a_list() -> None:
    parts = Generation.MessageParts.User("Hi")
    more = parts + Generation.MessageParts.User("Bye")
    assert isinstance(parts, list) and type(more) is list
    assert [len(parts), len(more), len(parts.copy())] == [1, 2, 1]
    assert type(parts.copy()) is type(parts)
    parts.extend(more[1:])
    assert json_of(parts) == json_of(Generation.MessageParts.User("Hi").User("Bye"))
    assert repr(parts).startswith("InputItems([")
    assert ResponsesParams().Input(parts).ToJson() == ResponsesParams().Input(more).ToJson()
