"""Both spellings of every public name, and what a misspelt one says."""

from __future__ import annotations

import copy
import difflib
import inspect
import pickle
import re
import weakref
from typing import Any

import pytest
from hypothesis import given, strategies as st

import genai_py
from genai_py import (
    AsynCallBack,
    AsynchronousHelper,
    AsynCompletionStream,
    AsynModel,
    AsynModels,
    CompletionParams,
    GenAI,
    GenAIException,
    GenAIFactory,
    JsonParam,
    ManualDispatcher,
    Model,
    Models,
    Promise,
    PromiseCallBack,
    RequestMonitor,
    Result,
)
from genai_py.core.building.params import Params
from genai_py.core.building.setters import flag, setter
from genai_py.core.calls.operations import Route
from genai_py.core.results.base import json_field, result
from genai_py.core.running.callbacks import CallBackRecord
from genai_py.core.spelling import BothSpellings, SettableInBothSpellings, fold, names_of, snake_case

CLIENT = GenAIFactory.CreateLMSInstance()
PUBLIC = {name: getattr(genai_py, name) for name in genai_py.__all__}
CLASSES = {
    name: made for name, made in PUBLIC.items() if inspect.isclass(made) and issubclass(made, BothSpellings)
}


def pascal_case(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def public_names(owner: type) -> list[str]:
    return [name for name in dir(owner) if not name.startswith("_")]


def specimen(kind: Any) -> Any:
    """An instance of a route, builder, result or record; None of other classes."""
    if issubclass(kind, Route):
        return kind(CLIENT.API)
    return kind() if issubclass(kind, (Params, Result, CallBackRecord)) and kind is not Result else None


@pytest.mark.parametrize("name", CLASSES)
def test_each_name_of_a_class_is_found_by_both_its_spellings(name: str) -> None:
    kind = CLASSES[name]
    for real in public_names(kind):
        for spelt in (snake_case(real), pascal_case(real), real.upper()):
            found = names_of(kind)[fold(spelt)]
            # A class may itself have a name in two spellings; then each is what it is.
            assert found == real or fold(found) == fold(real)


@pytest.mark.parametrize("name", [name for name, kind in CLASSES.items() if specimen(kind) is not None])
def test_both_spellings_of_routes_builders_results_and_records_give_the_same(name: str) -> None:
    thing = specimen(CLASSES[name])
    for real in public_names(type(thing)):
        expected = getattr(thing, real)
        assert is_same(getattr(thing, snake_case(real)), expected)
        assert is_same(getattr(thing, pascal_case(real)), expected)


def is_same(found: Any, expected: Any) -> bool:
    """Whether two attributes are one; of functions made anew at each look, whether they are alike."""
    return bool(found == expected) or getattr(found, "__code__", found) is getattr(
        expected, "__code__", expected
    )


def test_the_routes_of_a_client_are_found_by_both_spellings() -> None:
    routes = [name for name in dir(CLIENT) if name in genai_py.client._ROUTES and route_is_there(name)]
    assert {"Models", "Completions", "Embeddings"} <= set(routes)
    for name in routes:
        assert getattr(CLIENT, snake_case(name)) is getattr(CLIENT, name)


def route_is_there(name: str) -> bool:
    return genai_py.client._ROUTES[name][1] in genai_py.__all__


# The original's builder of a request's item, beside the tools of an MCP server, ``McpTools``.
AMBIGUOUS = {"MCPTools"}


def test_names_of_the_package_that_differ_in_spelling_only_are_one_thing() -> None:
    by_fold: dict[str, Any] = {}
    for name in PUBLIC.keys() - AMBIGUOUS:
        assert by_fold.setdefault(fold(name), PUBLIC[name]) is PUBLIC[name], name


@pytest.mark.parametrize("name", [name for name in genai_py.__all__ if name not in AMBIGUOUS])
def test_the_packages_own_names_are_found_by_both_spellings(name: str) -> None:
    assert getattr(genai_py, snake_case(name)) is PUBLIC[name]


def test_a_client_and_its_operations() -> None:
    assert CLIENT.models.async_await_list == CLIENT.Models.AsyncAwaitList
    assert CLIENT.models.asyn_retrieve == CLIENT.Models.AsynRetrieve
    assert CLIENT.base_url == CLIENT.BaseURL
    assert CLIENT.api is CLIENT.API


def test_a_builder() -> None:
    read = CompletionParams().model("m").max_tokens(5).stream()
    written = CompletionParams().Model("m").MaxTokens(5).Stream()
    assert read == written
    assert read.to_json_string() == written.ToJsonString()


def test_a_result() -> None:
    model = Model(id="m", owned_by="me")
    assert (model.Id, model.OwnedBy, model.CreatedAsString) == ("m", "me", "")


@pytest.mark.parametrize("record", [AsynModels(), AsynCompletionStream(), AsynCallBack(), PromiseCallBack()])
def test_a_record_is_filled_in_both_spellings(record: Any) -> None:
    def handler(*_: Any) -> None: ...

    for name in (
        "on_start",
        "on_success",
        "on_progress",
        "on_error",
        "on_cancel",
        "on_cancellation",
        "on_do_cancel",
    ):
        setattr(record, pascal_case(name), handler)
        assert getattr(record, name) is handler
        setattr(record, name, None)
        assert getattr(record, pascal_case(name)) is None
    record.Sender = "me"
    assert record.sender == "me"


def test_functions_called_on_their_class() -> None:
    assert GenAIFactory.create_lms_instance().base_url == "http://127.0.0.1:1234/v1"
    assert Promise.all_settled is Promise.AllSettled
    assert Promise.all([]).result() == []
    assert AsynchronousHelper.default_backoff(100, 150) == 150


def test_attributes_that_only_the_instance_has() -> None:
    http = CLIENT.HttpClient
    assert http.response_timeout == http.ResponseTimeout
    assert CLIENT.API.max_retries == CLIENT.API.MaxRetries
    error = GenAIException(404, "no such model", request_id="r1", type="t", param="p")
    assert (error.RequestId, error.Code, error.ErrorMessage) == ("r1", 404, "no such model")
    assert (error.Type, error.Param, error.Headers, error.Body) == ("t", "p", {}, "")


def test_settings_are_set_in_both_spellings() -> None:
    with GenAIFactory.CreateLMSInstance() as client:
        client.http_client.response_timeout = 5
        client.HttpClient.connection_timeout = 6
        assert (client.HttpClient.ResponseTimeout, client.HttpClient.ConnectionTimeout) == (5, 6)
        client.api_key = "k"
        client.base_url = "http://127.0.0.1:5/v1"
        assert (client.APIKey, client.BaseURL) == ("k", "http://127.0.0.1:5/v1")


def test_python_keywords_get_a_trailing_underscore() -> None:
    class Filter(JsonParam):
        And = setter(str, "and")
        Class = setter(str, "class")
        None_ = flag("none")

    filled = Filter().and_("a").class_("c").none_()
    assert filled == Filter().And("a").Class("c").None_()
    assert filled.ToJson() == {"and": "a", "class": "c", "none": True}

    @result
    class Compound(Result):
        and_: str = ""
        type: str = ""
        from_: str = json_field("from", "")

    compound = Compound(and_="a", from_="f")
    assert (compound.And, compound.From, compound.Type) == ("a", "f", "")


@pytest.mark.parametrize(
    ("name", "snake"),
    [
        ("AsyncAwaitCreate", "async_await_create"),
        ("ToJsonString", "to_json_string"),
        ("JSONResponse", "json_response"),
        ("BaseURL", "base_url"),
        ("APIKey", "api_key"),
        ("CreateLMSInstance", "create_lms_instance"),
        ("N", "n"),
        ("Import", "import_"),
        ("already_snake", "already_snake"),
    ],
)
def test_the_other_spelling_of_a_name(name: str, snake: str) -> None:
    assert snake_case(name) == snake


@given(st.from_regex(re.compile(r"[A-Z][A-Za-z0-9]{0,20}", re.ASCII), fullmatch=True))
def test_every_delphi_name_and_its_snake_case_have_the_same_in_common(name: str) -> None:
    assert fold(snake_case(name)) == fold(name)
    assert snake_case(name) == snake_case(snake_case(name).removesuffix("_"))


@pytest.mark.parametrize(
    ("owner", "name", "nearest"),
    [
        (CLIENT, "Model", "Models"),
        (CLIENT, "complitions", "completions"),
        (CLIENT.Models, "Lst", "List"),
        (CLIENT.Models, "async_await_lists", "async_await_list"),
        (CompletionParams(), "Temprature", "Temperature"),
        (CompletionParams(), "max_token", "max_tokens"),
        (Model(), "owned_bye", "owned_by"),
        (Model(), "OwnedBye", "OwnedBy"),
        (AsynModel(), "on_sucess", "on_success"),
        (AsynModel(), "OnSucess", "OnSuccess"),
        (CLIENT.HttpClient, "respons_timeout", "response_timeout"),
        (GenAIException(), "request_ids", "request_id"),
        (GenAIFactory, "CreateLMInstance", "CreateLMSInstance"),
        (Promise, "alls", "all"),
        (RequestMonitor(), "IsBussy", "IsBusy"),
        (genai_py, "CompletionParam", "CompletionParams"),
    ],
)
def test_a_misspelt_name_is_an_error_that_names_the_nearest(owner: Any, name: str, nearest: str) -> None:
    with pytest.raises(AttributeError, match=rf"no attribute '{name}'; did you mean '{nearest}'\?"):
        getattr(owner, name)


def test_a_name_that_is_near_to_nothing_is_told_alone() -> None:
    with pytest.raises(AttributeError, match=r"^'Model' has no attribute 'qqqqq'$"):
        _ = Model().qqqqq  # type: ignore[attr-defined]


def test_a_suggestion_is_looked_for_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def get_close_matches(*_: Any, **__: Any) -> list[str]:
        looked_for.append(True)
        return []

    looked_for: list[bool] = []
    monkeypatch.setattr(difflib, "get_close_matches", get_close_matches)
    assert getattr(ManualDispatcher(), "loop", None) is None
    assert not hasattr(CLIENT.Models, "Lst")
    with pytest.raises(AttributeError) as caught:
        _ = CLIENT.Models.Lst  # type: ignore[attr-defined]
    assert looked_for == []
    assert str(caught.value) == "'ModelsRoute' has no attribute 'Lst'"
    assert looked_for == [True]


def test_the_error_of_an_unknown_name_keeps_nothing_alive() -> None:
    model = Model()
    alive = weakref.ref(model)
    with pytest.raises(AttributeError) as caught:
        model.owned_bye  # type: ignore[attr-defined]  # noqa: B018
    kept = caught.value.with_traceback(None)
    del model, caught
    assert alive() is None
    assert kept.name == "owned_bye" and kept.obj is None
    assert kept.args == ("'Model' has no attribute 'owned_bye'",)


def test_the_error_of_an_unknown_name_can_be_pickled_and_copied() -> None:
    with pytest.raises(AttributeError) as caught:
        _ = CompletionParams().Temprature  # type: ignore[attr-defined]
    for twin in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert type(twin) is type(caught.value) and twin.name == "Temprature"
        assert str(twin) == str(caught.value)


@pytest.mark.parametrize(
    ("owner", "name", "nearest"),
    [
        (AsynModel(), "OnSucess", "OnSuccess"),
        (AsynModel(), "on_eror", "on_error"),
        (CLIENT, "BaseUlr", "BaseURL"),
    ],
)
def test_a_misspelt_name_cannot_be_set(owner: Any, name: str, nearest: str) -> None:
    with pytest.raises(AttributeError, match=f"did you mean '{nearest}'"):
        setattr(owner, name, None)


def test_a_programs_own_subclass_may_have_attributes_of_its_own() -> None:
    class Counting(type(CLIENT.HttpClient)):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.calls = 0

    counting = Counting()
    counting.Calls += 1
    assert counting.calls == 1


def test_the_error_of_a_property_is_not_taken_for_a_missing_name() -> None:
    class Broken(SettableInBothSpellings):
        @property
        def State(self) -> int:
            return [].missing  # type: ignore[attr-defined, no-any-return]

    with pytest.raises(AttributeError, match="'list' object has no attribute 'missing'"):
        _ = Broken().State
    with pytest.raises(AttributeError, match="'list' object has no attribute 'missing'"):
        _ = Broken().state
    with pytest.raises(AttributeError, match="set"):
        Broken().State = 1  # type: ignore[misc]


def test_private_and_special_names_are_looked_up_once() -> None:
    for owner in (CLIENT, CompletionParams(), Model(), AsynModel(), GenAIException()):
        assert not hasattr(owner, "__missing__")
        assert not hasattr(owner, "_Api")


def test_things_can_be_copied_and_pickled() -> None:
    def handler(*_: Any) -> None: ...

    record = AsynModels(on_success=handler)
    assert copy.copy(record).on_success is handler
    params = CompletionParams().Model("m")
    for twin in (copy.copy(params), copy.deepcopy(params), pickle.loads(pickle.dumps(params))):
        assert twin == params
    models = Models(data=[Model(id="m")])
    for twin in (copy.copy(models), copy.deepcopy(models), pickle.loads(pickle.dumps(models))):
        assert twin == models
    assert isinstance(copy.copy(CLIENT), GenAI)


def test_dir_names_what_a_program_writes() -> None:
    assert {"Models", "Completions", "BaseURL"} <= set(dir(CLIENT))
    assert {"Model", "ToJsonString"} <= set(dir(CompletionParams()))
    assert "Pump" in dir(ManualDispatcher())
