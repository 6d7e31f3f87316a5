"""Who has been erased."""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import User


def erased_people() -> Iterator[tuple[str, datetime]]:
    """Random username and moment of each erased account, in the order of erasure."""
    rows = User.objects.exclude(erased_at=None).order_by("erased_at", "pk")
    for username, at in rows.values_list("username", "erased_at").iterator():
        assert at is not None
        yield username, at
