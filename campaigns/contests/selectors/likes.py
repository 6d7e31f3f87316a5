"""Likes: how many, raw and counted, and clusters that look odd."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from accounts.models import User
from campaigns.contests.models import Contest, Like
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import phase_of
from core import clock

# An account is fresh for two days; so many likes of fresh ones for one work on one day are looked at.
FRESH = timedelta(days=2)
MANY_FRESH = 10
COUNTED = Q(left_out_because="")
NOT_YET = (Phase.BEFORE, Phase.ENROL, Phase.MATERIALS, Phase.SCREENING, Phase.VISITS, Phase.JUDGING)


@dataclass(frozen=True, slots=True)
class Total:
    """Likes of a work: all that were given, and those that are counted."""

    raw: int = 0
    counted: int = 0

    @property
    def left_out(self) -> int:
        """Given and not counted."""
        return self.raw - self.counted


@dataclass(frozen=True, slots=True)
class Cluster:
    """Likes of fresh accounts for one work on one day."""

    entry_id: int
    label: str
    title: str
    day: date
    fresh: int
    left_out: int

    @property
    def waits(self) -> int:
        """How many are still counted."""
        return self.fresh - self.left_out


def are_counts_shown(contest: Contest) -> bool:
    """Nobody follows a race: numbers are shown when likes are no longer taken."""
    return contest.shows_likes and phase_of(contest) not in NOT_YET


def totals_of(entry_ids: Collection[int]) -> dict[int, Total]:
    """For works by their numbers; one query."""
    rows = Like.objects.filter(entry__in=entry_ids).values("entry").order_by()
    found = rows.annotate(raw=Count("pk"), counted=Count("pk", filter=COUNTED))
    return {row["entry"]: Total(row["raw"], row["counted"]) for row in found}


def liked_today(user: User, entry_ids: Collection[int]) -> set[int]:
    """Which of these works somebody has liked today."""
    mine = Like.objects.filter(voter=user, entry__in=entry_ids, day=clock.today())
    return set(mine.values_list("entry", flat=True))


def fresh_likes(contest: Contest) -> "QuerySet[Like]":
    """Those given by accounts that were younger than two days."""
    return Like.objects.filter(entry__contest=contest, voter__joined_at__gt=F("at") - FRESH)


def unusual(contest: Contest) -> list[Cluster]:
    """Ten or more fresh accounts for one work on one day, the largest first. One query."""
    rows = fresh_likes(contest).values("entry", "entry__number", "entry__title", "day").order_by()
    found = rows.annotate(fresh=Count("pk"), left=Count("pk", filter=~COUNTED)).filter(fresh__gte=MANY_FRESH)
    return [
        Cluster(
            entry_id=row["entry"],
            label=f"{row['entry__number']:03}",
            title=row["entry__title"],
            day=row["day"],
            fresh=row["fresh"],
            left_out=row["left"],
        )
        for row in found.order_by("-fresh", "entry", "day")
    ]
