"""Marks are locked when they are whole; whoever cannot judge stands back; the chair alone opens again."""

from typing import Any

from django.db import transaction

from accounts.models import User
from campaigns.contests.models import Assignment, Entry, JudgingEvent, PanelMember
from campaigns.contests.refusals.judging import (
    BadMarks,
    Incomplete,
    MarksLocked,
    MarksStale,
    NoSuchSheet,
    NotOnPanel,
)
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.conflicts import in_conflict
from campaigns.contests.selectors.people import member_of
from campaigns.contests.services.drawing import stand_back
from campaigns.contests.services.judging_log import held, write
from campaigns.contests.services.sheets import hold, marks_of, missing_of
from core import clock
from core.text import clean
from messaging.models import Message
from messaging.services import notify

State, What = Assignment.State, JudgingEvent.What


@transaction.atomic
def lock(*, user: User, sheet_id: int, revision: int) -> Assignment:
    """Lock a whole sheet for good; the log keeps it. Locked already: nothing. Raises Incomplete too."""
    sheet = hold(user, sheet_id)
    if sheet.state == State.LOCKED:
        return sheet
    if sheet.revision != revision:
        raise MarksStale("这一件在别处保存过新的分，请看过再锁定。")
    if missing := missing_of(sheet):
        raise Incomplete(f"{sheet.entry.label} 还差：{'、'.join(missing)}。给齐了再锁定。")
    return _lock(sheet, user)


@transaction.atomic
def lock_all(*, user: User, contest_id: int) -> int:
    """Lock every sheet of mine that is whole; how many."""
    member = member_of(user, contest_id, PanelMember.Role.JUROR)
    rows = Assignment.objects.filter(member=member, state=State.OPEN, entry__state=Entry.State.ACCEPTED)
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    held(contest_id)
    done = 0
    for number in numbers:
        try:
            sheet = hold(user, number)
        except NoSuchSheet:
            continue
        if sheet.state == State.OPEN and not missing_of(sheet):
            _lock(sheet, user)
            done += 1
    return done


@transaction.atomic
def recuse(*, user: User, sheet_id: int, because: str) -> Assignment:
    """A juror stands back from an entry; another one is drawn. What was marked stays out of the score."""
    sheet = hold(user, sheet_id, (Phase.VISITS, Phase.JUDGING))
    because = clean(because).strip()[:120]
    if not because:
        raise BadMarks("请写一句回避的原因。")
    if sheet.state == State.LOCKED:
        raise MarksLocked("已经锁定的不能回避；有情况请告诉评审组长，由组长重新打开。")
    stand_back(sheet, because=because, by=user)
    return sheet


@transaction.atomic
def reopen(*, by: User, contest_id: int, sheet_id: int, because: str) -> Assignment:
    """The chair lets a juror correct locked marks, while judging goes on; the log keeps both."""
    chair = member_of(by, contest_id, PanelMember.Role.CHAIR)
    contest = held(contest_id)
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("entry", "member__user")
    sheet = rows.filter(pk=sheet_id, entry__contest=contest).first()
    if sheet is None or sheet.state == State.RECUSED:
        raise NoSuchSheet("没有这张评分表。")
    check_phase(contest, Phase.JUDGING, what="重新打开评分")
    because = clean(because).strip()[:300]
    if not because:
        raise BadMarks("请写明重新打开的原因，它会记在日志里。")
    if in_conflict(chair, sheet.entry):
        raise NotOnPanel("这一件与您有关联，不能由您重新打开。")
    if sheet.state == State.OPEN:
        return sheet
    before = _snapshot(sheet)
    sheet.state, sheet.locked_at = State.OPEN, None
    sheet.save(update_fields=["state", "locked_at"])
    event = write(
        What.REOPENED,
        contest_id=contest.pk,
        entry=sheet.entry,
        member=sheet.member,
        words=because,
        data=before,
        by=by,
    )
    notify(
        user=sheet.member.user,
        kind=Message.Kind.CAMPAIGN,
        title=f"{sheet.entry.label} 的评分重新打开了",
        body=f"评审组长写的原因：{because}\n请在评审截止前改好，再锁定。",
        url=f"/jury/{sheet.pk}/",
        key=f"contest:{contest.pk}:reopened:{event.pk}",
    )
    return sheet


def _snapshot(sheet: Assignment) -> dict[str, Any]:
    """The sheet as it stands, for the log."""
    marks = {
        key: {"points": None if mark.points is None else str(mark.points), "vetoed": mark.is_vetoed}
        | ({"comment": mark.comment} if mark.comment else {})
        for key, mark in marks_of(sheet).items()
    }
    return {"revision": sheet.revision, "words": sheet.words, "marks": marks}


def _lock(sheet: Assignment, by: User) -> Assignment:
    sheet.state, sheet.locked_at = State.LOCKED, clock.now()
    sheet.save(update_fields=["state", "locked_at"])
    contest_id = sheet.entry.contest_id
    data = _snapshot(sheet)
    write(What.LOCKED, contest_id=contest_id, entry=sheet.entry, member=sheet.member, data=data, by=by)
    return sheet
