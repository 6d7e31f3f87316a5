"""Publishes every stretch that is over and has not been published, oldest first."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from carbon_points.models import ActionLog
from core import clock
from core.small_groups import FEWEST
from indicators.models import Release, Watermark
from indicators.periods import last_day, next_month
from indicators.selectors.figures import first_day
from indicators.selectors.untold import untold_days
from indicators.services.publication.correcting import correct
from indicators.services.publication.layout import Layout
from indicators.services.publication.making import make_release
from indicators.services.totals import LOGS

# Days after the last one of a month or year: what is recorded on the day after is in by then. Also the age at
# which a day is looked at once more. Reviews that come later are corrections.
LATE = timedelta(days=3)
_DAY = timedelta(days=1)
_RANK = {"day": 0, "month": 1, "year": 2}
# From this hour on yesterday is published even when today is still quiet.
_NOON = 12


def publish_releases(*, now: datetime | None = None, protect: bool = True) -> list[Release]:
    """Make what is due and missing; the releases made. Safe to repeat, and for two workers at once."""
    moment = now or clock.now()
    today = _city_day(moment)
    first = first_day()
    if first is None:
        return []
    layout = Layout()
    made = []
    for due_on, period, start in _missing(first, today):
        as_of = _complete_to(due_on, moment)
        if as_of is None:
            break
        release = make_release(
            period=period, start=start, as_of=as_of, now=moment, layout=layout, protect=protect
        )
        if release:
            made.append(release)
    return made + _late_logs(today, moment)


def is_quiet(*, now: datetime | None = None) -> bool:
    """It is morning and today would stand alone among the days that no release has told."""
    moment = now or clock.now()
    today = _city_day(moment)
    cell = untold_days(today=today).get(today)
    return timezone.localtime(moment).hour < _NOON and (cell is None or cell.people < FEWEST)


def due_on(period: str, start: date) -> date:
    """The first day on which a stretch may be published: T+1 for days."""
    return last_day(period, start) + (_DAY if period == "day" else LATE)


def _missing(first: date, today: date) -> list[tuple[date, str, date]]:
    there = set(Release.objects.filter(version=1).values_list("period", "start"))
    asked = [
        (due_on(period, start), period, start)
        for period, start in _stretches(first, today)
        if (period, start) not in there and due_on(period, start) <= today
    ]
    return sorted(asked, key=lambda item: (item[0], _RANK[item[1]], item[2]))


def _stretches(first: date, today: date) -> Iterator[tuple[str, date]]:
    for number in range((today - first).days):
        yield "day", first + number * _DAY
    month = first.replace(day=1)
    while month < today:
        yield "month", month
        month = next_month(month)
    for year in range(first.year, today.year):
        yield "year", date(year, 1, 1)


def _complete_to(due: date, now: datetime) -> datetime | None:
    """Up to when all logs are folded; None when some of before this stretch may be published are not."""
    mark = Watermark.objects.filter(name=LOGS).first()
    txid, log_id = (mark.txid, mark.log_id) if mark else (-1, 0)
    waiting = ActionLog.objects.filter(Q(txid__gt=txid) | Q(txid=txid, id__gt=log_id))
    if waiting.filter(created_at__lt=clock.midnight(due)).exists():
        return None
    return mark.folded_at if mark and waiting.exists() else now


def _late_logs(today: date, now: datetime) -> list[Release]:
    """A second version of the day whose late logs are all in now, if they change enough to be told."""
    day = today - LATE
    old = Release.objects.filter(period="day", start=day).order_by("-version").first()
    if old is None or old.version > 1 or old.as_of is None or old.as_of >= clock.midnight(day + 2 * _DAY):
        return []
    corrected = correct(period="day", start=day, now=now)
    return [corrected] if corrected else []


def _city_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
