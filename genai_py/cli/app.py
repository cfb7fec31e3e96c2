"""The commands and their options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from .._version import __version__

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    # Plain help and plain tracebacks are the same on a terminal, in a pipe and in a bug report.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="A Python SDK for OpenAI-compatible servers, local ones first.",
)

def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """A Python SDK for OpenAI-compatible servers, local ones first."""


_BaseURL = Annotated[
    str | None,
    typer.Option(help="The URL of the server; /v1 is added where it is missing.", show_default=False),
]
_Model = Annotated[
    str | None,
    typer.Option(help="The model to use, as the server names it; the first that is not for embeddings by default."),
]
_APIKey = Annotated[
    str | None,
    typer.Option(help="The API token of the server; LM_API_TOKEN of the environment by default.", show_default=False),
]
_ModelFile = Annotated[
    Path | None,
    typer.Option(help="A GGUF file to serve; the small packaged model by default.", show_default=False),
]
_MaxTokens = Annotated[
    int | None,
    typer.Option(min=1, help="How long an answer may be; more for models that reason.", show_default=False),
]


@app.command()
def demo(
    base_url: _BaseURL = None,
    api_key: _APIKey = None,
    model: _Model = None,
    max_tokens: _MaxTokens = None,
    embedded: Annotated[
        bool, typer.Option("--embedded", help="Use the embedded server although LM Studio runs.")
    ] = False,
) -> None:
    """Run the guide's examples on a real model.

    Sends requests in every way there is, and shows the answers and how long each took.

    The server is the one given, else LM Studio if it runs, else the embedded one.
    """
    if base_url is not None and embedded:
        raise typer.BadParameter("give --base-url or --embedded, not both")

    def play() -> int:
        # Imported here, because the other commands and the help do not need it.
        from .demo import run

        return run(base_url, api_key=api_key, model=model, max_tokens=max_tokens, embedded=embedded)

    _exit(play)


def _exit(command: Callable[[], int]) -> NoReturn:
    """Run a command and exit with its code; after Ctrl-C, with 130."""
    try:
        code = command()
    except KeyboardInterrupt:
        typer.echo("\nstopped")
        code = 130
    raise typer.Exit(code)


def _on_server(base_url: str | None, api_key: str | None, name: str, *args: Any, **options: Any) -> NoReturn:
    def command() -> int:
        from . import models

        function = getattr(models, name)
        return models.run(base_url, api_key, lambda client, terminal: function(client, terminal, *args, **options))

    _exit(command)


def _answered(name: str, *args: Any, **options: Any) -> NoReturn:
    """Run one of the commands that ask models."""

    def command() -> int:
        from . import asking

        try:
            code: int = getattr(asking, name)(*args, **options)
        except (ValueError, OSError) as error:
            typer.echo(str(error), err=True)
            return 1
        return code

    _exit(command)


def _target(base_url: str | None, api_key: str | None, model: str | None, embedded: bool) -> Any:
    from .asking import Target

    return Target(base_url, api_key, model, embedded)


def _question(**options: Any) -> Any:
    from .asking import Question

    return Question(**options)


_AnyModel = Annotated[
    str | None,
    typer.Option("--model", "-m", help="The model, as 'genai_py models' lists it.", show_default=False),
]
_Embedded = Annotated[bool, typer.Option("--embedded", help="Use the embedded server although LM Studio runs.")]
_System = Annotated[str, typer.Option("--system", "-s", help="The system text.", show_default=False)]
_Files = Annotated[
    list[Path] | None,
    typer.Option("--file", "-f", help="An image, a sound or a text to ask about; repeatable.", show_default=False),
]
_ToolNames = Annotated[
    list[str] | None,
    typer.Option("--tool", help="A function that the model may call, as module:function.", show_default=False),
]
_Temperature = Annotated[float | None, typer.Option(help="From 0, the same answer each time.", show_default=False)]
_Json = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="The question; it follows what is piped in.", show_default=False)] = "",
    model: _AnyModel = None,
    system: _System = "",
    file: _Files = None,
    tool: _ToolNames = None,
    schema: Annotated[
        str | None,
        typer.Option(help="A JSON schema of the answer: JSON, or a file with it.", show_default=False),
    ] = None,
    max_tokens: _MaxTokens = None,
    temperature: _Temperature = None,
    as_json: _Json = False,
    base_url: _BaseURL = None,
    api_key: _APIKey = None,
    embedded: _Embedded = False,
) -> None:
    """Ask a model one question."""
    question = _question(
        system=system, files=file or (), tools=tool or (), schema=schema, max_tokens=max_tokens,
        temperature=temperature,
    )  # fmt: skip
    _answered("ask", _target(base_url, api_key, model, embedded), text, question, as_json=as_json)


@app.command()
def chat(
    conversation: Annotated[
        Path | None,
        typer.Argument(help="A file to continue, and to save after each answer.", show_default=False),
    ] = None,
    model: _AnyModel = None,
    system: _System = "",
    file: _Files = None,
    tool: _ToolNames = None,
    max_tokens: _MaxTokens = None,
    temperature: _Temperature = None,
    base_url: _BaseURL = None,
    api_key: _APIKey = None,
    embedded: _Embedded = False,
) -> None:
    """Chat with a model. Ctrl-C stops an answer; at the prompt, it ends the chat."""
    question = _question(
        system=system, files=file or (), tools=tool or (), max_tokens=max_tokens, temperature=temperature
    )
    _answered("chat", _target(base_url, api_key, model, embedded), question, conversation)


@app.command()
def embed(
    text: Annotated[
        list[str] | None,
        typer.Argument(help="The texts; the lines that are piped in by default.", show_default=False),
    ] = None,
    model: _AnyModel = None,
    as_json: _Json = False,
    base_url: _BaseURL = None,
    api_key: _APIKey = None,
    embedded: _Embedded = False,
) -> None:
    """Embed texts as vectors."""
    _answered("embed", _target(base_url, api_key, model, embedded), text or (), as_json=as_json)


@app.command()
def parallel(
    file: Annotated[Path, typer.Argument(help="A file with one prompt a line; - is the standard input.")],
    model: _AnyModel = None,
    system: _System = "",
    concurrency: Annotated[
        int | None,
        typer.Option("--concurrency", "-n", min=1, help="How many are asked at a time.", show_default=False),
    ] = None,
    as_json: _Json = False,
    base_url: _BaseURL = None,
    api_key: _APIKey = None,
    embedded: _Embedded = False,
) -> None:
    """Ask many prompts."""
    target = _target(base_url, api_key, model, embedded)
    _answered("parallel", target, file, _question(system=system), concurrency, as_json=as_json)


_ModelName = Annotated[str, typer.Argument(help="A model, as 'genai_py models' lists it.", show_default=False)]


@app.command()
def status(base_url: _BaseURL = None, api_key: _APIKey = None) -> None:
    """Show which server runs, and which models are loaded."""
    _on_server(base_url, api_key, "status")


@app.command()
def models(
    base_url: _BaseURL = None,
    api_key: _APIKey = None,
    loaded: Annotated[bool, typer.Option("--loaded", help="Only the models that are loaded.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with all that the server says of them.")] = False,
) -> None:
    """List the models of the server."""
    _on_server(base_url, api_key, "models", loaded=loaded, as_json=as_json)


@app.command()
def ps(base_url: _BaseURL = None, api_key: _APIKey = None) -> None:
    """List the loaded models with their settings."""
    _on_server(base_url, api_key, "ps")


@app.command()
def load(
    model: _ModelName,
    base_url: _BaseURL = None,
    api_key: _APIKey = None,
    context: Annotated[
        int | None,
        typer.Option(min=1, help="How many tokens it has room for; the server's setting by default."),
    ] = None,
) -> None:
    """Load a model, unless it is loaded."""
    _on_server(base_url, api_key, "load", model, context=context)


@app.command()
def unload(
    model: Annotated[
        str | None,
        typer.Argument(help="A model, or one instance of it, as 'genai_py ps' lists it.", show_default=False),
    ] = None,
    base_url: _BaseURL = None,
    api_key: _APIKey = None,
    everything: Annotated[bool, typer.Option("--all", help="Unload every model.")] = False,
) -> None:
    """Unload a model."""
    if (model is None) != everything:
        raise typer.BadParameter("give the name of a model, or --all")
    _on_server(base_url, api_key, "unload", model, everything=everything)


@app.command()
def get(
    model: Annotated[
        str,
        typer.Argument(help="A name of LM Studio's catalogue, owner/name, or a Hugging Face URL.", show_default=False),
    ],
    base_url: _BaseURL = None,
    api_key: _APIKey = None,
    quantization: Annotated[
        str | None,
        typer.Option(help="Such as Q4_K_M; only with a Hugging Face URL.", show_default=False),
    ] = None,
) -> None:
    """Download a model to the server."""
    _on_server(base_url, api_key, "get", model, quantization=quantization)


@app.command()
def serve(
    model: _ModelFile = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")] = 1234,
    alias: Annotated[
        str | None,
        typer.Option(help="What the model is called in requests.", show_default=False),
    ] = None,
    parallel: Annotated[int, typer.Option(min=1, help="How many requests are answered at once.")] = 4,
    context: Annotated[int, typer.Option(min=64, help="How many tokens each of them has room for.")] = 4096,
    threads: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="How many threads compute; by default one for each core, less one where there are four or fewer.",
            show_default=False,
        ),
    ] = None,
    log_file: Annotated[
        Path | None,
        typer.Option(help="A file for the server's log, requests included.", show_default=False),
    ] = None,
) -> None:
    """Serve a model until ctrl-C, as a stand-in for LM Studio."""
    from ..embedded.serve import serve as run

    code = run(
        model, host, port, alias=alias, parallel=parallel, context=context, threads=threads, log_path=log_file
    )
    raise typer.Exit(code)
