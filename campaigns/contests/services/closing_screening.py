"""When the days of screening are over, what nobody has decided about goes on to be judged."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from campaigns.contests.models import Contest, Entry, EntryEvent
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.selectors.screening import SCREENABLE
from campaigns.contests.services.advancing import step
from campaigns.contests.services.screening_words import tell_accepted_by_date

STILL_OPEN = (Phase.BEFORE, *SCREENABLE)
BECAUSE = "初审期限内没有作出决定，按通过处理"


@step
def close_screening(contest_id: int, now: datetime) -> None:
    """Accept every entry that is still waiting when screening is over, by nobody. Drafts and what was
    returned stay as they are."""
    waiting = Entry.objects.filter(contest=contest_id, state=Entry.State.SUBMITTED)
    if not waiting.exists():
        return
    with transaction.atomic():
        contest = Contest.objects.select_for_update(no_key=True).get(pk=contest_id)
        if contest.state != Contest.State.OPEN or phase_of(contest, timezone.localdate(now)) in STILL_OPEN:
            return
        rows = list(waiting.select_for_update(no_key=True).order_by("pk"))
        waiting.filter(pk__in=[row.pk for row in rows]).update(state=Entry.State.ACCEPTED)
        events = EntryEvent.objects.bulk_create(
            EntryEvent(entry=row, what=EntryEvent.What.ACCEPTED, words=BECAUSE, at=now, revision=row.revision)
            for row in rows
        )
        tell_accepted_by_date(contest, events)
