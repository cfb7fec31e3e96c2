"""The files in a container.

Source: https://platform.openai.com/docs/api-reference/container-files
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import orjson

from ..core.building.form_params import MultiFormDataParams, file_setter
from ..core.building.multipart import FilePart, Multipart
from ..core.building.params import UrlParam
from ..core.building.setters import setter
from ..core.calls.api import JSON
from ..core.calls.endpoint import Endpoint
from ..core.calls.operations import (
    DELETE,
    GET,
    POST,
    Route,
    download_operation,
    every_page,
    operation,
)
from ..core.results.base import Content, Result, TimeText, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from ..core.wire.transport import HttpRequest
from .deletion import Deletion
from .lists import AdvancedList


class ContainerFilesParams(MultiFormDataParams):
    """A file to add to a container: a local file, or an uploaded one.

    Source: https://platform.openai.com/docs/api-reference/container-files/createContainerFile
    """

    __slots__ = ()

    File = file_setter("file", doc="The file: a path, an open binary file, bytes or a data URI.")
    FileId = setter(str, "file_id", doc="The id of an uploaded file.")


class UrlContainerFileParams(UrlParam):
    """The query for a container's files."""

    __slots__ = ()

    After = setter(str, "after", doc="The id of the last entry of the previous page.")
    Limit = setter(int, "limit", doc="The number of entries per page, 1 to 100; 20 by default.")
    Order = setter(str, "order", default="desc", doc="``asc`` or ``desc``, by time of creation.")


@result
class ContainerFile(Result):
    """A file in a container. bytes: its size. created_at: Unix time in seconds. source: ``user`` or ``assistant``.

    Source: https://platform.openai.com/docs/api-reference/container-files/object
    """

    bytes: int | None = None
    container_id: str = ""
    created_at: int | None = None
    id: str = ""
    object: str = ""
    path: str = ""
    source: str = ""

    created_at_as_string = TimeText("created_at")


@result
class ContainerFileList(AdvancedList[ContainerFile]):
    """A page of a container's files."""

    data: list[ContainerFile] = items()


@result
class ContainerFilesDelete(Deletion):
    """The deleted file."""


@result
class ContainerFileContent(Content):
    """The content of a file in a container."""


AsynContainerFile = AsynCallBack[ContainerFile]
AsynContainerFileList = AsynCallBack[ContainerFileList]
AsynContainerFilesDelete = AsynCallBack[ContainerFilesDelete]
AsynContainerFileContent = AsynCallBack[ContainerFileContent]
PromiseContainerFile = PromiseCallBack[ContainerFile]
PromiseContainerFileList = PromiseCallBack[ContainerFileList]
PromiseContainerFilesDelete = PromiseCallBack[ContainerFilesDelete]
PromiseContainerFileContent = PromiseCallBack[ContainerFileContent]


class ContainerFilesRoute(Route):
    """The files in a container: ``containers/{id}/files``, ``containers/{id}/files/{id}`` and its ``content``.

    ``Create`` sends a local file as a form, and a file id as JSON, as the API requires.
    """

    def _request(self, endpoint: Endpoint, values: Sequence[Any]) -> HttpRequest:
        request = super()._request(endpoint, values)
        form = request.body
        if not isinstance(form, Multipart) or any(isinstance(value, FilePart) for _, value in form.fields):
            return request
        return attrs.evolve(request, headers=self._api.headers(JSON), body=orjson.dumps(dict(form.fields)))

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "containers/{ContainerId}/files", ids=1, params=ContainerFilesParams, result=ContainerFile
    )
    List, AsynList, AsyncAwaitList = operation(
        GET, "containers/{ContainerId}/files", ids=1, params=UrlContainerFileParams, result=ContainerFileList
    )
    ListAll = every_page(List, ContainerFile)
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(
        GET, "containers/{ContainerId}/files/{FileId}", ids=2, result=ContainerFile
    )
    GetContent, AsynGetContent, AsyncAwaitGetContent = operation(
        GET, "containers/{ContainerId}/files/{FileId}/content", ids=2, result=ContainerFileContent
    )
    Download, AsynDownload, AsyncAwaitDownload = download_operation(
        "containers/{ContainerId}/files/{FileId}/content", ids=2
    )
    Delete, AsynDelete, AsyncAwaitDelete = operation(
        DELETE, "containers/{ContainerId}/files/{FileId}", ids=2, result=ContainerFilesDelete
    )
