"""Who has which card on the desk: a note in the cache for five minutes, so that two do not look at one."""

from collections.abc import Sequence
from datetime import datetime

from django.core.cache import cache

from accounts.models import User
from carbon_points.selectors.review_queue import waiting_ids
from core import clock

HELD_FOR = 5 * 60
SKIPPED_FOR = 8 * 60 * 60
MOST_SKIPPED = 200


def next_for(reviewer: User, *, now: datetime | None = None) -> int | None:
    """The submission to show: one's own open card, else the oldest that nobody else has opened lately.

    What was skipped comes last. None when nothing waits. The note is a courtesy: `decide` locks and looks.
    """
    now = now or clock.now()
    ids = _in_order(waiting_ids(reviewer), _skipped(reviewer))
    held = cache.get_many([_key(pk) for pk in ids])
    mine = [pk for pk in ids if held.get(_key(pk), {}).get("reviewer") == reviewer.pk]
    for pk in [*mine, *ids]:
        note = held.get(_key(pk))
        if note is not None and note["reviewer"] == reviewer.pk:
            return pk
        if note is None and cache.add(_key(pk), {"reviewer": reviewer.pk, "at": now}, HELD_FOR):
            return pk
    return None


def opened_at(reviewer: User, submission_id: int) -> datetime | None:
    """When this reviewer was shown the card; None when that was long ago, or never."""
    note = cache.get(_key(submission_id))
    if note is None or note["reviewer"] != reviewer.pk:
        return None
    at: datetime = note["at"]
    return at


def skip(reviewer: User, submission_id: int) -> None:
    """Leave a card to others; this reviewer gets it again when nothing else waits."""
    release(reviewer, submission_id)
    skipped = [pk for pk in _skipped(reviewer) if pk != submission_id]
    cache.set(f"review-skipped:{reviewer.pk}", [*skipped, submission_id][-MOST_SKIPPED:], SKIPPED_FOR)


def release(reviewer: User, submission_id: int) -> None:
    """The card is no longer on this reviewer's desk."""
    note = cache.get(_key(submission_id))
    if note is not None and note["reviewer"] == reviewer.pk:
        cache.delete(_key(submission_id))


def _in_order(ids: Sequence[int], skipped: Sequence[int]) -> list[int]:
    later = set(skipped)
    return [*(pk for pk in ids if pk not in later), *(pk for pk in skipped if pk in set(ids))]


def _skipped(reviewer: User) -> list[int]:
    return list(cache.get(f"review-skipped:{reviewer.pk}") or [])


def _key(submission_id: int) -> str:
    return f"review-open:{submission_id}"
