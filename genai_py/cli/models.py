"""The commands for the models of a server: status, models, ps, load, unload, get."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .. import (
    GenAI,
    GenAIAuthError,
    GenAIException,
    GenAIFactory,
    LMDownload,
    LMDownloadParams,
    LMModel,
    LMModels,
    LMStudioMissingError,
)
from .terminal import Terminal, size_text
from .waiting import result_of

_NO_API = (
    "has no models API of LM Studio (/api/v1), which LM Studio has since version 0.4. "
    "What still works: genai_py models (their names), genai_py demo"
)


def run(base_url: str | None, api_key: str | None, command: Callable[[GenAI, Terminal], int]) -> int:
    """Run a command on the server at ``base_url``, by default LM Studio of this machine, and return its exit code.

    Results go to standard output, errors to standard error.
    """
    errors = Terminal(stderr=True)
    try:
        with GenAIFactory.CreateLMSInstance(base_url or "", api_key or "", max_retries=0) as client:
            try:
                return command(client, Terminal())
            except LMStudioMissingError:
                errors.error(f"the server at {client.BaseURL} {_NO_API}")
            except GenAIAuthError as error:
                errors.error(f"the server at {client.BaseURL} requires a valid token; pass it as --api-key: {error}")
    except (GenAIException, ValueError) as error:
        errors.error(str(error))
    return 1


def status(client: GenAI, terminal: Terminal) -> int:
    """Show what the server is, which API it has, and its models."""
    ids = [each.id for each in result_of(client.Models.AsyncAwaitList()).data]
    terminal.line(f"Server: {client.BaseURL} ({'LM Studio' if _is_lm_studio(client) else 'OpenAI-compatible'})")
    try:
        models = result_of(client.LMStudio.Models.AsyncAwaitList())
    except LMStudioMissingError:
        terminal.line(f"Models: {len(ids)} listed")
        terminal.note(f"The server {_NO_API}.")
        return 0
    loaded = [each for each in models if each.is_loaded]
    terminal.line(f"Models: {len(models)} on its disk, {len(loaded)} loaded")
    for each in loaded:
        for instance in each.instances:
            terminal.line(f"  {instance.id}{_context_text(instance.context_length)}")
    return 0


def _is_lm_studio(client: GenAI) -> bool:
    try:
        return bool(client.WithOptions(response_timeout=2000).API.Get("/lmstudio-greeting").extra.get("lmstudio"))
    except GenAIException:
        return False


def _context_text(length: int | None) -> str:
    return f", room for {length} tokens" if length else ""


def models(client: GenAI, terminal: Terminal, *, loaded: bool, as_json: bool) -> int:
    """List the models. loaded: only those that are loaded. as_json: as the server's API has them."""
    try:
        found = result_of(client.LMStudio.Models.AsyncAwaitList())
    except LMStudioMissingError:
        if loaded:
            raise
        found = LMModels(models=[LMModel(key=each.id) for each in result_of(client.Models.AsyncAwaitList()).data])
    shown = [each for each in found if each.is_loaded or not loaded]
    if as_json:
        # ASCII, so that it passes through every pipe.
        terminal.line(json.dumps({"models": [each.ToJson() for each in shown]}, indent=2))
        return 0
    if not shown:
        terminal.line("no model is loaded" if loaded else "the server has no models")
        return 0
    rows = [
        (
            (
                each.key, _text(each.type), _text(each.params_string), _text(getattr(each.quantization, "name", "")),
                size_text(_number(each.size_bytes)), _text(each.max_context_length), "yes" if each.is_loaded else "",
            ),
            "green" if each.is_loaded else "",
        )
        for each in shown
    ]  # fmt: skip
    terminal.table(("Model", "Type", "Parameters", "Precision", "Size", "Context", "Loaded"), rows, numbers=(4, 5))
    return 0


def _text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "value", value))


def _number(value: Any) -> float | None:
    return value if isinstance(value, (int, float)) else None


def ps(client: GenAI, terminal: Terminal) -> int:
    """List the loaded instances."""
    rows = []
    for model in result_of(client.LMStudio.Models.AsyncAwaitLoaded()):
        for each in model.instances:
            parallel = _text(getattr(each.config, "parallel", None))
            cells = (each.id, model.key, size_text(_number(model.size_bytes)), _text(each.context_length), parallel)
            rows.append((cells, ""))
    if rows:
        terminal.table(("Instance", "Model", "Size", "Context", "Parallel"), rows, numbers=(2, 3, 4))
    else:
        terminal.line("no model is loaded")
    return 0


def load(client: GenAI, terminal: Terminal, model: str, *, context: int | None) -> int:
    """Load a model unless it is loaded."""
    with terminal.busy(f"loading {model}"):
        loaded = result_of(client.LMStudio.Models.AsyncAwaitEnsureLoaded(model, context))
    seconds = loaded.load_time_seconds
    took = " was loaded already" if seconds is None else f" loaded in {seconds:.1f} s"
    terminal.line(f"{loaded.instance_id or model}{took}{_context_text(loaded.context_length)}")
    return 0


def unload(client: GenAI, terminal: Terminal, model: str | None, *, everything: bool) -> int:
    """Unload an instance, all instances of a model, or everything."""
    route = client.LMStudio.Models
    loaded = result_of(route.AsyncAwaitLoaded())
    instances = [(each, instance.id) for each in loaded for instance in each.instances]
    names = [name for _, name in instances]
    if not everything:
        exact = [name for name in names if name == model]
        names = exact or [name for each, name in instances if model in (each.key, each.selected_variant)]
        # The server's error says what it does not have, and which are loaded.
        names = names or [model or ""]
    for name in names:
        terminal.line(f"{result_of(route.AsyncAwaitUnload(name)).instance_id} unloaded")
    if not names:
        terminal.line("no model is loaded")
    return 0


def get(client: GenAI, terminal: Terminal, model: str, *, quantization: str | None) -> int:
    """Download a model, and show the progress."""
    # The server continues the download during a short interruption of the connection.
    route = client.WithOptions(max_retries=5).LMStudio.Models

    def build(params: LMDownloadParams) -> LMDownloadParams:
        params.Model(model)
        return params.Quantization(quantization) if quantization else params

    begun = result_of(route.AsyncAwaitDownload(build))
    try:
        with terminal.transfer(model) as show:

            def report(download: LMDownload) -> None:
                total = _number(download.total_size_bytes)
                done = total if download.is_completed else _number(download.downloaded_bytes)
                show(done, total, _number(download.bytes_per_second), _text(download.status).replace("_", " "))

            done = result_of(route.AsyncAwaitWaitForDownload(begun, report))
    except KeyboardInterrupt:
        terminal.note(f"The server goes on with the download of {model}.")
        raise
    terminal.line(f"{model} {'was there already' if not done.job_id else 'is downloaded'}")
    return 0
