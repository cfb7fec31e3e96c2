"""Uploads: a file in parts, for files of up to 8 GB.

Source: https://platform.openai.com/docs/api-reference/uploads
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson

from ..core.building.form_params import MultiFormDataParams, checked_handler, file_part, file_setter
from ..core.building.multipart import FilePart, Multipart, Report
from ..core.building.params import JsonObject, JsonParam
from ..core.building.setters import setter
from ..core.building.urls import expand_path
from ..core.calls.execution import Work
from ..core.calls.operations import POST, Route, composed_operation, operation
from ..core.errors import GenAIException
from ..core.results.base import Result, TimeText, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .files import File
from .types import FilesPurpose

if TYPE_CHECKING:
    from typing_extensions import Self

    from ..core.building.form_params import TransferHandler
    from ..core.calls.api import GenAIAPI

MAX_PART_SIZE = 64 * 1024 * 1024
_PARTS_AT_ONCE = 4
_CANCEL_TIMEOUT = 5.0
"""The time limit for cancelling an upload on the server, in seconds."""


class UploadExpiresAfterParams(JsonParam):
    """When the uploaded file expires."""

    __slots__ = ()

    Anchor = setter(str, "anchor", default="created_at", doc="The start of the period.")
    Seconds = setter(int, "seconds", doc="The number of seconds after the anchor, 3,600 to 2,592,000.")

    @classmethod
    def New(cls, Seconds: int | None = None) -> Self:
        """Return an expiry of ``seconds`` after the file's creation; empty without an argument."""
        return cls() if Seconds is None else cls().Anchor().Seconds(Seconds)


class UploadCreateParams(JsonParam):
    """A new upload. Source: https://platform.openai.com/docs/api-reference/uploads/create"""

    __slots__ = ()

    Filename = setter(str, "filename", doc="The name of the file.")
    Purpose = setter(FilesPurpose, "purpose", doc="Its purpose.")
    Bytes = setter(int, "bytes", doc="The size in bytes.")
    MimeType = setter(str, "mime_type", doc="Its MIME type, which must match its purpose.")
    ExpiresAfter = setter(UploadExpiresAfterParams, "expires_after", doc="When it expires.")


class UploadPartParams(MultiFormDataParams):
    """A part, 64 MB at most. Source: https://platform.openai.com/docs/api-reference/uploads/add-part"""

    __slots__ = ()

    Data = file_setter("data", doc="The part: a path, an open binary file, bytes or a data URI.")


class UploadCompleteParams(JsonParam):
    """The end of an upload. Source: https://platform.openai.com/docs/api-reference/uploads/complete"""

    __slots__ = ()

    PartIds = setter(list[str], "part_ids", doc="The ids of the parts, in the order of the file.")
    Md5 = setter(str, "md5", doc="The MD5 sum of the file, for the server to check.")


class UploadFileParams(JsonParam):
    """A file that is uploaded in parts by one call."""

    __slots__ = ("_file", "_on_progress")

    def __init__(self) -> None:
        super().__init__()
        self._file: FilePart | None = None
        self._on_progress: TransferHandler | None = None

    Filename = setter(str, "filename", doc="Its name; by default, that of the path.")
    Purpose = setter(FilesPurpose, "purpose", doc="Its purpose.")
    MimeType = setter(str, "mime_type", doc="Its MIME type; by default, derived from the name.")
    ExpiresAfter = setter(UploadExpiresAfterParams, "expires_after", doc="When it expires.")
    PartSize = setter(int, "part_size", doc="The size of a part in bytes; 64 MB, the maximum, by default.")
    Md5 = setter(str, "md5", doc="The MD5 sum of the file, for the server to check.")

    def File(self, Value: Any, FileName: str = "", MimeType: str = "") -> Self:
        """The file: a path, an open binary file that can be rewound, bytes or a data URI."""
        where = f"{type(self).__name__}.File"
        part = file_part(where, Value, FileName, MimeType)
        if part.size is None:
            raise ValueError(
                f"{where}: the size of {part.name} is unknown, as the stream is not seekable; write it to a file first"
            )
        self._file = part
        return self

    def OnProgress(self, Handler: TransferHandler) -> Self:
        """Report progress: ``Handler(bytes_sent, total_bytes)``."""
        self._on_progress = checked_handler(f"{type(self).__name__}.OnProgress", Handler)
        return self


@result
class Upload(Result):
    """An upload; times are Unix seconds. ``file`` is set once it is completed.

    Source: https://platform.openai.com/docs/api-reference/uploads/object
    """

    id: str = ""
    created_at: int | None = None
    filename: str = ""
    bytes: int | None = None
    purpose: FilesPurpose | str = ""
    status: str = ""
    expires_at: int | None = None
    object: str = ""
    file: File | None = None

    created_at_as_string = TimeText("created_at")
    expires_at_as_string = TimeText("expires_at")


@result
class UploadPart(Result):
    """An uploaded part. created_at: Unix time in seconds.

    Source: https://platform.openai.com/docs/api-reference/uploads/part-object
    """

    id: str = ""
    created_at: int | None = None
    upload_id: str = ""
    object: str = ""

    created_at_as_string = TimeText("created_at")


AsynUpload = AsynCallBack[Upload]
AsynUploadPart = AsynCallBack[UploadPart]
PromiseUpload = PromiseCallBack[Upload]
PromiseUploadPart = PromiseCallBack[UploadPart]


class _InParts:
    """The upload of one file in parts."""

    def __init__(
        self, api: GenAIAPI, file: FilePart, fields: dict[str, Any], part_size: int, report: Report | None
    ) -> None:
        self._api = api
        self._file = file
        self._fields = fields
        self._part_size = part_size
        self._report = report
        self._sent: dict[int, int] = {}
        self._told = 0

    async def send(self) -> Upload:
        """Upload the file and return the completed upload. Cancels the upload on the server if anything fails."""
        file, fields = self._file, self._fields
        md5 = fields.pop("md5", None)
        create = {"filename": file.name, "bytes": file.size, "mime_type": file.mime_type, **fields}
        upload = await self._post("uploads", create)
        if not upload.id:
            raise GenAIException(0, f"the server did not create an upload; the body is: {upload.JSONResponse[:200]}")
        path = expand_path("uploads/{UploadId}", ["UploadId"], [upload.id])
        try:
            parts = await self._parts(path)
            end = {"part_ids": parts} if md5 is None else {"part_ids": parts, "md5": md5}
            return await self._post(f"{path}/complete", end)
        except BaseException:
            with contextlib.suppress(GenAIException, asyncio.TimeoutError):
                await asyncio.wait_for(self._post(f"{path}/cancel", None), _CANCEL_TIMEOUT)
            raise

    async def _parts(self, path: str) -> list[str]:
        """The ids of the parts, in the order of the file."""
        assert self._file.size is not None
        starts = range(0, self._file.size, self._part_size)
        ids = [""] * len(starts)
        left = iter(enumerate(starts))

        async def work() -> None:
            for number, start in left:
                part = self._file.cut(start, self._part_size)
                ids[number] = await self._send_part(path, number, part)

        workers = [asyncio.create_task(work()) for _ in range(1 if self._file.is_shared else _PARTS_AT_ONCE)]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        return ids

    async def _send_part(self, path: str, number: int, part: FilePart) -> str:
        def note(sent: int, _: int | None) -> None:
            self._sent[number] = min(sent, part.size or 0)
            total = sum(self._sent.values())
            # A retried part restarts at 0; the reported total must not decrease.
            if self._report is not None and total > self._told:
                self._told = total
                self._report(total, self._file.size)

        form = Multipart((("data", part),), note)
        made = await self._api.fetch(self._api.request(POST, f"{path}/parts", form), UploadPart)
        return made.id

    async def _post(self, path: str, body: JsonObject | None) -> Upload:
        data = None if body is None else orjson.dumps(body)
        return await self._api.fetch(self._api.request(POST, path, data), Upload)


def _in_parts(
    api: GenAIAPI, params: UploadFileParams, reporter: Callable[[Report], Report]
) -> Work[Upload]:
    file, fields = params._file, params.ToJson()
    if file is None or "purpose" not in fields:
        raise ValueError(f"UploadFileParams: {'File' if file is None else 'Purpose'} was not called")
    if not file.size:
        raise ValueError(f"UploadFileParams.File: {file.name} is empty")
    size = fields.pop("part_size", MAX_PART_SIZE)
    if not 0 < size <= MAX_PART_SIZE:
        raise ValueError(f"UploadFileParams.PartSize must be 1 to {MAX_PART_SIZE} bytes, got {size}")
    report = None if params._on_progress is None else reporter(params._on_progress)
    return lambda _: _InParts(api, file, fields, size, report).send()


class UploadsRoute(Route):
    """Uploads: ``uploads``, ``uploads/{id}/parts``, ``uploads/{id}/complete``, ``uploads/{id}/cancel``."""

    Create, AsynCreate, AsyncAwaitCreate = operation(POST, "uploads", params=UploadCreateParams, result=Upload)
    AddPart, AsynAddPart, AsyncAwaitAddPart = operation(
        POST, "uploads/{UploadId}/parts", ids=1, params=UploadPartParams, result=UploadPart
    )
    Complete, AsynComplete, AsyncAwaitComplete = operation(
        POST, "uploads/{UploadId}/complete", ids=1, params=UploadCompleteParams, result=Upload
    )
    Cancel, AsynCancel, AsyncAwaitCancel = operation(
        POST, "uploads/{UploadId}/cancel", ids=1, result=Upload
    )

    UploadFile, AsynUploadFile, AsyncAwaitUploadFile = composed_operation(
        params=UploadFileParams,
        result=Upload,
        work=_in_parts,
        doc="Upload a file in parts (``POST uploads``, ``uploads/{id}/parts``, ``uploads/{id}/complete``)",
    )
