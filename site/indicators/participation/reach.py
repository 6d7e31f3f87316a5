"""Households and organisations that took part."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import HouseholdMember, Organisation
from campaigns.contests.selectors.handed_in import applicants_between
from campaigns.selectors.held import running_organisers
from carbon_points.models import CounterEntry
from core import clock
from indicators.models import Participation, PeriodTotal, Scope
from indicators.participation.value import Value, of_people

_Kind = Organisation.Kind
KINDS: dict[str, tuple[Organisation.Kind, ...]] = {
    "P10-SCHOOLS": (_Kind.SCHOOL,),
    "P10-COMMUNITIES": (_Kind.COMMUNITY,),
    "P10-ENTERPRISES": (_Kind.ENTERPRISE, _Kind.SHOP, _Kind.RESTAURANT, _Kind.MERCHANT),
    "P10-AGENCIES": (_Kind.AGENCY,),
}


def households(period: str, start: date, first: date, last: date) -> dict[str, Value]:
    """Households one of whose members of that time has a log that stands. One query."""
    took_part = Participation.objects.filter(
        resident_id=OuterRef("user_id"), period=period, start=start, active__gt=0
    )
    members = HouseholdMember.objects.filter(
        Q(left_at=None) | Q(left_at__gte=clock.midnight(first)),
        Exists(took_part),
        joined_at__lt=clock.next_midnight(last),
    )
    number = members.order_by().aggregate(number=Count("household", distinct=True))["number"]
    return {"P10-HOUSEHOLDS": of_people([number])}


def organisations(period: str, start: date, first: date, last: date) -> dict[str, Value]:
    """Organisations reached, by kind; each counts once, whatever it did. One query."""
    recorded = PeriodTotal.objects.filter(
        period=period, start=start, scope=Scope.ORGANISATION, people__gt=0
    ).values("key")
    counted = CounterEntry.objects.filter(state=CounterEntry.State.APPROVED, day__range=(first, last)).values(
        "counter__organisation"
    )
    reached = (
        Organisation.objects.filter(
            Q(code__in=recorded)
            | Q(pk__in=counted)
            | running_organisers(first, last)
            | Q(pk__in=applicants_between(first, last)),
            is_verified=True,
        )
        .order_by()
        .values_list("kind")
        .annotate(number=Count("pk"))
    )
    found = dict(reached)
    return {code: Value(sum(found.get(kind, 0) for kind in kinds)) for code, kinds in KINDS.items()}
