"""Pages of lists, and how a program goes from one to the next."""

from __future__ import annotations

import json

import pytest

from genai_py import AdvancedList, Batches, FineTuningJobs, JobCheckpoints, PaginatedList, VectorStores
from genai_py.core.results.decoding import decode

from .calls import exchange

PAGE = """{
  "object": "list",
  "data": [{"id": "a"}, {"id": "b"}],
  "first_id": "a",
  "last_id": "b",
  "has_more": true
}"""


@pytest.mark.parametrize(
    "kind", [AdvancedList, PaginatedList, Batches, FineTuningJobs, JobCheckpoints, VectorStores]
)
def test_nothing_of_a_page_is_lost(kind: type[PaginatedList[object]]) -> None:
    page = decode(kind, PAGE.encode())
    assert isinstance(page, PaginatedList)
    assert (page.object, len(page.data), page.has_more) == ("list", 2, True)
    assert page.ToJson() == json.loads(PAGE)


def test_the_next_page_begins_after_the_last_entry() -> None:
    page = exchange("blocking", "Batch", "List", (lambda p: p.Limit(2),), PAGE).result
    following = exchange("blocking", "Batch", "List", (lambda p: p.Limit(2).After(page.last_id),))
    assert following.requests == ["GET batches?after=b&limit=2"]


def test_an_empty_page_has_no_ends() -> None:
    page = decode(
        Batches, b'{"object": "list", "data": [], "first_id": null, "last_id": null, "has_more": false}'
    )
    assert (page.data, page.first_id, page.last_id, page.has_more) == ([], "", "", False)
    assert page.ToJson()["first_id"] is None
