"""Records of partners: each by its id, lists, figures for staff."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from carbon_points.models import Partner, PartnerLink, PartnerRecord
from core.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Figures:
    """How a partner's records fared, who has agreed, and when something last came."""

    states: list[tuple[str, int]]
    refusals: list[tuple[str, int]]
    links: list[tuple[str, int]]
    last_seen: datetime | None


def records_of(
    partner: Partner, scopes: Collection[str], since: datetime | None = None
) -> "QuerySet[PartnerRecord]":
    """A partner's records within the scopes of a key, latest first."""
    rows = PartnerRecord.objects.filter(partner=partner, scope__code__in=scopes).order_by("-pk")
    if since is not None:
        rows = rows.filter(received_at__gte=since)
    return rows.select_related("partner", "scope", "action", "log", "link__resident", "corrects")


def record_named(partner: Partner, scopes: Collection[str], external_id: str) -> PartnerRecord:
    """One of them by the partner's id. Raises NotFound."""
    record = records_of(partner, scopes).filter(external_id=external_id).first()
    if record is None:
        raise NotFound("没有这个编号的记录，请检查编号。")
    return record


def figures_of(partner: Partner) -> Figures:
    """Four counts, each one query."""
    rows = PartnerRecord.objects.filter(partner=partner).order_by()
    states = dict(rows.values_list("state").annotate(Count("pk")))
    refused = rows.filter(state=PartnerRecord.State.REFUSED)
    links = PartnerLink.objects.filter(scope__partner=partner, ended_at=None).order_by("scope__name")
    return Figures(
        states=[(state.label, states.get(state.value, 0)) for state in PartnerRecord.State],
        refusals=list(refused.values_list("refusal").annotate(number=Count("pk")).order_by("-number")),
        links=list(links.values_list("scope__name").annotate(Count("pk"))),
        last_seen=rows.aggregate(at=Max("received_at"))["at"],
    )
