"""The desk looks at what was handed in: accepted, returned to be mended, or refused; each with a way on."""

from django.db import transaction

from accounts.models import User
from campaigns.contests.models import Contest, Entry, EntryEvent
from campaigns.contests.refusals.contests import NoSuchContest
from campaigns.contests.refusals.entries import NoSuchEntry
from campaigns.contests.refusals.screening import (
    AlreadyScreened,
    FormHasChanged,
    OwnEntry,
    TooLateToTakeBack,
)
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.people import runs
from campaigns.contests.selectors.screening import RETURNABLE, SCREENABLE, UNDO_FOR, stands_with
from campaigns.contests.services.screening_words import Decided, tell_decision, tell_reopened
from core import clock
from core.refusals import Refused
from core.text import clean

What = EntryEvent.What
REASON_LENGTH = 300


@transaction.atomic
def accept(*, entry_id: int, by: User, revision: int | None = None) -> Entry:
    """The entry goes on to be judged. `revision` is the form as it was read; None does not look.

    Raises NoSuchEntry, WrongPhase, OwnEntry, AlreadyScreened or FormHasChanged.
    """
    return _decide(entry_id, by, What.ACCEPTED, "", revision)


@transaction.atomic
def return_for_changes(*, entry_id: int, by: User, reason: str, revision: int | None = None) -> Entry:
    """Back to the applicant with what to mend, while it can be handed in again. Raises like `accept`."""
    reason = fit_reason(reason, "退回要写明缺什么、怎样改。")
    return _decide(entry_id, by, What.RETURNED, reason, revision)


@transaction.atomic
def refuse(*, entry_id: int, by: User, reason: str, revision: int | None = None) -> Entry:
    """Not judged, with the reason. Raises like `accept`."""
    reason = fit_reason(reason, "不通过要写明原因，让申报人看得懂。")
    return _decide(entry_id, by, What.REFUSED, reason, revision)


@transaction.atomic
def take_back(*, entry_id: int, by: User) -> Entry:
    """One's own decision undone within ten minutes; the entry waits again.

    Raises NoSuchEntry, WrongPhase, AlreadyScreened or TooLateToTakeBack.
    """
    contest, entry = _held(entry_id, by)
    check_phase(contest, *SCREENABLE, what="撤销初审决定")
    last = entry.events.last()
    if last is None or last.by_id != by.pk or last.what not in Decided or last.what != entry.state:
        raise AlreadyScreened("这件申报没有您可以撤销的决定。")
    now = clock.now()
    if now > last.at + UNDO_FOR or last.revision != entry.revision:
        raise TooLateToTakeBack("决定超过10分钟，或者申报人已经在修改，不能撤销了；有出入请发消息说明。")
    entry.state = Entry.State.SUBMITTED
    entry.save(update_fields=["state"])
    event = EntryEvent.objects.create(entry=entry, what=What.REOPENED, by=by, at=now, revision=entry.revision)
    tell_reopened(entry, event)
    return entry


def fit_reason(reason: str, missing: str) -> str:
    """A clean reason. Raises Refused with the sentence `missing`, or for a reason that is too long."""
    fit = " ".join(clean(reason).split())
    if not fit:
        raise Refused(missing, code="invalid", status=422)
    if len(fit) > REASON_LENGTH:
        raise Refused(f"原因请控制在{REASON_LENGTH}个字以内。", code="invalid", status=422)
    return fit


def _decide(entry_id: int, by: User, verdict: What, reason: str, revision: int | None) -> Entry:
    contest, entry = _held(entry_id, by)
    if verdict == What.RETURNED:
        check_phase(contest, *RETURNABLE, what="退回修改")
    else:
        check_phase(contest, *SCREENABLE, what="初审")
    if stands_with(by, entry, contest):
        raise OwnEntry("您是申报单位的成员（或者是家里人），这件请交给别的主办人员初审。")
    if entry.state != Entry.State.SUBMITTED:
        if _said_before(entry, by, verdict, reason):
            return entry
        raise AlreadyScreened(
            f"这件申报现在是“{entry.get_state_display()}”，可能刚有同事处理过，请看下一件。"
        )
    if revision is not None and revision != entry.revision:
        raise FormHasChanged("申报人刚改过内容，请重新看一遍再决定。")
    entry.state = Entry.State(str(verdict))
    entry.save(update_fields=["state"])
    event = EntryEvent.objects.create(
        entry=entry, what=verdict, words=reason, by=by, at=clock.now(), revision=entry.revision
    )
    tell_decision(contest, entry, event)
    return entry


def _said_before(entry: Entry, by: User, verdict: What, reason: str) -> bool:
    """Whether the same person said the same just now: a double tap."""
    last = entry.events.last()
    return last is not None and (last.by_id, last.what, last.words) == (by.pk, verdict, reason)


def _held(entry_id: int, by: User) -> tuple[Contest, Entry]:
    """The contest, then its entry, locked, for somebody who runs it."""
    found = Entry.objects.filter(pk=entry_id, contest__in=runs(by)).values_list("contest", flat=True).first()
    if found is None:
        raise NoSuchEntry("没有这件申报，或者您不是这个评选的主办人员。")
    contest = Contest.objects.select_for_update(no_key=True).get(pk=found)
    entry = Entry.objects.select_for_update(no_key=True).get(pk=entry_id)
    # Asked again under the lock: a contest may have been handed to somebody else meanwhile.
    if not runs(by).filter(pk=contest.pk).exists():
        raise NoSuchContest("没有这个评选，或者您不是它的主办人员。")
    return contest, entry
