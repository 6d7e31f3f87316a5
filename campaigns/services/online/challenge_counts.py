"""Counting what teams did: every few minutes while a challenge runs, and once for good when it is over."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign, ChallengeEntry
from campaigns.rules import online as rules
from campaigns.rules.words import quoted
from campaigns.selectors.online.challenge_logs import members_at_the_end, team_counts
from messaging.models import Message
from messaging.services import Notice, notify_many

AT_A_TIME = 100


def count_challenges(*, now: datetime) -> int:
    """Count every challenge that has begun and is not final; how many teams. Safe to repeat.

    Each portion of teams is a transaction of its own: a stop in between costs nothing but time.
    """
    today = timezone.localdate(now)
    open_entries = ChallengeEntry.objects.filter(final_at=None, left_at=None)
    begun = open_entries.filter(campaign__starts_on__lte=today).order_by("campaign", "pk")
    counted = 0
    for campaign in Campaign.objects.filter(pk__in=begun.order_by().values("campaign")).order_by("pk"):
        numbers = list(begun.filter(campaign=campaign).values_list("pk", flat=True))
        for start in range(0, len(numbers), AT_A_TIME):
            counted += _count_portion(campaign, numbers[start : start + AT_A_TIME], now)
    return counted


@transaction.atomic
def _count_portion(campaign: Campaign, numbers: Sequence[int], now: datetime) -> int:
    """Count some teams; when no more records can come in, the count is final and the members are thanked."""
    rows = ChallengeEntry.objects.filter(pk__in=numbers, final_at=None, left_at=None)
    entries = list(rows.select_for_update(of=("self",)).select_related("team").order_by("pk"))
    is_final = rules.is_final(campaign.ends_on, timezone.localdate(now))
    count(campaign, entries, now=now, is_final=is_final)
    if is_final and campaign.state == Campaign.State.OPEN:
        _thank(campaign, entries)
    return len(entries)


def count(
    campaign: Campaign, entries: Sequence[ChallengeEntry], *, now: datetime, is_final: bool = False
) -> None:
    """Write the counts of these teams down, in the caller's transaction. One query to count them all."""
    counts = team_counts(campaign, [entry.team_id for entry in entries])
    for entry in entries:
        entry.logs, entry.people = counts.get(entry.team_id, (0, 0))
        entry.counted_at = now
        entry.final_at = now if is_final else None
    ChallengeEntry.objects.bulk_update(entries, ["logs", "people", "counted_at", "final_at"])


def _thank(campaign: Campaign, entries: Sequence[ChallengeEntry]) -> int:
    """One message for each member, or for whoever keeps them, about each of their teams."""
    members = members_at_the_end(campaign, [entry.team_id for entry in entries])
    teams = {entry.team_id: entry for entry in entries}
    url = campaign.url or reverse("campaigns:online", args=[campaign.pk])
    return notify_many(
        Notice(
            user_id=user_id,
            kind=Message.Kind.CAMPAIGN,
            title=f"谢谢参加：{campaign.title}",
            body=_thanks(campaign, teams[team_id]),
            url=url,
            key=f"challenge:{campaign.pk}:{team_id}:thanks",
        )
        for team_id, user_id in members
    )


def _thanks(campaign: Campaign, entry: ChallengeEntry) -> str:
    done = f"{quoted(entry.team.name)}一共记下{entry.logs}次，有{entry.people}位队友参加。"
    goal = campaign.challenge_goal or 0
    reached = f"目标{goal}次达到了，这是大家一起做到的。" if entry.logs >= goal else "每一次都算数。"
    return f"挑战结束了，{done}{reached}各自的记录和积分都在您自己名下。"
