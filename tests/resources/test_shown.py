"""How results are shown: as Markdown in notebooks, by rich in terminals."""

from __future__ import annotations

from typing import Any

import pytest

from genai_py import (
    ActResult,
    BundleList,
    Chat,
    Completion,
    Embeddings,
    LMChat,
    MessageReply,
    Models,
    Response,
)
from genai_py.core.results.decoding import hook_for

CASES: list[tuple[type[Any], dict[str, Any], str]] = [
    (Chat, {"choices": [{"message": {"content": "Hi."}}, {"message": {"content": "Ho."}}]}, "Hi.\n\n---\n\nHo."),
    (Completion, {"choices": [{"text": "Hi."}]}, "Hi."),
    (Response, {"output": [{"type": "message", "content": [{"type": "output_text", "text": "Hi."}]}]}, "Hi."),
    (LMChat, {"output": [{"type": "message", "content": "Hi."}]}, "Hi."),
    (MessageReply, {"content": [{"type": "text", "text": "Hi."}]}, "Hi."),
    (Models, {"data": [{"id": "a"}, {"id": "b"}]}, "- `a`\n- `b`"),
]


@pytest.mark.parametrize(("kind", "reply", "shown"), CASES, ids=[kind.__name__ for kind, _, _ in CASES])
def test_notebooks_show_the_text_of_an_answer(kind: type[Any], reply: dict[str, Any], shown: str) -> None:
    assert hook_for(kind)(reply)._repr_markdown_() == shown


EMPTY = [Chat(), Response(), Completion(), Embeddings(), LMChat(), MessageReply(), ActResult()]


@pytest.mark.parametrize("empty", EMPTY, ids=lambda empty: type(empty).__name__)
def test_an_answer_without_text_is_shown_by_its_repr(empty: Any) -> None:
    assert empty._repr_markdown_() is None


def test_the_items_of_a_parallel_run() -> None:
    bundle = BundleList()
    for prompt, response, error in (("One?", "1", None), ("Two?", "", ValueError("no"))):
        item = bundle.Add(len(bundle) + 1)
        item.prompt, item.response, item.error = prompt, response, error
    assert bundle._repr_markdown_() == "**One?**\n\n1\n\n**Two?**\n\n*no*"


def test_rich_shows_the_fields_that_are_set() -> None:
    model = hook_for(Models)({"object": "list", "data": [{"id": "a"}], "more": 1})
    assert [name for name, _ in model.__rich_repr__()] == ["object", "data", "extra"]
