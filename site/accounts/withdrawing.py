"""What else must end when a person takes a consent back: apps above add to it."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from accounts.models import User


class OnWithdrawal(Protocol):
    """Ends what one consent allowed."""

    def __call__(self, *, user: User, detail: str, now: datetime) -> None:
        """Do it, in the transaction in which the withdrawal was written."""


_steps: dict[str, OnWithdrawal] = {}


def on_withdrawal(purpose: str) -> Callable[[OnWithdrawal], OnWithdrawal]:
    """Register the function below for one purpose (a word of Consent.Purpose)."""

    def register(function: OnWithdrawal) -> OnWithdrawal:
        _steps[purpose] = function
        return function

    return register


def carry_out(*, user: User, purpose: str, detail: str, now: datetime) -> None:
    """End what somebody's consent allowed, in the caller's transaction."""
    if purpose in _steps:
        _steps[purpose](user=user, detail=detail, now=now)
