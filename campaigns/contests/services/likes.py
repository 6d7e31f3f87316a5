"""Likes: one of a person for a work on a day. They decide nothing; a cluster is left out with a reason."""

from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from accounts.models import User
from accounts.refusals import AccountClosed
from accounts.services.rows import lock_user
from campaigns.contests.models import Entry, Like
from campaigns.contests.refusals.likes import NoLikes
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.likes import fresh_likes
from campaigns.contests.selectors.people import contest_run_by
from campaigns.contests.selectors.works import work_on_show
from core import clock
from core.refusals import Refused
from core.text import clean

# From the end of screening until judging is over.
OPEN = (Phase.VISITS, Phase.JUDGING)
LEFT_OUT = "contests.likes_left_out"
REASON_LENGTH = 120


@transaction.atomic
def like(*, by: User, entry_id: int) -> Like:
    """Note that somebody likes a work today; again on the same day, the same like comes.

    Raises NoSuchWork, NoLikes, WrongPhase or AccountClosed.
    """
    person = _person(by)
    entry = _open_work(entry_id, what="点赞")
    now, day = clock.now(), clock.today()
    if earlier := Like.objects.filter(entry=entry, voter=person, day=day).first():
        return earlier
    return Like.objects.create(entry=entry, voter=person, day=day, at=now)


@transaction.atomic
def take_back(*, by: User, entry_id: int) -> bool:
    """Take today's like back; whether there was one. Raises NoSuchWork, NoLikes or WrongPhase."""
    person = _person(by)
    entry = _open_work(entry_id, what="收回点赞")
    mine = Like.objects.filter(entry=entry, voter=person, day=clock.today(), left_out_because="")
    return bool(mine.delete()[0])


@transaction.atomic
def leave_out(*, by: User, contest_id: int, entry_id: int, day: date, reason: str) -> int:
    """Count the likes of fresh accounts for a work on a day no more; how many. They stay in the raw total.

    By whoever runs the contest; who did it, when and why stays on record. Raises NoSuchContest or Refused.
    """
    contest = contest_run_by(by, contest_id)
    reason = " ".join(clean(reason).split())
    if not reason or len(reason) > REASON_LENGTH:
        raise Refused(f"请写明不计入的原因，最多{REASON_LENGTH}个字。", code="reason_missing", status=422)
    rows = fresh_likes(contest).filter(entry=entry_id, day=day, left_out_because="")
    ids = list(rows.values_list("pk", flat=True))
    done = Like.objects.filter(pk__in=ids, left_out_because="").update(
        left_out_because=reason, left_out_by=by
    )
    if done:
        data = {"entry": entry_id, "day": day.isoformat(), "likes": done, "reason": reason}
        log(contest, LEFT_OUT, user=by, data=data)
    return done


def _person(user: User) -> User:
    """What one person does is done one after the other. Raises AccountClosed."""
    row = lock_user(user)
    if not row.is_active:
        raise AccountClosed("这个账号已停用，不能再点赞。")
    return row


def _open_work(entry_id: int, *, what: str) -> Entry:
    entry = work_on_show(entry_id)
    if not entry.contest.shows_likes:
        raise NoLikes("这个评选不设点赞，谢谢您的心意。")
    check_phase(entry.contest, *OPEN, what=what)
    return entry
