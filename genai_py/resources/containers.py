"""Containers: the sandboxes that code interpreter and shell tools run in.

Source: https://platform.openai.com/docs/api-reference/containers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.building.params import JsonParam, UrlParam
from ..core.building.setters import setter
from ..core.calls.operations import DELETE, GET, POST, Route, every_page, operation
from ..core.results.base import Result, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .deletion import Deletion
from .lists import AdvancedList
from .types import ContainerMemoryLimit

if TYPE_CHECKING:
    from typing_extensions import Self


class ExpiresAfterParams(JsonParam):
    """When a container expires."""

    __slots__ = ()

    Anchor = setter(str, "anchor", default="last_active_at", doc="The start of the period.")
    Minutes = setter(int, "minutes", doc="The number of minutes after the anchor.")

    @classmethod
    def New(cls, Minutes: int | None = None) -> Self:
        """Return an expiry of ``minutes`` after the last use; empty without an argument."""
        return cls() if Minutes is None else cls().Anchor().Minutes(Minutes)


class ContainerNetworkPolicyParams(JsonParam):
    """The network access of a container."""

    __slots__ = ()

    Type = setter(str, "type", doc="``disabled``, or ``allowlist`` for chosen domains.")
    AllowedDomains = setter(list[str], "allowed_domains", doc="The domains, for ``allowlist``.")
    DomainSecrets = setter(
        list[dict[str, Any] | JsonParam],
        "domain_secrets",
        doc="Secrets added to requests to a domain, each with ``domain``, ``name`` and ``value``.",
    )

    @classmethod
    def New(cls) -> Self:
        """Return an empty policy."""
        return cls()


class ContainerParams(JsonParam):
    """A new container. Source: https://platform.openai.com/docs/api-reference/containers/createContainers"""

    __slots__ = ()

    Name = setter(str, "name", doc="Its name.")
    ExpiresAfter = setter(ExpiresAfterParams, "expires_after", doc="When it expires; 20 minutes by default.")
    FileIds = setter(list[str], "file_ids", doc="The ids of files to copy into it.")
    MemoryLimit = setter(
        (ContainerMemoryLimit, str), "memory_limit", doc="``1g``, the default, ``4g``, ``16g`` or ``64g``."
    )
    # The corresponding builders for responses are different classes.
    NetworkPolicy = setter(
        (ContainerNetworkPolicyParams, JsonParam), "network_policy", doc="Its network access."
    )
    Skills = setter(
        list[dict[str, Any] | JsonParam],
        "skills",
        doc="Its skills, as references or inline.",
    )

    @classmethod
    def New(cls, Name: str | None = None) -> Self:
        """Return the parameters of a container with that name; empty without one."""
        return cls() if Name is None else cls().Name(Name)


class UrlContainerParams(UrlParam):
    """The query for containers."""

    __slots__ = ()

    After = setter(str, "after", doc="The id of the last entry of the previous page.")
    # Lower case in the original.
    limit = Limit = setter(int, "limit", doc="The number of entries per page, 1 to 100; 20 by default.")
    Order = setter(str, "order", default="desc", doc="``asc`` or ``desc``, by time of creation.")


@result
class ExpiresAfter(Result):
    """When a container expires: ``minutes`` after ``anchor``."""

    anchor: str = ""
    minutes: int | None = None


@result
class ContainerNetworkPolicy(Result):
    """The network access of a container."""

    type: str = ""
    allowed_domains: list[str] = items()


@result
class Container(Result):
    """A container; times are Unix times in seconds.

    Source: https://platform.openai.com/docs/api-reference/containers/object
    """

    created_at: int | None = None
    expires_after: ExpiresAfter | None = None
    id: str = ""
    last_active_at: int | None = None
    memory_limit: str = ""
    name: str = ""
    network_policy: ContainerNetworkPolicy | None = None
    object: str = ""
    status: str = ""


@result
class ContainerList(AdvancedList[Container]):
    """A page of containers."""

    data: list[Container] = items()


@result
class ContainersDelete(Deletion):
    """The deleted container."""


AsynContainer = AsynCallBack[Container]
AsynContainerList = AsynCallBack[ContainerList]
AsynContainersDelete = AsynCallBack[ContainersDelete]
PromiseContainer = PromiseCallBack[Container]
PromiseContainerList = PromiseCallBack[ContainerList]
PromiseContainersDelete = PromiseCallBack[ContainersDelete]


class ContainersRoute(Route):
    """Containers: ``containers``, ``containers/{id}``."""

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "containers", params=ContainerParams, result=Container
    )
    List, AsynList, AsyncAwaitList = operation(
        GET, "containers", params=UrlContainerParams, result=ContainerList
    )
    ListAll = every_page(List, Container)
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(
        GET, "containers/{ContainerId}", ids=1, result=Container
    )
    Delete, AsynDelete, AsyncAwaitDelete = operation(
        DELETE, "containers/{ContainerId}", ids=1, result=ContainersDelete
    )
