"""What members of teams recorded for a challenge, found member by member in the index of their own logs.

A record counts if it stands, is of a chosen action, was done on a day of the challenge, and on that day the
person was a member. Somebody in two teams of one challenge counts for the one they joined first: nothing is
counted twice.
"""

from collections.abc import Sequence

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncDate

from campaigns.models import Campaign
from carbon_points.models import TeamMember
from carbon_points.selectors.habits import standing_logs
from core import clock


def team_counts(campaign: Campaign, teams: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Team: records and people. Two queries, whatever the number of teams and members."""
    if campaign.starts_on is None or campaign.ends_on is None:
        return {}
    counted = _members(campaign, teams).annotate(done=_done(campaign)).order_by()
    rows = counted.values("team").annotate(
        logs=Sum("done"), people=Count("user", distinct=True, filter=Q(done__gt=0))
    )
    return {row["team"]: (row["logs"] or 0, row["people"]) for row in rows}


def members_at_the_end(campaign: Campaign, teams: Sequence[int]) -> list[tuple[int, int]]:
    """Team and person to write to, for everybody who was a member when the last day ended. One query."""
    assert campaign.ends_on is not None
    end = clock.next_midnight(campaign.ends_on)
    there = Q(left_at=None) | Q(left_at__gte=end)
    rows = TeamMember.objects.filter(there, team__in=teams, joined_at__lt=end, user__is_active=True)
    # Whoever an organisation looks after reads no messages, and no keeper would.
    rows = rows.filter(user__kept_by_organisation=None)
    keepers = rows.annotate(whom=Coalesce("user__kept_by", "user")).values_list("team_id", "whom")
    return sorted(set(keepers))


def _members(campaign: Campaign, teams: Sequence[int]) -> "QuerySet[TeamMember]":
    """Memberships that lie at least in part in the days of the challenge."""
    assert campaign.starts_on is not None
    assert campaign.ends_on is not None
    start, end = clock.midnight(campaign.starts_on), clock.next_midnight(campaign.ends_on)
    there = Q(left_at=None) | Q(left_at__gte=start)
    return TeamMember.objects.filter(there, team__in=teams, joined_at__lt=end).annotate(
        first_day=TruncDate("joined_at"), last_day=Coalesce(TruncDate("left_at"), Value(campaign.ends_on))
    )


def _done(campaign: Campaign) -> Coalesce:
    """How many records of a membership count."""
    logs = standing_logs().filter(
        ~Exists(_earlier_membership(campaign)),
        resident=OuterRef("user"),
        # The first narrows the index of the resident's days, the others are of this membership.
        done_on__range=(campaign.starts_on, campaign.ends_on),
        done_on__gte=OuterRef("first_day"),
        done_on__lte=OuterRef("last_day"),
    )
    actions = list(campaign.challenge_actions.values_list("pk", flat=True))
    if actions:
        logs = logs.filter(action__in=actions)
    counted = logs.values("resident").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _earlier_membership(campaign: Campaign) -> "QuerySet[TeamMember]":
    """In an entered team, of the person of the log on its day, older than the membership of the outer row."""
    there = Q(left_at=None) | Q(left_at__date__gte=OuterRef("done_on"))
    return TeamMember.objects.filter(
        there,
        user=OuterRef("resident"),
        pk__lt=OuterRef(OuterRef("pk")),
        joined_at__date__lte=OuterRef("done_on"),
        team__challenges__campaign=campaign,
        team__challenges__left_at=None,
    )
