"""When the notice is over, results stand: titles are given, and everybody is told."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from campaigns.contests.models import Contest, JudgingEvent
from campaigns.contests.rules.phases import Phase, phase_on
from campaigns.contests.selectors.results import disputed, standing_results, untitled
from campaigns.contests.services.advancing import step
from campaigns.contests.services.judging_log import held, write
from campaigns.contests.services.telling import tell_of_announcement, tell_of_title
from campaigns.contests.services.titles import give_title

AFTER_NOTICE = (Phase.ANNOUNCED, Phase.RECHECK, Phase.OVER)


@step
def announce(contest_id: int, now: datetime) -> None:
    """Give a title to every result with a level. One with an open objection waits until that is decided.

    Nothing is announced that did not stand in the notice: results that came after its last day wait until the
    notice is given a later one.
    """
    with transaction.atomic():
        contest = held(contest_id)
        if not _is_time(contest, now):
            return
        is_first = contest.announced_at is None
        due = list(untitled(contest))
        for result in due:
            give_title(result=result, now=now)
        if is_first:
            contest.announced_at = now
            contest.save(update_fields=["announced_at"])
            words = f"授予 {len(due)} 件"
            write(JudgingEvent.What.ANNOUNCED, contest_id=contest.pk, words=words)
            tell_of_announcement(contest, standing_results(contest), disputed(contest))
        else:
            for result in due:
                tell_of_title(result)


def _is_time(contest: Contest, now: datetime) -> bool:
    phase = phase_on(contest.calendar, timezone.localdate(now))
    if contest.state != Contest.State.OPEN or phase not in AFTER_NOTICE or contest.settled_at is None:
        return False
    return timezone.localdate(contest.settled_at) <= contest.notice_until
