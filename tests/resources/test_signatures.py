"""Every operation of every route explains itself: ``help`` and editors show what to give and what it returns."""

from __future__ import annotations

import contextlib
import inspect
import pydoc
import re
from collections.abc import Iterator
from queue import Queue
from typing import Any

import pytest

import genai_py
from genai_py import (
    ActCallBack,
    AsynCallBack,
    AsynChatStream,
    AsynStreamCallBack,
    GenAI,
    PromiseActCallBack,
    PromiseCallBack,
    PromiseChatStream,
    PromiseStreamCallBack,
)
from genai_py.core.building.params import Params

from .test_every_operation import a_client, routes

TEXT = {
    "Models.List": "() -> Models",
    "Models.Retrieve": "(ModelId: str) -> Model",
    "Chat.Create": "(ParamProc: ChatParams | Callable[[ChatParams], Any]) -> Chat",
    "Chat.AsynCreate": "(ParamProc: ChatParams | Callable[[ChatParams], Any], "
    "CallBacks: AsynCallBack[Chat] | Callable[..., Any] | None = None) -> Operation[Chat]",
    "Chat.AsyncAwaitCreate": "(ParamProc: ChatParams | Callable[[ChatParams], Any], "
    "CallBacks: PromiseCallBack[Chat] | Callable[..., Any] | None = None) -> Promise[Chat]",
    "Chat.Stream": "(ParamProc: ChatParams | Callable[[ChatParams], Any]) -> Stream[Chat, Chat]",
    "Chat.CreateStream": "(ParamProc: ChatParams | Callable[[ChatParams], Any], "
    "Event: Callable[[Chat | None, bool, CancelToken], Any] | None = None) -> bool",
    "Responses.CreateStream": "(ParamProc: ResponsesParams | Callable[[ResponsesParams], Any], "
    "Event: Callable[[ResponseStream | None, bool, CancelToken], Any] | None = None, "
    "StreamEvents: StreamEngine | None = None) -> bool",
    "Chat.AsyncAwaitCreateStream": "(ParamProc: ChatParams | Callable[[ChatParams], Any], "
    "CallBacks: PromiseChatStream | Callable[..., Any] | None = None) -> Promise[str]",
    "Chat.CreateParallel": "(ParamProc: BundleParams | Callable[[BundleParams], Any], "
    "CallBacks: AsynCallBack[BundleList] | Callable[..., Any] | None = None) -> Operation[BundleList]",
    "Files.ListAll": "(ParamProc: FileUrlParams | Callable[[FileUrlParams], Any] | None = None) -> Pages[File]",
    "Files.Download": "(FileId: str, FileName: str | PathLike[str], "
    "OnProgress: Callable[[int, int | None], Any] | None = None) -> DownloadedFile",
    "Uploads.UploadFile": "(ParamProc: UploadFileParams | Callable[[UploadFileParams], Any]) -> Upload",
    "Conversations.CreateItem": "(ConversationId: str, Include: Sequence[OutputIncluding | str] | None = None, "
    "ParamProc: ConversationsItemParams | Callable[[ConversationsItemParams], Any] = None) -> Responses",
}


@pytest.fixture(scope="module")
def client() -> Iterator[GenAI]:
    with a_client() as client:
        yield client


def operations() -> list[str]:
    """All operations of all routes in all their forms: ``Skills.Versions.AsynList``."""
    with a_client() as client:
        return [
            f"{way}.{name}"
            for way, route in routes(client).items()
            for name in dir(type(route))
            if not name.startswith("_") and callable(getattr(type(route), name))
        ]


def form_of(client: GenAI, operation: str) -> Any:
    way, _, name = operation.rpartition(".")
    return getattr(routes(client)[way], name)


@pytest.mark.parametrize("operation", TEXT)
def test_a_signature_shows_what_to_give(operation: str, client: GenAI) -> None:
    assert str(inspect.signature(form_of(client, operation))) == TEXT[operation]


@pytest.mark.parametrize("operation", operations())
def test_an_operation_explains_itself(operation: str, client: GenAI) -> None:
    form = form_of(client, operation)
    kind = type(form.__self__)
    name = operation.rpartition(".")[2]
    assert (form.__name__, form.__qualname__, form.__module__) == (name, f"{kind.__qualname__}.{name}", kind.__module__)
    signature, doc = inspect.signature(form), form.__doc__
    # The path, with its ids as arguments, in its order.
    path = re.search(r"``(?:GET|POST|DELETE) ([\w/{}]+)``", doc)
    assert path
    parameters = list(signature.parameters.values())
    ids = [each.name for each in parameters if each.annotation == "str"]
    assert ids == re.findall(r"{(\w+)}", path[1])
    assert not any(each.kind is each.VAR_POSITIONAL or each.kind is each.VAR_KEYWORD for each in parameters)
    for each in parameters:
        assert f"\n    {each.name}: " in doc
    # The builder, by its name.
    if "ParamProc" in signature.parameters:
        builder = str(signature.parameters["ParamProc"].annotation).partition(" ")[0]
        assert issubclass(getattr(genai_py, builder), Params)
        assert builder in doc
    # The class of the result, which can be imported.
    returns = str(signature.return_annotation)
    assert f"Returns:\n    {returns}: " in doc
    for result in re.findall(r"\w+", returns):
        # T is the class that Parse is called with.
        assert result in ("str", "bool", "None", "Pages", "T") or getattr(genai_py, result)
    # Act reports its rounds also while the caller waits.
    assert ("CallBacks" in signature.parameters) == (
        returns.startswith(("Operation[", "Promise[")) or name == "Act"
    )
    assert "\n\nRaises:\n    " in doc
    pages = r"(platform\.openai\.com/docs/api-reference|platform\.claude\.com/docs/en/api|lmstudio\.ai/docs/developer)"
    assert re.search(rf"Source: https://{pages}/\S+$", doc)


def test_help_is_readable(client: GenAI) -> None:
    assert inspect.getdoc(client.Models.Retrieve) == (
        "Send ``GET models/{ModelId}`` and return the reply, a Model. Blocks the calling thread.\n\n"
        "Args:\n"
        "    ModelId: an id in the path; not empty.\n\n"
        "Returns:\n"
        "    Model: One model.\n\n"
        "Raises:\n"
        "    GenAIException: the request failed; its subclass, ``code`` and message say why.\n"
        "    TypeError, ValueError: an argument is invalid; nothing was sent.\n\n"
        "Source: https://platform.openai.com/docs/api-reference/models"
    )
    of_an_operation = pydoc.plain(pydoc.render_doc(client.Models.Retrieve))
    assert "\nRetrieve(ModelId: str) -> Model" in of_an_operation
    assert "Send ``GET models/{ModelId}``" in of_an_operation
    of_a_route = pydoc.plain(pydoc.render_doc(type(client.Models)))
    assert "Retrieve(self, ModelId: str) -> Model" in of_a_route


def ready(parameter: inspect.Parameter, heard: Queue[Any]) -> Any:
    """A value that an operation takes for one of its arguments."""
    annotation = str(parameter.annotation)
    if parameter.name == "ParamProc":
        return getattr(genai_py, annotation.partition(" ")[0])()
    if parameter.name == "CallBacks":
        kinds: list[Any] = [
            PromiseActCallBack, ActCallBack,
            PromiseChatStream, AsynChatStream,
            PromiseStreamCallBack, AsynStreamCallBack, PromiseCallBack, AsynCallBack,
        ]  # fmt: skip
        record = next(kind for kind in kinds if annotation.startswith(kind.__name__))
        return record(on_error=lambda sender, error: heard.put(error.exception))
    if parameter.name == "OnProgress":
        return lambda done, total: None
    others = {"FileName": "file", "Include": [], "Event": lambda chunk, is_done, cancel: None}
    return others.get(parameter.name, "an-id")


def is_taken(form: Any, *args: Any, **kwargs: Any) -> bool:
    """Whether a call gets beyond the number and the names of its arguments."""
    try:
        outcome = form(*args, **kwargs)
    except TypeError as error:
        if re.search(r"\(\) (takes \(|takes from|takes \d|missing|got an unexpected|got multiple)", str(error)):
            return False
    except (AssertionError, ValueError):
        # What sends the request, or an empty builder.
        return True
    else:
        if isinstance(outcome, genai_py.Promise):
            with contextlib.suppress(Exception):
                outcome.result(10)
    return True


@pytest.mark.parametrize("operation", operations())
def test_a_call_takes_what_its_signature_says(operation: str, client: GenAI) -> None:
    form, heard = form_of(client, operation), Queue[Any]()
    signature = inspect.signature(form)
    parameters = [each for each in signature.parameters.values() if each.name != "StreamEvents"]
    values = {each.name: ready(each, heard) for each in parameters}
    needed = [each.name for each in parameters if each.default is each.empty]
    if "Include" in values:
        # May be left out in the middle, which no signature can say.
        needed = [name for name in values if name != "CallBacks"]
    given = list(values.values())
    calls: list[tuple[list[Any], dict[str, Any]]] = [
        (given, {}),
        ([], values),
        (given[: len(needed)], {}),
        (given[:1], {name: value for name, value in list(values.items())[1:]}),
    ]
    for args, kwargs in calls:
        signature.bind(*args, **kwargs)
        assert is_taken(form, *args, **kwargs), (args, kwargs)
    wrong: list[tuple[list[Any], dict[str, Any]]] = [
        ([*given, *(None for _ in signature.parameters), None], {}),
        (given[: len(needed)], {"Nothing": 1}),
    ]
    if needed:
        wrong.append(([], {}))
        wrong.append((given[: len(needed)], {needed[0]: given[0]}))
    for args, kwargs in wrong:
        with pytest.raises(TypeError):
            signature.bind(*args, **kwargs)
        assert not is_taken(form, *args, **kwargs), (args, kwargs)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda c: c.Chat.Create(), "Create() takes (ParamProc); got 0 positional arguments"),
        (lambda c: c.chat.create(), "Create() takes (ParamProc); got 0 positional arguments"),
        (lambda c: c.Models.Retrieve("a", "b"), "Retrieve() takes (ModelId); got 2 positional arguments"),
        (lambda c: c.Models.AsynRetrieve(), "AsynRetrieve() takes (ModelId, [CallBacks]); got 0 positional arguments"),
        (
            lambda c: c.Models.Retrieve(model="m"),
            "Retrieve() takes (ModelId); got 0 positional arguments and the keyword argument model",
        ),
        (
            # As another package's users would call it.
            lambda c: c.Chat.Create(model="m", messages=[]),
            "Create() takes (ParamProc); got 0 positional arguments and the keyword arguments model, messages; "
            "fields of the request are set on its builder: Create(lambda params: ...)",
        ),
        (
            lambda c: c.Chat.AsyncAwaitCreateStream(),
            "AsyncAwaitCreateStream() takes (ParamProc, [CallBacks]); got 0 positional arguments",
        ),
        (
            lambda c: c.Chat.CreateStream(),
            "ChatRoute.CreateStream() missing 1 required positional argument: 'ParamProc'",
        ),
        (
            lambda c: c.Chat.CreateParallel(None, None, None),
            "CreateParallel() takes (ParamProc, [CallBacks]); got 3 positional arguments",
        ),
    ],
)
def test_wrong_arguments_are_answered_with_the_right_ones(call: Any, message: str, client: GenAI) -> None:
    with pytest.raises(TypeError) as caught:
        call(client)
    assert str(caught.value) == message
