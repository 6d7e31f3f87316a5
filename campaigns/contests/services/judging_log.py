"""The log of judging: written in the transaction of what it tells."""

from typing import Any

from accounts.models import User
from campaigns.contests.models import Contest, Entry, JudgingEvent, PanelMember
from core import clock

What = JudgingEvent.What


def write(
    what: JudgingEvent.What,
    *,
    contest_id: int,
    entry: Entry | None = None,
    member: PanelMember | None = None,
    words: str = "",
    data: dict[str, Any] | None = None,
    by: User | None = None,
) -> JudgingEvent:
    """Add a line; without `by` it happened by date."""
    return JudgingEvent.objects.create(
        contest_id=contest_id,
        entry=entry,
        member=member,
        what=what,
        words=words[:500],
        data=data or {},
        by=by,
        at=clock.now(),
    )


def held(contest_id: int) -> Contest:
    """The row of a contest, locked: the first lock of everything that judges."""
    rows = Contest.objects.select_for_update(of=("self",), no_key=True).select_related("standard")
    return rows.get(pk=contest_id)
