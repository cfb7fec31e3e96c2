"""The requests of responses.

Source: https://platform.openai.com/docs/api-reference/responses/create
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ...core.building.params import JsonParam, ParamProc, UrlParam, excerpt_of, wrong_type
from ...core.building.setters import checked, flag, setter
from ...core.calls.media import MediaSource
from ...core.results.base import Result
from ..schema import SchemaParams, is_schema
from ..stream_options import StreamOptions
from ..types import (
    OutputIncluding,
    PromptCacheRetention,
    ReasoningEffort,
    ReasoningGenerateSummary,
    ResponseOption,
    ResponseTruncationType,
    Role,
    ServiceTier,
    ToolChoice,
    VerbosityType,
)
from .builders import PartParams, TypedParams, list_of_json, object_of, part, parts, text_or_list
from .content_params import ItemContent
from .input_items import InputListItem, InputMessage
from .output_items import ResponseOutput
from .tools import ResponseToolChoiceParams, ToolsLike, tools_of

if TYPE_CHECKING:
    from typing_extensions import Self

N = TypeVar("N", bound=JsonParam)

InputItemLike = InputListItem | ResponseOutput | Mapping[str, Any]
"""An item of the input: a builder, an item that a response returned, or a dict."""

# Each type of item has one of these keys.
_ITEM_KEYS = frozenset({"id", "role", "type"})


class ConversationParams(JsonParam):
    """The conversation to which a response belongs."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the conversation.")

    @classmethod
    def New(cls, Value: str) -> Self:
        """Return the conversation with the id ``Value``."""
        return cls().Id(Value)


class ContextManagementParams(TypedParams, type="compaction"):
    """The threshold at which the context is compacted."""

    __slots__ = ()

    CompactThreshold = setter(int, "compact_threshold", doc="The number of tokens.")


class PromptParams(PartParams):
    """A stored prompt."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the prompt.")
    Version = setter(str, "version", doc="Its version; the current one by default.")
    Variables = part(JsonParam, "variables", doc="The values of its variables, by name.")


class ReasoningParams(PartParams):
    """The reasoning settings."""

    __slots__ = ()

    Effort = setter(ReasoningEffort, "effort", doc="The effort: ``none``, ``minimal``, ``low`` ... ``xhigh``.")
    Summary = setter(
        ReasoningGenerateSummary, "summary", doc="The reasoning summary: ``auto``, ``concise`` or ``detailed``."
    )


class TextFormatParams(TypedParams):
    """The format of the answer."""

    __slots__ = ()


class TextFormatTextPrams(TextFormatParams, type="text"):
    """Plain text."""

    __slots__ = ()


class TextJSONObjectParams(TextFormatParams, type="json_object"):
    """Any JSON object; the input must ask for JSON as well."""

    __slots__ = ()


class TextJSONSchemaParams(TextFormatParams, type="json_schema"):
    """JSON that conforms to a schema."""

    __slots__ = ()

    Name = setter(str, "name", doc="The name of the schema: letters, digits, ``_`` and ``-``.")
    Description = setter(str, "description", doc="Its purpose, for the model.")
    Schema = part(SchemaParams, "schema", doc="The schema.")
    Strict = flag("strict", doc="Whether the output must conform to the schema exactly.")


class TextParams(PartParams):
    """The format and verbosity of the answer."""

    __slots__ = ()

    def Format(
        self,
        Value: TextFormatParams | SchemaParams | Mapping[str, Any] | Callable[[TextFormatParams], Any] | str,
    ) -> Self:
        """The format: a builder, a function that fills one, a dict, JSON text of an object, or a JSON schema."""
        where = f"{type(self).__name__}.Format"
        given = _schema_or(TextFormatParams, where, Value)
        is_one = isinstance(given, SchemaParams) or (not isinstance(given, Result) and is_schema(_fields_of(given)))
        self._fields["format"] = _named(given) if is_one else given
        return self

    Format.json_key = "format"  # type: ignore[attr-defined]
    Verbosity = setter(VerbosityType, "verbosity", doc="``low``, ``medium`` or ``high``.")


# A dict with one of these keys is a complete ``text``.
_TEXT_KEYS = frozenset({"format", "verbosity"})


def _schema_or(kind: type[N], where: str, value: Any) -> Any:
    """Return a schema or format unchanged, any other value as converted by ``object_of``."""
    return value if isinstance(value, (SchemaParams, TextFormatParams)) else object_of(where, kind, value)


def _fields_of(value: JsonParam | Mapping[str, Any]) -> Mapping[str, Any]:
    return value._fields if isinstance(value, JsonParam) else value


def _named(schema: SchemaParams | Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "name": "answer", "schema": schema}


def _is_text(value: Any) -> bool:
    """Return whether a value is a complete ``text``, not a format or a schema."""
    if isinstance(value, (TextParams, Result)):
        return True
    fields = _fields_of(value)
    return not isinstance(value, SchemaParams) and not is_schema(fields) and not _TEXT_KEYS.isdisjoint(fields)


def _format_of(where: str, value: Any) -> Any:
    """Return a value that is a ``format``, or the format for a JSON schema. Raises ValueError for other values."""
    if isinstance(value, (TextFormatParams, Result)):
        return value
    fields = _fields_of(value)
    if isinstance(value, SchemaParams) or is_schema(fields):
        return _named(value)
    if isinstance(fields.get("schema"), (Mapping, JsonParam)):
        return {"type": "json_schema", **fields}
    if isinstance(fields.get("type"), str) and fields["type"] != "json_schema":
        return value
    raise ValueError(
        f"{where} takes a JSON schema with its 'type', such as {{'type': 'object', 'properties': ...}}, or a format, "
        f"such as {{'type': 'json_schema', 'name': ..., 'schema': ...}}, got {excerpt_of(value)}"
    )


class ResponsesParams(JsonParam):
    """The request of a response."""

    __slots__ = ()

    Model = setter(str, "model", doc="The id of a model.")
    Instructions = setter(str, "instructions", doc="The system instructions, which precede the input.")
    Background = flag(
        "background", doc="Run the response in the background; ``Retrieve`` returns its status."
    )
    Conversation = setter(
        (str, ConversationParams),
        "conversation",
        doc="The conversation, by its id; input and output are added to it.",
    )
    ContextManagement = parts(
        ContextManagementParams, "context_management", doc="When to compact the context automatically."
    )
    Include = setter(list[OutputIncluding], "include", doc="Additional data to include in the response.")
    MaxOutputTokens = setter(
        int, "max_output_tokens", doc="The maximum number of tokens, reasoning included."
    )
    MaxToolCalls = setter(int, "max_tool_calls", doc="The maximum number of calls of built-in tools.")
    Metadata = setter(dict, "metadata", doc="Up to 16 key-value pairs, stored with the response.")
    ParallelToolCalls = flag("parallel_tool_calls", doc="Whether the model may call several tools at once.")
    PreviousResponseId = setter(str, "previous_response_id", doc="The id of the response that this one continues.")
    Prompt = setter(PromptParams, "prompt", doc="A stored prompt.")
    PromptCacheKey = setter(str, "prompt_cache_key", doc="Requests with the same key share the server's prompt cache.")
    PromptCacheRetention = setter(
        PromptCacheRetention,
        "prompt_cache_retention",
        doc="How long prefixes stay cached: ``in_memory``, ``24h``.",
    )
    SafetyIdentifier = setter(str, "safety_identifier", doc="A hashed id of the end user, for abuse detection.")
    ServiceTier = setter(
        ServiceTier,
        "service_tier",
        doc="The service tier: ``auto``, ``default``, ``flex``, ``scale``, ``priority``.",
    )
    Store = flag("store", doc="Whether the server keeps the response for ``Retrieve``.")
    Stream = flag("stream", doc="Request a stream; the streaming operations set it.")
    StreamOptions = part(StreamOptions, "stream_options", doc="The options of the stream.")
    Temperature = setter(float, "temperature", doc="0 to 2; higher is more random.")
    TopLogprobs = setter(int, "top_logprobs", doc="The number of most likely tokens to return per token, 0 to 20.")
    TopP = setter(float, "top_p", doc="Sample only from the most likely tokens with this total probability.")
    Truncation = setter(
        ResponseTruncationType,
        "truncation",
        doc="The handling of an input that is too long: ``auto`` truncates it, ``disabled`` fails.",
    )
    User = setter(str, "user", doc="An id of the end user, for the server's abuse monitoring.")

    @overload
    def Input(self, Value: str | Sequence[InputItemLike], /) -> Self: ...
    @overload
    def Input(self, Content: str, Docs: Sequence[MediaSource], Role: Role | str = ...) -> Self: ...
    def Input(
        self,
        Content: str | Sequence[InputItemLike],
        Docs: Sequence[MediaSource] | None = None,
        Role: Role | str = "user",
    ) -> Self:
        """Set the input.

        Content: a text, which is sent as text even if it looks like JSON; or items, which may include those of a
        response. ``InputJson`` takes items as JSON text.
        Docs: images, files and audio in addition to a text, each a path, an http(s) URL, a data URI, bytes or the id of
        an uploaded file; ``ItemContent.Of`` describes how they are sent, and its errors. Role: that of the message.
        """
        where = f"{type(self).__name__}.Input"
        if Docs is None:
            self._fields["input"] = text_or_list(where, InputListItem, Content)
            return self
        if not isinstance(Content, str):
            raise wrong_type(where, "str if Docs is given", Content)
        if isinstance(Docs, (str, bytes)) or not isinstance(Docs, Sequence):
            raise wrong_type(where, "list as Docs", Docs)
        content = [ItemContent.NewText(Content), *(ItemContent._of(doc, where) for doc in Docs)]
        self._fields["input"] = [InputMessage().Role(Role).Content(content)]
        return self

    def InputJson(self, Value: str) -> Self:
        """Set the input from JSON text of a list of items. Do not pass text from users.

        Raises ValueError for a text that is not a JSON array of items, each an object with a ``type`` or ``role``.
        """
        self._fields["input"] = list_of_json(f"{type(self).__name__}.InputJson", Value, _ITEM_KEYS)
        return self

    def Reasoning(
        self,
        Value: ReasoningParams | Callable[[ReasoningParams], Any] | Mapping[str, Any] | ReasoningEffort | str,
    ) -> Self:
        """The reasoning settings; a string sets the effort: ``none``, ``minimal``, ``low`` ... ``xhigh``."""
        where = f"{type(self).__name__}.Reasoning"
        if isinstance(Value, str):
            Value = {"effort": checked(where, ReasoningEffort, Value)}
        self._fields["reasoning"] = object_of(where, ReasoningParams, Value)
        return self

    def Text(
        self,
        Value: TextParams
        | TextFormatParams
        | ResponseOption
        | str
        | SchemaParams
        | Mapping[str, Any]
        | Callable[[TextParams], Any],
        SchemaParams: ParamProc[TextJSONSchemaParams] | SchemaParams | Mapping[str, Any] | str | None = None,
    ) -> Self:
        """The format of the answer.

        Value: a JSON schema, as ``SchemaParams`` or a dict; a format; ``text`` itself; or ``text``, ``json_object`` or
        ``json_schema``. The last one requires ``SchemaParams``: a schema, or ``TextJSONSchemaParams``, which also names
        it. Raises ValueError if that is missing, and for any other string or dict.
        """
        where = f"{type(self).__name__}.Text"
        if isinstance(Value, str):
            word = checked(where, ResponseOption, Value)
            if (SchemaParams is not None) != (word == ResponseOption.json_schema):
                raise ValueError(f"{where}: only 'json_schema' takes a schema")
            text: Any = TextFormatParams().Type(word)
            if SchemaParams is not None:
                text = _schema_or(TextJSONSchemaParams, where, SchemaParams)
            self._fields["text"] = {"format": _format_of(where, text)}
        else:
            if SchemaParams is not None:
                raise ValueError(f"{where} got two schemas; write Text(schema) or Text('json_schema', schema)")
            text = _schema_or(TextParams, where, Value)
            self._fields["text"] = text if _is_text(text) else {"format": _format_of(where, text)}
        return self

    def ToolChoice(self, Value: ToolChoice | str | ResponseToolChoiceParams | Mapping[str, Any]) -> Self:
        """The tool that the model uses: ``auto``, ``none``, ``required``, or a specific one."""
        where = f"{type(self).__name__}.ToolChoice"
        self._fields["tool_choice"] = (
            checked(where, ToolChoice, Value)
            if isinstance(Value, str)
            else object_of(where, ResponseToolChoiceParams, Value)
        )
        return self

    def Tools(self, Value: ToolsLike) -> Self:
        """The tools that the model may use: builders, Python functions, ``FunctionCore`` objects, JSON text
        of an array.

        A function is described by its signature, type hints and docstring (``FunctionTool``), and never called here;
        ``Act`` runs the calls of the model.
        """
        self._fields["tools"] = tools_of(f"{type(self).__name__}.Tools", Value)
        return self


class ResponseCompactParams(JsonParam):
    """The request to compact a context."""

    __slots__ = ()

    Model = setter(str, "model", doc="The id of a model.")
    Instructions = setter(str, "instructions", doc="The system instructions, which precede the input.")
    PreviousResponseId = setter(str, "previous_response_id", doc="The id of the response whose context to compact.")
    PromptCacheKey = setter(str, "prompt_cache_key", doc="Requests with the same key share the server's prompt cache.")
    PromptCacheRetention = setter(
        PromptCacheRetention,
        "prompt_cache_retention",
        doc="How long prefixes stay cached: ``in_memory``, ``24h``.",
    )
    ServiceTier = setter(
        ServiceTier,
        "service_tier",
        doc="The service tier: ``auto``, ``default``, ``flex``, ``scale``, ``priority``.",
    )

    def Input(self, Value: str | Sequence[InputItemLike]) -> Self:
        """The context: a text, or items; ``InputJson`` takes items as JSON text."""
        self._fields["input"] = text_or_list(f"{type(self).__name__}.Input", InputListItem, Value)
        return self

    def InputJson(self, Value: str) -> Self:
        """The context as JSON text of a list of items. Raises ValueError for another text."""
        self._fields["input"] = list_of_json(f"{type(self).__name__}.InputJson", Value, _ITEM_KEYS)
        return self


class UrlIncludeParams(UrlParam):
    """Additional data to include in a response."""

    __slots__ = ()

    Include = setter(list[OutputIncluding], "include", doc="Additional data to include.")


class UrlResponseListParams(UrlIncludeParams):
    """The query for a response's input items."""

    __slots__ = ()

    After = setter(str, "after", doc="The id of the last item of the previous page.")
    Limit = setter(int, "limit", doc="The number of items per page, 1 to 100; 20 by default.")
    Order = setter(str, "order", doc="``asc`` or ``desc``, by time of creation.")


URLIncludeParams = UrlIncludeParams
