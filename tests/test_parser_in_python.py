"""aiohttp's parser in Python, which it uses where its extension is not built: replies have the same outcomes."""

from __future__ import annotations

from processes import python

PURE = {"AIOHTTP_NO_EXTENSIONS": "1"}
BY_PARSER = [
    "test_connections_that_break.py::test_an_ending_inside_the_reply_is_an_error_at_once",
    "test_replies_that_are_wrong.py::test_what_is_no_http_is_an_error_that_says_so",
    "test_replies_that_are_wrong.py::test_a_bad_chunk_is_an_error",
    "test_replies_that_are_wrong.py::test_bodies_of_all_kinds_are_read",
    "test_interim_replies.py::test_so_it_is_when_it_comes_in_one_piece_with_them",
    "test_unasked_bytes.py::test_bytes_in_one_piece_with_a_reply_are_not_the_next_answer",
]
"""Tests whose outcome depends on the parser."""


def test_the_variable_chooses_the_parser_in_python() -> None:
    code = "from aiohttp import http_parser as p; print(p.HttpResponseParser is p.HttpResponseParserPy)"
    assert python("-c", code, **PURE).stdout == "True\n"


def test_replies_have_the_same_outcomes() -> None:
    tests = [f"tests/faults/{name}" for name in BY_PARSER]
    ran = python("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "promise-", *tests, **PURE)
    assert ran.returncode == 0, ran.stdout
