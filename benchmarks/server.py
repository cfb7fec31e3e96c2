"""A private server of the static replies: nginx where it is installed, else a small one of our own.

Either runs in a process of its own, so that its CPU time is never counted as a client's.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HOST = "127.0.0.1"

NGINX_CONF = """
daemon off;
# One process: nothing to drop privileges to, and one SIGTERM ends all of it.
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    sendfile on;
    tcp_nopush on;
    tcp_nodelay on;
    gzip off;
    etag off;
    max_ranges 0;
    open_file_cache max=64 inactive=1h;
    # The default closes a connection after 1,000 requests, and the clients would pay for new ones.
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
    client_body_buffer_size 256k;
    types {{ }}
    add_header x-request-id req_5f1e0c6a7b8d4e2f9a3c1b0d7e6f5a4b;
    add_header openai-processing-ms 412;
    server {{
        listen {host}:{port} backlog=1024;
        root {folder}/root;
        # A static file refuses POST with 405; this answers with the file all the same.
        error_page 405 =200 $uri;
        location /create/ {{ default_type application/json; }}
        location /stream/ {{ default_type "text/event-stream; charset=utf-8"; }}
    }}
}}
"""


class ServerDidNotStart(RuntimeError):
    """The server's process ended, or did not listen in time."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_listening(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
            return
        time.sleep(0.02)
    raise ServerDidNotStart(f"{process.args!r} did not listen on {HOST}:{port}")


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    # A session of its own: ctrl-C reaches the benchmark, which then ends the server in order.
    process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)
    try:
        _wait_until_listening(process, port)
        yield
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _nginx() -> str | None:
    # /usr/sbin is often not on the PATH of an ordinary user.
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def nginx_version() -> str | None:
    """For example "nginx/1.22.1", or None where there is no nginx."""
    program = _nginx()
    if program is None:
        return None
    shown = subprocess.run([program, "-v"], capture_output=True, text=True, check=False).stderr
    return shown.strip().rpartition(" ")[2] or "nginx"


@contextlib.contextmanager
def server_folder() -> Iterator[Path]:
    """A temporary folder with an empty document root, `root`, deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="genai-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "root").mkdir()
        yield folder


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[tuple[str, str]]:
    """Serve `folder/root`; gives the address ("http://host:port") and the server's name."""
    with contextlib.ExitStack() as stack:
        port = _free_port()
        name = nginx_version()
        if name is not None:
            conf = folder / "nginx.conf"
            conf.write_text(NGINX_CONF.format(folder=folder, host=HOST, port=port))
            command = [str(_nginx()), "-p", str(folder), "-c", str(conf)]
            try:
                stack.enter_context(_running(command, port))
            except ServerDidNotStart as error:
                print(f"{error}; using the built-in server", file=sys.stderr)
                name = None
        if name is None:
            port = _free_port()
            own = [sys.executable, "-m", "benchmarks.own_server", str(folder / "root"), HOST, str(port)]
            stack.enter_context(_running(own, port))
            name = "built-in server"
        yield f"http://{HOST}:{port}", name
