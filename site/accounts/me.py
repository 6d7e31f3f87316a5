"""What the page 我的 shows besides the profile: apps above add to it."""

from collections.abc import Callable
from typing import Any

from accounts.models import User

Addition = Callable[[User], dict[str, Any]]
_additions: list[Addition] = []


def adds_to_me_page(function: Addition) -> Addition:
    """Register the function below; its dictionary becomes template variables of accounts/me.html."""
    if function not in _additions:
        _additions.append(function)
    return function


def additions(user: User) -> dict[str, Any]:
    """All of them together, for one person."""
    return {name: value for function in _additions for name, value in function(user).items()}
