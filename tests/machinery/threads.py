"""Runs the same work in many threads at once, for race tests, and lets them meet at one place of it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any, TypeVar

from django.db import connections

Result = TypeVar("Result")
# How long somebody waits for what must come, on whatever machine, in seconds. Nobody waits it out.
PATIENCE = 120
# How long a guard keeps the first one waiting, in vain, for others whom it does not let in.
IN_VAIN = 0.2


def together(work: Callable[[int], Result], times: int) -> list[Result | Exception]:
    """Call work(0) … work(times - 1), each in its thread, all let go at one moment; what each gave or raised.

    Each thread has a database connection of its own, opened before the start and closed at the end.
    """
    gate = threading.Barrier(times)

    def one(number: int) -> Result | Exception:
        try:
            connections["default"].ensure_connection()
            gate.wait(PATIENCE)
            return work(number)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=times) as pool:
        return list(pool.map(one, range(times)))


class Rendezvous:
    """A place between looking and writing where so many people wait for one another, once.

    In a control it makes the race certain: nobody writes before all have looked, however slow the machine
    is. Where a guard lets one in at a time, the first waits `patience` seconds in vain, and nobody after it;
    what a guarded test asserts does not depend on that time. Open for good once all have come or one gave up.
    """

    def __init__(self, people: int, *, patience: float = PATIENCE) -> None:
        self._missing, self._patience = people, patience
        self._arriving, self._open = threading.Lock(), threading.Event()

    def wait(self) -> None:
        """Wait for the others."""
        with self._arriving:
            self._missing -= 1
            if self._missing <= 0:
                self._open.set()
        self._open.wait(self._patience)
        self._open.set()

    def after(self, look: Callable[..., Result]) -> Callable[..., Result]:
        """The same look, whose answer is given when all have looked."""

        @wraps(look)
        def looked(*args: Any, **values: Any) -> Result:
            found = look(*args, **values)
            self.wait()
            return found

        return looked

    def before(self, write: Callable[..., Result]) -> Callable[..., Result]:
        """The same write, begun when all are about to write."""

        @wraps(write)
        def written(*args: Any, **values: Any) -> Result:
            self.wait()
            return write(*args, **values)

        return written
