"""Where LM Studio is found, and which token is sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from genai_py import GenAIAPI, GenAIAPIException, GenAIFactory
from genai_py.testing import MockTransport

VARIABLES = ("LM_API_TOKEN", "LMSTUDIO_API_TOKEN", "LMSTUDIO_BASE_URL", "LMS_API_SERVER_INFO_PATH")


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home without LM Studio."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


def write_port(folder: Path, port: object) -> None:
    (folder / ".internal").mkdir(parents=True)
    (folder / ".internal" / "http-server.json").write_text(json.dumps({"port": port}), "utf-8")


def url() -> str:
    return GenAIFactory.CreateLMSInstance().BaseURL


@pytest.mark.parametrize("place", [".lmstudio", ".cache/lm-studio", "elsewhere"])
def test_the_port_is_that_of_the_settings(place: str, home: Path) -> None:
    write_port(home / place, 4321)
    if place == "elsewhere":
        write_port(home / ".lmstudio", 1)
        (home / ".lmstudio-home-pointer").write_text(f"{home / place}\n", "utf-8")
    assert url() == "http://127.0.0.1:4321/v1"


def test_the_environment_comes_before_the_settings(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_port(home / "other", 77)
    monkeypatch.setenv("LMS_API_SERVER_INFO_PATH", str(home / "other" / ".internal" / "http-server.json"))
    assert url() == "http://127.0.0.1:77/v1"
    monkeypatch.setenv("LMSTUDIO_BASE_URL", " http://box:5/api/v1 ")
    assert url() == "http://box:5/v1"
    assert GenAIFactory.CreateLMSInstance("http://given:6").BaseURL == "http://given:6/v1"
    monkeypatch.setattr(GenAIAPI, "LocalUrlBase", "http://chosen:7/v1")
    assert url() == "http://chosen:7/v1"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"port": "80"}', '{"port": 0}', '{"port": 70000}', '{"port": true}'])
def test_settings_that_are_no_use_are_passed_over(text: str, home: Path) -> None:
    write_port(home / ".lmstudio", 1)
    (home / ".lmstudio" / ".internal" / "http-server.json").write_text(text, "utf-8")
    (home / ".lmstudio-home-pointer").write_text("gone", "utf-8")
    assert url() == "http://127.0.0.1:1234/v1"


def test_an_invalid_url_of_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMSTUDIO_BASE_URL", "ftp://box")
    with pytest.raises(GenAIAPIException, match="'ftp://box' is not a valid base URL"):
        url()


def sent_token(URLBase: str = "", key: str = "") -> str:
    transport = MockTransport({"GET /v1/models": {"data": []}})
    with GenAIFactory.CreateLMSInstance(URLBase, key, http_client=transport) as client:
        client.Models.List()
    return transport.requests[0].headers.get("Authorization", "")


def test_a_token_is_given_or_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sent_token() == ""
    monkeypatch.setenv("LMSTUDIO_API_TOKEN", "second")
    assert sent_token() == "Bearer second"
    monkeypatch.setenv("LM_API_TOKEN", " first\n")
    assert sent_token() == "Bearer first"
    assert sent_token("", "given") == "Bearer given"
    # A name and a password are credentials already.
    assert not sent_token("http://me:secret@127.0.0.1:1234").startswith("Bearer")


def test_a_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LM_API_TOKEN", "sk-lm-abcdefgh:abcdefghijklmnopqrst")
    with GenAIFactory.CreateLMSInstance() as client:
        assert "abcdefgh" not in repr(client) + repr(client.API)
