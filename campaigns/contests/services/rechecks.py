"""The yearly re-check: handed in by who holds the title, decided by who runs the contest."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.contests.models import Recheck, Title
from campaigns.contests.refusals.titles import RecheckRefused
from campaigns.contests.rules.titles import end_after_pass
from campaigns.contests.selectors.rechecks import evidence_of, recheck_of, recheck_run_by, scans_of
from campaigns.contests.selectors.titles import my_title, refuse_own
from campaigns.contests.services.title_news import tell_holder
from campaigns.contests.services.titles import withdraw_held
from campaigns.rules.words import quoted
from carbon_points.services.places import prolong_place
from core import clock
from core.text import clean

State = Recheck.State
MOST_WORDS, MOST_REASON = 2000, 300


@transaction.atomic
def submit_recheck(*, by: User, title_id: int, words: str) -> Recheck:
    """Hand in how the year went; again until it is decided or its last day is over.

    Fresh pictures must lie there (services.recheck_files). Raises NoSuchTitle or RecheckRefused.
    """
    words = clean(words).strip()
    title = my_title(by, title_id)
    now = clock.now()
    recheck = open_recheck(title, now)
    if not words:
        raise RecheckRefused("请写几句这一年的情况。", status=422)
    if len(words) > MOST_WORDS:
        raise RecheckRefused(f"最多{MOST_WORDS}个字，请写短一些。", status=422)
    if not evidence_of(recheck).exists():
        raise RecheckRefused("请至少交一张新照片，再提交。", status=422)
    recheck.words, recheck.scans = words, scans_of(title)
    recheck.state, recheck.submitted_at, recheck.submitted_by = State.SUBMITTED, now, by
    recheck.save(update_fields=["words", "scans", "state", "submitted_at", "submitted_by"])
    if title.place is not None:
        # It holds until somebody has decided, however long that takes; so does its code.
        prolong_place(place=title.place, until=None)
    return recheck


@transaction.atomic
def decide_recheck(*, by: User, recheck_id: int, passed: bool, reason: str = "") -> Recheck:
    """The title holds a year more, or is withdrawn with a reason that everybody reads.

    By whoever runs the contest, never about their own organisation. Raises NoSuchTitle, OwnTitle or
    RecheckRefused; the same decision again changes nothing.
    """
    reason, wanted = " ".join(clean(reason).split()), State.PASSED if passed else State.FAILED
    found = recheck_run_by(by, recheck_id)
    refuse_own(by, found.title)
    if not passed and not reason:
        raise RecheckRefused("请写明没有通过的原因，申报单位和大家都会看到。", status=422)
    if len(reason) > MOST_REASON:
        raise RecheckRefused(f"意见最多{MOST_REASON}个字，请写短一些。", status=422)
    title = Title.objects.select_for_update(of=("self",)).select_related("place").get(pk=found.title_id)
    recheck = Recheck.objects.select_for_update().get(pk=recheck_id)
    if recheck.state == wanted:
        return recheck
    if recheck.state != State.SUBMITTED:
        raise RecheckRefused(f"这次复核{recheck.get_state_display()}，不能再作决定。")
    now = clock.now()
    recheck.state, recheck.decided_at, recheck.decided_by, recheck.reason = wanted, now, by, reason
    recheck.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    if passed:
        _prolong(title, recheck, now)
    else:
        withdraw_held(title_id=title.pk, by=by, reason=f"年度复核未通过：{reason}"[:200], now=now)
    return recheck


def open_recheck(title: Title, now: datetime) -> Recheck:
    """The re-check into which the holder can write now, held. Raises RecheckRefused."""
    Title.objects.select_for_update().get(pk=title.pk)
    latest = recheck_of(title)
    if latest is None:
        raise RecheckRefused("复核还没有开始，到时候会在“消息”里告诉您。")
    recheck = Recheck.objects.select_for_update().get(pk=latest.pk)
    if recheck.state not in {State.OPEN, State.SUBMITTED}:
        raise RecheckRefused(f"这次复核{recheck.get_state_display()}，不能再改。")
    if not recheck.due_from <= timezone.localdate(now) <= recheck.due_until:
        raise RecheckRefused(f"复核到{recheck.due_until:%Y年%m月%d日}为止，现在不能再交。")
    return recheck


def _prolong(title: Title, recheck: Recheck, now: datetime) -> None:
    title.valid_until = end_after_pass(recheck.due_until, timezone.localdate(now))
    title.save(update_fields=["valid_until"])
    if title.place is not None:
        prolong_place(place=title.place, until=title.valid_until)
    tell_holder(
        title=title,
        happened=f"recheck:{recheck.due_until}:passed",
        heading=f"{quoted(title.get_kind_display())}称号通过了年度复核",
        body=f"称号有效到{title.valid_until:%Y年%m月%d日}，证书上的日期已经更新。{recheck.reason}",
    )
