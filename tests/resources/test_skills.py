"""Skills and their versions: the requests of both routes, what is uploaded, and the replies."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from genai_py import (
    Deletion,
    GenAI,
    GenAIFactory,
    Skill,
    SkillContent,
    SkillCreateParams,
    Skills,
    SkillUpdateParams,
    SkillVersion,
    SkillVersionCreateParams,
    SkillVersions,
    SkillVersionsRoute,
    UrlSkillsParams,
)
from genai_py.core.results.decoding import decode
from genai_py.resources import skills

from .calls import FORMS, Case, exchange, not_shown, setters_of
from .form_server import Came, FormServer, form_server

OPERATIONS = [
    Case("List", (), "GET skills", Skills),
    Case(
        "List",
        (lambda p: p.After("skill_1").Limit(5).Order(),),
        "GET skills?after=skill_1&limit=5&order=desc",
        Skills,
    ),
    Case("Retrieve", ("skill_1",), "GET skills/skill_1", Skill),
    Case(
        "Update",
        ("skill_1", lambda p: p.DefaultVersion("2")),
        "POST skills/skill_1",
        Skill,
        {"default_version": "2"},
    ),
    Case("Delete", ("skill_1",), "DELETE skills/skill_1", Deletion),
    Case("GetContent", ("skill_1",), "GET skills/skill_1/content", SkillContent),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "Skills", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert type(seen.result) is case.result


@pytest.mark.parametrize("name", ["Retrieve", "Delete", "GetContent"])
def test_an_empty_id_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="SkillId is empty"):
        exchange("blocking", "Skills", name, ("",))


@pytest.fixture
def server() -> Iterator[FormServer]:
    with form_server() as server:
        yield server


@pytest.fixture
def client(server: FormServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateExternalInstance(server.url, "a-key") as client:
        yield client


VERSIONS = [
    ("Create", ("skill_1", lambda p: p.File(b"PK", "a.zip")), "POST /v1/skills/skill_1/versions", SkillVersion),
    ("List", ("skill_1",), "GET /v1/skills/skill_1/versions", SkillVersions),
    (
        "List",
        ("skill_1", lambda p: p.Order("asc")),
        "GET /v1/skills/skill_1/versions?order=asc",
        SkillVersions,
    ),
    ("Retrieve", ("skill_1", "2"), "GET /v1/skills/skill_1/versions/2", SkillVersion),
    ("Delete", ("skill_1", "2"), "DELETE /v1/skills/skill_1/versions/2", Deletion),
    ("GetContent", ("skill_1", "2"), "GET /v1/skills/skill_1/versions/2/content", SkillContent),
]


@pytest.mark.parametrize("form", ["blocking", "promise"])
@pytest.mark.parametrize(("name", "args", "request_line", "kind"), VERSIONS)
def test_versions_are_a_route_of_the_skills(
    name: str, args: Any, request_line: str, kind: type[Any], form: str, server: FormServer, client: GenAI
) -> None:
    versions = client.Skills.Versions
    if form == "blocking":
        value = getattr(versions, name)(*args)
    else:
        value = getattr(versions, f"AsyncAwait{name}")(*args).result(10)
    assert server.requests == [request_line]
    assert type(value) is kind


def test_the_route_of_versions_is_one_and_has_both_spellings(client: GenAI) -> None:
    assert isinstance(client.Skills.Versions, SkillVersionsRoute)
    assert client.skills.versions is client.Skills.Versions  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="Version is empty"):
        client.Skills.Versions.Retrieve("skill_1", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A skill as it lies on a disk."""
    files = {
        "SKILL.md": b"---\nname: basic-math\n---\n",
        "scripts/add.py": b"print(1 + 1)\n",
        "scripts/__pycache__/add.cpython-311.pyc": b"cache",
        ".git/config": b"[core]",
        ".env": b"KEY=secret",
    }
    for name, data in files.items():
        path = tmp_path / "basic_math" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "basic_math"


def sent(came: Came) -> list[tuple[str, str, bytes]]:
    return [(part.name, part.filename, part.data) for part in came.parts]


WHOLE = [
    ("files[]", "basic_math/SKILL.md", b"---\nname: basic-math\n---\n"),
    ("files[]", "basic_math/scripts/add.py", b"print(1 + 1)\n"),
]


def test_a_folder_is_sent_by_the_names_of_its_files(server: FormServer, client: GenAI, folder: Path) -> None:
    client.Skills.Create(lambda p: p.Files(folder))
    client.Skills.Create(lambda p: p.Files(str(folder) + "/"))
    assert server.requests == ["POST /v1/skills"] * 2
    assert [sent(came) for came in server.came] == [WHOLE, WHOLE]
    assert server.came[0].parts[0].mime_type == "text/markdown"


def test_paths_are_named_from_the_folder_that_they_share(
    server: FormServer, client: GenAI, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.Skills.Create(lambda p: p.Files([folder / "SKILL.md", folder / "scripts" / "add.py"]))
    monkeypatch.chdir(folder.parent)
    client.Skills.Versions.Create("skill_1", lambda p: p.Files(["basic_math/SKILL.md", "basic_math/scripts/add.py"]))
    monkeypatch.chdir(folder)
    client.Skills.Create(lambda p: p.Files("."))
    assert [sent(came) for came in server.came] == [WHOLE] * 3


def test_files_are_added_one_by_one(server: FormServer, client: GenAI, folder: Path) -> None:
    def build(params: SkillCreateParams) -> None:
        params.File(folder / "SKILL.md", "basic_math/SKILL.md")
        params.File(io.BytesIO(b"print(1 + 1)\n"), "basic_math/scripts/add.py")

    client.Skills.Create(build)
    assert sent(server.came[0]) == WHOLE


@pytest.mark.parametrize(("name", "mime_type"), [("basic_math.zip", ""), ("skill", "application/zip")])
def test_an_archive_goes_under_the_name_that_the_api_gives_it(
    name: str, mime_type: str, server: FormServer, client: GenAI
) -> None:
    client.Skills.Create(lambda p: p.File(b"PK", name, mime_type))
    assert sent(server.came[0]) == [("files", name, b"PK")]
    assert server.came[0].parts[0].mime_type == "application/zip"


def test_a_version_says_more(server: FormServer, client: GenAI, folder: Path) -> None:
    client.Skills.Versions.Create(
        "skill_1", lambda p: p.Files(folder).Name("basic-math").Description("Adds.").Default()
    )
    *files, name, description, default = server.came[0].parts
    assert [part.filename for part in files] == ["basic_math/SKILL.md", "basic_math/scripts/add.py"]
    assert (name.text, description.text, default.text) == ("basic-math", "Adds.", "true")
    assert default.name == "default"


def test_what_is_missing_fails_before_anything_is_sent(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for build, error in [
        (lambda p: p.File(tmp_path / "missing.md"), r"no such file to send: '.*missing\.md'"),
        (lambda p: p.Files([tmp_path / "a" / "SKILL.md"]), r"no such file to send: '.*SKILL\.md'"),
        (lambda p: p.Files(tmp_path / "missing"), r"no such folder to send: '.*missing'"),
        (lambda p: p.Files(tmp_path / "empty"), r"no files to send in this folder: '.*empty'"),
    ]:
        with pytest.raises(FileNotFoundError, match=error):
            client.Skills.Create(build)
    assert server.came == []


@pytest.mark.parametrize("value", [5, None, b"PK", [1], [b"PK"]])
def test_files_are_paths(value: Any) -> None:
    with pytest.raises(TypeError, match=r"SkillCreateParams\.Files takes a folder or a list of paths, got"):
        SkillCreateParams().Files(value)


def test_every_setter_writes_its_key() -> None:
    shown = [
        SkillCreateParams().File(b"a", "s/SKILL.md"),
        SkillUpdateParams.New().DefaultVersion("2"),
        SkillVersionCreateParams().Name("a").Description("b").Default(False),
        UrlSkillsParams().After("skill_1").Limit(5).Order("asc"),
    ]
    assert [dict(each._fields) for each in shown[1:]] == [
        {"default_version": "2"},
        {"name": "a", "description": "b", "default": False},
        {"after": "skill_1", "limit": 5, "order": "asc"},
    ]
    assert not_shown(skills, shown) == set()


@pytest.mark.parametrize("setter", setters_of(skills), ids=lambda setter: setter.__qualname__)
def test_every_setter_refuses_what_is_not_of_its_kind(setter: Any) -> None:
    kind, name = setter.__qualname__.split(".")
    with pytest.raises(TypeError, match=rf"^{kind}\.{name} takes .+, got object <object object"):
        getattr(getattr(skills, kind)(), name)(object())


def archive(came: Any) -> web.Response:
    return web.Response(body=b"PK\x03\x04", headers={"Content-Type": "application/zip"})


def test_content_is_an_archive(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    server.answer = archive
    content = client.Skills.GetContent("skill_1")
    assert (content.body, content.Data, content.content_type) == (b"PK\x03\x04", "UEsDBA==", "application/zip")
    content.SaveToFile(tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == b"PK\x03\x04"


def test_content_is_downloaded(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    server.answer = archive
    skill = client.Skills.Download("skill_1", tmp_path / "a.zip")
    version = client.Skills.Versions.AsyncAwaitDownload("skill_1", "2", tmp_path / "b.zip").result(10)
    assert (skill.size, version.path) == (4, str(tmp_path / "b.zip"))
    assert server.requests == ["GET /v1/skills/skill_1/content", "GET /v1/skills/skill_1/versions/2/content"]


def test_all_pages_are_gone_over(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"data": [{"id": "a"}], "has_more": "after" not in came.request})
    assert [type(skill) for skill in client.Skills.ListAll()] == [Skill, Skill]
    assert [type(version) for version in client.Skills.Versions.ListAll("skill_1")] == [SkillVersion, SkillVersion]
    assert [request.removeprefix("GET /v1/") for request in server.requests] == [
        "skills", "skills?after=a", "skills/skill_1/versions", "skills/skill_1/versions?after=a",
    ]  # fmt: skip


SKILL = """{
  "id": "skill_1", "object": "skill", "created_at": 1760872189, "name": "basic-math",
  "description": "Add or multiply numbers.", "default_version": "1", "latest_version": "2"
}"""
VERSION = """{
  "id": "skillver_1", "object": "skill.version", "created_at": 1760872189, "version": "2", "skill_id": "skill_1",
  "name": "basic-math", "description": "Add or multiply numbers.", "new": null
}"""
PAGE = '{"object": "list", "data": [%s], "first_id": null, "last_id": "x", "has_more": true}'
DELETED = '{"id": "skill_1", "object": "skill.version.deleted", "deleted": true, "version": "2"}'


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Skill, SKILL),
        (SkillVersion, VERSION),
        (Skills, PAGE % SKILL),
        (SkillVersions, PAGE % VERSION),
        (Deletion, DELETED),
    ],
)
def test_nothing_of_a_reply_is_lost(kind: type[Any], text: str) -> None:
    assert decode(kind, text.encode()).ToJson() == json.loads(text)


def test_pages_have_skills_and_versions() -> None:
    (skill,) = decode(Skills, (PAGE % SKILL).encode()).data
    (version,) = decode(SkillVersions, (PAGE % VERSION).encode()).data
    assert (type(skill), type(version)) == (Skill, SkillVersion)
    assert (skill.default_version, skill.latest_version, version.version) == ("1", "2", "2")
    assert skill.created_at_as_string == version.created_at_as_string == "2025-10-19T11:09:49Z"
    assert Skill().created_at_as_string == ""
