"""Runs the same work in many threads at once, for race tests, and lets them meet at one place of it."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any, TypeVar

from django.db import connections

Result = TypeVar("Result")
# How long somebody waits for what must come, on whatever machine, in seconds. Nobody waits it out.
PATIENCE = 120
# How long the others at a rendezvous may take to come.
UNTIL_THEY_COME = 60
# How long somebody waits, in vain, for what a guard does not let happen.
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


class Moment:
    """Some time between looking and writing, for guarded work; what is asserted does not depend on it."""

    def wait(self) -> None:
        """Let the moment pass."""
        time.sleep(IN_VAIN)

    def after(self, look: Callable[..., Result]) -> Callable[..., Result]:
        """The same look, whose answer is given after the wait."""

        @wraps(look)
        def looked(*args: Any, **values: Any) -> Result:
            found = look(*args, **values)
            self.wait()
            return found

        return looked

    def before(self, write: Callable[..., Result]) -> Callable[..., Result]:
        """The same write, begun after the wait."""

        @wraps(write)
        def written(*args: Any, **values: Any) -> Result:
            self.wait()
            return write(*args, **values)

        return written


class Rendezvous(Moment):
    """A place between looking and writing where so many people wait for one another, once; for controls.

    `people` are as many as must have looked before anybody writes, so that the promise is broken, however
    slow the machine is: two for "once", one more than a cap. Whoever comes later passes.
    """

    def __init__(self, people: int) -> None:
        self._missing = people
        self._arriving, self._open = threading.Lock(), threading.Event()

    def wait(self) -> None:
        """Wait for the others. Raises AssertionError when they do not come."""
        with self._arriving:
            self._missing -= 1
            if self._missing <= 0:
                self._open.set()
        if not self._open.wait(UNTIL_THEY_COME):
            raise AssertionError("The others did not come.")
