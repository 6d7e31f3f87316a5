"""Makes one release: exact numbers, what is hidden, the attack, and the frozen row."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from indicators.models import Release
from indicators.periods import last_day
from indicators.rules.closing import Shown, shown_in_day, shown_in_longer
from indicators.rules.frozen import Frozen
from indicators.selectors.statistics import edition
from indicators.selectors.untold import hidden_days
from indicators.services.publication import attacking
from indicators.services.publication.layout import Layout, plain
from indicators.services.publication.telling import tell_staff
from indicators.services.publication.totals import Parts, Stretch, as_published_before

SCHEMA = "release/1"
_INNER = {"month": "day", "year": "month"}


def make_release(
    *, period: str, start: date, as_of: datetime, now: datetime, layout: Layout, protect: bool = True
) -> Release | None:
    """The first version of a stretch; None if somebody else was quicker. `protect` off: controls only."""
    before = attacking.around(period, start, layout)
    exact = exact_now(period, start, layout, before)
    bare = attacking.candidate(period, start, exact, {}, layout)
    shown = decided(bare, before, protect=protect)
    return store(
        replace(bare, shown=shown), before, version=1, as_of=as_of, now=now, layout=layout, protect=protect
    )


def exact_now(period: str, start: date, layout: Layout, before: list[Frozen]) -> Parts:
    """The exact numbers as the totals have them now, in step with what was published of its parts."""
    now = Stretch(layout, period, start)
    if period == "day":
        return now.whole
    latest = {
        frozen.start: frozen
        for frozen in before
        if frozen.period == _INNER[period] and start <= frozen.start <= last_day(period, start)
    }
    return as_published_before(now, latest.values())


def decided(bare: Frozen, before: list[Frozen], *, protect: bool = True) -> Shown:
    """Which cells of a stretch are shown."""
    hidden = [cell for day, cell in hidden_days().items() if day < bare.start]
    if bare.period == "day":
        return shown_in_day(bare, hidden, protect=protect)
    return shown_in_longer(bare, before, hidden, protect=protect)


def store(
    made: Frozen,
    before: list[Frozen],
    *,
    version: int,
    as_of: datetime,
    now: datetime,
    layout: Layout,
    protect: bool = True,
) -> Release | None:
    """Attack and freeze: published when nothing is found, stopped otherwise, with a word to the staff."""
    findings = attacking.findings([*before, made]) if protect else []
    used = edition(today=last_day(made.period, made.start))
    tables = layout.rows(made)
    release = Release(
        period=made.period,
        start=made.start,
        version=version,
        schema=SCHEMA,
        state=Release.State.STOPPED if findings else Release.State.PUBLISHED,
        tables=tables,
        targets=_targets(made),
        exact=plain(made.exact),
        findings=findings,
        method_version=used.method_version,
        factor_year=used.factor_year,
        sha256=digest(tables),
        as_of=as_of,
        made_at=now,
    )
    return release if _saved(release, tell_staff if findings else None) else None


def digest(tables: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of the tables."""
    text = json.dumps(tables, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _saved(release: Release, also: Callable[[Release], None] | None) -> bool:
    try:
        with transaction.atomic():
            release.save(force_insert=True)
            if also:
                also(release)
    except IntegrityError:
        # Another worker made this version at the same time, of the same totals.
        return False
    return True


def _targets(made: Frozen) -> dict[str, list[str]]:
    return {
        dimension: [
            code
            for code, numbers in parts.items()
            if numbers.cell.is_small and not made.shows(dimension, code)
        ]
        for dimension, parts in made.exact.items()
    }
