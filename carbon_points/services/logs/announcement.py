"""Tells the apps above that a log was made or taken back."""

from functools import partial

from django.db import transaction

from carbon_points.models import ActionLog
from carbon_points.signals import action_logged


def announce(log: ActionLog, action_code: str, area_code: str) -> None:
    """Send the signal after the commit, with plain values."""
    transaction.on_commit(
        partial(
            action_logged.send_robust,
            sender=ActionLog,
            log_id=log.pk,
            action_code=action_code,
            area_code=area_code,
            milligrams=log.milligrams,
            points=log.points,
        )
    )
