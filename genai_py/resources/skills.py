"""Skills: versioned folders of instructions and files that models load on demand.

Source: https://platform.openai.com/docs/api-reference/skills
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from ..core.building.form_params import MultiFormDataParams, files_setter
from ..core.building.multipart import FilePart, Multipart
from ..core.building.params import JsonParam, UrlParam, wrong_type
from ..core.building.setters import flag, setter
from ..core.calls.operations import DELETE, GET, POST, Route, download_operation, every_page, operation
from ..core.results.base import Content, Result, TimeText, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .deletion import Deletion
from .lists import AdvancedList

if TYPE_CHECKING:
    from typing_extensions import Self

_FILES = "files[]"


class UrlSkillsParams(UrlParam):
    """The query for skills, or for a skill's versions."""

    __slots__ = ()

    After = setter(str, "after", doc="The id of the last entry of the previous page.")
    Limit = setter(int, "limit", doc="The number of entries per page, 1 to 100; 20 by default.")
    Order = setter(str, "order", default="desc", doc="``asc`` or ``desc``, by time of creation.")


class SkillCreateParams(MultiFormDataParams):
    """The files of a skill: those of one folder, with ``SKILL.md`` in it, or a zip archive of such a folder.

    ``SKILL.md`` defines name and description. A skill has 500 files at most, of 25 MB at most, an archive 50 MB.
    Source: https://platform.openai.com/docs/api-reference/skills/create
    """

    __slots__ = ()

    File = files_setter(
        _FILES,
        doc="Add a file: a path, an open binary file, bytes or a data URI. A zip archive must be the only file; a file "
        "of the skill's folder needs a FileName that begins with the folder, such as ``my_skill/SKILL.md``.",
    )

    def Files(self, Value: str | os.PathLike[str] | Sequence[str | os.PathLike[str]]) -> Self:
        """Add the files of a skill's folder: the folder itself, or paths of files in it.

        Their names begin with the folder, such as ``my_skill/SKILL.md``; for paths, that is the innermost folder that
        contains them all. In a folder, names that begin with a dot and ``__pycache__`` are skipped.
        Raises FileNotFoundError for a missing path, ValueError for paths without a common folder.
        """
        if isinstance(Value, (str, os.PathLike)):
            return self.AddFiles(_FILES, os.fspath(Value), _files_in(Path(Value)))
        if not isinstance(Value, Sequence) or not all(isinstance(path, (str, os.PathLike)) for path in Value):
            raise wrong_type(f"{type(self).__name__}.Files", "a folder or a list of paths", Value)
        return self.AddFiles(_FILES, [os.fspath(path) for path in Value], True)

    def to_multipart(self, also: Mapping[str, Any] | None = None) -> Multipart:
        """Return the form to send; a single zip archive is sent as ``files``. also: additional fields."""
        form = super().to_multipart(also)
        files = [value for _, value in form.fields if isinstance(value, FilePart)]
        if len(files) != 1 or not _is_archive(files[0]):
            return form
        renamed = (("files" if name == _FILES else name, value) for name, value in form.fields)
        return attrs.evolve(form, fields=tuple(renamed))


def _is_archive(file: FilePart) -> bool:
    return file.mime_type == "application/zip" or file.name.lower().endswith(".zip")


def _files_in(folder: Path) -> list[str]:
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such folder to send", str(folder))
    found = [
        str(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(folder).parts)
    ]
    if not found:
        raise FileNotFoundError(errno.ENOENT, "no files to send in this folder", str(folder))
    return found


class SkillUpdateParams(JsonParam):
    """The changes to a skill. Source: https://platform.openai.com/docs/api-reference/skills/update"""

    __slots__ = ()

    DefaultVersion = setter(str, "default_version", doc="The version that is used by default.")

    @classmethod
    def New(cls) -> Self:
        """Return an empty set of changes."""
        return cls()


class SkillVersionCreateParams(SkillCreateParams):
    """The files of a new version of a skill. Source: https://platform.openai.com/docs/api-reference/skills/createVersion"""

    __slots__ = ()

    Name = setter(str, "name", doc="Its name, for servers that do not read it from ``SKILL.md``.")
    Description = setter(str, "description", doc="Its description, for servers that do not read it from ``SKILL.md``.")
    Default = flag("default", doc="Make this the default version.")


@result
class Skill(Result):
    """A skill; times are Unix times in seconds. Versions are numbers as text.

    Source: https://platform.openai.com/docs/api-reference/skills/object
    """

    id: str = ""
    object: str = ""
    created_at: int | None = None
    name: str = ""
    description: str = ""
    default_version: str = ""
    latest_version: str = ""

    created_at_as_string = TimeText("created_at")


@result
class Skills(AdvancedList[Skill]):
    """A page of skills."""

    data: list[Skill] = items()


@result
class SkillContent(Content):
    """A skill's folder, or that of one of its versions, as a zip archive."""


@result
class SkillVersion(Result):
    """A version of a skill; it never changes. Times are Unix seconds."""

    id: str = ""
    object: str = ""
    created_at: int | None = None
    version: str = ""
    skill_id: str = ""
    name: str = ""
    description: str = ""

    created_at_as_string = TimeText("created_at")


@result
class SkillVersions(AdvancedList[SkillVersion]):
    """A page of a skill's versions."""

    data: list[SkillVersion] = items()


AsynSkill = AsynCallBack[Skill]
AsynSkills = AsynCallBack[Skills]
AsynSkillContent = AsynCallBack[SkillContent]
AsynSkillVersion = AsynCallBack[SkillVersion]
AsynSkillVersions = AsynCallBack[SkillVersions]
PromiseSkill = PromiseCallBack[Skill]
PromiseSkills = PromiseCallBack[Skills]
PromiseSkillContent = PromiseCallBack[SkillContent]
PromiseSkillVersion = PromiseCallBack[SkillVersion]
PromiseSkillVersions = PromiseCallBack[SkillVersions]


class SkillVersionsRoute(Route):
    """The versions of a skill: ``skills/{id}/versions``, ``skills/{id}/versions/{version}``.

    ``Delete`` cannot delete the default version.
    """

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "skills/{SkillId}/versions", ids=1, params=SkillVersionCreateParams, result=SkillVersion
    )
    List, AsynList, AsyncAwaitList = operation(
        GET, "skills/{SkillId}/versions", ids=1, params=UrlSkillsParams, result=SkillVersions
    )
    ListAll = every_page(List, SkillVersion)
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(
        GET, "skills/{SkillId}/versions/{Version}", ids=2, result=SkillVersion
    )
    Delete, AsynDelete, AsyncAwaitDelete = operation(
        DELETE, "skills/{SkillId}/versions/{Version}", ids=2, result=Deletion
    )
    GetContent, AsynGetContent, AsyncAwaitGetContent = operation(
        GET, "skills/{SkillId}/versions/{Version}/content", ids=2, result=SkillContent
    )
    Download, AsynDownload, AsyncAwaitDownload = download_operation(
        "skills/{SkillId}/versions/{Version}/content", ids=2
    )


class SkillsRoute(Route):
    """Skills: ``skills``, ``skills/{id}``, ``skills/{id}/content``; and ``Versions``."""

    @cached_property
    def Versions(self) -> SkillVersionsRoute:
        """The route of the skills' versions."""
        return SkillVersionsRoute(self._api)

    Create, AsynCreate, AsyncAwaitCreate = operation(POST, "skills", params=SkillCreateParams, result=Skill)
    List, AsynList, AsyncAwaitList = operation(GET, "skills", params=UrlSkillsParams, result=Skills)
    ListAll = every_page(List, Skill)
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(GET, "skills/{SkillId}", ids=1, result=Skill)
    Update, AsynUpdate, AsyncAwaitUpdate = operation(
        POST, "skills/{SkillId}", ids=1, params=SkillUpdateParams, result=Skill
    )
    Delete, AsynDelete, AsyncAwaitDelete = operation(DELETE, "skills/{SkillId}", ids=1, result=Deletion)
    GetContent, AsynGetContent, AsyncAwaitGetContent = operation(
        GET, "skills/{SkillId}/content", ids=1, result=SkillContent
    )
    Download, AsynDownload, AsyncAwaitDownload = download_operation("skills/{SkillId}/content", ids=1)
