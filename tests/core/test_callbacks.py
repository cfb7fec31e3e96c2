"""Callback records: all the forms in which a program may hand one over, and what is none."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from scripted_http import PATIENCE, replying

from genai_py import (
    AsynCallBack,
    AsynCompletionStream,
    AsynModels,
    AsynStreamCallBack,
    ErrorText,
    GenAIException,
    ManualDispatcher,
    Models,
    PromiseCallBack,
    PromiseModels,
    PromiseStreamCallBack,
)
from genai_py.core.running.callbacks import CallBackRecord, positional_count, record_of

NAMES = ("on_start", "on_success", "on_progress", "on_error", "on_cancellation", "on_do_cancel")
MODELS = replying(b'{"data": [{"id": "m"}]}')


def success(sender: Any, models: Models) -> None: ...


def fill_like_delphi(Result: AsynCallBack[Models]) -> None:
    Result.Sender = "me"
    Result.OnSuccess = success


def fill_like_python(record: AsynCallBack[Models]) -> None:
    record.sender = "me"
    record.on_success = success


class Program:
    """A program's own object whose methods hand records over."""

    def fill(self, Result: AsynCallBack[Models]) -> None:
        fill_like_delphi(Result)

    def make(self) -> AsynCallBack[Models]:
        return AsynModels("me", on_success=success)


FORMS = [
    AsynModels("me", on_success=success),
    PromiseModels("me", on_success=success),
    lambda: AsynModels("me", on_success=success),
    lambda Result: AsynModels("me", on_success=success),
    lambda unused=None: AsynModels("me", on_success=success),
    fill_like_delphi,
    fill_like_python,
    Program().fill,
    Program().make,
    functools.partial(AsynCallBack, "me", on_success=success),
    functools.partial(lambda name, Result: fill_like_delphi(Result), "n"),
]


@pytest.mark.parametrize("kind", [AsynCallBack, PromiseCallBack])
@pytest.mark.parametrize("form", FORMS)
def test_a_record_is_given_returned_or_filled(kind: type[AsynCallBack[Any]], form: Any) -> None:
    record = record_of(kind, form)
    assert (record.sender, record.on_success, record.on_error) == ("me", success, None)


def test_nothing_is_an_empty_record() -> None:
    record = record_of(AsynCallBack, None)
    assert type(record) is AsynCallBack
    assert [getattr(record, name) for name in (*NAMES, "sender")] == [None] * 7


def test_a_ready_record_is_used_as_it_is() -> None:
    ready, bare = AsynModels(), CallBackRecord()
    assert record_of(AsynCallBack, ready) is ready
    assert record_of(AsynStreamCallBack, bare) is bare


async def asynchronously(Result: Any) -> None: ...


async def asynchronously_made() -> AsynCallBack[Any]:
    return AsynModels()


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        (AsynCallBack, "on_success", "got str"),
        (AsynCallBack, {"on_success": success}, "got dict"),
        (AsynCallBack, 5, "got int"),
        (AsynCallBack, lambda: None, "the function returned NoneType"),
        (AsynCallBack, lambda: "record", "the function returned str"),
        (AsynCallBack, asynchronously, "the function is asynchronous"),
        (AsynCallBack, asynchronously_made, "the function is asynchronous"),
        (AsynCallBack, AsynCompletionStream(), "got AsynStreamCallBack"),
        (AsynCallBack, lambda: AsynCompletionStream(), "the function returned AsynStreamCallBack"),
        (PromiseStreamCallBack, PromiseModels(), "got PromiseCallBack"),
        (AsynStreamCallBack, lambda Result: AsynModels(), "the function returned AsynCallBack"),
    ],
)
def test_what_is_no_record_of_the_right_kind_is_refused(kind: Any, given: Any, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        record_of(kind, given)
    expected = f"expected {kind.__name__}, or a function that returns or fills one; {message}"
    assert str(caught.value) == expected


def test_what_the_function_raises_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        record_of(AsynCallBack, lambda Result: 1 // 0)


@pytest.mark.parametrize("kind", [AsynCallBack, AsynStreamCallBack, PromiseCallBack, PromiseStreamCallBack])
def test_fields_are_set_by_keyword_and_by_assignment(kind: type[CallBackRecord]) -> None:
    handlers = {name: Mock() for name in NAMES}
    by_keyword = kind("me", **handlers)
    by_assignment = kind()
    by_assignment.sender = "me"
    for name, handler in handlers.items():
        setattr(by_assignment, name, handler)
    for record in (by_keyword, by_assignment):
        assert record.sender == "me"
        assert {name: getattr(record, name) for name in NAMES} == handlers


def test_on_cancel_and_on_cancellation_are_one_field() -> None:
    def stop(sender: Any) -> None: ...

    for record in (AsynModels(on_cancel=stop), AsynModels(on_cancellation=stop)):
        assert record.on_cancel is record.on_cancellation is record.OnCancel is record.OnCancellation is stop
    record = AsynModels()
    record.OnCancel = stop
    assert record.on_cancellation is stop


def test_repr_names_what_is_filled() -> None:
    assert repr(AsynModels("me", on_error=print)) == "AsynCallBack(on_error, sender)"
    assert repr(PromiseStreamCallBack()) == "PromiseStreamCallBack()"


def test_the_error_text_is_the_message_and_carries_the_exception() -> None:
    error = GenAIException(404, "no such model")
    text = ErrorText(error)
    assert text == "error 404: no such model"
    assert text.exception is text.Exception is error
    assert ErrorText(KeyError()) == "KeyError"
    assert text.upper() == "ERROR 404: NO SUCH MODEL"


@pytest.mark.parametrize("call", ["AsynList", "AsyncAwaitList", "asyn_list"])
@pytest.mark.parametrize("as_keyword", [False, True])
def test_every_form_hears_of_the_operation(call: str, as_keyword: bool, client_of: Any) -> None:
    dispatcher = ManualDispatcher()
    models = client_of(MODELS, dispatcher=dispatcher).Models
    heard: list[Any] = []

    def on_success(sender: Any, models: Models) -> None:
        heard.append((sender, models.data[0].id))

    def fill(Result: AsynCallBack[Models]) -> None:
        Result.OnSuccess = on_success

    forms: list[Any] = [
        AsynModels(on_success=on_success),
        PromiseModels(on_success=on_success),
        lambda: AsynModels(on_success=on_success),
        fill,
    ]
    for form in forms:
        _ = getattr(models, call)(CallBacks=form) if as_keyword else getattr(models, call)(form)
        assert dispatcher.PumpUntil(lambda: bool(heard), PATIENCE)
        assert heard.pop() == (models, "m")


@pytest.mark.parametrize("wrong", ["record", AsynCompletionStream(), lambda: None])
def test_what_is_no_record_is_told_by_the_call(wrong: Any, client_of: Any) -> None:
    models = client_of(MODELS).Models
    for call in (models.AsynList, models.AsyncAwaitList):
        with pytest.raises(TypeError, match="or a function that returns or fills one"):
            call(wrong)


class Callable0:
    def __call__(self) -> None: ...


class Callable2:
    def __call__(self, a: int, b: int, c: int = 0, *, d: int = 0) -> None: ...

    def method(self, a: int, b: int = 0) -> None: ...

    @classmethod
    def of_class(cls, a: int) -> None: ...

    @staticmethod
    def static(a: int, b: int) -> None: ...


@functools.wraps(success)
def wrapped(*args: Any, **kwargs: Any) -> None: ...


async def later(a: int) -> None: ...


@pytest.mark.parametrize(
    ("function", "count"),
    [
        (lambda: None, 0),
        (lambda a: None, 1),
        (lambda a, /, b, *, c=1: None, 2),
        (lambda a=1: None, 0),
        (lambda *a: None, 1),
        (lambda **a: None, 0),
        (later, 1),
        (wrapped, 2),
        (Callable0(), 0),
        (Callable2(), 2),
        (Callable2().method, 1),
        (Callable2.method, 2),
        (Callable2.of_class, 1),
        (Callable2.static, 2),
        (functools.partial(success, 1), 1),
        ([].append, 1),
        (print, 1),
        (str, 1),
        (dict.fromkeys, 1),
        (Mock(), 1),
    ],
)
def test_how_many_arguments_a_function_wants(function: Callable[..., Any], count: int) -> None:
    assert positional_count(function) == count
