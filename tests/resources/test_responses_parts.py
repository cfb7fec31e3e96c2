"""The parts of a request: content, items of the input, tools. Each builder with all its setters."""

from __future__ import annotations

from typing import Any

import pytest

import genai_py as g
from genai_py import AudioFormat, JsonParam, MessageStatus, SchemaParams
from genai_py.resources.responses import content_params, input_items, tools

from .calls import not_shown

SCHEMA = SchemaParams.New().Type("object")

PARTS: list[tuple[JsonParam, dict[str, Any]]] = [
    (g.ItemContent.NewText("hi"), {"type": "input_text", "text": "hi"}),
    (
        g.ItemContent.NewImage().ImageUrl("https://a.b/c.png").Detail("high"),
        {"type": "input_image", "image_url": "https://a.b/c.png", "detail": "high"},
    ),
    (
        g.ItemContent.NewFile().FileId("f").FileData("data:").FileUrl("https://a.b").FileName("a.pdf"),
        {
            "type": "input_file",
            "file_id": "f",
            "file_data": "data:",
            "file_url": "https://a.b",
            "filename": "a.pdf",
        },
    ),
    (
        g.ItemContent.NewAudio().InputAudio(g.ItemAudioContent().Data("AAAA").Format(AudioFormat.mp3)),
        {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "mp3"}},
    ),
    (g.ItemContent.NewText().Text("hi"), {"type": "input_text", "text": "hi"}),
    (g.ItemAudioContent.NewMp3("AAAA"), {"data": "AAAA", "format": "mp3"}),
    (g.ItemAudioContent.NewWav().Data("AAAA"), {"data": "AAAA", "format": "wav"}),
    (
        g.OutputMessageContent.NewOutputText()
        .Text("hi")
        .Annotations([g.OutputNotation.NewFileCitation().FileId("f").Index(1)])
        .Logprobs(
            [
                g.OutputLogprobs.New("hi")
                .Bytes([104])
                .Logprob(-0.5)
                .TopLogprobs([g.OutputTopLogprobs.New("ho").Bytes([111]).Logprob(-1.5)])
            ]
        ),
        {
            "type": "output_text",
            "text": "hi",
            "annotations": [{"type": "file_citation", "file_id": "f", "index": 1}],
            "logprobs": [
                {
                    "token": "hi",
                    "bytes": [104],
                    "logprob": -0.5,
                    "top_logprobs": [{"token": "ho", "bytes": [111], "logprob": -1.5}],
                }
            ],
        },
    ),
    (g.OutputMessageContent.NewRefusal().Refusal("no"), {"type": "refusal", "refusal": "no"}),
    (
        g.OutputNotation.NewUrlCitation().StartIndex(0).EndIndex(3).Title("t").Url("u"),
        {"type": "url_citation", "start_index": 0, "end_index": 3, "title": "t", "url": "u"},
    ),
    (g.OutputNotation.NewFilePath().FileId("f"), {"type": "file_path", "file_id": "f"}),
    (g.OutputTopLogprobs.New("x"), {"token": "x"}),
    (g.OutputLogprobs().Token("x"), {"token": "x"}),
    (g.ReasoningTextContent.New().Text("x"), {"type": "summary_text", "text": "x"}),
    (g.FunctionInputText().Text("x"), {"type": "input_text", "text": "x"}),
    (
        g.FunctionInputImage.New().Detail("low").FileId("f").ImageUrl("u"),
        {"type": "input_image", "detail": "low", "file_id": "f", "image_url": "u"},
    ),
    (
        g.FunctionInputFile.New().FileData("d").FileId("f").FileUrl("u").Filename("n"),
        {"type": "input_file", "file_data": "d", "file_id": "f", "file_url": "u", "filename": "n"},
    ),
]

ITEMS: list[tuple[JsonParam, dict[str, Any]]] = [
    (g.InputMessage().Role("user").Content("hi"), {"role": "user", "content": "hi"}),
    (g.InputMessage.New().Role("user"), {"type": "message", "role": "user"}),
    (
        g.InputMessage().Role("user").Content('[{"type":"input_text","text":"hi"}]'),
        {"role": "user", "content": '[{"type":"input_text","text":"hi"}]'},
    ),
    (
        g.ItemInputMessage.New().Role("user").Content([g.ItemContent.NewText("hi")]).Status("completed"),
        {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "hi"}],
            "status": "completed",
        },
    ),
    (
        g.ItemOutputMessage.New()
        .Id("m")
        .Status(MessageStatus.completed)
        .Content([g.OutputMessageContent.NewRefusal()]),
        {
            "type": "message",
            "role": "assistant",
            "id": "m",
            "status": "completed",
            "content": [{"type": "refusal"}],
        },
    ),
    (g.InputItemReference().Id("m"), {"type": "item_reference", "id": "m"}),
    (
        g.ReasoningObject.New()
        .Id("rs")
        .Summary([g.ReasoningTextContent().Text("x")])
        .EncryptedContent("e")
        .Status("completed"),
        {
            "type": "reasoning",
            "id": "rs",
            "summary": [{"type": "summary_text", "text": "x"}],
            "encrypted_content": "e",
            "status": "completed",
        },
    ),
    (
        g.CompactionItemParams.New().Id("c").EncryptedContent("e").CreatedBy("me"),
        {"type": "compaction", "id": "c", "encrypted_content": "e", "created_by": "me"},
    ),
    (
        g.FunctionToolCall.New().Arguments("{}").CallId("c").Id("i").Name("f").Status("completed"),
        {
            "type": "function_call",
            "arguments": "{}",
            "call_id": "c",
            "id": "i",
            "name": "f",
            "status": "completed",
        },
    ),
    (
        g.FunctionToolCalloutput.New().CallId("c").Id("i").Output('{"a":1}').Status("completed"),
        {
            "type": "function_call_output",
            "call_id": "c",
            "id": "i",
            "output": '{"a":1}',
            "status": "completed",
        },
    ),
    (
        g.FunctionCallOutput.New("c", [g.FunctionInputText().Text("x")]),
        {"type": "function_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "x"}]},
    ),
    (
        g.CustomToolCall().CallId("c").Id("i").Input("x").Name("n"),
        {"type": "custom_tool_call", "call_id": "c", "id": "i", "input": "x", "name": "n"},
    ),
    (
        g.CustomToolCallOutput.New("c", "x").Id("i"),
        {"type": "custom_tool_call_output", "call_id": "c", "id": "i", "output": "x"},
    ),
    (
        g.FileSearchToolCall.New()
        .Id("i")
        .Queries(["q"])
        .Status("completed")
        .Results(
            [
                g.FileSearchToolCallResult.New()
                .Attributes({"a": 1})
                .FileId("f")
                .Filename("n")
                .Score(0.5)
                .Text("t")
            ]
        ),
        {
            "type": "file_search_call",
            "id": "i",
            "queries": ["q"],
            "status": "completed",
            "results": [{"attributes": {"a": 1}, "file_id": "f", "filename": "n", "score": 0.5, "text": "t"}],
        },
    ),
    (
        g.WebSearchToolCall.New()
        .Id("i")
        .Status("completed")
        .Action(g.SearchAction().Query("q").Sources([g.SearchActionSourceParam.New().Url("u")])),
        {
            "type": "web_search_call",
            "id": "i",
            "status": "completed",
            "action": {"type": "search", "query": "q", "sources": [{"type": "url", "url": "u"}]},
        },
    ),
    (g.OpenPageAction().Url("u"), {"type": "open_page", "url": "u"}),
    (g.FindAction().Pattern("p").Url("u"), {"type": "find_in_page", "pattern": "p", "url": "u"}),
    (
        g.ComputerToolCall.New()
        .Action(g.ComputerClick.New().Button("left").X(1).Y(2))
        .CallId("c")
        .Id("i")
        .PendingSafetyChecks([g.PendingSafetyCheck().Code("x").Id("s").Message("m")])
        .Status("completed"),
        {
            "type": "computer_call",
            "action": {"type": "click", "button": "left", "x": 1, "y": 2},
            "call_id": "c",
            "id": "i",
            "pending_safety_checks": [{"code": "x", "id": "s", "message": "m"}],
            "status": "completed",
        },
    ),
    (g.ComputerDoubleClick().X(1).Y(2), {"type": "double_click", "x": 1, "y": 2}),
    (
        g.ComputerDrag().Path([g.ComputerDragPoint.New(1, 2)]),
        {"type": "drag", "path": [{"x": 1, "y": 2}]},
    ),
    (g.ComputerDrag().Path('[{"x":1,"y":2}]'), {"type": "drag", "path": [{"x": 1, "y": 2}]}),
    (g.ComputerKeyPressed().Keys(["ctrl", "c"]), {"type": "keypress", "keys": ["ctrl", "c"]}),
    (g.ComputerMove().X(1).Y(2), {"type": "move", "x": 1, "y": 2}),
    (g.ComputerScreenshot(), {"type": "screenshot"}),
    (
        g.ComputerScroll().ScrollX(0).ScrollY(3).X(1).Y(2),
        {"type": "scroll", "scroll_x": 0, "scroll_y": 3, "x": 1, "y": 2},
    ),
    (g.ComputerType().Text("x"), {"type": "type", "text": "x"}),
    (g.ComputerWait(), {"type": "wait"}),
    (
        g.ComputerToolCallOutput.New()
        .AcknowledgedSafetyChecks([g.AcknowledgedSafetyCheckParams.New().Code("x").Id("s").Message("m")])
        .CallId("c")
        .Id("i")
        .Output(g.ComputerToolCallOutputObject.New().FileId("f").ImageUrl("u"))
        .Status("completed"),
        {
            "type": "computer_call_output",
            "acknowledged_safety_checks": [{"code": "x", "id": "s", "message": "m"}],
            "call_id": "c",
            "id": "i",
            "output": {"type": "computer_screenshot", "file_id": "f", "image_url": "u"},
            "status": "completed",
        },
    ),
    (
        g.ImageGeneration.New().Id("i").Result("AAAA").Status("generating"),
        {"type": "image_generation_call", "id": "i", "result": "AAAA", "status": "generating"},
    ),
    (
        g.CodeInterpreterToolCall.New()
        .Code("1")
        .ContainerId("c")
        .Id("i")
        .Outputs([g.CodeInterpreterOutputLogs().Logs("1"), g.CodeInterpreterOutputImage().Url("u")])
        .Status("completed"),
        {
            "type": "code_interpreter_call",
            "code": "1",
            "container_id": "c",
            "id": "i",
            "outputs": [{"type": "logs", "logs": "1"}, {"type": "image", "url": "u"}],
            "status": "completed",
        },
    ),
    (
        g.LocalShellCall.New()
        .Action(
            g.LocalShellCallAction.New()
            .Command(["ls", "-l"])
            .Env({"A": "b"})
            .TimeoutMs(5)
            .User("u")
            .WorkingDirectory("/")
        )
        .CallId("c")
        .Id("i")
        .Status("completed"),
        {
            "type": "local_shell_call",
            "action": {
                "type": "exec",
                "command": ["ls", "-l"],
                "env": {"A": "b"},
                "timeout_ms": 5,
                "user": "u",
                "working_directory": "/",
            },
            "call_id": "c",
            "id": "i",
            "status": "completed",
        },
    ),
    (g.LocalShellCallAction().Command("ls"), {"type": "exec", "command": ["ls"]}),
    (
        g.LocalShellCallOutput.New().Id("i").Output("x").Status("completed"),
        {"type": "local_shell_call_output", "id": "i", "output": "x", "status": "completed"},
    ),
    (
        g.ShellCallParams.New()
        .Id("i")
        .CallId("c")
        .CreatedBy("me")
        .Action(g.ShellCallActionParams.New().Commands(["ls"]).TimeoutMs(5).MaxOutputLength(9))
        .Status("completed"),
        {
            "type": "shell_call",
            "id": "i",
            "call_id": "c",
            "created_by": "me",
            "action": {"commands": ["ls"], "timeout_ms": 5, "max_output_length": 9},
            "status": "completed",
        },
    ),
    (
        g.ShellCallOutputParams.New()
        .Id("i")
        .CallId("c")
        .CreatedBy("me")
        .MaxOutputLength(9)
        .Output(
            [
                g.ShellCallOutputContentParams.New()
                .CreatedBy("me")
                .Stdout("o")
                .Stderr("e")
                .Outcome(g.ShellCallOutputOutcomeParams.NewExit(0))
            ]
        )
        .Status("completed"),
        {
            "type": "shell_call_output",
            "id": "i",
            "call_id": "c",
            "created_by": "me",
            "max_output_length": 9,
            "output": [
                {
                    "created_by": "me",
                    "stdout": "o",
                    "stderr": "e",
                    "outcome": {"type": "exit", "exit_code": 0},
                }
            ],
            "status": "completed",
        },
    ),
    (g.ShellCallOutputOutcomeParams.NewExit(2), {"type": "exit", "exit_code": 2}),
    (g.ShellCallOutputOutcomeParams.NewTimeout(), {"type": "timeout"}),
    (
        g.ApplyPatchCallParams.New()
        .Id("i")
        .CallId("c")
        .CreatedBy("me")
        .Operation(g.ApplyPatchOperationParams.New().Type("update_file").Diff("@@").Path("a.py"))
        .Status("completed"),
        {
            "type": "apply_patch_call",
            "id": "i",
            "call_id": "c",
            "created_by": "me",
            "operation": {"type": "update_file", "diff": "@@", "path": "a.py"},
            "status": "completed",
        },
    ),
    (
        g.ApplyPatchCallOutputParams.New().Id("i").CallId("c").CreatedBy("me").Output("ok").Status("failed"),
        {
            "type": "apply_patch_call_output",
            "id": "i",
            "call_id": "c",
            "created_by": "me",
            "output": "ok",
            "status": "failed",
        },
    ),
    (
        g.MCPListTools.New()
        .Id("i")
        .ServerLabel("s")
        .Error("e")
        .Tools([g.MCPTools.New().InputSchema(SCHEMA).Name("n").Annotations({"a": 1}).Description("d")]),
        {
            "type": "mcp_list_tools",
            "id": "i",
            "server_label": "s",
            "error": "e",
            "tools": [
                {"input_schema": {"type": "object"}, "name": "n", "annotations": {"a": 1}, "description": "d"}
            ],
        },
    ),
    (
        g.MCPApprovalRequest.New().Arguments("{}").Id("i").Name("n").ServerLabel("s"),
        {"type": "mcp_approval_request", "arguments": "{}", "id": "i", "name": "n", "server_label": "s"},
    ),
    (
        g.MCPApprovalResponse.New().ApprovalRequestId("r").Approve(False).Id("i").Reason("no"),
        {
            "type": "mcp_approval_response",
            "approval_request_id": "r",
            "approve": False,
            "id": "i",
            "reason": "no",
        },
    ),
    (
        g.MCPToolCall.New().Arguments("{}").Id("i").Name("n").ServerLabel("s").Error("e").Output("o"),
        {
            "type": "mcp_call",
            "arguments": "{}",
            "id": "i",
            "name": "n",
            "server_label": "s",
            "error": "e",
            "output": "o",
        },
    ),
    (
        g.ToolSearchCallParams.New()
        .Id("i")
        .CallId("c")
        .CreatedBy("me")
        .Execution("client")
        .Arguments('{"q":1}')
        .Status("completed"),
        {
            "type": "tool_search_call",
            "id": "i",
            "call_id": "c",
            "created_by": "me",
            "execution": "client",
            "arguments": {"q": 1},
            "status": "completed",
        },
    ),
    (g.ToolSearchCallParams().CallIdNull(), {"type": "tool_search_call", "call_id": None}),
    (
        g.ToolSearchOutputParams.New()
        .Id("i")
        .CallId("c")
        .CreatedBy("me")
        .Execution("client")
        .Status("completed")
        .Tools([g.LocalShellToolParams()]),
        {
            "type": "tool_search_output",
            "id": "i",
            "call_id": "c",
            "created_by": "me",
            "execution": "client",
            "status": "completed",
            "tools": [{"type": "local_shell"}],
        },
    ),
    (g.ToolSearchOutputParams().CallIdNull(), {"type": "tool_search_output", "call_id": None}),
]

LOCATION = g.Locate().City("Reims").Country("FR").Region("Marne").Timezone("Europe/Paris")
FILTER = g.ComparisonFilter.New("year", "gte", 2024)

TOOLS: list[tuple[JsonParam, dict[str, Any]]] = [
    (
        g.ResponseFunctionParams.New()
        .Name("f")
        .Description("d")
        .Parameters(SCHEMA)
        .Strict(False)
        .DeferLoading(),
        {
            "type": "function",
            "name": "f",
            "description": "d",
            "parameters": {"type": "object"},
            "strict": False,
            "defer_loading": True,
        },
    ),
    (
        g.CustomToolParams.New()
        .Name("sql")
        .Description("d")
        .Format(g.ToolParamsFormatParams.New("grammar").Definition("x").Syntax("lark")),
        {
            "type": "custom",
            "name": "sql",
            "description": "d",
            "format": {"type": "grammar", "definition": "x", "syntax": "lark"},
        },
    ),
    (
        g.ResponseFileSearchParams.New()
        .VectorStoreIds(["vs"])
        .MaxNumResults(3)
        .RankingOptions(g.RankingOptionsParams().Ranker("auto").ScoreThreshold(0.5))
        .Filters(g.CompoundFilter.And([FILTER, g.CompoundFilter.Or([FILTER])])),
        {
            "type": "file_search",
            "vector_store_ids": ["vs"],
            "max_num_results": 3,
            "ranking_options": {"ranker": "auto", "score_threshold": 0.5},
            "filters": {
                "type": "and",
                "filters": [FILTER.ToJson(), {"type": "or", "filters": [FILTER.ToJson()]}],
            },
        },
    ),
    (g.CompoundFilter.New().Or().Filters([FILTER]), {"type": "or", "filters": [FILTER.ToJson()]}),
    (
        g.ComparisonFilter().Key("a").Comparison("eq").Value(True),
        {"key": "a", "type": "eq", "value": True},
    ),
    (g.ComparisonFilter.New("a", "lt", 0.5), {"key": "a", "type": "lt", "value": 0.5}),
    (
        g.ResponseWebSearchParams.New()
        .SearchContextSize()
        .UserLocation(LOCATION)
        .Filters(g.WebSearchFiltersParams.New().AllowedDomains(["a.b"])),
        {
            "type": "web_search",
            "search_context_size": "medium",
            "user_location": {
                "type": "approximate",
                "city": "Reims",
                "country": "FR",
                "region": "Marne",
                "timezone": "Europe/Paris",
            },
            "filters": {"allowed_domains": ["a.b"]},
        },
    ),
    (
        g.WebSearchPreviewParams.New().SearchContextSize("low").UserLocation({"country": "FR"}),
        {"type": "web_search_preview", "search_context_size": "low", "user_location": {"country": "FR"}},
    ),
    (
        g.ResponseComputerUseParams.New().DisplayHeight(768).DisplayWidth(1024).Environment("linux"),
        {
            "type": "computer_use_preview",
            "display_height": 768,
            "display_width": 1024,
            "environment": "linux",
        },
    ),
    (
        g.ResponseCodeInterpreterParams.New().Container(g.CodeInterpreterContainerAutoParams.New(["f"])),
        {"type": "code_interpreter", "container": {"type": "auto", "file_ids": ["f"]}},
    ),
    (g.CodeInterpreterContainerAutoParams().FileIds(["f"]), {"type": "auto", "file_ids": ["f"]}),
    (g.ResponseCodeInterpreterParams().Container("cntr"), {"type": "code_interpreter", "container": "cntr"}),
    (
        g.ResponseImageGenerationParams.New()
        .Action("edit")
        .Background("transparent")
        .InputFidelity("high")
        .InputImageMask(g.InputImageMaskParams.New().FileId("f").ImageUrl("u"))
        .Model("gpt-image-2")
        .Moderation("low")
        .OutputCompression(80)
        .OutputFormat("webp")
        .PartialImages(2)
        .Quality("high")
        .Size(g.ImageSize.r1024x1024),
        {
            "type": "image_generation",
            "action": "edit",
            "background": "transparent",
            "input_fidelity": "high",
            "input_image_mask": {"file_id": "f", "image_url": "u"},
            "model": "gpt-image-2",
            "moderation": "low",
            "output_compression": 80,
            "output_format": "webp",
            "partial_images": 2,
            "quality": "high",
            "size": "1024x1024",
        },
    ),
    (
        g.ResponseMCPToolParams.New()
        .ServerLabel("dice")
        .ServerUrl("https://a.b")
        .ServerDescription("d")
        .Authorization("t")
        .ConnectorId("connector_gmail")
        .Headers({"X-A": "b"})
        .AllowedTools(["roll"])
        .RequireApproval("never")
        .DeferLoading(),
        {
            "type": "mcp",
            "server_label": "dice",
            "server_url": "https://a.b",
            "server_description": "d",
            "authorization": "t",
            "connector_id": "connector_gmail",
            "headers": {"X-A": "b"},
            "allowed_tools": ["roll"],
            "require_approval": "never",
            "defer_loading": True,
        },
    ),
    (
        g.ResponseMCPToolParams()
        .AllowedTools(g.MCPAllowedToolsParams().ToolNames(["roll"]).ReadOnly())
        .RequireApproval(g.MCPRequireApprovalParams.New().Always(["wipe"]).Never(["roll"])),
        {
            "type": "mcp",
            "allowed_tools": {"tool_names": ["roll"], "read_only": True},
            "require_approval": {"always": {"tool_names": ["wipe"]}, "never": {"tool_names": ["roll"]}},
        },
    ),
    (g.MCPToolsListParams().ToolNames(["roll"]), {"tool_names": ["roll"]}),
    (g.LocalShellToolParams.New(), {"type": "local_shell"}),
    (g.ApplyPatchToolParams.New(), {"type": "apply_patch"}),
    (
        g.ToolSearchToolParams.New().Description("d").Execution("server").Parameters(SCHEMA),
        {"type": "tool_search", "description": "d", "execution": "server", "parameters": {"type": "object"}},
    ),
    (
        g.NamespaceToolParams.New().Name("n").Description("d").Tools([g.CustomToolParams().Name("c")]),
        {"type": "namespace", "name": "n", "description": "d", "tools": [{"type": "custom", "name": "c"}]},
    ),
    (
        g.FunctionShellToolParams.New().Environment(
            g.ShellContainerAutoParams.New()
            .FileIds(["f"])
            .MemoryLimit("4g")
            .NetworkPolicy(
                g.ContainerNetworkPolicyAllowlistParams.New()
                .AllowedDomains(["pypi.org"])
                .DomainSecrets(
                    [g.ContainerNetworkPolicyDomainSecretParams.New().Domain("a.b").Name("n").Value("v")]
                )
            )
            .Skills(
                [
                    g.SkillReferenceParams.New().SkillId("s").Version("latest"),
                    g.InlineSkillParams.New()
                    .Name("n")
                    .Description("d")
                    .Source(g.InlineSkillSourceParams.New().Data("A")),
                ]
            )
        ),
        {
            "type": "shell",
            "environment": {
                "type": "container_auto",
                "file_ids": ["f"],
                "memory_limit": "4g",
                "network_policy": {
                    "type": "allowlist",
                    "allowed_domains": ["pypi.org"],
                    "domain_secrets": [{"domain": "a.b", "name": "n", "value": "v"}],
                },
                "skills": [
                    {"type": "skill_reference", "skill_id": "s", "version": "latest"},
                    {
                        "type": "inline",
                        "name": "n",
                        "description": "d",
                        "source": {"type": "base64", "media_type": "application/zip", "data": "A"},
                    },
                ],
            },
        },
    ),
    (
        g.InlineSkillSourceParams().MediaType("x").Data("A"),
        {"type": "base64", "media_type": "x", "data": "A"},
    ),
    (g.ContainerNetworkPolicyDisabledParams.New(), {"type": "disabled"}),
    (
        g.ShellContainerReferenceParams.New().ContainerId("c"),
        {"type": "container_reference", "container_id": "c"},
    ),
    (
        g.ShellLocalEnvironmentParams.New().Skills(
            [g.LocalSkillParams.New().Name("n").Description("d").Path("/skills/n")]
        ),
        {"type": "local", "skills": [{"name": "n", "description": "d", "path": "/skills/n"}]},
    ),
    (g.HostedToolParams.New("file_search"), {"type": "file_search"}),
    (g.FunctionToolParams.New().Name("f"), {"type": "function", "name": "f"}),
    (g.MCPToolParams.New().Name("n").ServerLabel("s"), {"type": "mcp", "name": "n", "server_label": "s"}),
    (g.CustomToolChoiceParams().Name("n"), {"type": "custom", "name": "n"}),
    (
        g.AllowedToolsChoiceParams.New().Mode("required").Tools([g.FunctionToolParams().Name("f").ToJson()]),
        {"type": "allowed_tools", "mode": "required", "tools": [{"type": "function", "name": "f"}]},
    ),
    (g.file_search(), {"type": "file_search"}),
    (g.web_search_preview(), {"type": "web_search"}),
]


def inside(value: Any) -> list[Any]:
    """A builder and all builders within it."""
    if isinstance(value, JsonParam):
        return [value, *(found for inner in value._fields.values() for found in inside(inner))]
    return [found for inner in value for found in inside(inner)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("filled", "expected"), [*PARTS, *ITEMS, *TOOLS], ids=lambda value: type(value).__name__
)
def test_a_builder_writes_what_it_was_given(filled: JsonParam, expected: dict[str, Any]) -> None:
    assert filled.ToJson() == expected


@pytest.mark.parametrize("module", [content_params, input_items, tools], ids=lambda module: module.__name__)
def test_every_setter_is_shown_here(module: Any) -> None:
    shown = [found for filled, _ in [*PARTS, *ITEMS, *TOOLS] for found in inside(filled)]
    # What the outputs of calls have in common is shown by those outputs.
    assert not_shown(module, shown) <= {"_CallOutput.CallId", "_CallOutput.Id"}


@pytest.mark.parametrize(
    ("fill", "error", "message"),
    [
        (lambda: g.ReasoningObject().Status("done"), ValueError, "ReasoningObject.Status: takes one of"),
        (lambda: g.ComputerClick().X("1"), TypeError, "ComputerClick.X takes int"),
        (lambda: g.ComputerDrag().Path("[1"), ValueError, "ComputerDrag.Path takes JSON text of an array"),
        (lambda: g.ComputerDrag().Path([1]), TypeError, "list of ComputerDragPoint or dict"),
        (lambda: g.MCPTools().InputSchema("[]"), ValueError, "JSON text of an object"),
        (lambda: g.MCPTools().InputSchema(3), TypeError, "MCPTools.InputSchema takes JsonParam"),
        (
            lambda: g.FunctionToolCalloutput().Output({"a": 1}),
            TypeError,
            "FunctionToolCalloutput.Output takes",
        ),
        (
            lambda: g.LocalShellCallAction().Command([1]),
            TypeError,
            "LocalShellCallAction.Command takes str or list",
        ),
        (
            lambda: g.LocalShellCallAction().Command(1),
            TypeError,
            "LocalShellCallAction.Command takes str or list",
        ),
        (
            lambda: g.ResponseFunctionParams.New(print),
            TypeError,
            "ResponseFunctionParams.New takes FunctionCore",
        ),
        (
            lambda: g.ComparisonFilter.New("a", "~", 1),
            ValueError,
            "ComparisonFilter.Comparison: takes one of 'eq'",
        ),
        (lambda: g.web_search_preview("huge"), ValueError, "SearchContextSize: takes one of 'low'"),
        (lambda: g.ResponseToolParams().Type(), TypeError, "ResponseToolParams.Type takes str"),
        (lambda: g.OutputMessageContent().Annotations("{}"), ValueError, "it is a JSON dict"),
        (lambda: g.ItemContent.NewAudio(b"\x89PNG\r\n\x1a\n"), ValueError, "expected audio"),
        (lambda: g.Content().Add("text"), TypeError, "Content.Add takes ItemContent"),
        (lambda: g.InputMessage().Content(3), TypeError, "InputMessage.Content takes list of ItemContent"),
    ],
)
def test_bad_values_are_named(fill: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        fill()


def test_a_part_is_filled_by_a_function() -> None:
    made = g.ResponseFileSearchParams().RankingOptions(lambda p: p.Ranker("auto"))
    assert made.ToJson() == {"type": "file_search", "ranking_options": {"ranker": "auto"}}


def test_both_spellings_call_the_same_setter() -> None:
    assert g.InputMessage().role("user").Content("x") == g.InputMessage().Role("user").content("x")
    assert g.FunctionToolCall.New().call_id("c") == g.FunctionToolCall().CallId("c")
