"""The tools of a response, as the response lists them.

Source: https://platform.openai.com/docs/api-reference/responses/object#responses-object-tools
"""

from __future__ import annotations

from typing import Any

import orjson

from ...core.results.base import Result, items, result
from ...core.results.decoding import register_tagged_union
from ..types import ReasoningEffort, ResponseToolsFilterType, ResponseToolsType
from .flat import no_items


@result
class ResponseHybridSearch(Result):
    """The weights of semantic and of keyword matches in a file search."""

    embedding_weight: float | None = None
    text_weight: float | None = None


@result
class ResponseRankingOptions(Result):
    """The ranking of a file search. score_threshold: 0 to 1."""

    ranker: str = ""
    score_threshold: float | None = None
    hybrid_search: ResponseHybridSearch | None = None


@result
class ResponseFileSearchFilters(Result):
    """A comparison of ``key`` with ``value``, or several ``filters`` joined by ``and`` or ``or``."""

    type: ResponseToolsFilterType | str | None = None
    key: str = ""
    value: Any = None
    filters: list[ResponseFileSearchFilters] = items()


@result
class WebSearchFilter(Result):
    """The domains a web search may use."""

    allowed_domains: list[str] = items()


@result
class ResponseWebSearchLocation(Result):
    """The approximate location of the user."""

    type: str = ""
    city: str = ""
    country: str = ""
    region: str = ""
    timezone: str = ""


@result
class ResponseNetworkPolicy(Result):
    """The network access of a container: ``disabled``, or an ``allowlist`` of domains."""

    type: str = ""
    allowed_domains: list[str] = items()


@result
class ResponseToolContainer(Result):
    """A container that a tool creates, with files."""

    type: str = ""
    file_ids: list[str] = items()
    memory_limit: str = ""
    network_policy: ResponseNetworkPolicy | None = None


@result
class ResponseSkillSource(Result):
    """The folder of a skill as a zip archive in base64."""

    type: str = ""
    media_type: str = ""
    data: str = ""


@result
class ResponseSkill(Result):
    """A skill that a shell has: ``skill_reference``, by its id; ``inline``, in full; or a folder at ``path``."""

    type: str = ""
    skill_id: str = ""
    version: str = ""
    name: str = ""
    description: str = ""
    path: str = ""
    source: ResponseSkillSource | None = None


@result
class ResponseShellEnvironment(ResponseToolContainer):
    """The environment of a shell: ``local``, ``container_auto``, or ``container_reference`` with a ``container_id``."""

    container_id: str = ""
    skills: list[ResponseSkill] = items()


@result
class ResponseMCPToolFilter(Result):
    """Some tools of an MCP server: by their names, or those that change nothing."""

    tool_names: list[str] = items()
    read_only: bool | None = None


@result
class ResponseMCPApprovalFilter(Result):
    """The tools of an MCP server whose calls must be approved, and those whose calls need not."""

    always: ResponseMCPToolFilter | None = None
    never: ResponseMCPToolFilter | None = None


@result
class InputImageMask(Result):
    """The part of an image that may be edited."""

    file_id: str = ""
    image_url: str = ""


@result
class CustomToolFormat(Result):
    """The input format of a custom tool."""

    type: str = ""
    definition: str = ""
    syntax: str = ""


class ToolView(Result):
    """All fields of the tools."""

    __slots__ = ()

    name: str = ""
    description: str = ""
    parameters: Any = None
    strict: bool | None = None
    defer_loading: bool | None = None
    vector_store_ids: list[str] = no_items()
    filters: Any = None
    max_num_results: int | None = None
    ranking_options: ResponseRankingOptions | None = None
    display_height: int | None = None
    display_width: int | None = None
    environment: Any = None
    search_context_size: ReasoningEffort | str | None = None
    user_location: ResponseWebSearchLocation | None = None
    server_label: str = ""
    server_url: str = ""
    server_description: str = ""
    authorization: str = ""
    connector_id: str = ""
    headers: Any = None
    allowed_tools: Any = None
    require_approval: Any = None
    container: ResponseToolContainer | str | None = None
    background: str = ""
    input_fidelity: str = ""
    input_image_mask: InputImageMask | None = None
    model: str = ""
    moderation: str = ""
    output_compression: int | None = None
    output_format: str = ""
    partial_images: int | None = None
    quality: str = ""
    size: str = ""
    format: CustomToolFormat | None = None
    execution: str = ""
    tools: list[ResponseTool] = no_items()
    allowed_callers: list[str] = no_items()
    output_schema: Any = None
    external_web_access: bool | None = None
    search_content_types: list[str] = no_items()
    tunnel_id: str = ""
    action: str = ""

    @property
    def shell_environment(self) -> str:
        """The ``environment`` of a shell tool as JSON text."""
        return ""

    @property
    def namespace_tools(self) -> str:
        """The ``tools`` of a namespace as JSON text."""
        return ""

    @property
    def tool_search_parameters(self) -> str:
        """The ``parameters`` of a tool search as JSON text."""
        return ""


def json_text(value: Any) -> str:
    """A field as JSON text; "" for None."""
    return "" if value is None else orjson.dumps(value, default=_plain).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, Result):
        return value.ToJson()
    raise TypeError(f"{type(value).__name__} is not JSON serializable")


@result
class ResponseTool(ToolView):
    """A tool of the model. ``isinstance`` or ``type`` determines its type; fields of other types are empty."""

    type: ResponseToolsType | str | None = None


@result
class ResponseToolFunction(ResponseTool):
    """``function``: a function of the program.

    parameters: the JSON schema of its arguments; output_schema: that of its result. allowed_callers: ``direct``
    for the model, ``programmatic`` for the programs that it writes.
    """

    name: str = ""
    description: str = ""
    parameters: Any = None
    output_schema: Any = None
    strict: bool | None = None
    defer_loading: bool | None = None
    allowed_callers: list[str] = items()


@result
class CustomTool(ResponseTool):
    """``custom``: a tool of the program whose input is a text."""

    name: str = ""
    description: str = ""
    format: CustomToolFormat | None = None
    defer_loading: bool | None = None
    allowed_callers: list[str] = items()


@result
class ResponseToolFileSearch(ResponseTool):
    """``file_search``: searches vector stores."""

    vector_store_ids: list[str] = items()
    filters: ResponseFileSearchFilters | None = None
    max_num_results: int | None = None
    ranking_options: ResponseRankingOptions | None = None


@result
class ResponseToolWebSearch(ResponseTool):
    """``web_search``, or ``web_search_preview``: searches the web."""

    search_context_size: ReasoningEffort | str | None = None
    user_location: ResponseWebSearchLocation | None = None
    filters: WebSearchFilter | None = None
    external_web_access: bool | None = None


@result
class ResponseToolWebSearchPreview(ResponseToolWebSearch):
    """``web_search_preview``: searches the web. search_content_types: ``text``, ``image``."""

    search_content_types: list[str] = items()


@result
class ResponseToolComputerUse(ResponseTool):
    """``computer_use_preview``: controls a screen of the given size in pixels."""

    display_height: int | None = None
    display_width: int | None = None
    environment: Any = None


@result
class ResponseMCPTool(ResponseTool):
    """``mcp``: the tools of an MCP server."""

    server_label: str = ""
    server_url: str = ""
    server_description: str = ""
    authorization: str = ""
    connector_id: str = ""
    tunnel_id: str = ""
    headers: dict[str, str] | None = None  # type: ignore[assignment]
    allowed_tools: list[str] | ResponseMCPToolFilter | None = None
    require_approval: ResponseMCPApprovalFilter | str | None = None
    defer_loading: bool | None = None
    allowed_callers: list[str] = items()


@result
class ResponseCodeInterpreter(ResponseTool):
    """``code_interpreter``: runs Python code on the server, in a new container or the one with that id."""

    container: ResponseToolContainer | str | None = None
    allowed_callers: list[str] = items()


@result
class ResponseImageGenerationTool(ResponseTool):
    """``image_generation``: generates images. action: ``generate``, ``edit`` or ``auto``."""

    action: str = ""
    background: str = ""
    input_fidelity: str = ""
    input_image_mask: InputImageMask | None = None
    model: str = ""
    moderation: str = ""
    output_compression: int | None = None
    output_format: str = ""
    partial_images: int | None = None
    quality: str = ""
    size: str = ""


@result
class ResponseLocalShellTool(ResponseTool):
    """``local_shell``: commands for the program to run."""


@result
class ResponseShellTool(ResponseTool):
    """``shell``: commands in a container."""

    environment: ResponseShellEnvironment | None = None
    allowed_callers: list[str] = items()

    @property
    def shell_environment(self) -> str:
        """The ``environment`` as JSON text."""
        return json_text(self.environment)


@result
class ResponseApplyPatchTool(ResponseTool):
    """``apply_patch``: changes of files."""

    allowed_callers: list[str] = items()


@result
class ResponseToolSearchTool(ResponseTool):
    """``tool_search``: finds tools when they are needed."""

    description: str = ""
    execution: str = ""
    parameters: Any = None

    @property
    def tool_search_parameters(self) -> str:
        """The ``parameters`` as JSON text."""
        return json_text(self.parameters)


@result
class ResponseNamespaceTool(ResponseTool):
    """``namespace``: several tools under one name."""

    name: str = ""
    description: str = ""
    tools: list[ResponseTool] = items()

    @property
    def namespace_tools(self) -> str:
        """The ``tools`` as JSON text."""
        return json_text(self.tools)


register_tagged_union(
    ResponseTool,
    "type",
    {
        "function": ResponseToolFunction,
        "custom": CustomTool,
        "file_search": ResponseToolFileSearch,
        "web_search": ResponseToolWebSearch,
        "web_search_2025_08_26": ResponseToolWebSearch,
        "web_search_preview": ResponseToolWebSearchPreview,
        "web_search_preview_2025_03_11": ResponseToolWebSearchPreview,
        "computer_use_preview": ResponseToolComputerUse,
        "mcp": ResponseMCPTool,
        "code_interpreter": ResponseCodeInterpreter,
        "image_generation": ResponseImageGenerationTool,
        "local_shell": ResponseLocalShellTool,
        "shell": ResponseShellTool,
        "apply_patch": ResponseApplyPatchTool,
        "tool_search": ResponseToolSearchTool,
        "namespace": ResponseNamespaceTool,
    },
)

ResponseFileSearchFiltersCommon = ResponseFileSearchFilters
ResponseFileSearchFiltersComparaison = ResponseFileSearchFilters
ResponseFileSearchFiltersCompound = ResponseFileSearchFilters
ResponseToolCommon = ResponseTool
