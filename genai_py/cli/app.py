"""The commands and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    # Plain help and plain tracebacks read the same on a terminal, in a pipe and in a bug report.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="A Python SDK for OpenAI-compatible servers, local ones first.",
)

_BaseURL = Annotated[
    str | None,
    typer.Option(help="The server to use; /v1 is added where it is missing.", show_default=False),
]
_Model = Annotated[
    str | None,
    typer.Option(help="The model to use, as the server names it; the first that is not for embeddings by default."),
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
    model: _Model = None,
    max_tokens: _MaxTokens = None,
    embedded: Annotated[
        bool, typer.Option("--embedded", help="Use the embedded server although LM Studio runs.")
    ] = False,
) -> None:
    """Play the guide on a real model.

    Asks in every way there is, shows what comes, and tells how long each took.

    The server is the one given, else LM Studio if it runs on port 1234, else the embedded one.
    """
    if base_url is not None and embedded:
        raise typer.BadParameter("give --base-url or --embedded, not both")
    try:
        # Here, so that the other commands and the help do without it.
        from .demo import run

        code = run(base_url, model=model, max_tokens=max_tokens, embedded=embedded)
    except KeyboardInterrupt:
        typer.echo("\nstopped")
        code = 130
    raise typer.Exit(code)


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
        typer.Option(min=1, help="How many threads compute; llama.cpp's choice by default.", show_default=False),
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
