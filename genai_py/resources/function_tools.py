"""Python functions as tools. Source: https://platform.openai.com/docs/guides/function-calling"""

from __future__ import annotations

import asyncio
import functools
import inspect
import threading
from collections.abc import Callable, Mapping
from typing import Any

from ..core.building.params import wrong_type
from ..core.building.setters import amount
from ..core.running.loops import running_loop
from ..toolkit.conversion import to_text
from ..toolkit.signatures import ToolArgumentsError, parsed_arguments, signature_of
from .functions import FunctionCore


class FunctionTool(FunctionCore):
    """A Python function as a tool: ``Params.Tools([get_weather])`` makes one of each function.

    The name, the description and the schema of the arguments come from the function's signature, type hints and
    docstring. Types may be JSON's own, ``Literal``, ``Enum``, ``Optional``, unions, lists, tuples, sets and dicts,
    classes of attrs and dataclasses, ``TypedDict``, ``NamedTuple``, pydantic models, dates, UUIDs and paths;
    ``Annotated[str, "what it is"]`` describes a parameter. A parameter of type ``threading.Event`` is not sent: it
    gets an event that is set when the call is to stop.
    """

    def __init__(
        self,
        Function: Callable[..., Any],
        *,
        Name: str = "",
        Description: str = "",
        IsStrict: bool = False,
        Timeout: int | None = None,
    ) -> None:
        """Describe a function, plain or ``async``; it is not called.

        Name, Description: instead of the function's own. IsStrict: the model must give every argument, exactly as the
        schema says. Timeout: milliseconds that a call in ``Act`` may take, 0 for no limit; None for the limit of all.
        Raises TypeError or ValueError for a function that cannot be described; ImportError without the extra ``tools``.
        """
        if not callable(Function) or isinstance(Function, type):
            raise wrong_type(type(self).__name__, "a function", Function)
        super().__init__(IsStrict)
        self.function = Function
        self._timeout = None if Timeout is None else amount(f"{type(self).__name__}: Timeout", Timeout)
        self._signature = signature_of(Function, Name, Description, is_strict=IsStrict)
        self.name = self._signature.name
        self.description = self._signature.description
        self.parameters = self._signature.parameters
        functools.update_wrapper(self, Function, ("__doc__",), ())

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function itself."""
        return self.function(*args, **kwargs)

    def Execute(self, Arguments: str) -> str:
        """Convert the arguments, call the function, and return its result as text for the model.

        Arguments that do not fit give the error's text, which the model can mend. Exceptions of the function
        are raised. An ``async`` function is run to its end; inside a running loop, call ``ExecuteAsync``.
        """
        if self._is_async:
            if running_loop() is not None:
                raise RuntimeError(f"{self.name} is asynchronous: inside a running loop, await ExecuteAsync(Arguments)")
            return asyncio.run(self.ExecuteAsync(Arguments))
        try:
            call = self._prepared(parsed_arguments(self.name, Arguments), threading.Event())
        except ToolArgumentsError as error:
            return f"Error: {error}"
        return to_text(call())

    async def ExecuteAsync(self, Arguments: str) -> str:
        """The same for a running loop; a function that is not ``async`` blocks it."""
        try:
            call = self._prepared(parsed_arguments(self.name, Arguments), threading.Event())
        except ToolArgumentsError as error:
            return f"Error: {error}"
        value = call()
        return to_text(await value if inspect.isawaitable(value) else value)

    @property
    def _is_async(self) -> bool:
        """Whether calls of the function return awaitables."""
        inner: Any = inspect.unwrap(self.function)
        while isinstance(inner, functools.partial):
            inner = inner.func
        return inspect.iscoroutinefunction(inner) or inspect.iscoroutinefunction(getattr(inner, "__call__", None))  # noqa: B004

    def _prepared(self, arguments: Mapping[str, Any], cancelled: threading.Event) -> Callable[[], Any]:
        """Return the call with these arguments. Raises ToolArgumentsError if they do not fit."""
        bound = self._signature.bind(arguments, cancelled)
        return functools.partial(self.function, *bound.args, **bound.kwargs)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"
