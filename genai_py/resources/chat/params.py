"""The requests of the chat endpoints. Source: https://platform.openai.com/docs/api-reference/chat/create"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from ...core.building.pagination import UrlPaginationParams
from ...core.building.params import JsonParam, excerpt_of, part_of, wrong_type
from ...core.building.setters import checked, flag, setter
from ...toolkit.definitions import ToolDefinition, ToolSet
from .. import types
from ..functions import ChatMessageTool, FunctionCore, function_of
from ..schema import SchemaParams, is_schema, schema_of
from ..stream_options import StreamOptions, stream_options
from .content import PredictionParams, PredictionPartParams
from .extra_body import ExtraBody
from .messages import MessagePayload
from .results import ChatMessage
from .tools import ToolChoiceParams

if TYPE_CHECKING:
    from typing_extensions import Self


Message = MessagePayload | ChatMessage | Mapping[str, Any] | Callable[[MessagePayload], Any]
"""A message: a builder, a function that fills one, a message of a result, or a dict."""

Tool = ChatMessageTool | FunctionCore | ToolSet | Callable[..., Any] | Mapping[str, Any]
"""A tool: a Python function, a ``FunctionCore``, the tools of an MCP server, or a dict."""


class AudioParams(JsonParam):
    """The format and voice of audio answers."""

    __slots__ = ()

    Voice = setter((types.AudioVoice, types.ChatVoice), "voice", doc="The voice.")
    Format = setter(types.AudioFormat, "format", doc="The audio format.")


class UserLocationApproximate(JsonParam):
    """The approximate location of the user."""

    __slots__ = ()

    City = setter(str, "city", doc="The city, as free text.")
    Country = setter(str, "country", doc="The two-letter ISO 3166-1 code of the country: ``FR``.")
    Region = setter(str, "region", doc="The region, as free text.")
    Timezone = setter(str, "timezone", doc="The IANA time zone: ``Europe/Paris``.")


class UserLocation(JsonParam):
    """The user's location for a web search."""

    __slots__ = ()

    Approximate = setter((UserLocationApproximate, dict[str, Any]), "approximate", doc="The approximate location.")

    def Type(self, Value: str = "approximate") -> Self:
        """The type of location, always ``approximate``. Raises ValueError for any other."""
        where = f"{type(self).__name__}.Type"
        if checked(where, str, Value).strip().lower() != "approximate":
            raise ValueError(f"{where} is always 'approximate', got {Value!r}")
        return self.Add("type", "approximate")

    @classmethod
    def New(cls, Value: UserLocationApproximate | dict[str, Any]) -> UserLocation:
        """Return the location ``Value``."""
        return cls().Type().Approximate(Value)


class ChatParams(JsonParam):
    """The request of a chat completion. Source: https://platform.openai.com/docs/api-reference/chat/create"""

    __slots__ = ()
    # llama-cpp-python ignores the first, OpenAI's reasoning models reject the second.
    _local_names = {"max_completion_tokens": "max_tokens"}  # noqa: RUF012

    Model = setter(str, "model", doc="The id of a model.")
    DraftModel = setter(str, "draft_model", doc="The id of a smaller model for speculative decoding; LM Studio only.")
    FrequencyPenalty = setter(float, "frequency_penalty", doc="-2.0 to 2.0; positive values reduce repetition.")
    LogitBias = setter(dict, "logit_bias", doc="A mapping of token ids to a bias, -100 to 100.")
    Logprobs = setter(bool, "logprobs", doc="Whether to return the log probabilities of tokens.")
    MaxCompletionTokens = setter(
        int,
        "max_completion_tokens",
        doc="The maximum number of tokens, reasoning included. Local servers get it as ``max_tokens``, too.",
    )
    MaxTokens = setter(int, "max_tokens", doc="The older name of ``MaxCompletionTokens``, which some servers require.")
    Metadata = setter(dict, "metadata", doc="Up to 16 key-value pairs, stored with the completion.")
    MinP = setter(float, "min_p", doc="The minimum probability relative to the likeliest token; local servers only.")
    Modalities = setter(list[types.Modalities], "modalities", doc="The output types: text, audio.")
    N = setter(int, "n", doc="The number of answers.")
    ParallelToolCalls = setter(bool, "parallel_tool_calls", doc="Whether several tools may be called at once.")
    PresencePenalty = setter(float, "presence_penalty", doc="-2.0 to 2.0; positive values encourage new topics.")
    PromptCacheKey = setter(str, "prompt_cache_key", doc="Requests with the same key share the server's prompt cache.")
    ReasoningEffort = setter(types.ReasoningEffort, "reasoning_effort", doc="The reasoning effort.")
    ReturnProgress = flag(
        "return_progress", doc="Chunks report how much of the prompt is processed; llama.cpp's server only."
    )
    SafetyIdentifier = setter(str, "safety_identifier", doc="A hashed id of the end user, for abuse detection.")
    RepeatPenalty = setter(float, "repeat_penalty", doc="Values above 1 reduce repetition; local servers only.")
    Seed = setter(int, "seed", doc="For the same seed and parameters, the server tries to return the same answer.")
    ServiceTier = setter(str, "service_tier", doc="The service tier, which decides latency and price.")
    Stop = setter((str, list[str]), "stop", doc="Up to four texts at which the answer ends.")
    Store = flag("store", doc="Keep the completion, for ``GetCompletion`` and ``List``.")
    Stream = flag("stream", doc="Request a stream; the streaming operations set it.")
    Temperature = setter(float, "temperature", doc="0 to 2; higher is more random.")
    TopK = setter(int, "top_k", doc="Sample only from this number of most likely tokens; local servers only.")
    TopLogprobs = setter(int, "top_logprobs", doc="The number of most likely tokens to return per token, 0 to 20.")
    TopP = setter(float, "top_p", doc="Sample only from the most likely tokens with this total probability.")
    Ttl = setter(int, "ttl", doc="If this request loads the model: seconds of idle time until LM Studio unloads it.")
    User = setter(str, "user", doc="An id of the end user, for the server's abuse monitoring.")
    Verbosity = setter(types.VerbosityType, "verbosity", doc="The verbosity of the answer.")

    def Messages(self, Value: Message | Sequence[Message]) -> Self:
        """The conversation so far: messages of ``FromUser`` and similar functions, messages of results, or dicts."""
        where = f"{type(self).__name__}.Messages"
        return self.Add("messages", [_message(where, value) for value in _listed(Value)])

    def Audio(self, Voice: types.ChatVoice | types.AudioVoice | str, Format: types.AudioFormat | str) -> Self:
        """The format and voice of audio answers; ``Modalities`` must include ``audio``."""
        where = f"{type(self).__name__}.Audio"
        voice = checked(where, (types.AudioVoice, types.ChatVoice), Voice)
        return self.Add("audio", AudioParams().Voice(voice).Format(checked(where, types.AudioFormat, Format)))

    def Prediction(self, Value: str | Sequence[PredictionPartParams]) -> Self:
        """A text that the answer will mostly repeat, such as a file with small changes."""
        content = checked(f"{type(self).__name__}.Prediction", (str, list[PredictionPartParams]), Value)
        return self.Add("prediction", PredictionParams.New(content))

    def ResponseFormat(
        self,
        Value: SchemaParams | Callable[[SchemaParams], Any] | Mapping[str, Any],
        Name: str = "answer",
        Strict: bool | None = None,
    ) -> Self:
        """The format of the answer: a JSON schema, also as a dict, or a complete ``response_format`` as a dict.

        Name, Strict: those of the schema; with a strict one, the answer conforms exactly. Raises ValueError for any
        other dict.
        """
        where = f"{type(self).__name__}.ResponseFormat"
        schema = schema_of(where, Value)
        fields = schema._fields if isinstance(schema, JsonParam) else schema
        if not isinstance(schema, SchemaParams) and not is_schema(fields):
            kind = fields.get("type")
            if not isinstance(kind, str) or (kind == "json_schema" and "json_schema" not in fields):
                raise ValueError(
                    f"{where} takes a JSON schema with its 'type', such as {{'type': 'object', 'properties': ...}}, "
                    "or a format, such as {'type': 'json_schema', 'json_schema': {'name': ..., 'schema': ...}}, "
                    f"got {excerpt_of(schema)}"
                )
            return self.Add("response_format", schema)
        named: dict[str, Any] = {"name": checked(where, str, Name), "schema": schema}
        if Strict is not None:
            named["strict"] = checked(where, bool, Strict)
        return self.Add("response_format", {"type": "json_schema", "json_schema": named})

    def StreamOptions(
        self, Value: StreamOptions | Callable[[StreamOptions], Any] | Mapping[str, Any] | bool = True
    ) -> Self:
        """Whether the stream ends with a ``usage`` chunk; or complete ``stream_options``."""
        where = f"{type(self).__name__}.StreamOptions"
        return self.Add("stream_options", stream_options(where, Value))

    def ToolChoice(
        self,
        Value: types.ToolChoice | str | ToolChoiceParams | Callable[[ToolChoiceParams], Any] | Mapping[str, Any],
    ) -> Self:
        """Whether the model may, must or must not call tools; or the name of a function that it must call."""
        where = f"{type(self).__name__}.ToolChoice"
        if not isinstance(Value, str):
            takes = "ToolChoice, a name, ToolChoiceParams (or a function that fills one) or dict"
            return self.Add("tool_choice", part_of(where, ToolChoiceParams, Value, (Mapping,), takes=takes))
        if not Value or Value == types.ToolChoice.sdk_unknown:
            raise ValueError(f"{where}: takes a choice or the name of a function, got {Value!r}")
        if Value.lower() in ("none", "auto", "required"):
            return self.Add("tool_choice", str.lower(Value))
        return self.Add("tool_choice", ToolChoiceParams.New(Value))

    def Tools(self, Value: Tool | Sequence[Tool]) -> Self:
        """The tools that the model may call: Python functions, ``FunctionCore`` objects, ``McpTools``, dicts.

        A function is described by its signature, type hints and docstring (``FunctionTool``), and never called here;
        ``Act`` runs the calls of the model.
        """
        where = f"{type(self).__name__}.Tools"
        return self.Add("tools", [tool for value in _listed(Value) for tool in _tools(where, value)])

    @overload
    def WebSearchOptions(
        self,
        Value: types.SearchWebOptions | str,
        Location: UserLocation | UserLocationApproximate | None = ...,
    ) -> Self: ...
    @overload
    def WebSearchOptions(self, Value: UserLocation | UserLocationApproximate) -> Self: ...
    def WebSearchOptions(self, Value: Any, Location: Any = None) -> Self:
        """Enable web search, with a context size, the user's location, or both."""
        where = f"{type(self).__name__}.WebSearchOptions"
        options: dict[str, Any] = {}
        if isinstance(Value, str):
            options["search_context_size"] = checked(where, types.SearchWebOptions, Value)
        elif Location is None:
            Location = Value
        else:
            raise wrong_type(where, "SearchWebOptions before the location", Value)
        if isinstance(Location, UserLocationApproximate):
            Location = UserLocation.New(Location)
        if Location is not None or not options:
            takes = "SearchWebOptions, UserLocation (or a function that fills one) or UserLocationApproximate"
            options["user_location"] = part_of(where, UserLocation, Location, takes=takes)
        return self.Add("web_search_options", options)

    def ExtraBody(self, Value: ExtraBody | Callable[[ExtraBody], Any]) -> Self:
        """Gemini-specific settings."""
        where = f"{type(self).__name__}.ExtraBody"
        return self.Add("extra_body", {"google": checked(where, ExtraBody, Value)})


def _listed(value: Any) -> Sequence[Any]:
    is_list = type(value) is list or (
        isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))
    )
    return value if is_list else [value]


def _message(where: str, value: Any) -> Any:
    if isinstance(value, ChatMessage):
        return MessagePayload.Assistant(value)
    takes = "MessagePayload (or a function that fills one), a message of a result or dict"
    return part_of(where, MessagePayload, value, (Mapping,), takes=takes)


def _tools(where: str, value: Any) -> list[Any]:
    if isinstance(value, ToolSet):
        known = value.known()
        return [value] if known is None else [chat_tool(tool) for tool in known]
    if isinstance(value, ChatMessageTool):
        value = value.function
    function = function_of(where, value)
    if function is not None:
        return [chat_tool(function)]
    if isinstance(value, Mapping) or type(value) is JsonParam:
        return [value]
    raise wrong_type(where, "functions, FunctionCore, ChatMessageTool, McpTools or dict", value)


def chat_tool(tool: Any) -> ToolDefinition:
    """Return the definition of a ``FunctionCore``."""
    return ToolDefinition(tool.ToJson(), tool)


class UrlChatParams(UrlPaginationParams):
    """The query for the messages of a stored completion."""

    __slots__ = ()

    Order = setter(str, "order", doc="``asc`` or ``desc``, by time of creation.")


class UrlChatListParams(UrlPaginationParams):
    """The query for stored completions."""

    __slots__ = ()

    Metadata = setter(dict, "metadata", doc="Only completions with this metadata.")
    Model = setter(str, "model", doc="Only completions of this model.")
    Order = setter(str, "order", doc="``asc`` or ``desc``, by time of creation.")


class ChatUpdateParams(JsonParam):
    """The changes to a stored completion."""

    __slots__ = ()

    Metadata = setter(dict, "metadata", doc="Up to 16 key-value pairs, which replace the stored ones.")
