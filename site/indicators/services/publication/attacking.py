"""Plays the attacker with everything that was published, and with what is about to be."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from indicators.models import Release
from indicators.periods import last_day
from indicators.rules.frozen import Exact, Frozen
from indicators.rules.world import World
from indicators.services.publication.layout import Layout

# A candidate comes after all that was published.
_LAST = 2**62


def frozen(release: Release, layout: Layout) -> Frozen:
    """A stored release in the words of the rules; a stopped one shows nothing."""
    shown = {}
    if release.state == Release.State.PUBLISHED:
        shown = {
            dimension: {row["code"] for row in rows if not row["suppressed"]}
            for dimension, rows in release.tables.items()
        }
    exact = {
        dimension: {code: Exact(*numbers) for code, numbers in parts.items()}
        for dimension, parts in release.exact.items()
    }
    order = (release.pk or _LAST,)
    return Frozen(release.period, release.start, exact, shown, order, layout.town_of)


def candidate(period: str, start: date, exact: Any, shown: Any, layout: Layout) -> Frozen:
    """What is about to be published."""
    return Frozen(period, start, exact, shown, (_LAST,), layout.town_of)


def around(period: str, start: date, layout: Layout) -> list[Frozen]:
    """The stored releases that can say something together with this stretch.

    Sums of days meet only in a released month, and months only in a released year.
    """
    year = start.replace(month=1, day=1)
    month = start.replace(day=1)
    wide = set(
        Release.objects.filter(
            Q(period="year", start=year) | Q(period="month", start=month),
            state=Release.State.PUBLISHED,
        ).values_list("period", flat=True)
    ) | {period}
    name, first = (
        ("year", year) if "year" in wide else ("month", month) if "month" in wide else ("day", start)
    )
    found = Release.objects.filter(start__gte=first, start__lte=last_day(name, first)).order_by("pk")
    periods = {"year": ["day", "month", "year"], "month": ["day", "month"], "day": ["day"]}[name]
    return [frozen(release, layout) for release in found.filter(period__in=periods)]


def findings(releases: Iterable[Frozen]) -> list[dict[str, str]]:
    """Every small cell that can be worked out, in words; nothing, if all is well."""
    return [
        {
            "period": target.period,
            "start": target.start.isoformat(),
            "dimension": target.dimension,
            "code": target.code,
        }
        for target in World(releases).findings()
    ]


def findings_in_everything() -> list[dict[str, str]]:
    """The same for all that is published, year by year."""
    layout = Layout()
    starts = Release.objects.order_by("start").values_list("start__year", flat=True).distinct()
    found: list[dict[str, str]] = []
    for year in sorted(set(starts)):
        releases = Release.objects.filter(start__year=year).order_by("pk")
        found += findings(frozen(release, layout) for release in releases)
    return found
