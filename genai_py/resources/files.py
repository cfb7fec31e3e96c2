"""Files: uploaded once and referred to by their ids.

Source: https://platform.openai.com/docs/api-reference/files
"""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from ..core.building.form_params import MultiFormDataParams, file_setter
from ..core.building.params import UrlParam, wrong_type
from ..core.building.setters import setter
from ..core.calls.operations import DELETE, GET, POST, Route, download_operation, every_page, operation
from ..core.results.base import Content, Result, TimeText, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .deletion import Deletion
from .lists import AdvancedList
from .types import FilesPurpose

if TYPE_CHECKING:
    from typing_extensions import Self


class FileUrlParams(UrlParam):
    """The query for files. Source: https://platform.openai.com/docs/api-reference/files/list"""

    __slots__ = ()

    Purpose = setter(FilesPurpose, "purpose", doc="Only the files for this purpose.")
    Limit = setter(int, "limit", doc="The number of entries per page, 1 to 10,000; 10,000 by default.")
    Order = setter(str, "order", doc="``asc`` or ``desc``, by time of creation.")
    After = setter(str, "after", doc="The id of the last entry of the previous page.")


class FileUploadParams(MultiFormDataParams):
    """A file to upload, 512 MB at most. Source: https://platform.openai.com/docs/api-reference/files/create"""

    __slots__ = ()

    File = file_setter("file", doc="The file: a path, an open binary file, bytes or a data URI.")
    Purpose = setter(FilesPurpose, "purpose", doc="Its purpose.")

    @overload
    def ExpiresAfter(self, Seconds: int, /) -> Self: ...
    @overload
    def ExpiresAfter(self, Anchor: str, Seconds: int, /) -> Self: ...
    def ExpiresAfter(self, *args: str | int) -> Self:
        """Set when the file expires: seconds, 3,600 to 2,592,000, after the anchor, by default ``created_at``."""
        anchor, seconds = args if len(args) == 2 else ("created_at", *args) if len(args) == 1 else (None, None)
        if not isinstance(anchor, str) or not isinstance(seconds, int) or isinstance(seconds, bool):
            raise wrong_type(f"{type(self).__name__}.ExpiresAfter", "seconds, or an anchor and seconds", args)
        self._fields["expires_after[anchor]"] = anchor
        self._fields["expires_after[seconds]"] = seconds
        return self


@result
class File(Result):
    """An uploaded file; times are Unix times in seconds.

    Source: https://platform.openai.com/docs/api-reference/files/object
    """

    id: str = ""
    bytes: int | None = None
    created_at: int | None = None
    expires_at: int | None = None
    filename: str = ""
    object: str = ""
    purpose: FilesPurpose | str = ""
    status: str = ""
    status_details: str = ""

    created_at_as_string = TimeText("created_at")
    expires_at_as_string = TimeText("expires_at")


@result
class Files(AdvancedList[File]):
    """A page of files."""

    data: list[File] = items()


@result
class FileContent(Content):
    """The content of a file. Source: https://platform.openai.com/docs/api-reference/files/retrieve-contents"""

    @property
    def content(self) -> str:
        """Return the content as text."""
        return self.AsString()


AsynFile = AsynCallBack[File]
AsynFiles = AsynCallBack[Files]
AsynFileContent = AsynCallBack[FileContent]
PromiseFile = PromiseCallBack[File]
PromiseFiles = PromiseCallBack[Files]
PromiseFileContent = PromiseCallBack[FileContent]


class FilesRoute(Route):
    """Files: ``files``, ``files/{id}``, ``files/{id}/content``."""

    Upload, AsynUpload, AsyncAwaitUpload = operation(POST, "files", params=FileUploadParams, result=File)
    List, AsynList, AsyncAwaitList = operation(GET, "files", params=FileUrlParams, result=Files)
    ListAll = every_page(List, File)
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(GET, "files/{FileId}", ids=1, result=File)
    RetrieveContent, AsynRetrieveContent, AsyncAwaitRetrieveContent = operation(
        GET, "files/{FileId}/content", ids=1, result=FileContent
    )
    Download, AsynDownload, AsyncAwaitDownload = download_operation("files/{FileId}/content", ids=1)
    Delete, AsynDelete, AsyncAwaitDelete = operation(DELETE, "files/{FileId}", ids=1, result=Deletion)
