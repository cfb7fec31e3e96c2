"""How the decoders of result classes are written: once each, when they are first used, whatever interrupts that."""

from __future__ import annotations

import os
import sys
import textwrap
import threading

import pytest
from processes import python

from genai_py import Result
from genai_py.core.results import decoding
from genai_py.core.results.base import items, result
from genai_py.core.results.decoding import decode, hook_for, register_tagged_union


@result
class Leaf(Result):
    name: str = ""


@result
class Branch(Result):
    """Is written while the tree is unfinished, and calls the tree's decoder."""

    tree: Tree | None = None


@result
class Tree(Result):
    branches: list[Branch] = items()
    leaf: Leaf | None = None


JSON = b'{"branches": [{"tree": {"leaf": {"name": "inner"}}}], "leaf": {"name": "outer"}}'


def forget() -> None:
    for kind in (Tree, Branch, Leaf):
        decoding._hooks.pop(kind, None)
        for parts in (False, True):
            decoding._decoders.pop((kind, parts), None)


def test_classes_that_contain_one_another() -> None:
    forget()
    tree = decode(Tree, JSON)
    assert tree.leaf is not None and tree.leaf.name == "outer"
    inner = tree.branches[0].tree
    assert inner is not None and inner.leaf is not None and inner.leaf.name == "inner"


def test_a_decoder_whose_writing_was_interrupted_is_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    real = decoding.get_type_hints

    def interrupted(kind: type) -> object:
        if kind is Leaf:
            raise KeyboardInterrupt
        return real(kind)

    forget()
    with monkeypatch.context() as patched:
        patched.setattr(decoding, "get_type_hints", interrupted)
        with pytest.raises(KeyboardInterrupt):
            decode(Tree, JSON)
    branch = decode(Branch, b'{"tree": {"leaf": {"name": "n"}}}')
    assert branch.tree is not None and branch.tree.leaf is not None and branch.tree.leaf.name == "n"


def test_threads_that_decode_a_class_for_the_first_time_at_once() -> None:
    forget()
    start = threading.Barrier(8)
    names: list[str] = []

    def decode_one() -> None:
        start.wait()
        tree = decode(Tree, JSON)
        assert tree.leaf is not None
        names.append(tree.leaf.name)

    threads = [threading.Thread(target=decode_one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == ["outer"] * 8


def test_calls_and_all_classes_of_results_do_without_cattrs() -> None:
    program = """
        import sys
        import genai_py
        from genai_py import GenAIFactory, Result
        from genai_py.core.results.decoding import decode
        from scripted_http import ScriptedHttp, replying

        client = GenAIFactory.CreateLMSInstance(http_client=ScriptedHttp(replying(b'{"data": [{"id": "m"}]}')))
        assert client.Models.List().data[0].id == "m"
        kinds = [getattr(genai_py, name) for name in genai_py.__all__]
        results = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Result) and kind is not Result]
        for kind in results:
            decode(kind, b'{"id": "x", "type": "message"}')
        print(len(results) > 100, "cattrs" in sys.modules)
        """
    ran = python("-c", textwrap.dedent(program), PYTHONPATH=os.pathsep.join(sys.path))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "True False\n", "")


def test_what_is_no_class_of_results_cannot_be_decoded() -> None:
    with pytest.raises(TypeError, match="cannot be decoded: it is not a class of results"):
        hook_for(dict)


def test_a_class_of_a_union_derives_from_its_base() -> None:
    with pytest.raises(TypeError, match="Leaf does not derive from Branch"):
        register_tagged_union(Branch, "type", {"leaf": Leaf})
