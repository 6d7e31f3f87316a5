"""Recording for the family: whom somebody can record for, and what each of them has."""

from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.selectors.family import people_kept_by
from carbon_points.models import Account


def people_to_record_for(user: User | None, *, picked: str = "") -> list[dict[str, Any]]:
    """The choices of 为谁记录: me ("0", without a person), and whom I keep; empty when there is nobody else.

    What was picked is checked; anything unknown is me. One query.
    """
    kept = list(people_kept_by(user)) if user is not None else []
    if not kept:
        return []
    known = picked in {str(person.pk) for person in kept}
    me = {"value": "0", "label": "我自己", "person": None, "checked": not known}
    others = [
        {
            "value": str(person.pk),
            "label": person.nickname,
            "person": person,
            "checked": str(person.pk) == picked,
        }
        for person in kept
    ]
    return [me, *others]


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """Somebody whom I keep, with the points that they have."""

    id: int
    nickname: str
    age_band: str
    age_label: str
    balance: int


def family_rows(user: User) -> list[FamilyRow]:
    """Everybody whom I keep. One query."""
    return [
        FamilyRow(
            id=person.pk,
            nickname=person.nickname,
            age_band=person.age_band,
            age_label=person.get_age_band_display(),
            balance=person.points,
        )
        for person in with_points(people_kept_by(user))
    ]


def with_points(people: QuerySet[User]) -> QuerySet[Any]:
    """The same people, each with `points`: the sum of their accounts."""
    own = Account.objects.filter(owner=OuterRef("pk"), kind=Account.Kind.RESIDENT).order_by()
    total = own.values("owner").annotate(sum=Sum("balance")).values("sum")
    return people.annotate(points=Coalesce(Subquery(total, output_field=IntegerField()), 0))
