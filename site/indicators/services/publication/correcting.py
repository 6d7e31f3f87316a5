"""Makes the next version of a release from today's totals."""

from dataclasses import replace
from datetime import date, datetime

from core import clock
from core.refusals import NotFound, Refused
from indicators.models import Release
from indicators.rules.changes import changes_to_take
from indicators.rules.closing import Shown
from indicators.rules.frozen import CITY, Exact, Frozen, communities_of
from indicators.services.publication import attacking
from indicators.services.publication.layout import MONTHLY, Layout
from indicators.services.publication.making import decided, exact_now, store
from indicators.services.publication.totals import Parts


def correct(
    *, period: str, start: date, seen: int | None = None, now: datetime | None = None
) -> Release | None:
    """The next version, or None when nothing changed that may be told.

    Two versions tell their difference, so a cell keeps its former numbers when fewer than ten people
    surely stand behind the change. Hidden cells open only where the attacker finds nothing. `seen` is the
    version that is to be followed: a repeated wish makes one version.
    """
    moment = now or clock.now()
    latest = Release.objects.filter(period=period, start=start).order_by("-version").first()
    if latest is None:
        raise NotFound("这一期还没有发布，无法更正。")
    if seen is not None and latest.version != seen:
        raise Refused("这一期刚刚已经更正过，请看最新一版。")
    layout = Layout()
    before = attacking.around(period, start, layout)
    former = attacking.frozen(latest, layout)
    bare = attacking.candidate(period, start, exact_now(period, start, layout, before), {}, layout)
    was_stopped = latest.state == Release.State.STOPPED
    exact = bare.exact if was_stopped else _corrected(former, bare)
    if exact == former.exact and not was_stopped:
        return None
    bare = replace(bare, exact=exact)
    shown = decided(bare, before)
    if not was_stopped and attacking.findings([*before, replace(bare, shown=shown)]):
        shown = _not_more(shown, former)
    made = replace(bare, shown=shown)
    return store(made, before, version=latest.version + 1, as_of=moment, now=moment, layout=layout)


def _corrected(former: Frozen, now: Frozen) -> Parts:
    """The former numbers, with those of now where the change may be told."""
    if not _taken(former, now, CITY):
        return {dimension: dict(parts) for dimension, parts in former.exact.items()}
    exact: Parts = {}
    for dimension, parts in now.exact.items():
        taken = _taken(former, now, dimension) if dimension != MONTHLY else set()
        old = former.exact.get(dimension, {})
        exact[dimension] = {
            code: numbers if code in taken else old.get(code, Exact()) for code, numbers in parts.items()
        }
    for town, communities in communities_of(now).items():
        if exact["town"].get(town) == now.exact["town"].get(town):
            taken = _taken(former, now, MONTHLY, communities)
            exact[MONTHLY] |= {code: now.exact[MONTHLY][code] for code in communities if code in taken}
    return exact


def _taken(former: Frozen, now: Frozen, dimension: str, codes: list[str] | None = None) -> set[str]:
    old, new = former.exact.get(dimension, {}), now.exact[dimension]
    asked = {code: new[code] for code in (codes if codes is not None else new)}
    people = {code: abs(numbers.people - old.get(code, Exact()).people) for code, numbers in asked.items()}
    return changes_to_take(old, asked, people)


def _not_more(shown: Shown, former: Frozen) -> Shown:
    """Nothing that was hidden before."""
    return {
        dimension: {code for code in codes if former.shows(dimension, code)}
        for dimension, codes in shown.items()
    }
