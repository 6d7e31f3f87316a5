"""The wall's topic: what it tells, and when there is something new."""

import logging
from functools import partial
from typing import Any

from django.dispatch import receiver

from campaigns.selectors.big_screen import wall_message
from campaigns.signals import checked_in
from core import loop
from core.sockets.hub import Topic

log = logging.getLogger(__name__)


def topic_of(campaign_id: int) -> Topic:
    """What windows of one campaign's wall listen to."""
    return Topic(f"campaign-{campaign_id}", partial(wall_message, campaign_id))


@receiver(checked_in)
def announce(campaign_id: int, **kwargs: Any) -> None:
    """Say that there is something new; a lost word is no harm, each process looks now and then."""
    group = topic_of(campaign_id).group
    try:
        loop.broadcast(group, {"type": "campaign.wall"})
    except Exception:
        log.exception("open walls could not be told of a check-in")
