"""Where LM Studio listens on this machine, and the token it wants: from the environment and its own settings.

Source: https://lmstudio.ai/docs/developer/core/authentication; the settings file is that of LM Studio's command line,
https://github.com/lmstudio-ai/lms
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from ..core.building.urls import normalize_base_url
from ..core.calls.configuration import DEFAULT_LOCAL_URL

_TOKENS = ("LM_API_TOKEN", "LMSTUDIO_API_TOKEN")
"""LM Studio's documentation has the first name, its own SDKs read the second."""


def environment_token() -> str:
    """Return the API token of the environment; "" if there is none."""
    return next((token for name in _TOKENS if (token := os.environ.get(name, "").strip())), "")


def local_url(chosen: str) -> str:
    """Return the base URL of LM Studio on this machine.

    chosen: the default that the program may have changed. Raises GenAIAPIException if ``LMSTUDIO_BASE_URL`` is invalid.
    """
    if chosen != DEFAULT_LOCAL_URL:
        return chosen
    url = os.environ.get("LMSTUDIO_BASE_URL", "").strip()
    if url:
        return normalize_base_url(url, add_version=True)
    port = _port_in_settings()
    return f"http://127.0.0.1:{port}/v1" if port else chosen


def _port_in_settings() -> int:
    """Return the port that LM Studio's server last used; 0 if that is unknown."""
    try:
        settings = json.loads(_settings_file().read_bytes())
    except (OSError, ValueError, RuntimeError):
        # Not installed, or written by a version that keeps its port elsewhere.
        return 0
    port = settings.get("port") if isinstance(settings, dict) else None
    return port if type(port) is int and 0 < port < 65536 else 0


def _settings_file() -> Path:
    named = os.environ.get("LMS_API_SERVER_INFO_PATH", "").strip()
    return Path(named) if named else _home() / ".internal" / "http-server.json"


def _home() -> Path:
    """Return LM Studio's folder. A file in the user's home names it; older versions used the cache folder."""
    user = Path.home()
    try:
        named = (user / ".lmstudio-home-pointer").read_text("utf-8").strip()
    except (OSError, ValueError):
        named = ""
    if named and Path(named).is_dir():
        return Path(named)
    older = user / ".cache" / "lm-studio"
    return older if older.is_dir() and not (user / ".lmstudio").is_dir() else user / ".lmstudio"
