"""The requests of messages. Source: https://platform.claude.com/docs/en/api/messages/create"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.building.params import JsonObject, JsonParam, part_of, wrong_type
from ...core.building.setters import checked, flag, setter
from ...toolkit.definitions import ToolDefinition, ToolSet
from ..chat.messages import MessagePayload
from ..functions import ChatMessageTool, FunctionCore, function_of
from ..types import MessageThinkingType, MessageToolChoiceType
from .blocks import Block, content_of
from .results import MessageReply
from .turns import MessageTurnParams, turn_of

if TYPE_CHECKING:
    from typing_extensions import Self

DEFAULT_MAX_TOKENS = 4096
"""The tokens of an answer where the program sets no limit, which the API demands."""

Turn = MessageTurnParams | MessageReply | MessagePayload | Mapping[str, Any] | Callable[[MessageTurnParams], Any] | str
"""A turn: a builder, a function that fills one, a reply, a text of the user, or a dict."""


class MessageToolParams(JsonParam):
    """The definition of a tool that the program runs itself, or of one that the server has."""

    __slots__ = ()

    Type = setter(str, "type", doc="The type of a tool that the server has; not set for a tool of the program.")
    Name = setter(str, "name", doc="The name.")
    Description = setter(str, "description", doc="What the tool does, by which the model decides whether to call it.")
    InputSchema = setter(dict, "input_schema", doc="The JSON schema of the arguments.")
    Strict = flag("strict", doc="Whether the arguments must be exactly as the schema says.")
    CacheControl = setter(
        dict, "cache_control", doc='Keep the prompt up to here in the cache: ``{"type": "ephemeral"}``.'
    )

    @classmethod
    def New(cls, Name: str, Description: str, InputSchema: Mapping[str, Any] | JsonParam) -> MessageToolParams:
        """Return the definition of a tool of the program."""
        return cls().Name(Name).Description(Description).InputSchema(InputSchema)


Tool = MessageToolParams | ChatMessageTool | FunctionCore | ToolSet | Callable[..., Any] | Mapping[str, Any]
"""A tool: a Python function, a ``FunctionCore``, the tools of an MCP server, a definition, or a dict."""


class MessageToolChoiceParams(JsonParam):
    """Whether tools may, must or must not be called."""

    __slots__ = ()

    Type = setter(MessageToolChoiceType, "type", doc="``auto``, ``any``, ``tool`` or ``none``.")
    Name = setter(str, "name", doc="For the type ``tool``: the tool that must be called.")
    DisableParallelToolUse = flag(
        "disable_parallel_tool_use", doc="Let the model call one tool at most; true when called without a value."
    )


class MessageThinkingParams(JsonParam):
    """Whether the model thinks before it answers, and how much."""

    __slots__ = ()

    Type = setter(MessageThinkingType, "type", doc="``enabled``, ``disabled`` or ``adaptive``.")
    BudgetTokens = setter(int, "budget_tokens", doc="The tokens for thoughts: 1024 or more, and below ``MaxTokens``.")


class MessagesParams(JsonParam):
    """The request of a message. Source: https://platform.claude.com/docs/en/api/messages/create"""

    __slots__ = ()

    Model = setter(str, "model", doc="The id of a model.")
    MaxTokens = setter(int, "max_tokens", doc="The maximum number of tokens of the answer; 4096 if not set.")
    Temperature = setter(float, "temperature", doc="0 to 1; higher is more random.")
    TopP = setter(float, "top_p", doc="Sample only from the most likely tokens with this total probability.")
    TopK = setter(int, "top_k", doc="Sample only from this number of most likely tokens.")
    StopSequences = setter(list[str], "stop_sequences", doc="Texts at which the answer ends.")
    Stream = flag("stream", doc="Request a stream; the streaming operations set it.")
    OutputConfig = setter(dict, "output_config", doc="The effort for the answer, and its format as a JSON schema.")
    Metadata = setter(dict, "metadata", doc='About the request: ``{"user_id": "..."}``.')

    def Messages(self, Value: Turn | Sequence[Turn]) -> Self:
        """The conversation so far. A text is a turn of the user; a reply is one of the model."""
        where = f"{type(self).__name__}.Messages"
        return self.Add("messages", [turn_of(where, each) for each in _listed(Value)])

    def System(self, Value: Block | Sequence[Block]) -> Self:
        """The system prompt: a text, or text blocks."""
        return self.Add("system", content_of(f"{type(self).__name__}.System", Value))

    def Tools(self, Value: Tool | Sequence[Tool]) -> Self:
        """The tools that the model may call: Python functions, ``FunctionCore`` objects, ``McpTools``, definitions.

        A function is described by its signature, type hints and docstring (``FunctionTool``), and never called here;
        ``Act`` runs the calls of the model.
        """
        where = f"{type(self).__name__}.Tools"
        return self.Add("tools", [tool for each in _listed(Value) for tool in _tools(where, each)])

    def ToolChoice(
        self,
        Value: MessageToolChoiceType
        | str
        | MessageToolChoiceParams
        | Callable[[MessageToolChoiceParams], Any]
        | Mapping[str, Any],
    ) -> Self:
        """Whether tools may (``auto``), must (``any``) or must not be called; or the name of one that must be."""
        where = f"{type(self).__name__}.ToolChoice"
        if not isinstance(Value, str):
            takes = "MessageToolChoiceType, a name, MessageToolChoiceParams (or a function that fills one) or dict"
            return self.Add("tool_choice", part_of(where, MessageToolChoiceParams, Value, (Mapping,), takes=takes))
        if not Value or Value in (MessageToolChoiceType.sdk_unknown, MessageToolChoiceType.tool):
            raise ValueError(f"{where}: takes a choice or the name of a tool, got {Value!r}")
        # Chat's word for it.
        choice = "any" if Value.lower() == "required" else str.lower(Value)
        if choice in ("auto", "any", "none"):
            return self.Add("tool_choice", {"type": choice})
        return self.Add("tool_choice", {"type": "tool", "name": str(Value)})

    def Thinking(
        self,
        Value: int
        | MessageThinkingType
        | str
        | MessageThinkingParams
        | Callable[[MessageThinkingParams], Any]
        | Mapping[str, Any],
    ) -> Self:
        """How many tokens the model may think before it answers, 0 for none; ``adaptive``; or complete settings."""
        where = f"{type(self).__name__}.Thinking"
        if isinstance(Value, str):
            return self.Add("thinking", {"type": checked(where, MessageThinkingType, Value)})
        if isinstance(Value, int) and not isinstance(Value, bool):
            if Value < 0:
                raise ValueError(f"{where} must be 0 or more, got {Value}")
            fields = {"type": "enabled", "budget_tokens": Value} if Value else {"type": "disabled"}
            return self.Add("thinking", fields)
        takes = "a number of tokens, MessageThinkingType, MessageThinkingParams (or a function that fills one) or dict"
        return self.Add("thinking", part_of(where, MessageThinkingParams, Value, (Mapping,), takes=takes))

    def to_bytes(self, also: JsonObject | None = None) -> bytes:
        """Return the request as it is sent, with the default of ``MaxTokens``."""
        if "max_tokens" not in self._fields:
            also = {"max_tokens": DEFAULT_MAX_TOKENS, **(also or {})}
        return super().to_bytes(also)


# What only the generation needs, and Anthropic refuses where tokens are counted.
_OF_GENERATION = frozenset(
    {"max_tokens", "metadata", "stop_sequences", "stream", "temperature", "top_k", "top_p"}
)  # fmt: skip


def counted_part(params: MessagesParams) -> JsonParam:
    """Return the request that counts the tokens of a request's input."""
    made = JsonParam()
    made._fields = {key: value for key, value in params._fields.items() if key not in _OF_GENERATION}
    return made


def _listed(value: Any) -> Sequence[Any]:
    is_list = isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))
    return value if is_list else [value]


def _tools(where: str, value: Any) -> list[Any]:
    if isinstance(value, ToolSet):
        known = value.known()
        return [value] if known is None else [message_tool(tool) for tool in known]
    if isinstance(value, ChatMessageTool):
        value = value.function
    function = function_of(where, value)
    if function is not None:
        return [message_tool(function)]
    if isinstance(value, (MessageToolParams, Mapping)) or type(value) is JsonParam:
        return [value]
    raise wrong_type(where, "functions, FunctionCore, MessageToolParams, McpTools or dict", value)


def message_tool(tool: Any) -> ToolDefinition:
    """Return the definition of a ``FunctionCore``."""
    parts = tool.Parts()
    parts["input_schema"] = parts.pop("parameters")
    return ToolDefinition(parts, tool)
