"""Counters of classes and communities, for their keepers and for everybody."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Organisation
from carbon_points.models import Counter, CounterEntry
from core.refusals import NotFound
from core.small_groups import FEWEST


def counters_at(organisation: Organisation) -> QuerySet[Any]:
    """Counters of an organisation, those kept now first, each with `waiting`: entries to decide about."""
    waiting = Count("entries", filter=Q(entries__state=CounterEntry.State.PENDING))
    rows = Counter.objects.filter(organisation=organisation).select_related("action")
    return rows.annotate(waiting=waiting).order_by("closed_at", "name", "pk")


def counter_at(organisation_id: int, counter_id: int, *, lock: bool = False) -> Counter:
    """One counter of an organisation. Raises NotFound."""
    rows = Counter.objects.select_related("action").filter(organisation=organisation_id, pk=counter_id)
    counter = rows.select_for_update(no_key=True, of=("self",)).first() if lock else rows.first()
    if counter is None:
        raise NotFound("没有找到这个计数，请回到列表里重新选择。")
    return counter


def entry_at(organisation_id: int, entry_id: int, *, lock: bool = False) -> CounterEntry:
    """One day's entry of an organisation. Raises NotFound."""
    rows = CounterEntry.objects.filter(counter__organisation=organisation_id, pk=entry_id)
    entry = rows.select_for_update(no_key=True, of=("self",)).first() if lock else rows.first()
    if entry is None:
        raise NotFound("没有找到这一天的记录，请刷新页面后重试。")
    return entry


def entries_of(counter: Counter) -> QuerySet[CounterEntry]:
    """The days of a counter, latest first."""
    return CounterEntry.objects.filter(counter=counter).select_related("noted_by", "decided_by")


def public_organisation(code: str) -> Organisation:
    """A verified organisation that is open. Raises NotFound."""
    rows = Organisation.objects.select_related("area").filter(code=code, closed_at=None, is_verified=True)
    organisation = rows.first()
    if organisation is None:
        raise NotFound("没有找到这个组织，可能已经停用。")
    return organisation


def public_counts(organisation: Organisation) -> QuerySet[Any]:
    """Counters with at least one day that may be shown, each with `days` and `people`."""
    shown = Q(entries__state=CounterEntry.State.APPROVED, entries__people__gte=FEWEST)
    rows = Counter.objects.filter(organisation=organisation).select_related("action")
    counted = rows.annotate(days=Count("entries", filter=shown), people=Sum("entries__people", filter=shown))
    return counted.filter(days__gt=0).order_by("name", "pk")
