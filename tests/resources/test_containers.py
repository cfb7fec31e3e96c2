"""Containers: the requests of the route, its builders, and the replies that the API documents."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from genai_py import (
    Container,
    ContainerList,
    ContainerMemoryLimit,
    ContainerNetworkPolicyAllowlistParams,
    ContainerNetworkPolicyParams,
    ContainerParams,
    ContainersDelete,
    ExpiresAfterParams,
    JsonParam,
    UrlContainerParams,
)
from genai_py.core.results.decoding import decode
from genai_py.resources import containers

from .calls import FORMS, Case, exchange, not_shown, setters_of

OPERATIONS = [
    Case(
        "Create",
        (lambda p: p.Name("My Container").ExpiresAfter(ExpiresAfterParams.New(20)),),
        "POST containers",
        Container,
        {"name": "My Container", "expires_after": {"anchor": "last_active_at", "minutes": 20}},
    ),
    Case("List", (), "GET containers", ContainerList),
    Case(
        "List",
        (lambda p: p.Limit(5).After("cntr_1").Order(),),
        "GET containers?after=cntr_1&limit=5&order=desc",
        ContainerList,
    ),
    Case("Retrieve", ("cntr_1",), "GET containers/cntr_1", Container),
    Case("Delete", ("cntr_1",), "DELETE containers/cntr_1", ContainersDelete),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "Containers", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert "OpenAI-Beta" not in seen.headers
    assert type(seen.result) is case.result


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["Retrieve", "Delete"])
def test_an_empty_id_is_refused(name: str, form: str) -> None:
    with pytest.raises(ValueError, match="ContainerId is empty"):
        exchange(form, "Containers", name, ("",))


secret = JsonParam().Add("domain", "api.test").Add("name", "TOKEN").Add("value", "s3cret")
allowed = (
    ContainerNetworkPolicyParams.New().Type("allowlist").AllowedDomains(["api.test"]).DomainSecrets([secret])
)

BUILDERS = [
    (ExpiresAfterParams.New(), {}),
    (ExpiresAfterParams.New(20), {"anchor": "last_active_at", "minutes": 20}),
    (ExpiresAfterParams().Anchor("created_at").Minutes(5), {"anchor": "created_at", "minutes": 5}),
    (ContainerNetworkPolicyParams.New().Type("disabled"), {"type": "disabled"}),
    (
        allowed,
        {
            "type": "allowlist",
            "allowed_domains": ["api.test"],
            "domain_secrets": [{"domain": "api.test", "name": "TOKEN", "value": "s3cret"}],
        },
    ),
    (ContainerParams.New(), {}),
    (ContainerParams.New("Lab"), {"name": "Lab"}),
    (
        ContainerParams()
        .Name("Lab")
        .ExpiresAfter(lambda p: p.Anchor().Minutes(20))
        .FileIds(["file-1"])
        .MemoryLimit("4g")
        .NetworkPolicy(allowed)
        .Skills([{"type": "skill_reference", "skill_id": "skill_1"}, JsonParam().Add("type", "inline")]),
        {
            "name": "Lab",
            "expires_after": {"anchor": "last_active_at", "minutes": 20},
            "file_ids": ["file-1"],
            "memory_limit": "4g",
            "network_policy": allowed.JSON,
            "skills": [{"type": "skill_reference", "skill_id": "skill_1"}, {"type": "inline"}],
        },
    ),
    (
        ContainerParams().MemoryLimit(ContainerMemoryLimit.g16).NetworkPolicy(lambda p: p.Type("disabled")),
        {"memory_limit": "16g", "network_policy": {"type": "disabled"}},
    ),
    (
        ContainerParams().NetworkPolicy(ContainerNetworkPolicyAllowlistParams().AllowedDomains(["api.test"])),
        {"network_policy": {"type": "allowlist", "allowed_domains": ["api.test"]}},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("builder", "written"), BUILDERS)
def test_builders_write_the_api_s_keys(builder: JsonParam, written: dict[str, Any]) -> None:
    assert builder.ToJson() == written


QUERIES = [
    (UrlContainerParams().After("cntr_1").Limit(5).Order("asc"), "?after=cntr_1&limit=5&order=asc"),
    (UrlContainerParams().limit(5), "?limit=5"),
    (UrlContainerParams().Order(), "?order=desc"),
]


@pytest.mark.parametrize(("query", "written"), QUERIES)
def test_the_list_s_builder_writes_a_query(query: UrlContainerParams, written: str) -> None:
    assert query.Value == written


def test_every_setter_is_shown_above() -> None:
    shown = [builder for builder, _ in [*BUILDERS, *QUERIES]]
    assert not_shown(containers, shown) == set()


@pytest.mark.parametrize("setter", setters_of(containers), ids=lambda setter: setter.__qualname__)
def test_every_setter_refuses_what_is_not_of_its_kind(setter: Any) -> None:
    kind, name = setter.__qualname__.split(".")
    with pytest.raises(TypeError, match=rf"^{kind}\.{name} takes .+, got object <object object"):
        getattr(getattr(containers, kind)(), name)(object())


WRONG = [
    (ExpiresAfterParams, "Minutes", "20", "takes int, got str '20'"),
    (
        ContainerParams,
        "ExpiresAfter",
        20,
        "takes ExpiresAfterParams (or a function that fills one), got int 20",
    ),
    (ContainerParams, "FileIds", ["file-1", 2], "takes list of str, got int 2"),
    (
        ContainerParams,
        "MemoryLimit",
        4,
        "takes ContainerMemoryLimit ('1g', '4g', '16g', '64g') or str, got int 4",
    ),
]


@pytest.mark.parametrize(("kind", "name", "value", "message"), WRONG)
def test_a_refusal_says_what_is_taken_and_what_came(kind: Any, name: str, value: Any, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(f"{kind.__name__}.{name} {message}")):
        getattr(kind(), name)(value)


CONTAINER = """{
  "id": "cntr_682e30645a488191b6363a0cbefc0f0a025ec61b66250591",
  "object": "container",
  "created_at": 1747857508,
  "status": "running",
  "expires_after": {"anchor": "last_active_at", "minutes": 20},
  "last_active_at": 1747857508,
  "network_policy": {"type": "allowlist", "allowed_domains": ["api.buildkite.com"]},
  "memory_limit": "4g",
  "name": "My Container"
}"""
CONTAINERS = """{
  "object": "list",
  "data": [
    {
      "id": "cntr_682dfebaacac8198bbfe9c2474fb6f4a085685cbe3cb5863",
      "object": "container",
      "created_at": 1747844794,
      "status": "running",
      "expires_after": {"anchor": "last_active_at", "minutes": 20},
      "last_active_at": 1747844794,
      "memory_limit": "4g",
      "name": "My Container"
    }
  ],
  "first_id": "container_123",
  "last_id": "container_123",
  "has_more": false
}"""
DELETED = """{
  "id": "cntr_682dfebaacac8198bbfe9c2474fb6f4a085685cbe3cb5863",
  "object": "container.deleted",
  "deleted": true
}"""


@pytest.mark.parametrize(
    ("kind", "text"), [(Container, CONTAINER), (ContainerList, CONTAINERS), (ContainersDelete, DELETED)]
)
def test_nothing_of_a_reply_is_lost(kind: type[Any], text: str) -> None:
    assert decode(kind, text.encode()).ToJson() == json.loads(text)


def test_a_container_is_read_by_its_fields() -> None:
    container = decode(Container, CONTAINER.encode())
    assert (container.name, container.status, container.memory_limit) == ("My Container", "running", "4g")
    assert container.expires_after is not None and container.expires_after.minutes == 20
    assert container.network_policy is not None
    assert container.network_policy.allowed_domains == ["api.buildkite.com"]
    assert container.extra == {}


def test_a_page_has_containers_and_its_ends() -> None:
    page = decode(ContainerList, CONTAINERS.encode())
    assert [type(container) for container in page.data] == [Container]
    assert (page.first_id, page.last_id, page.has_more) == ("container_123", "container_123", False)
