"""The models of ``LMStudioServer``: list, load, unload, download, and their older list."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .server import LMStudioServer

STATUS = "GET /api/v1/models/download/status/"
CHAT = {
    "type": "llm", "publisher": "acme", "key": "acme/tiny", "display_name": "Tiny", "architecture": "llama",
    "quantization": {"name": "Q4_K_M", "bits_per_weight": 4}, "size_bytes": 123456789, "params_string": "1B",
    "max_context_length": 32768, "format": "gguf", "description": None,
    "capabilities": {
        "vision": False, "trained_for_tool_use": True, "reasoning": {"allowed_options": ["off", "on"], "default": "on"},
    },
    "variants": ["acme/tiny@q4_k_m", "acme/tiny@q8_0"], "selected_variant": "acme/tiny@q4_k_m",
}  # fmt: skip
# A name that says nothing of what it is for.
VECTORS = {
    "type": "embedding", "publisher": "acme", "key": "acme/vectors", "display_name": "Vectors",
    "quantization": {"name": None, "bits_per_weight": None}, "size_bytes": 84106624, "params_string": None,
    "max_context_length": 2048, "format": "gguf",
}  # fmt: skip
# A chat model whose name has the word "embed".
EMBEDDER = {"type": "llm", "key": "acme/embedded-chat", "display_name": "For small devices", "quantization": None}
CONFIG = {"eval_batch_size", "flash_attention", "num_experts", "offload_kv_cache_to_gpu", "context_length"}
Handler = Callable[[Any], Awaitable[dict[str, Any]]]


class ModelHandlers:
    """The models of a server.

    models: what is on its disk. instances: the loaded ones, by model. broken: models that cannot be loaded, with the
    server's words. ignores_context: loads have 4096 tokens, whatever is asked for. jobs: the statuses of downloads,
    by job: each request for one takes the first, the last one stays. catalogue: the jobs that a download gets.
    """

    def __init__(self, server: LMStudioServer) -> None:
        self._server = server
        self.models: list[dict[str, Any]] = [VECTORS, EMBEDDER, CHAT]
        self.instances: dict[str, dict[str, dict[str, Any]]] = {}
        self.broken: dict[str, str] = {}
        self.ignores_context = False
        self.jobs: dict[str, list[dict[str, Any]]] = {}
        self.catalogue: dict[str, dict[str, Any]] = {}
        self.loading = threading.Event()
        """A load has begun."""
        self._gate = asyncio.Event()
        self._gate.set()

    def hold_loads(self) -> None:
        """Let loads wait until ``release_loads``."""
        self._server.on_loop(self._gate.clear)

    def release_loads(self) -> None:
        """Let loads end."""
        self._server.on_loop(self._gate.set)

    def load(self, key: str, **config: Any) -> str:
        """Load a model, as LM Studio's window does; the id of the instance."""
        known = self.instances.setdefault(key, {})
        number = next(n for n in range(1, 100) if (key if n == 1 else f"{key}:{n}") not in known)
        name = key if number == 1 else f"{key}:{number}"
        known[name] = {"context_length": 4096, **config}
        return name

    def handler(self, operation: str) -> Handler | None:
        """The handler of a request, None where there is none."""
        if operation.startswith(STATUS):
            return lambda _: self._status(operation.removeprefix(STATUS))
        handlers: dict[str, Handler] = {
            "GET /api/v1/models": self._list,
            "POST /api/v1/models/load": self._load,
            "POST /api/v1/models/unload": self._unload,
            "POST /api/v1/models/download": self._download,
            "GET /v1/models": self._list_openai,
        }
        return handlers.get(operation)

    async def _list(self, _: Any) -> dict[str, Any]:
        def loaded(key: str) -> list[dict[str, Any]]:
            return [{"id": name, "config": config} for name, config in self.instances.get(key, {}).items()]

        return {"models": [{**model, "loaded_instances": loaded(model["key"])} for model in self.models]}

    async def _list_openai(self, _: Any) -> dict[str, Any]:
        data = [{"id": each["key"], "object": "model", "owned_by": "organization_owner"} for each in self.models]
        return {"object": "list", "data": data}

    async def _load(self, body: Any) -> dict[str, Any]:
        wanted = _needed(body, "model")
        model = next((each for each in self.models if wanted in (each["key"], *(each.get("variants") or ()))), None)
        if model is None:
            raise _refusal("model_not_found", f"No model {wanted} is downloaded.")
        self.loading.set()
        await self._gate.wait()
        if wanted in self.broken:
            raise _refusal("internal_error", self.broken[wanted])
        config = {name: value for name, value in body.items() if name in CONFIG}
        if self.ignores_context:
            config.pop("context_length", None)
        name = self.load(model["key"], **config)
        reply = {"type": model.get("type"), "instance_id": name, "load_time_seconds": 0.25, "status": "loaded"}
        if body.get("echo_load_config"):
            reply["load_config"] = self.instances[model["key"]][name]
        return reply

    async def _unload(self, body: Any) -> dict[str, Any]:
        name = _needed(body, "instance_id")
        for loaded in self.instances.values():
            if loaded.pop(name, None) is not None:
                return {"instance_id": name}
        raise _refusal("model_not_found", f"No instance {name} is loaded.")

    async def _download(self, body: Any) -> dict[str, Any]:
        name = _needed(body, "model")
        if any(each["key"] == name for each in self.models):
            return {"status": "already_downloaded"}
        if name not in self.catalogue:
            raise _refusal("model_not_found", f"{name} is not in the catalogue.")
        return self.catalogue[name]

    async def _status(self, job: str) -> dict[str, Any]:
        if job not in self.jobs:
            raise _refusal("job_not_found", f"No job {job}.")
        steps = self.jobs[job]
        return {"job_id": job, **(steps.pop(0) if len(steps) > 1 else steps[0])}


def _needed(body: Any, name: str) -> str:
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str):
        raise _refusal("invalid_request", f"'{name}' is required", code="missing_required_parameter")
    return value


def _refusal(type: str, message: str, **more: Any) -> Exception:
    from .server import Refusal

    return Refusal(type, message, **more)
