"""Titles: given once for an entry, with a code that anybody can ask about; withdrawn with a reason."""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from campaigns.contests.models import Contest, Entry, Result, Title
from campaigns.contests.models.standards import Kind
from campaigns.contests.rules.years import next_end
from campaigns.contests.services.scan_codes import make_code
from campaigns.models import Certificate
from campaigns.rules.certificates import CODE_LENGTH
from core.text import LETTERS


@transaction.atomic
def give_title(*, result: Result, now: datetime) -> Title:
    """The title of an entry that has a level, made once: asked again, the same one comes.

    A title holds until the last day of its first re-check; the award of a work has no end. Raises ValueError
    for a result without a level: a mistake of our own code.
    """
    entry = Entry.objects.select_for_update().select_related("contest__scan_action").get(pk=result.entry_id)
    if earlier := Title.objects.filter(entry=entry).first():
        return earlier
    if result.level is None:
        raise ValueError(f"no level, no title: entry {entry.pk}")
    contest, day = entry.contest, timezone.localdate(now)
    title = Title(
        code=_free_code(),
        entry=entry,
        contest=contest,
        kind=contest.kind,
        level=result.level.name,
        name=entry.name,
        organisation_id=entry.organisation_id,
        area_id=entry.area_id,
        year=contest.year,
        valid_from=day,
        valid_until=_ends(contest, day),
    )
    title.place = make_code(title=title, action=contest.scan_action)
    title.save(force_insert=True)
    return title


def _ends(contest: Contest, day: date) -> date | None:
    """Late by more than a year (an objection that took long): the anniversary that is still to come."""
    if contest.kind == Kind.WORKS or contest.recheck_until is None:
        return None
    return next_end(contest.recheck_until, day)


def _free_code() -> str:
    """One that neither a title nor a certificate of attendance has: both are asked for in one field."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if not (Title.objects.filter(code=code).exists() or Certificate.objects.filter(code=code).exists()):
            return code
