"""Of which organisation a resident was a member when an action was recorded.

The membership that began first counts, if somebody stands in several. A reversal belongs where its log
belongs. Memberships are never deleted, only ended, so the answer for a past moment stays the same.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import OrganisationMember
from carbon_points.models import ActionLog
from carbon_points.selectors.logs import FeedRow


def organisations_of(rows: Sequence[FeedRow]) -> dict[int, str]:
    """The organisation's code by log; logs of residents without one are left out. At most two queries."""
    memberships: defaultdict[int, list[tuple[datetime, datetime | None, str]]] = defaultdict(list)
    residents = {row.resident_id for row in rows}
    found = OrganisationMember.objects.filter(user__in=residents).order_by("since", "pk")
    for member in found.select_related("organisation").only(
        "user_id", "since", "ended_at", "organisation__code"
    ):
        memberships[member.user_id].append((member.since, member.ended_at, member.organisation.code))
    asked = [row for row in rows if row.resident_id in memberships]
    taken_back = {row.reverses_id for row in asked if row.reverses_id}
    first_at = dict(ActionLog.objects.filter(pk__in=taken_back).values_list("pk", "created_at"))
    codes: dict[int, str] = {}
    for row in asked:
        at = first_at[row.reverses_id] if row.reverses_id else row.created_at
        for since, ended_at, code in memberships[row.resident_id]:
            if since <= at and (ended_at is None or at < ended_at):
                codes[row.id] = code
                break
    return codes


def organisation_code() -> Coalesce:
    """The same for a query of logs, as one expression; empty for nobody's member."""
    at = OuterRef("recorded_at")
    members = OrganisationMember.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=at), user=OuterRef("resident_id"), since__lte=at
    ).order_by("since", "pk")
    return Coalesce(Subquery(members.values("organisation__code")[:1]), Value(""))


def recorded_at() -> Coalesce:
    """When a log was recorded; of a reversal, when its log was."""
    return Coalesce(F("reverses__created_at"), F("created_at"))
