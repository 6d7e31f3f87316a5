"""Keeps the triggers and the issuer's account in place around migrations, and says so when they are not."""

import sys
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from carbon_points.database import constraints, triggers
from carbon_points.models.ledger import ISSUER_ID, Account


@receiver(pre_migrate, dispatch_uid="ledger-triggers-off")
def before_migrations(sender: Any, using: str, plan: Sequence[Any] | None = None, **kwargs: Any) -> None:
    """Tables can only be changed without triggers. With no migration they stay: others may be logging."""
    if sender.name == "carbon_points" and plan != []:
        triggers.remove(connections[using])


@receiver(post_migrate, dispatch_uid="ledger-triggers-on")
def after_migrations(sender: Any, using: str, **kwargs: Any) -> None:
    """The issuer opens, and from here on the ledger is guarded again."""
    connection = connections[using]
    if sender.name == "carbon_points" and triggers.tables_exist(connection):
        Account.objects.using(using).get_or_create(
            pk=ISSUER_ID, defaults={"code": "issuer", "kind": "issuer"}
        )
        triggers.install(connection)


@register(Tags.database)
def the_ledger_is_guarded(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """An error for each trigger or constraint that is not there: without them nothing may be served."""
    if "migrate" in sys.argv[1:2]:
        # After an interrupted migration this is the command that puts them back.
        return []
    found: list[CheckMessage] = []
    for alias in databases or []:
        if triggers.tables_exist(connections[alias]):
            found += [
                Error(line, hint="Run manage.py migrate.", id="carbon_points.E001")
                for line in guard_problems(connections[alias])
            ]
    return found


def guard_problems(connection: Any) -> list[str]:
    """What is missing of the triggers and named constraints, one line each."""
    return triggers.problems(connection) + constraints.problems(connection)
