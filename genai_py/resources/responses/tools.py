"""The tools that a model may or must use.

Source: https://platform.openai.com/docs/api-reference/responses/create#responses-create-tools
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.building.params import JsonParam, wrong_type
from ...core.building.setters import checked, flag, setter
from ...core.results.base import Result
from ...toolkit.definitions import ToolDefinition, ToolSet
from ..functions import FunctionCore, function_of
from ..schema import SchemaParams
from ..types import (
    AllowedToolsMode,
    BackGroundType,
    ComparisonFilterType,
    CompoundFilterType,
    ContainerMemoryLimit,
    FidelityType,
    ImageGenActionType,
    ImageQualityType,
    ImageSize,
    MCPConnectorType,
    OutputFormatType,
    SearchWebOptions,
    SyntaxFormatType,
    ToolParamsFormatType,
    ToolSearchExecution,
)
from .array_builder import PartLike
from .builders import PartParams, TypedParams, list_of, part, parts

if TYPE_CHECKING:
    from typing_extensions import Self


class ResponseToolParams(
    TypedParams, instead_of_function="a function is given to Params.Tools, or as FunctionTool(function)"
):
    """A tool that the model may call."""

    __slots__ = ()


class ResponseFunctionParams(ResponseToolParams, type="function"):
    """A function of the program. ``Params.Tools`` accepts a ``FunctionCore``, too."""

    __slots__ = ()

    Name = setter(str, "name", doc="The name of the tool.")
    Description = setter(str, "description", doc="The description, by which the model decides whether to call.")
    Parameters = part(SchemaParams, "parameters", doc="The JSON schema of its arguments.")
    Strict = flag("strict", doc="Whether the output must conform to the schema exactly.")
    DeferLoading = flag("defer_loading", doc="Whether to load it on demand, by a tool search.")

    @classmethod
    def New(cls, Value: FunctionCore | None = None) -> Self:
        """Return the tool of a function. Raises TypeError or ValueError for an incomplete or invalid definition."""
        made = cls()
        if Value is None:
            return made
        if not isinstance(Value, FunctionCore):
            raise wrong_type("ResponseFunctionParams.New", "FunctionCore", Value)
        made._fields.update(Value.Parts())
        # The API's default is true.
        return made.Strict(Value.strict)


class ToolParamsFormatParams(TypedParams, words=ToolParamsFormatType):
    """The input format of a custom tool."""

    __slots__ = ()

    Definition = setter(str, "definition", doc="The grammar.")
    Syntax = setter(SyntaxFormatType, "syntax", doc="The syntax of the grammar: ``lark`` or ``regex``.")

    @classmethod
    def New(cls, Value: ToolParamsFormatType | str = "") -> Self:
        """``text`` for any text, ``grammar`` for text that matches a grammar."""
        return cls().Type(Value) if Value else cls()


class CustomToolParams(ResponseToolParams, type="custom"):
    """A tool of the program, whose input is text."""

    __slots__ = ()

    Name = setter(str, "name", doc="The name of the tool.")
    Description = setter(str, "description", doc="The description.")
    Format = part(ToolParamsFormatParams, "format", doc="The format of its input.")


class FileSearchFilters(TypedParams):
    """A filter of the files to search."""

    __slots__ = ()


class ComparisonFilter(FileSearchFilters, words=ComparisonFilterType):
    """A comparison of a file's attribute with a value."""

    __slots__ = ()

    Key = setter(str, "key", doc="The attribute.")
    Comparison = setter(
        ComparisonFilterType,
        "type",
        doc="``eq``, ``ne``, ``gt``, ``gte``, ``lt`` or ``lte``; the same as ``Type``.",
    )
    Value = setter(
        (str, bool, float), "value", doc="The value: a text, a number or a boolean."
    )

    @classmethod
    def New(
        cls,
        Key: str | None = None,
        Comparison: ComparisonFilterType | str | None = None,
        Value: str | float | bool | None = None,
    ) -> Self:
        """Return a filter, ``New("price", "lt", 20)``; without arguments, an empty one."""
        made = cls()
        if Key is not None:
            made.Key(Key)
        if Comparison is not None:
            made.Comparison(Comparison)
        return made if Value is None else made.Value(Value)


class _Joined:
    """``CompoundFilter.And([...])`` creates a filter, ``filter.And()`` sets the operator of an existing one."""

    def __init__(self, joined_by: CompoundFilterType, doc: str) -> None:
        self._joined_by = joined_by
        self.__doc__ = doc

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: CompoundFilter | None, owner: type[CompoundFilter]) -> Any:
        target = owner() if instance is None else instance

        def join(Value: Sequence[PartLike[FileSearchFilters]] | str | None = None) -> CompoundFilter:
            if Value is not None:
                target.Filters(list_of(f"{owner.__name__}.{self._name}", FileSearchFilters, Value))
            return target.Type(self._joined_by)

        join.__doc__ = self.__doc__
        return join


class CompoundFilter(FileSearchFilters, words=CompoundFilterType):
    """A combination of filters: all must match, ``And``, or at least one, ``Or``."""

    __slots__ = ()

    Filters = parts(FileSearchFilters, "filters", doc="The filters.")
    And = _Joined(CompoundFilterType.and_, "Files that match all filters; also as JSON text of an array.")
    Or = _Joined(CompoundFilterType.or_, "Files that match at least one of the filters; also as JSON text of an array.")


class RankingOptionsParams(PartParams):
    """The ranking of a file search."""

    __slots__ = ()

    Ranker = setter(str, "ranker", doc="The ranker; ``auto`` by default.")
    ScoreThreshold = setter(float, "score_threshold", doc="0 to 1; results with a lower score are left out.")


class ResponseFileSearchParams(ResponseToolParams, type="file_search"):
    """A file search."""

    __slots__ = ()

    VectorStoreIds = setter(list[str], "vector_store_ids", doc="The ids of the vector stores.")
    Filters = part(FileSearchFilters, "filters", doc="A filter of the files to search.")
    MaxNumResults = setter(int, "max_num_results", doc="The maximum number of results, 1 to 50.")
    RankingOptions = part(RankingOptionsParams, "ranking_options", doc="The ranking of results.")


class ResponseUserLocationParams(TypedParams, type="approximate"):
    """The approximate location of the user."""

    __slots__ = ()

    City = setter(str, "city", doc="The name of the city.")
    Country = setter(str, "country", doc="The two-letter ISO 3166-1 code of the country: ``FR``.")
    Region = setter(str, "region", doc="The name of the region.")
    Timezone = setter(str, "timezone", doc="The IANA time zone: ``Europe/Paris``.")


class WebSearchFiltersParams(PartParams):
    """A filter of the pages that a web search may use."""

    __slots__ = ()

    AllowedDomains = setter(
        list[str], "allowed_domains", doc="The domains, with their subdomains."
    )


class ResponseWebSearchParams(ResponseToolParams, type="web_search"):
    """A web search."""

    __slots__ = ()

    UserLocation = part(ResponseUserLocationParams, "user_location", doc="The approximate location of the user.")
    Filters = part(WebSearchFiltersParams, "filters", doc="The pages to search.")

    def SearchContextSize(self, Value: SearchWebOptions | str = "medium") -> Self:
        """The size of the context from the pages: ``low``, ``medium`` or ``high``."""
        where = f"{type(self).__name__}.SearchContextSize"
        self._fields["search_context_size"] = checked(where, SearchWebOptions, Value)
        return self


class WebSearchPreviewParams(ResponseWebSearchParams, type="web_search_preview"):
    """The former web search, without filters."""

    __slots__ = ()


class ResponseComputerUseParams(ResponseToolParams, type="computer_use_preview"):
    """The computer tool, which controls a screen."""

    __slots__ = ()

    DisplayHeight = setter(int, "display_height", doc="Pixels.")
    DisplayWidth = setter(int, "display_width", doc="Pixels.")
    Environment = setter(
        str, "environment", doc="``browser``, ``mac``, ``windows``, ``ubuntu`` or ``linux``."
    )


class CodeInterpreterContainerAutoParams(TypedParams, type="auto"):
    """A container created for the request."""

    __slots__ = ()

    FileIds = setter(list[str], "file_ids", doc="The ids of files available in the container.")

    @classmethod
    def New(cls, Value: Sequence[str] | None = None) -> Self:
        """Return a container with the files of these ids."""
        return cls() if Value is None else cls().FileIds(Value)


class ResponseCodeInterpreterParams(ResponseToolParams, type="code_interpreter"):
    """The code interpreter, which runs Python on the server."""

    __slots__ = ()

    Container = setter(
        (str, CodeInterpreterContainerAutoParams),
        "container",
        doc="The id of a container, or the settings of a new one.",
    )


class InputImageMaskParams(PartParams):
    """The part of an image that may be edited."""

    __slots__ = ()

    FileId = setter(str, "file_id", doc="The id of an uploaded mask.")
    ImageUrl = setter(str, "image_url", doc="The mask as data URI.")


class ResponseImageGenerationParams(ResponseToolParams, type="image_generation"):
    """Image generation."""

    __slots__ = ()

    Action = setter(ImageGenActionType, "action", doc="``generate``, ``edit`` or ``auto``.")
    Background = setter(BackGroundType, "background", doc="``transparent``, ``opaque`` or ``auto``.")
    InputFidelity = setter(
        FidelityType, "input_fidelity", doc="How closely faces in the input are matched: ``high`` or ``low``."
    )
    InputImageMask = part(InputImageMaskParams, "input_image_mask", doc="The part that may be edited.")
    Model = setter(str, "model", doc="The id of an image model.")
    Moderation = setter(str, "moderation", doc="``auto`` or ``low``.")
    OutputCompression = setter(int, "output_compression", doc="0 to 100; for JPEG and WebP.")
    OutputFormat = setter(OutputFormatType, "output_format", doc="``png``, ``webp`` or ``jpeg``.")
    PartialImages = setter(int, "partial_images", doc="The number of partial images in a stream, 0 to 3.")
    Quality = setter((ImageQualityType, str), "quality", doc="``low``, ``medium``, ``high`` or ``auto``.")
    Size = setter((ImageSize, str), "size", doc="``1024x1024``, ``1024x1536``, ``1536x1024`` or ``auto``.")


class MCPAllowedToolsParams(PartParams):
    """A filter of an MCP server's tools."""

    __slots__ = ()

    ToolNames = setter(list[str], "tool_names", doc="The names of the tools.")
    ReadOnly = flag("read_only", doc="Only read-only tools.")


class MCPToolsListParams(PartParams):
    """A list of tools."""

    __slots__ = ()

    ToolNames = setter(list[str], "tool_names", doc="The names of the tools.")


class MCPRequireApprovalParams(PartParams):
    """Which tools need the program's approval."""

    __slots__ = ()

    def Always(self, Value: Sequence[str]) -> Self:
        """Set the tools that always require approval."""
        return self._add("Always", Value)

    def Never(self, Value: Sequence[str]) -> Self:
        """Set the tools that never require approval."""
        return self._add("Never", Value)

    def _add(self, method: str, names: Sequence[str]) -> Self:
        tools = MCPToolsListParams().ToolNames(checked(f"{type(self).__name__}.{method}", list[str], names))
        return self.Add(method.lower(), tools)


class ResponseMCPToolParams(ResponseToolParams, type="mcp"):
    """The tools of an MCP server."""

    __slots__ = ()

    ServerLabel = setter(str, "server_label", doc="The label of the server in tool calls.")
    ServerUrl = setter(str, "server_url", doc="The URL of the server.")
    ServerDescription = setter(str, "server_description", doc="Its purpose.")
    Authorization = setter(str, "authorization", doc="An OAuth token for the server.")
    ConnectorId = setter(
        MCPConnectorType, "connector_id", doc="A connector of OpenAI, in place of a URL."
    )
    Headers = part(JsonParam, "headers", doc="HTTP headers for the server.")
    AllowedTools = setter(
        (list[str], MCPAllowedToolsParams, list[MCPAllowedToolsParams]),
        "allowed_tools",
        doc="The allowed tools: their names, or a filter.",
    )
    RequireApproval = setter(
        (str, MCPRequireApprovalParams),
        "require_approval",
        default="always",
        doc="``always``, the default, ``never``, or by tool.",
    )
    DeferLoading = flag(
        "defer_loading", doc="Whether to load its tools on demand, by a tool search."
    )


class LocalShellToolParams(ResponseToolParams, type="local_shell"):
    """The local shell, whose commands the program runs."""

    __slots__ = ()


class ApplyPatchToolParams(ResponseToolParams, type="apply_patch"):
    """The apply_patch tool, whose file changes the program makes."""

    __slots__ = ()


class ToolSearchToolParams(ResponseToolParams, type="tool_search"):
    """The tool search, which loads tools on demand."""

    __slots__ = ()

    Description = setter(str, "description", doc="The description of the search.")
    Execution = setter(ToolSearchExecution, "execution", doc="The executor of the search: ``server`` or ``client``.")
    Parameters = part(SchemaParams, "parameters", doc="The JSON schema of the search's arguments.")


class NamespaceToolParams(ResponseToolParams, type="namespace"):
    """Several tools under one name."""

    __slots__ = ()

    Name = setter(str, "name", doc="The name.")
    Description = setter(str, "description", doc="The common description of the tools.")

    def Tools(self, Value: ToolsLike) -> Self:
        """The tools; ``FunctionCore`` objects are accepted."""
        self._fields["tools"] = tools_of(f"{type(self).__name__}.Tools", Value)
        return self


class ContainerNetworkPolicyDisabledParams(TypedParams, type="disabled"):
    """A container without network access."""

    __slots__ = ()


class ContainerNetworkPolicyDomainSecretParams(PartParams):
    """A secret that is added to requests to a domain."""

    __slots__ = ()

    Domain = setter(str, "domain", doc="The domain.")
    Name = setter(str, "name", doc="The name of the secret.")
    Value = setter(str, "value", doc="The secret.")


class ContainerNetworkPolicyAllowlistParams(TypedParams, type="allowlist"):
    """A container with access to some domains."""

    __slots__ = ()

    AllowedDomains = setter(list[str], "allowed_domains", doc="The domains.")
    DomainSecrets = parts(
        ContainerNetworkPolicyDomainSecretParams, "domain_secrets", doc="Secrets added to requests to these domains."
    )


class ContainerSkillParams(TypedParams):
    """A skill of a container."""

    __slots__ = ()


class SkillReferenceParams(ContainerSkillParams, type="skill_reference"):
    """A reference to an uploaded skill."""

    __slots__ = ()

    SkillId = setter(str, "skill_id", doc="The id of the skill.")
    Version = setter(str, "version", doc="Its version, or ``latest``.")


class InlineSkillSourceParams(TypedParams, type="base64"):
    """A skill's files, zipped."""

    __slots__ = ()

    MediaType = setter(str, "media_type", default="application/zip", doc="The type of the data.")
    Data = setter(str, "data", doc="The data as base64.")

    @classmethod
    def New(cls) -> Self:
        """Return an empty zip archive; set its data."""
        return cls().MediaType()


class InlineSkillParams(ContainerSkillParams, type="inline"):
    """An inline skill, sent with the request."""

    __slots__ = ()

    Name = setter(str, "name", doc="Its name.")
    Description = setter(str, "description", doc="Its purpose.")
    Source = part(InlineSkillSourceParams, "source", doc="Its files.")


class LocalSkillParams(PartParams):
    """A skill on the local machine."""

    __slots__ = ()

    Name = setter(str, "name", doc="Its name.")
    Description = setter(str, "description", doc="Its purpose.")
    Path = setter(str, "path", doc="The path of its folder.")


class ShellEnvironmentParams(TypedParams):
    """The environment of shell commands."""

    __slots__ = ()


class ShellContainerReferenceParams(ShellEnvironmentParams, type="container_reference"):
    """An existing container."""

    __slots__ = ()

    ContainerId = setter(str, "container_id", doc="The id of the container.")


class ShellLocalEnvironmentParams(ShellEnvironmentParams, type="local"):
    """The local machine."""

    __slots__ = ()

    Skills = parts(LocalSkillParams, "skills", doc="The available skills.")


class ShellContainerAutoParams(ShellEnvironmentParams, type="container_auto"):
    """A container created for the request."""

    __slots__ = ()

    FileIds = setter(list[str], "file_ids", doc="The ids of files available in the container.")
    MemoryLimit = setter(ContainerMemoryLimit, "memory_limit", doc="``1g``, ``4g``, ``16g`` or ``64g``.")
    NetworkPolicy = part(JsonParam, "network_policy", doc="Its network access.")
    Skills = parts(ContainerSkillParams, "skills", doc="The available skills.")


class FunctionShellToolParams(ResponseToolParams, type="shell"):
    """The shell tool."""

    __slots__ = ()

    Environment = part(ShellEnvironmentParams, "environment", doc="The environment of the commands.")


class ResponseToolChoiceParams(TypedParams):
    """The tool that the model must use."""

    __slots__ = ()


class HostedToolParams(ResponseToolChoiceParams):
    """A built-in tool."""

    __slots__ = ()

    @classmethod
    def New(cls, Value: str = "") -> Self:
        """Set the type of the tool, such as ``file_search``, ``web_search_preview`` or ``code_interpreter``."""
        return cls().Type(Value) if Value else cls()


class FunctionToolParams(ResponseToolChoiceParams, type="function"):
    """A function."""

    __slots__ = ()

    Name = setter(str, "name", doc="Its name.")


class MCPToolParams(ResponseToolChoiceParams, type="mcp"):
    """A tool of an MCP server."""

    __slots__ = ()

    Name = setter(str, "name", doc="Its name.")
    ServerLabel = setter(str, "server_label", doc="The label of the server.")


class CustomToolChoiceParams(ResponseToolChoiceParams, type="custom"):
    """A custom tool."""

    __slots__ = ()

    Name = setter(str, "name", doc="Its name.")


class AllowedToolsChoiceParams(ResponseToolChoiceParams, type="allowed_tools"):
    """A subset of the tools."""

    __slots__ = ()

    Mode = setter(AllowedToolsMode, "mode", doc="``auto``: the model may call one. ``required``: it must call one.")

    def Tools(self, Value: ToolsLike) -> Self:
        """Set the tools; their types and names suffice."""
        self._fields["tools"] = tools_of(f"{type(self).__name__}.Tools", Value)
        return self


ToolLike = ResponseToolParams | FunctionCore | ToolSet | Callable[..., Any] | Mapping[str, Any] | Result
"""A tool: a builder, a Python function, a ``FunctionCore``, the tools of an MCP server, a dict, or one as it came."""

ToolsLike = Sequence[ToolLike] | Callable[..., Any] | ToolSet | str
"""A list of tools, or JSON text of one."""


def tools_of(where: str, value: Any) -> list[Any]:
    """Return the tools for ``Tools``, with functions converted to the API's form."""
    if isinstance(value, ToolSet) or (callable(value) and not isinstance(value, Sequence)):
        value = [value]
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray)):
        value = [tool for each in value for tool in _defined(where, each)]
        sets = [(place, each) for place, each in enumerate(value) if isinstance(each, ToolSet)]
        made = list_of(where, ResponseToolParams, [each for each in value if not isinstance(each, ToolSet)])
        for place, each in sets:
            made.insert(place, each)
        return made
    return list_of(where, ResponseToolParams, value)


def _defined(where: str, value: Any) -> list[Any]:
    if isinstance(value, ToolSet):
        known = value.known()
        return [value] if known is None else [response_tool(tool) for tool in known]
    function = function_of(where, value)
    return [value] if function is None else [response_tool(function)]


def response_tool(tool: Any) -> ToolDefinition:
    """Return the definition of a ``FunctionCore``."""
    return ToolDefinition(ResponseFunctionParams.New(tool)._fields, tool)


def web_search_preview(SearchWebOption: SearchWebOptions | str = "") -> ResponseWebSearchParams:
    """Return a web search. SearchWebOption: the size of the context from the pages: ``low``, ``medium`` or ``high``."""
    tool = ResponseWebSearchParams.New()
    return tool.SearchContextSize(SearchWebOption) if SearchWebOption else tool


def file_search(vector_store_ids: Sequence[str] = ()) -> ResponseFileSearchParams:
    """Return a file search in the vector stores with these ids."""
    tool = ResponseFileSearchParams.New()
    return tool.VectorStoreIds(vector_store_ids) if vector_store_ids else tool


def Locate() -> ResponseUserLocationParams:
    """Return the approximate location of the user: ``Locate().City("Reims").Country("FR")``."""
    return ResponseUserLocationParams.New()
