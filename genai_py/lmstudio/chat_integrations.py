"""The integrations of a chat: what gives the model tools. Source: https://lmstudio.ai/docs/developer/core/mcp"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from ..core.building.params import JsonParam, wrong_type
from ..core.building.setters import setter

if TYPE_CHECKING:
    from typing_extensions import Self


class LMIntegrationParams(JsonParam):
    """Base of the integrations. Source: https://lmstudio.ai/docs/developer/core/mcp"""

    __slots__ = ()
    _type: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        if self._type:
            self._fields["type"] = self._type

    AllowedTools = setter(list[str], "allowed_tools", doc="The names of the tools that the model may use; else all.")


class LMPluginParams(LMIntegrationParams):
    """A plugin of LM Studio, or a server of its ``mcp.json``, whose id is ``mcp/`` and the server's label.

    LM Studio needs "Allow calling servers from mcp.json" for the latter, and a token with the permission.
    """

    __slots__ = ()
    _type = "plugin"

    Id = setter(str, "id", doc="The id of the plugin, such as ``mcp/playwright``.")

    @classmethod
    def New(cls, Id: str, AllowedTools: Sequence[str] | None = None) -> Self:
        """Return the plugin with this id. AllowedTools: the names of the tools to use, None for all."""
        made = cls().Id(Id)
        return made if AllowedTools is None else made.AllowedTools(AllowedTools)


class LMMcpServerParams(LMIntegrationParams):
    """An MCP server at a URL, for one request. LM Studio needs "Allow per-request MCPs"."""

    __slots__ = ()
    _type = "ephemeral_mcp"

    ServerLabel = setter(str, "server_label", doc="The label of the server in the answer.")
    ServerUrl = setter(str, "server_url", doc="The URL of the server.")
    Headers = setter(dict[str, Any], "headers", doc="HTTP headers for the server, such as ``Authorization``.")

    @classmethod
    def New(
        cls,
        ServerLabel: str,
        ServerUrl: str,
        Headers: Mapping[str, str] | None = None,
        AllowedTools: Sequence[str] | None = None,
    ) -> Self:
        """Return the server at this URL. AllowedTools: the names of the tools to use, None for all."""
        made = cls().ServerLabel(ServerLabel).ServerUrl(ServerUrl)
        if Headers is not None:
            made.Headers(Headers)
        return made if AllowedTools is None else made.AllowedTools(AllowedTools)

    def __repr__(self) -> str:
        # The headers may hold a key.
        shown = {name: "..." if name == "headers" else value for name, value in self._fields.items()}
        return f"{type(self).__name__}({shown!r})"


IntegrationLike: TypeAlias = LMIntegrationParams | Mapping[str, Any] | str
"""An integration: a builder, a dict, or the id of a plugin."""


def integrations_of(where: str, value: Any) -> list[Any]:
    """Return the list of integrations for a request. Raises TypeError naming ``where`` for invalid values."""
    if isinstance(value, (LMIntegrationParams, str, Mapping)):
        value = [value]
    if not isinstance(value, Sequence) or isinstance(value, (bytes, bytearray, memoryview)):
        raise wrong_type(where, _TAKES, value)
    for each in value:
        if not isinstance(each, (LMIntegrationParams, str, Mapping)) and type(each) is not JsonParam:
            raise wrong_type(where, _TAKES, each)
    return list(value)


_TAKES = "a list of LMPluginParams, LMMcpServerParams, ids of plugins or dicts"
