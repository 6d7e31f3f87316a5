"""What follows a logged action: the fold is asked for, never done here."""

import logging
import time
from typing import Any

from django.dispatch import receiver

from carbon_points.signals import action_logged
from core import jobs

# A burst asks a few times a second; the pulse of each second takes the rest.
_PAUSE = 0.25
_asked_at = [float("-inf")]
log = logging.getLogger(__name__)


@receiver(action_logged)
def ask_for_the_fold(sender: object, **log_values: Any) -> None:
    """Cheap, after the commit; a request never waits for totals, and never fails because of them."""
    now = time.monotonic()
    if now - _asked_at[0] < _PAUSE:
        return
    _asked_at[0] = now
    try:
        jobs.hasten("fold-totals")
    except Exception:
        log.exception("the fold could not be hastened; it comes with the next pulse")
