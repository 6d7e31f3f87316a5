"""Holding a person's row, so that what one person does is done one after the other."""

from accounts.models import User


def lock_user(user: User) -> User:
    """The row as it is now, held until the transaction ends; rows that name the person can still be written.

    Lock order: household row, then the person's, then accounts of points.
    """
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)
