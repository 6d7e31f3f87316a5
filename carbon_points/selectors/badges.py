"""Badges that a resident has, those that may come, and what they are decided by."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from accounts.models import User
from accounts.selectors.households import household_of
from carbon_points.city_badges import city_badges
from carbon_points.models import ActionLog, BadgeAward, Donation, HelperLog, TeamMember
from carbon_points.rules.badges import Badge
from carbon_points.rules.weeks import weeks_reaching
from carbon_points.selectors.habits import choice_of, days_with_logs, standing_logs


@dataclass(frozen=True, slots=True)
class HeldBadge:
    """A badge with the sentence why, and when it was given."""

    name: str
    icon: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BadgePage:
    """What somebody has, latest first, and what is still open, in the city's order."""

    held: list[HeldBadge]
    open: list[Badge]


def badge_page(user: User) -> BadgePage:
    """All badges as one resident sees them. One query."""
    known = {badge.code: badge for badge in city_badges()}
    awards = list(BadgeAward.objects.filter(resident=user).order_by("-at", "-pk"))
    codes = {award.badge for award in awards}
    return BadgePage(
        held=[
            HeldBadge(known[award.badge].name, known[award.badge].icon, award.reason, award.at)
            for award in awards
            # The city may have given a badge up.
            if award.badge in known
        ],
        open=[badge for badge in known.values() if badge.code not in codes],
    )


def badges_held(user: User) -> set[str]:
    """The codes of all badges that somebody has."""
    return set(BadgeAward.objects.filter(resident=user).values_list("badge", flat=True))


def badge_facts(user: User, kinds: Collection[str]) -> dict[str, int]:
    """How much a resident has of these kinds (rules.badges.KINDS); what is not asked for is not counted."""
    facts: dict[str, int] = {}
    for answers, read in _READERS:
        if answers & set(kinds):
            facts |= read(user)
    return facts


def _from_logs(user: User) -> dict[str, int]:
    rows = list(
        standing_logs()
        .filter(resident=user)
        .values("action__category")
        .annotate(
            logs=Count("pk"),
            proven=Count("pk", filter=~Q(tier=ActionLog.Tier.SELF_REPORTED)),
        )
    )
    facts = {f"logs_of_category:{row['action__category']}": row["logs"] for row in rows}
    return facts | {"categories_total": len(rows), "first_evidence": sum(row["proven"] for row in rows)}


def _from_days(user: User) -> dict[str, int]:
    days = set(days_with_logs(user))
    goal = choice_of(user).weekly_goal
    return {"days_total": len(days), "weeks_with_goal": weeks_reaching(days, goal)}


def _from_household(user: User) -> dict[str, int]:
    if household_of(user) is None:
        return {}
    return {"household_shared": standing_logs().filter(resident=user, action__is_shared=True).count()}


def _from_helping(user: User) -> dict[str, int]:
    return {"helper_logs": HelperLog.objects.filter(helper=user, log__reversal=None).count()}


def _from_giving(user: User) -> dict[str, int]:
    return {"donated": Donation.objects.filter(resident=user).count()}


def _from_teams(user: User) -> dict[str, int]:
    return {"teams_joined": TeamMember.objects.filter(user=user).count()}


_READERS: list[tuple[set[str], Callable[[User], dict[str, int]]]] = [
    ({"logs_of_category", "categories_total", "first_evidence"}, _from_logs),
    ({"days_total", "weeks_with_goal"}, _from_days),
    ({"household_shared"}, _from_household),
    ({"helper_logs"}, _from_helping),
    ({"donated"}, _from_giving),
    ({"teams_joined"}, _from_teams),
]
