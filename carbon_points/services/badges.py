"""Giving badges: once each, with the reason, never taken away."""

import logging
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.rows import lock_user
from carbon_points.city_badges import city_badges
from carbon_points.models import ActionLog, BadgeAward
from carbon_points.rules.badges import Badge, newly_reached
from carbon_points.selectors.badges import badge_facts, badges_held
from carbon_points.selectors.habits import choice_of, city_rules
from core import clock
from messaging.models import Message
from messaging.services import notify

log = logging.getLogger(__name__)


@transaction.atomic
def award_badges(*, resident: User, now: datetime | None = None) -> list[str]:
    """Give every badge that the resident has reached and does not hold yet; the codes of the new ones.

    A second call gives nothing. Nothing is looked at for somebody who has switched badges off, nor in a city
    that has. The first badges of a day are told once; others stand quietly on the page.
    """
    now = now or clock.now()
    resident = lock_user(resident)
    if not resident.is_active or not choice_of(resident).shows_badges or not city_rules().shows_badges:
        return []
    held = badges_held(resident)
    missing = [badge for badge in city_badges() if badge.code not in held]
    if not missing:
        return []
    new = newly_reached(missing, held, badge_facts(resident, {badge.kind for badge in missing}))
    BadgeAward.objects.bulk_create(
        BadgeAward(resident=resident, badge=badge.code, reason=badge.sentence, at=now) for badge in new
    )
    if new and not resident.kept_by_id:
        _tell(resident, new)
    return [badge.code for badge in new]


def award_badges_since(*, moment: datetime) -> int:
    """The same for everybody of whom something was recorded since a moment; how many badges were given.

    Each person is a transaction of their own; a fault with one is logged and the others go on.
    """
    rows = ActionLog.objects.filter(reverses=None, created_at__gte=moment).order_by()
    given = 0
    for person in list(rows.values_list("resident_id", flat=True).distinct()):
        try:
            given += len(award_badges(resident=User(pk=person)))
        except Exception:
            log.exception("the badges of resident %s could not be looked at", person)
    return given


def _tell(resident: User, new: list[Badge]) -> None:
    notify(
        user=resident,
        kind=Message.Kind.SYSTEM,
        title=f"得到徽章“{new[0].name}”",
        body="\n".join(f"{badge.name}：{badge.sentence}" for badge in new),
        url=reverse("carbon_points:badges"),
        key=f"badges:{clock.today()}",
    )
