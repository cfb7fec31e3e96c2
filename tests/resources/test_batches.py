"""Batches: the requests of the route, its builder, and the replies that the API documents."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from genai_py import Batch, BatchCreateParams, Batches, BatchStatus, BatchUrl, JsonParam
from genai_py.core.results.base import timestamp_text
from genai_py.core.results.decoding import decode
from genai_py.resources import batches

from .calls import FORMS, Case, exchange, not_shown, setters_of

OPERATIONS = [
    Case(
        "Create",
        (lambda p: p.InputFileId("file-abc123").Endpoint("/v1/responses").CompletionWindow("24h"),),
        "POST batches",
        Batch,
        {"input_file_id": "file-abc123", "endpoint": "/v1/responses", "completion_window": "24h"},
    ),
    Case("Retrieve", ("batch_1",), "GET batches/batch_1", Batch),
    Case("Cancel", ("batch_1",), "POST batches/batch_1/cancel", Batch),
    Case("List", (), "GET batches", Batches),
    Case("List", (lambda p: p.Limit(4).After("batch_1"),), "GET batches?after=batch_1&limit=4", Batches),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "Batch", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert type(seen.result) is case.result


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["Retrieve", "Cancel"])
def test_an_empty_id_is_refused(name: str, form: str) -> None:
    with pytest.raises(ValueError, match="BatchId is empty"):
        exchange(form, "Batch", name, ("",))


BUILDERS = [
    (
        BatchCreateParams()
        .InputFileId("file-abc123")
        .Endpoint("/v1/chat/completions")
        .CompletionWindow("24h")
        .Metadata({"customer_id": "user_123456789"}),
        {
            "input_file_id": "file-abc123",
            "endpoint": "/v1/chat/completions",
            "completion_window": "24h",
            "metadata": {"customer_id": "user_123456789"},
        },
    ),
    (BatchCreateParams().Endpoint(BatchUrl.embeddings), {"endpoint": "/v1/embeddings"}),
]


@pytest.mark.parametrize(("builder", "written"), BUILDERS)
def test_builders_write_the_api_s_keys(builder: JsonParam, written: dict[str, Any]) -> None:
    assert builder.ToJson() == written


def test_every_setter_is_shown_above() -> None:
    assert not_shown(batches, [builder for builder, _ in BUILDERS]) == set()


@pytest.mark.parametrize("setter", setters_of(batches), ids=lambda setter: setter.__qualname__)
def test_every_setter_refuses_what_is_not_of_its_kind(setter: Any) -> None:
    kind, name = setter.__qualname__.split(".")
    with pytest.raises(TypeError, match=rf"^{kind}\.{name} takes .+, got object <object object"):
        getattr(getattr(batches, kind)(), name)(object())


def test_a_refusal_says_what_is_taken_and_what_came() -> None:
    with pytest.raises(
        TypeError, match=re.escape("BatchCreateParams.CompletionWindow takes str, got int 24")
    ):
        BatchCreateParams().CompletionWindow(24)  # type: ignore[arg-type]


BATCH = """{
  "id": "batch_abc123",
  "object": "batch",
  "endpoint": "/v1/completions",
  "model": "gpt-5-2025-08-07",
  "errors": null,
  "input_file_id": "file-abc123",
  "completion_window": "24h",
  "status": "completed",
  "output_file_id": "file-cvaTdG",
  "error_file_id": "file-HOWS94",
  "created_at": 1711471533,
  "in_progress_at": 1711471538,
  "expires_at": 1711557933,
  "finalizing_at": 1711493133,
  "completed_at": 1711493163,
  "failed_at": null,
  "expired_at": null,
  "cancelling_at": null,
  "cancelled_at": null,
  "request_counts": {"total": 100, "completed": 95, "failed": 5},
  "usage": {
    "input_tokens": 1500,
    "input_tokens_details": {"cached_tokens": 1024},
    "output_tokens": 500,
    "output_tokens_details": {"reasoning_tokens": 300},
    "total_tokens": 2000
  },
  "metadata": {"customer_id": "user_123456789", "batch_description": "Nightly eval job"}
}"""
FAILED = """{
  "id": "batch_abc456",
  "object": "batch",
  "endpoint": "/v1/chat/completions",
  "errors": {
    "object": "list",
    "data": [
      {"code": "invalid_json_line", "line": 3, "message": "This line is not parseable as valid JSON.", "param": null}
    ]
  },
  "input_file_id": "file-abc456",
  "completion_window": "24h",
  "status": "failed",
  "created_at": 1711471533,
  "failed_at": 1711471540,
  "output_file_id": null,
  "metadata": null
}"""
BATCHES = f"""{{
  "object": "list",
  "data": [{BATCH}, {FAILED}],
  "first_id": "batch_abc123",
  "last_id": "batch_abc456",
  "has_more": true
}}"""


@pytest.mark.parametrize(("kind", "text"), [(Batch, BATCH), (Batch, FAILED), (Batches, BATCHES)])
def test_nothing_of_a_reply_is_lost(kind: type[Any], text: str) -> None:
    assert decode(kind, text.encode()).ToJson() == json.loads(text)


def test_a_batch_is_read_by_its_fields() -> None:
    batch = decode(Batch, BATCH.encode())
    assert batch.status is BatchStatus.completed
    assert batch.request_counts is not None and batch.request_counts.completed == 95
    assert batch.usage is not None and batch.usage.output_tokens_details is not None
    assert batch.usage.output_tokens_details.reasoning_tokens == 300
    assert batch.metadata is not None and batch.metadata["batch_description"] == "Nightly eval job"
    assert batch.extra == {}


STATES = [
    "created",
    "in_progress",
    "expires",
    "finalizing",
    "completed",
    "failed",
    "expired",
    "cancelling",
    "cancelled",
]


@pytest.mark.parametrize("state", STATES)
def test_each_time_is_also_there_as_text(state: str) -> None:
    batch = decode(Batch, b'{"%s_at": 1711471533}' % state.encode())
    assert getattr(batch, f"{state}_at_as_string") == timestamp_text(1711471533)
    others = {getattr(batch, f"{other}_at_as_string") for other in STATES if other != state}
    assert others == {""}


def test_the_original_s_own_capitals_work_too() -> None:
    batch: Any = Batch(created_at=1711471533)
    assert (
        batch.CreatedAtasString
        == batch.CreatedAtAsString
        == batch.created_atas_string
        == timestamp_text(1711471533)
    )


def test_a_failed_batch_says_which_line_was_wrong() -> None:
    batch = decode(Batch, FAILED.encode())
    assert batch.status is BatchStatus.failed
    assert batch.errors is not None
    assert (batch.errors.data[0].code, batch.errors.data[0].line) == ("invalid_json_line", 3)


def test_a_page_has_batches_and_its_ends() -> None:
    page = decode(Batches, BATCHES.encode())
    assert [batch.status for batch in page.data] == [BatchStatus.completed, BatchStatus.failed]
    assert (page.first_id, page.last_id, page.has_more) == ("batch_abc123", "batch_abc456", True)
