"""The type of a function with which asynchronous code runs blocking work: store and stages are synchronous."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Caller(Protocol):
    """Runs blocking work in a thread of its kind (lookups, one writer, reading) and gives its result."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]: ...
