"""What else must go when a person's account is erased: apps above add to it.

What they register runs first, in the same transaction: burn points, cancel vouchers, delete photos.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from accounts.models import User


class OnErasure(Protocol):
    """Takes away what an app keeps about a person. May raise Refused; then nothing is erased."""

    def __call__(self, *, user: User, now: datetime) -> None:
        """Do it, in the caller's transaction. The row of the person is locked and still as it was."""


_steps: dict[str, OnErasure] = {}


def on_erasure(name: str) -> Callable[[OnErasure], OnErasure]:
    """Register the function below; names are carried out in alphabetical order."""

    def register(function: OnErasure) -> OnErasure:
        _steps[name] = function
        return function

    return register


def carry_out(*, user: User, now: datetime) -> None:
    """All steps, for one person."""
    for name in sorted(_steps):
        _steps[name](user=user, now=now)
