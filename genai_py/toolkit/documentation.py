"""What docstrings and ``Annotated`` tell about functions, their parameters and the fields of classes."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated, Any, get_args, get_origin

import attrs

from .extras import extra_module


@attrs.frozen
class Documentation:
    """A docstring: its text without the sections, and the descriptions of parameters or fields by name."""

    description: str
    parameters: Mapping[str, str]


def documentation_of(documented: Any) -> Documentation:
    """Parse a docstring in the style of Google, NumPy, Sphinx or Epydoc."""
    text = inspect.getdoc(documented)
    if not text:
        return Documentation("", {})
    parsed = extra_module("docstring_parser", "tools", "a description from a docstring").parse(text)
    parts = (parsed.short_description, parsed.long_description)
    return Documentation(
        "\n\n".join(part.strip() for part in parts if part and part.strip()),
        {each.arg_name: each.description.strip() for each in parsed.params if each.description},
    )


def annotation_text(kind: Any) -> str:
    """Return the first text in ``Annotated[..., "what it is"]``; "" without one."""
    if get_origin(kind) is not Annotated:
        return ""
    return next((each for each in get_args(kind)[1:] if isinstance(each, str)), "")
