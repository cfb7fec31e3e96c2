"""Every setter of every builder: it takes what the original's takes, and refuses all else in its own name."""

from __future__ import annotations

import contextlib
import copy
import gc
import inspect
import pickle
import re
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

import genai_py
from genai_py import JsonParam, MultiFormDataParams
from genai_py.core.building.params import Params

from .originals import PATHS, Setter, arguments, members, original_setters, written

ORIGINALS = list(original_setters())
BUILDERS = {
    kind.__name__: kind
    for name in genai_py.__all__
    if isinstance(kind := getattr(genai_py, name), type) and issubclass(kind, Params)
}

# The original nests the values of server_vad; the API has them beside the type.
OTHER_KEYS = {"TranscriptionChunkingStrategyParams.ServerVad": "type"}
# Setters that send something else for a plain value: an object that it stands for.
SENDS_OTHERWISE = {
    "ChatParams.Prediction", "ChatParams.StreamOptions", "ChatParams.ToolChoice", "ChatParams.WebSearchOptions",
    "CompletionParams.StreamOptions", "ImageModerationParams.ImageUrl", "LocalShellCallAction.Command",
    "MCPRequireApprovalParams.Always", "MCPRequireApprovalParams.Never", "MessagePayload.Audio",
    "ModerationParams.Input", "ResponsesParams.Reasoning", "ResponsesParams.Text", "ToolChoiceParams.Function",
    "UrlModerationParams.Url",
}  # fmt: skip


@pytest.mark.parametrize("setter", ORIGINALS, ids=str)
def test_each_overload_of_the_original_is_taken(setter: Setter, tmp_path: Path) -> None:
    for overload in setter.overloads:
        for call in arguments(setter, overload, tmp_path):
            builder = setter.builder()
            made = getattr(type(builder) if setter.on_class else builder, setter.name)(*call)
            if setter.key and not setter.on_class:
                assert made is builder
                assert_sent(setter, call, written(builder))


def assert_sent(setter: Setter, call: tuple[Any, ...], sent: dict[str, Any]) -> None:
    """The key is there, and has a plain value as it was given."""
    key = OTHER_KEYS.get(setter.full_name, setter.key)
    assert key in sent
    if len(call) != 1 or not issubclass(setter.builder, JsonParam) or setter.full_name in SENDS_OTHERWISE:
        return
    value = call[0]
    if isinstance(value, (list, tuple)) and all(map(is_plain, value)):
        assert sent[key] == [plain(each) for each in value]
    elif is_plain(value) and str(value)[:1] not in ("{", "["):
        assert sent[key] == plain(value)


def is_plain(value: Any) -> bool:
    return isinstance(value, (str, int, float))


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


# What the first argument of setters that the original lacks may be, in the original's words.
TYPES = {
    "BundleParams.Concurrency": {"Integer"},
    "ChatParams.DraftModel": {"string"},
    "ChatParams.MaxTokens": {"Integer"},
    "ChatParams.MinP": {"Double"},
    "ChatParams.ReturnProgress": {"Boolean"},
    "ChatParams.RepeatPenalty": {"Double"},
    "ChatParams.TopK": {"Integer"},
    "ChatParams.Ttl": {"Integer"},
    "ActSettings.Concurrency": {"Integer"},
    "ActSettings.MaxRounds": {"Integer"},
    "ActSettings.ToolTimeout": {"Integer"},
    "LMChatParams.ContextLength": {"Integer"},
    "LMChatParams.Input": {"string", "TArray<TLMChatPart>"},
    "LMChatParams.Integrations": {"string", "TLMIntegrationParams", "TArray<TLMIntegrationParams>", "TArray<string>"},
    "LMChatParams.MaxOutputTokens": {"Integer"},
    "LMChatParams.MinP": {"Double"},
    "LMChatParams.Model": {"string"},
    "LMChatParams.PreviousResponseId": {"string"},
    "LMChatParams.Reasoning": {"TLMReasoning", "string"},
    "LMChatParams.RepeatPenalty": {"Double"},
    "LMChatParams.Store": {"Boolean"},
    "LMChatParams.Stream": {"Boolean"},
    "LMChatParams.SystemPrompt": {"string"},
    "LMChatParams.Temperature": {"Double"},
    "LMChatParams.TopK": {"Integer"},
    "LMChatParams.TopP": {"Double"},
    "LMChatParams.Ttl": {"Integer"},
    "LMChatPart.Content": {"string"},
    "LMChatPart.DataUrl": {"string"},
    "LMChatPart.Type": {"string"},
    "LMDownloadParams.Model": {"string"},
    "LMDownloadParams.Quantization": {"string"},
    "LMIntegrationParams.AllowedTools": {"TArray<string>"},
    "LMLoadParams.ContextLength": {"Integer"},
    "LMLoadParams.EchoLoadConfig": {"Boolean"},
    "LMLoadParams.EvalBatchSize": {"Integer"},
    "LMLoadParams.FlashAttention": {"Boolean"},
    "LMLoadParams.Model": {"string"},
    "LMLoadParams.NumExperts": {"Integer"},
    "LMLoadParams.OffloadKvCacheToGpu": {"Boolean"},
    "LMMcpServerParams.Headers": {"TJSONObject"},
    "LMMcpServerParams.ServerLabel": {"string"},
    "LMMcpServerParams.ServerUrl": {"string"},
    "LMPluginParams.Id": {"string"},
    "DecisionQuestionParams.Choices": {"TArray<string>", "TArray<Boolean>", "TJSONObject"},
    "DecisionQuestionParams.Instructions": {"string"},
    "DecisionQuestionParams.Levels": {"TArray<string>", "TJSONObject"},
    "DecisionQuestionParams.Name": {"string"},
    "DecisionQuestionParams.Type": {"TDecisionType"},
    "DecisionsParams.Input": {"string", "TArray<TJSONObject>"},
    "DecisionsParams.Model": {"string"},
    "DecisionsParams.PromptCacheKey": {"string"},
    "DecisionsParams.PromptCacheOptions": {"TJSONObject"},
    "DecisionsParams.Questions": {"TArray<TDecisionQuestionParams>", "TJSONObject"},
    "DecisionsParams.SafetyIdentifier": {"string"},
    "SystemOneParams.Model": {"string"},
    "SystemOneParams.Questions": {"TJSONObject"},
    "SystemOneParams.State": {
        "string", "TArray<string>", "TArray<Integer>", "TArray<object>", "TArray<nil>", "TJSONObject",
    },
    "SystemOneQuestionParams.Criteria": {"TArray<string>", "TJSONObject"},
    "SystemOneQuestionParams.Instructions": {"string"},
    "SystemOneQuestionParams.Type": {"TSystemOneType"},
    "MessageBlockParams.CacheControl": {"TJSONObject"},
    "MessageBlockParams.Citations": {"Boolean"},
    "MessageBlockParams.Content": {"string", "TArray<string>", "TJSONObject"},
    "MessageBlockParams.Context": {"string"},
    "MessageBlockParams.Data": {"string"},
    "MessageBlockParams.Id": {"string"},
    "MessageBlockParams.Input": {"TJSONObject"},
    "MessageBlockParams.IsError": {"Boolean"},
    "MessageBlockParams.Name": {"string"},
    "MessageBlockParams.Signature": {"string"},
    "MessageBlockParams.Source": {"TMessageSourceParams"},
    "MessageBlockParams.Text": {"string"},
    "MessageBlockParams.Thinking": {"string"},
    "MessageBlockParams.Title": {"string"},
    "MessageBlockParams.ToolUseId": {"string"},
    "MessageBlockParams.Type": {"TMessageBlockType"},
    "MessageSourceParams.Data": {"string"},
    "MessageSourceParams.FileId": {"string"},
    "MessageSourceParams.MediaType": {"string"},
    "MessageSourceParams.Type": {"TMessageSourceType"},
    "MessageSourceParams.Url": {"string"},
    "MessageThinkingParams.BudgetTokens": {"Integer"},
    "MessageThinkingParams.Type": {"TMessageThinkingType"},
    "MessageToolChoiceParams.DisableParallelToolUse": {"Boolean"},
    "MessageToolChoiceParams.Name": {"string"},
    "MessageToolChoiceParams.Type": {"TMessageToolChoiceType"},
    "MessageToolParams.CacheControl": {"TJSONObject"},
    "MessageToolParams.Description": {"string"},
    "MessageToolParams.InputSchema": {"TJSONObject"},
    "MessageToolParams.Name": {"string"},
    "MessageToolParams.Strict": {"Boolean"},
    "MessageToolParams.Type": {"string"},
    "MessageTurnParams.Content": {"string", "TArray<string>", "TJSONObject"},
    "MessageTurnParams.Role": {"TRole"},
    "MessagesParams.MaxTokens": {"Integer"},
    "MessagesParams.Messages": {"string", "TArray<string>", "TJSONObject"},
    "MessagesParams.Metadata": {"TJSONObject"},
    "MessagesParams.Model": {"string"},
    "MessagesParams.StopSequences": {"TArray<string>"},
    "MessagesParams.Stream": {"Boolean"},
    "MessagesParams.System": {"string", "TArray<string>", "TJSONObject"},
    "MessagesParams.Temperature": {"Double"},
    "MessagesParams.OutputConfig": {"TJSONObject"},
    "MessagesParams.Thinking": {"Integer", "TMessageThinkingType", "TMessageThinkingParams", "TJSONObject"},
    "MessagesParams.ToolChoice": {"TMessageToolChoiceType", "TMessageToolChoiceParams", "TJSONObject"},
    "MessagesParams.Tools": {"TArray<IFunctionCore>", "TJSONObject"},
    "MessagesParams.TopK": {"Integer"},
    "MessagesParams.TopP": {"Double"},
    "ParseSettings.Retries": {"Integer"},
    "ContainerNetworkPolicyParams.AllowedDomains": {"TArray<string>"},
    "ContainerNetworkPolicyParams.DomainSecrets": {"TJSONArray"},
    "ContainerNetworkPolicyParams.Type": {"string"},
    "ContentParams.File": {"TInputFile"},
    "InputFile.FileData": {"string"},
    "InputFile.FileId": {"string"},
    "InputFile.Filename": {"string"},
    "MultiFormDataParams.OnProgress": {"TProcRef<Integer>"},
    "OutputLogprobs.TopLogprobs": {"TArray<TOutputTopLogprobs>"},
    "PromptParams.Id": {"string"},
    "ResponseCompactParams.InputJson": {"string"},
    "ResponsesParams.InputJson": {"string"},
    "PromptParams.Variables": {"TJSONObject", "string"},
    "PromptParams.Version": {"string"},
    "SchemaParams.AdditionalProperties": {"Boolean"},
    "SkillVersionCreateParams.Default": {"Boolean"},
    "StreamOptions.IncludeObfuscation": {"Boolean"},
    "StreamOptions.IncludeUsage": {"Boolean"},
    "TypedParams.Type": {"string"},
    "UploadFileParams.ExpiresAfter": {"TUploadExpiresAfterParams"},
    "UploadFileParams.File": {"TStream", "string"},
    "UploadFileParams.Filename": {"string"},
    "UploadFileParams.Md5": {"string"},
    "UploadFileParams.MimeType": {"string"},
    "UploadFileParams.OnProgress": {"TProcRef<Integer>"},
    "UploadFileParams.PartSize": {"Integer"},
    "UploadFileParams.Purpose": {"TFilesPurpose"},
    "UrlContainerParams.Limit": {"Integer"},
}
TYPES.update({setter.full_name: setter.types for setter in ORIGINALS if not setter.on_class})

# What these take beyond the original.
ALSO = {
    # Policies of containers and of responses are different classes, and either fits.
    "ContainerParams.NetworkPolicy": {"TJSONObject"},
    "ShellContainerAutoParams.NetworkPolicy": {"TJSONObject"},
    "ChatParams.StreamOptions": {"Boolean"},
    "CompletionParams.StreamOptions": {"TJSONObject"},
    "LocalShellCallAction.Command": {"TArray<string>"},
    # A message with tool calls may have no content.
    "MessagePayload.Content": {"nil"},
    "SchemaParams.MaxItems": {"Integer"},
    "SchemaParams.MinItems": {"Integer"},
    # The values of an enumeration may be any JSON.
    "SchemaParams.Enum": {"TArray<nil>", "TArray<Integer>", "TArray<object>"},
    "OutputTopLogprobs.Bytes": {"TArray<Integer>"},
    "OutputLogprobs.Bytes": {"TArray<Integer>"},
    "TranscriptionParams.KnownSpeakerNames": {"string"},
}
# Any word will do beside those of the enum: models and servers have sizes, voices and tools of their own, and a
# chat's choice of a tool may be the name of a function.
ANY_WORD = {
    "ChatActParams.ToolChoice", "ChatParams.ToolChoice", "ChatParseParams.ToolChoice",
    "HostedToolParams.Type", "LMChatParams.Reasoning", "ImageCreateParams.Quality", "ImageCreateParams.Size",
    "MessagesParams.ToolChoice", "MessagesActParams.ToolChoice",
    "ImageEditParams.Quality", "ImageEditParams.Size", "ImageVariationParams.Size",
    "ResponseImageGenerationParams.Quality", "ResponseImageGenerationParams.Size", "ResponseWebSearchParams.Type",
    "SpeechParams.Voice", "WebSearchPreviewParams.Type",
}  # fmt: skip
# What is in bytes is looked into; that it is no medium, the error says of the bytes.
MEDIA = {"ImageModerationParams.ImageUrl", "ItemContent.ImageUrl", "UrlModerationParams.Url"}
# What is added by hand is checked when it is written, and what only reads sets nothing.
NO_SETTERS = {
    "Add", "AddBytes", "AddField", "AddFile", "AddFiles", "AddStream", "Clear", "Delete", "Exists", "ProcessParam",
    "ToFormat", "ToJson", "ToJsonString", "to_bytes", "to_multipart",
}  # fmt: skip


class Foreign(JsonParam):
    """A builder that no setter knows."""


def all_setters() -> Iterator[tuple[str, str]]:
    """Class and method of all setters with a value, inherited ones too."""
    for kind_name, kind in BUILDERS.items():
        for name in dir(kind):
            member = inspect.getattr_static(kind, name)
            if name.startswith(("_", "Get")) or name in NO_SETTERS or not callable(member):
                continue
            if not isinstance(member, (classmethod, staticmethod)) and len(inspect.signature(member).parameters) > 1:
                yield kind_name, name


def types_of(kind: type[Params], name: str) -> set[str]:
    """What a setter takes; that of the nearest class that is known for it."""
    name = "Limit" if name == "limit" else name
    full_names = [f"{each.__name__}.{name}" for each in kind.__mro__]
    known = next(TYPES[full_name] for full_name in full_names if full_name in TYPES)
    return known | next((ALSO[full_name] for full_name in full_names if full_name in ALSO), set())


def wrong_values(types: set[str], full_name: str) -> Iterator[Any]:
    """Values that fit none of these types."""
    is_file = "TStream" in types or full_name in PATHS
    is_list = any(kind.startswith("TArray") or kind == "TJSONArray" for kind in types)
    enums = [kind for each in types if isinstance(kind := named(each), type) and issubclass(kind, Enum)]
    yield from (object(), int, lambda one, two, three: None)
    if "nil" not in types:
        yield None
    if not any("TJ" in kind for kind in types):
        yield Foreign().Add("a", 1)
    if not types & {"Integer", "Int64", "Double"}:
        yield 5
    if "Double" not in types:
        yield 0.5
    if "Boolean" not in types:
        yield True
    if not is_file and full_name not in MEDIA:
        yield b"x"
    if not is_list and not is_file:
        yield ["x"]
    if is_list:
        fitting = {"TArray<Int64>": "TArray<Integer>"}
        taken = {fitting.get(kind, kind) for kind in types}
        wrong = {"TArray<object>": object(), "TArray<nil>": None, "TArray<Integer>": 5}
        yield from ([value] for kind, value in wrong.items() if kind not in taken)
    if "string" not in types and not enums and not is_file:
        yield "x"
    if enums and full_name not in ANY_WORD:
        yield "no such word"
    yield from (kind.sdk_unknown for kind in enums if hasattr(kind, "sdk_unknown"))
    if not is_list and all(kind[0] not in "TI" or kind in ("Integer", "Int64", "TStream") for kind in types):
        yield {"a": 1}


def named(kind: str) -> Any:
    return getattr(genai_py, kind.replace("TArray<", "").removesuffix(">")[1:], None)


@pytest.mark.parametrize(("kind", "name"), list(all_setters()))
def test_what_is_wrong_is_refused_by_the_setter_and_changes_nothing(kind: str, name: str) -> None:
    method = getattr(BUILDERS[kind], name)
    needed = [each for each in list(inspect.signature(method).parameters.values())[2:]
              if each.default is each.empty and each.kind is not each.VAR_POSITIONAL]  # fmt: skip
    for value in wrong_values(types_of(BUILDERS[kind], name), f"{kind}.{name}"):
        builder = BUILDERS[kind]()
        before = dict(builder._fields)
        with pytest.raises((TypeError, ValueError)) as caught:
            getattr(builder, name)(value, *("x" for _ in needed))
        said = str(caught.value)
        assert f"{kind}.{name}".lower() in said.lower()
        given = value[0] if isinstance(value, list) else value
        # A function is named.
        name_of_value = getattr(given, "__name__", repr(given)[:40])
        assert any(shown in said for shown in (repr(given)[:40], repr(value)[:40], name_of_value))
        assert builder._fields == before


@pytest.mark.parametrize(("kind", "name"), list(all_setters()))
def test_a_word_that_is_none_is_refused_with_the_list_of_good_ones(kind: str, name: str) -> None:
    enums = [made for each in types_of(BUILDERS[kind], name) if isinstance(made := named(each), type)
             and issubclass(made, Enum)]  # fmt: skip
    if enums and f"{kind}.{name}" not in ANY_WORD:
        lists = any(each.startswith("TArray") for each in types_of(BUILDERS[kind], name))
        needed = len(inspect.signature(getattr(BUILDERS[kind], name)).parameters) > 2
        value: Any = ["no such word"] if lists else "no such word"
        with pytest.raises(ValueError, match="takes one of") as caught:
            getattr(BUILDERS[kind](), name)(value, *(["wav"] if needed and name == "Audio" else []))
        assert all(repr(member.value) in str(caught.value) for enum in enums[:1] for member in members(enum)[:2])
        other_way = re.search(r"; (Add\w*)\('(.+)', \.\.\.\) sends any other$", str(caught.value))
        if other_way is not None and str(caught.value).startswith(f"{kind}."):
            add, key = other_way.groups()
            sent = written(getattr(BUILDERS[kind](), add)(key, "no such word"))
            assert sent[key] == "no such word"


@pytest.mark.parametrize(
    ("fill", "named"),
    [
        (lambda builder: builder.Properties([("a", {"type": "string"}), ("b", 5)]), "SchemaParams.Properties"),
        (lambda builder: builder.Properties([("a", {"type": "string"}), (5, {})]), "SchemaParams.Properties"),
        (lambda builder: builder.And([{"type": "eq"}, 5]), "CompoundFilter.And"),
        (lambda builder: builder.Or(5), "CompoundFilter.Or"),
        (lambda builder: builder.Image([b"x", 5], ["a.png", "b.png"]), "ImageEditParams.Image"),
        (lambda builder: builder.Image([b"x"], "a.png", 5), "ImageEditParams.Image"),
        (lambda builder: builder.File(b"x", 5), "FileUploadParams.File"),
        (lambda builder: builder.ExpiresAfter("created_at", "5"), "FileUploadParams.ExpiresAfter"),
        (lambda builder: builder.Function("f", 5), "ToolCallsParams.Function"),
        (lambda builder: builder.Audio("alloy", 5), "ChatParams.Audio"),
        (lambda builder: builder.ResponseFormat(lambda schema: None, Strict="yes"), "ChatParams.ResponseFormat"),
        (lambda builder: builder.WebSearchOptions("low", 5), "ChatParams.WebSearchOptions"),
        (lambda builder: builder.Input("text", [b"%PDF-", 5]), "ResponsesParams.Input"),
        (lambda builder: builder.Method("dpo", 5), "FineTuningJobParams.Method"),
    ],
)
def test_so_are_second_arguments_and_later_entries_of_lists(fill: Any, named: str) -> None:
    builder = BUILDERS[named.partition(".")[0]]()
    with pytest.raises(TypeError, match=rf"^{named} takes .+, got "):
        fill(builder)
    assert builder._fields == {}


FILES = [setter for setter in ORIGINALS if "TStream" in setter.types or setter.full_name in PATHS]


@pytest.mark.parametrize("setter", FILES, ids=str)
def test_a_missing_file_is_named(setter: Setter, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.png")
    takes_list = "string" not in setter.types
    builder = setter.builder()
    with pytest.raises(FileNotFoundError, match=r"missing\.png"):
        getattr(type(builder) if setter.on_class else builder, setter.name)([missing] if takes_list else missing)
    assert not isinstance(builder, MultiFormDataParams) or builder._fields == {}


def left_to_the_collector(call: Callable[[], Any]) -> list[str]:
    """The types of the objects in reference cycles after a call, which the second call of its kind leaves too."""
    call()
    gc.collect()
    gc.freeze()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        call()
        gc.collect()
        return [type(each).__name__ for each in gc.garbage]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
        gc.unfreeze()


def test_the_collector_is_asked_in_earnest() -> None:
    def call() -> None:
        itself: list[Any] = []
        itself.append(itself)

    assert left_to_the_collector(call) == ["list"]


def test_no_setter_leaves_a_reference_cycle(tmp_path: Path) -> None:
    def set_all() -> None:
        for setter, call in next(rounds):
            builder = setter.builder()
            getattr(type(builder) if setter.on_class else builder, setter.name)(*call)

    # New arguments for each round: a stream can be read once.
    rounds = iter(
        [
            (setter, call)
            for setter in ORIGINALS
            for overload in setter.overloads
            for call in arguments(setter, overload, tmp_path)
        ]
        for _ in range(2)
    )
    assert left_to_the_collector(set_all) == []


def test_no_setter_that_raises_leaves_a_reference_cycle() -> None:
    def set_all() -> None:
        for kind, name, wrong in calls:
            with contextlib.suppress(TypeError, ValueError, OSError):
                getattr(BUILDERS[kind](), name)(wrong)

    calls = [
        (kind, name, wrong)
        for kind, name in all_setters()
        for wrong in wrong_values(types_of(BUILDERS[kind], name), f"{kind}.{name}")
    ]
    assert left_to_the_collector(set_all) == []


def pickled(builder: Any) -> Any:
    return pickle.loads(pickle.dumps(builder))


# A stream and the handler of a test stay in their process.
NOT_PICKLED = {"TStream", "TProcRef<Integer>"}


def shown(builder: Params) -> dict[str, Any]:
    """What a builder holds; a file is its name."""
    return builder.ToJson() if isinstance(builder, MultiFormDataParams) else written(builder)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_of_each_builder_has_keys_of_its_own(copied: Callable[[Any], Any], tmp_path: Path) -> None:
    for setter in ORIGINALS:
        for overload in setter.overloads:
            if copied is pickled and NOT_PICKLED & {kind for _, kind, _ in overload}:
                continue
            for call in arguments(setter, overload, tmp_path):
                builder = setter.builder()
                getattr(type(builder) if setter.on_class else builder, setter.name)(*call)
                before = shown(builder)
                variant = copied(builder)
                assert type(variant) is type(builder) and shown(variant) == before
                variant.Clear()
                assert shown(builder) == before
