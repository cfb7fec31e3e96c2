"""Builders of part lists, for the setters that take them.

Source: https://platform.openai.com/docs/api-reference/responses/create#responses-create-input
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

from ...core.building.params import JsonParam, NoBuilder, wrong_type
from ...core.results.base import Result
from ...core.spelling import BothSpellings
from .builders import object_of

if TYPE_CHECKING:
    from typing_extensions import Never, Self

N = TypeVar("N", bound=JsonParam)

PartLike: TypeAlias = N | Callable[[N], Any] | Mapping[str, Any] | Result
"""A part: a builder, a function that fills one, a dict, or what a server sent and is sent back."""


class ArrayBuilder(BothSpellings, list[N]):
    """A list of parts of one type. Methods that add a part return the list, so that calls can be chained.

    A subclass names the type twice, for type checkers and for the check at run time::

        class LocalSkills(ArrayBuilder[LocalSkillParams], of=LocalSkillParams): ...
    """

    __slots__ = ()
    _kind: ClassVar[type[JsonParam]]

    def __init_subclass__(cls, *, of: type[JsonParam], **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._kind = of

    def __init__(self, Capacity: int = 2) -> None:
        super().__init__()

    @classmethod
    def Create(cls, Capacity: int = 2) -> Self:
        """Create an empty list. ``Capacity`` exists for compatibility with the original and has no effect."""
        return cls(Capacity)

    def Reserve(self, Capacity: int) -> Self:
        """Exists for compatibility with the original; has no effect."""
        return self

    def Add(self, Item: PartLike[N]) -> Self:
        """Add a part. Raises TypeError for a value of another type."""
        return self._put(Item, self.Add)

    def _put(self, value: Any, method: Any, kind: type[JsonParam] | None = None) -> Self:
        """Add a part of a subtype, or of the list's own type, on behalf of a method."""
        kind = kind or self._kind
        where = f"{type(self).__name__}.{method.__name__}"
        if isinstance(value, str):
            raise wrong_type(where, f"{kind.__name__} (or a function that fills one) or dict", value)
        self.append(object_of(where, kind, value))
        return self

    def __call__(self, *mistaken: Never) -> Self:
        """Return the list itself, so that ``Generation.MessageParts()`` works, too."""
        if mistaken:
            # A setter of one object would take any callable for a function that fills it.
            wanted = type(mistaken[0]).__name__
            raise NoBuilder(f"expected {wanted} or a function that fills one; got {type(self).__name__}")
        return self

    def __copy__(self) -> Self:
        """Return a new list with the same parts."""
        made = type(self).__new__(type(self))
        made.extend(self)
        return made

    def copy(self) -> Self:
        """Return a new list with the same parts."""
        return self.__copy__()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({super().__repr__()})"
