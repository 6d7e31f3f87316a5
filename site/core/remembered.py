"""Something every page needs and few people change: kept in this process for some seconds."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """An answer, at most `seconds` old. Other processes learn of a change when theirs is too old.

    A shared cache would be a round trip for every page, and a lost invalidation there would stay lost.
    """

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._kept: tuple[T, float] | None = None

    def get(self, read: Callable[[], T]) -> T:
        """What is known; read anew when nothing is, or when it is too old."""
        kept = self._kept
        if kept is not None and time.monotonic() < kept[1]:
            return kept[0]
        value = read()
        with self._lock:
            self._kept = (value, time.monotonic() + self._seconds)
        return value

    def keep(self, value: T) -> None:
        """Hold this until `forget`, whatever it is elsewhere: tests that count queries start from here."""
        with self._lock:
            self._kept = (value, float("inf"))

    def forget(self) -> None:
        """Read again when asked next."""
        with self._lock:
            self._kept = None
