"""What the chair does besides reopening: remind those who are not done."""

from django.db import transaction

from accounts.models import User
from campaigns.contests.models import Assignment, Entry, PanelMember
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.people import member_of
from core import clock
from messaging.models import Message
from messaging.services import Notice, notify_many


@transaction.atomic
def remind(*, by: User, contest_id: int) -> int:
    """Write to every juror with open sheets, once a day at most; how many were told. Raises WrongPhase."""
    contest = member_of(by, contest_id, PanelMember.Role.CHAIR).contest
    check_phase(contest, Phase.JUDGING, what="提醒评委")
    rows = Assignment.objects.filter(
        entry__contest=contest,
        entry__state=Entry.State.ACCEPTED,
        state=Assignment.State.OPEN,
        member__ended_at=None,
        member__user__is_active=True,
    )
    until = contest.judging_until
    return notify_many(
        Notice(
            user_id=user_id,
            kind=Message.Kind.CAMPAIGN,
            title="还有几件等您评分",
            body=f"“{contest.title}”的评审到{until.month}月{until.day}日截止，您还有没锁定的。谢谢您。",
            url="/jury/",
            key=f"contest:{contest.pk}:remind:{clock.today()}",
        )
        for user_id in set(rows.values_list("member__user", flat=True))
    )
