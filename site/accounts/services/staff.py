"""Accounts of staff, who sign in to the admin by name and password."""

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import Area, User


@transaction.atomic
def ensure_staff(
    *,
    username: str,
    nickname: str,
    password: str,
    role: str,
    is_superuser: bool = False,
    area: Area | None = None,
) -> User:
    """A staff member with one role, made when not there; an existing one keeps its password.

    `area` is the township where they live: reviewers do not get what comes from their own.

    A superuser holds every right and passes every review, so only the IT administrator is one.
    """
    user, new = User.objects.get_or_create(
        username=username,
        defaults={"nickname": nickname, "is_staff": True, "is_superuser": is_superuser, "area": area},
    )
    if new:
        user.set_password(password)
        user.save(update_fields=["password"])
    elif user.area is None and area is not None:
        user.area = area
        user.save(update_fields=["area"])
    user.groups.add(Group.objects.get(name=role))
    return user
