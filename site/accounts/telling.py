"""How this app tells somebody something: the inbox above registers itself, and is named nowhere here."""

from typing import Protocol

from accounts.models import User


class Teller(Protocol):
    """Writes to somebody, in the caller's transaction; the same key once."""

    def __call__(self, *, user: User, title: str, body: str, url: str, key: str) -> None:
        """Do it. `url` is a path of this site."""


_tellers: list[Teller] = []


def tells(function: Teller) -> Teller:
    """Register the function below."""
    if function not in _tellers:
        _tellers.append(function)
    return function


def tell(*, user: User, title: str, body: str, url: str, key: str) -> None:
    """Tell a person, by all who registered."""
    for teller in _tellers:
        teller(user=user, title=title, body=body, url=url, key=key)
