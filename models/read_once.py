"""What is read from the database once for each case at work, and by no one waited for."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class read_once(Generic[T]):  # noqa: N801 - it is used as `property` is.
    """A property that is read on first use and then kept with its owner.

    `functools.cached_property` takes, before Python 3.12, one lock for all owners while it reads: a
    decision on one case would wait for what another one asks the database.
    """

    def __init__(self, read: Callable[[Any], T]) -> None:
        self._read = read
        self.__doc__ = read.__doc__

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, owner: Any, _: type) -> T:
        # Kept under its own name: Python looks there before it comes here again.
        read: T = owner.__dict__.setdefault(self._name, self._read(owner))
        return read
