"""Servers whose certificate is signed by nobody that the system knows."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genai_py.client import GenAI
from genai_py.core.errors import GenAIConnectionError
from genai_py.core.wire.aiohttp_.client import AiohttpClient

from .conftest import assert_nothing_is_left, client_of
from .tcp_server import TcpServer, json_reply

CERTIFICATE = Path(__file__).with_name("localhost.pem")


@pytest.fixture
def server() -> Iterator[TcpServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with TcpServer(tls=context) as server:
        server.plays([json_reply({"data": []})])
        yield server


@pytest.fixture
def client(server: TcpServer) -> Iterator[GenAI]:
    client = client_of(server.url, max_retries=0)
    yield client
    client.Close()
    assert_nothing_is_left(server)


def test_a_certificate_that_is_not_trusted(client: GenAI) -> None:
    with pytest.raises(GenAIConnectionError, match="set HttpClient.VerifyTLS to the path of its certificate"):
        client.Models.List()


@pytest.mark.parametrize("value", [str(CERTIFICATE), CERTIFICATE, False])
def test_a_certificate_that_the_program_trusts(value: Any, client: GenAI) -> None:
    http: Any = client.HttpClient
    http.VerifyTLS = value
    assert http.VerifyTLS == value
    assert client.Models.List().data == []


def test_a_folder_of_certificates(client: GenAI, tmp_path: Path) -> None:
    folder_client: Any = client.HttpClient
    # OpenSSL finds certificates in a folder by the hash of the subject, here of CN=localhost.
    (tmp_path / "ce275665.0").write_text(CERTIFICATE.read_text())
    folder_client.verify_tls = tmp_path
    assert client.Models.List().data == []


def test_paths_without_certificates_are_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("no certificate")
    folder = tmp_path / "folder"
    folder.mkdir()
    for path, problem in (
        ("ca.pem", "there is no file or folder 'ca.pem'"),
        (empty, "holds no certificates in PEM form"),
        (folder, "is empty"),
    ):
        with pytest.raises(ValueError, match=r"^AiohttpClient\.VerifyTLS: ") as caught:
            AiohttpClient(VerifyTLS=path)
        assert problem in str(caught.value)
    wrong: Any = 1
    with pytest.raises(TypeError, match=r"^AiohttpClient\.VerifyTLS takes True, False, an ssl\.SSLContext or the path"):
        AiohttpClient(VerifyTLS=wrong)
