"""Batches: many requests in a file, processed asynchronously, at half the price.

Source: https://platform.openai.com/docs/api-reference/batch
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from ..core.building.pagination import UrlPaginationParams
from ..core.building.params import JsonParam
from ..core.building.setters import setter
from ..core.calls.operations import GET, POST, Route, every_page, operation
from ..core.errors import GenAIException, error_from_object
from ..core.results.base import Result, TimeText, always, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .lists import AdvancedList
from .types import BatchStatus, BatchUrl

T = TypeVar("T")


class BatchCreateParams(JsonParam):
    """A new batch. Source: https://platform.openai.com/docs/api-reference/batch/create"""

    __slots__ = ()

    InputFileId = setter(
        str, "input_file_id", doc="The id of a JSONL file uploaded with the purpose ``batch``."
    )
    Endpoint = setter(
        (BatchUrl, str), "endpoint", doc="The endpoint of all its requests, such as ``/v1/responses``."
    )
    CompletionWindow = setter(str, "completion_window", doc="The time within which the batch is processed: ``24h``.")
    Metadata = setter(dict, "metadata", doc="Up to 16 key-value pairs, stored with the object.")


@result
class BatchErrorsData(Result):
    """An error in the input file. ``line`` counts from 1."""

    code: str = ""
    message: str = ""
    param: str = ""
    line: int | None = None


@result
class BatchErrors(Result):
    """The errors in the input file."""

    object: str = ""
    data: list[BatchErrorsData] = items()


@result
class BatchTimeStamp(Result):
    """The times of a batch's states, in Unix seconds."""

    created_at: int | None = None
    in_progress_at: int | None = None
    expires_at: int | None = None
    finalizing_at: int | None = None
    completed_at: int | None = None
    failed_at: int | None = None
    expired_at: int | None = None
    cancelling_at: int | None = None
    cancelled_at: int | None = None

    created_at_as_string = TimeText("created_at")

    # The original's spelling, CreatedAtasString, is folded to this name.
    created_atas_string = created_at_as_string

    in_progress_at_as_string = TimeText("in_progress_at")
    expires_at_as_string = TimeText("expires_at")
    finalizing_at_as_string = TimeText("finalizing_at")
    completed_at_as_string = TimeText("completed_at")
    failed_at_as_string = TimeText("failed_at")
    expired_at_as_string = TimeText("expired_at")
    cancelling_at_as_string = TimeText("cancelling_at")
    cancelled_at_as_string = TimeText("cancelled_at")


@result
class BatchRequestCounts(Result):
    """The number of requests in each state."""

    total: int | None = None
    completed: int | None = None
    failed: int | None = None


@result
class BatchInputTokensDetails(Result):
    """The details of the input tokens."""

    cached_tokens: int | None = None


@result
class BatchOutputTokensDetails(Result):
    """The details of the output tokens."""

    reasoning_tokens: int | None = None


@result
class BatchUsage(Result):
    """The token usage of a batch."""

    input_tokens: int | None = None
    input_tokens_details: BatchInputTokensDetails | None = None
    output_tokens: int | None = None
    output_tokens_details: BatchOutputTokensDetails | None = None
    total_tokens: int | None = None


@result
class Batch(BatchTimeStamp):
    """A batch. Source: https://platform.openai.com/docs/api-reference/batch/object"""

    id: str = ""
    object: str = ""
    endpoint: str = ""
    model: str = ""
    errors: BatchErrors | None = None
    input_file_id: str = ""
    completion_window: str = ""
    status: BatchStatus | str | None = None
    output_file_id: str = ""
    error_file_id: str = ""
    request_counts: BatchRequestCounts | None = None
    usage: BatchUsage | None = None
    metadata: dict[str, Any] | None = None


@result
class Batches(AdvancedList[Batch]):
    """A page of batches."""

    data: list[Batch] = items()


@result
class BatchResponse(Result, Generic[T]):
    """The reply to one request of a batch.

    ``body``: of the type of its reader, such as ``Chat``; an ``Error`` if the status is not 2xx.
    """

    status_code: int | None = None
    request_id: str = ""
    body: T = always()


@result
class BatchResponseError(Result):
    """The reason why a request of a batch was not sent, such as ``batch_expired``."""

    code: str = ""
    message: str = ""


@result
class BatchOutput(Result, Generic[T]):
    """A line of a batch's output file or of its error file: the outcome of one request.

    ``custom_id``: that of the request; the lines are in any order. ``response``: None if the request was not sent;
    ``Failure()`` returns the reason.
    Source: https://platform.openai.com/docs/api-reference/batch/request-output
    """

    id: str = ""
    custom_id: str = ""
    response: BatchResponse[T] = always()
    error: BatchResponseError | None = None

    def Failure(self) -> GenAIException | None:
        """Return the exception that a failed call would have raised; None if the request succeeded."""
        response, error = self.response, self.error
        if isinstance(response, BatchResponse):
            status, body = response.status_code, response.body
            if isinstance(status, int) and not 200 <= status < 300:
                plain = body.ToJson() if isinstance(body, Result) else body
                error_object = plain.get("error") or plain if isinstance(plain, dict) else plain
                return error_from_object(status, error_object, request_id=response.request_id)
            if not error:
                return None
        error_object = error.ToJson() if isinstance(error, Result) else error
        return error_from_object(0, error_object or "the line has neither a response nor an error")


AsynBatch = AsynCallBack[Batch]
AsynBatches = AsynCallBack[Batches]
PromiseBatch = PromiseCallBack[Batch]
PromiseBatches = PromiseCallBack[Batches]


class BatchRoute(Route):
    """Batches: ``batches``, ``batches/{id}``, ``batches/{id}/cancel``."""

    Create, AsynCreate, AsyncAwaitCreate = operation(POST, "batches", params=BatchCreateParams, result=Batch)
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(GET, "batches/{BatchId}", ids=1, result=Batch)
    Cancel, AsynCancel, AsyncAwaitCancel = operation(POST, "batches/{BatchId}/cancel", ids=1, result=Batch)
    List, AsynList, AsyncAwaitList = operation(GET, "batches", params=UrlPaginationParams, result=Batches)
    ListAll = every_page(List, Batch)
