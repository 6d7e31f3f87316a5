"""Runs the same work in many threads at once, for race tests."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")


def together(work: Callable[[int], Result], times: int) -> list[Result | Exception]:
    """Call work(0) … work(times - 1), each in its thread, all let go at one moment; what each gave or raised.

    Each thread has a database connection of its own, opened before the start and closed at the end.
    """
    gate = threading.Barrier(times)

    def one(number: int) -> Result | Exception:
        try:
            connections["default"].ensure_connection()
            gate.wait(60)
            return work(number)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=times) as pool:
        return list(pool.map(one, range(times)))
