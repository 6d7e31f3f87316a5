"""Objections against what is proposed: said in the notice, once each; decided by whoever runs the contest."""

from django.db import transaction

from accounts.models import User
from accounts.selectors.organisations import membership_in
from campaigns.contests.models import Contest, Entry, JudgingEvent, Level, Objection, Result, Title
from campaigns.contests.refusals.results import (
    AlreadyDecided,
    BadWords,
    NoSuchObjection,
    NothingToRevise,
    StillOpen,
    TooClose,
)
from campaigns.contests.rules.objections import Decision, Revision
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.notice import shown_contest
from campaigns.contests.selectors.people import contest_run_by
from campaigns.contests.selectors.results import objectionable
from campaigns.contests.services.judging_log import held, write
from campaigns.contests.services.telling import tell_of_decision
from carbon_points.refusals import KeyReused
from carbon_points.rules.keys import check_key
from core import clock
from core.text import clean

LONGEST = 1000
# Of one person in one contest, at a time.
MOST_OPEN = 5
DECIDABLE = (Phase.NOTICE, Phase.ANNOUNCED, Phase.RECHECK, Phase.OVER)


@transaction.atomic
def object_to(
    *, user: User, contest_id: int, entry_id: int | None, words: str, request_key: str
) -> Objection:
    """Say what is wrong with an entry's result, or (entry_id None) with the contest; one key says it once.

    Raises NoSuchContest, NoSuchResult, WrongPhase, BadWords, KeyReused or StillOpen.
    """
    check_key(request_key)
    words = clean(words).strip()
    contest = held(shown_contest(contest_id).pk)
    earlier = Objection.objects.filter(by=user, request_key=request_key).first()
    if earlier is not None:
        if (earlier.contest_id, earlier.entry_id, earlier.words) != (contest.pk, entry_id, words):
            raise KeyReused("这个请求标识已经用于另一次异议，请刷新页面再提交。")
        return earlier
    check_phase(contest, Phase.NOTICE, what="提出异议")
    entry = objectionable(user, contest, entry_id)
    if not 1 <= len(words) <= LONGEST:
        raise BadWords(f"请写清楚哪里不对，1到{LONGEST}字。")
    still_open = Objection.objects.filter(by=user, contest=contest, outcome="")
    if still_open.filter(entry=entry).exists():
        raise StillOpen("您提出的异议正在处理，有了答复马上告诉您；要补充，请等答复以后再提。")
    if still_open.count() >= MOST_OPEN:
        raise StillOpen(f"您有{MOST_OPEN}条异议正在处理，请等有了答复再提新的。")
    return Objection.objects.create(
        contest=contest, entry=entry, by=user, words=words, request_key=request_key, at=clock.now()
    )


@transaction.atomic
def decide(*, user: User, contest_id: int, objection_id: int, decision: Decision) -> Objection:
    """Answer an objection for good; upheld, the level may change with it. The same again changes nothing.

    Raises NoSuchContest, NoSuchObjection, WrongPhase, TooClose, AlreadyDecided, BadWords or NothingToRevise.
    """
    contest = held(contest_run_by(user, contest_id).pk)
    objection = _row(contest.pk, objection_id)
    check_phase(contest, *DECIDABLE, what="处理异议")
    if objection.outcome:
        return _decided(objection, user, decision)
    if is_close(user, objection):
        raise TooClose("您和这条异议有关（申报单位、申报人或提出人），请另一位工作人员来处理。")
    if fault := decision.fault(is_about_entry=objection.entry_id is not None):
        raise BadWords(fault)
    objection.outcome, objection.decided_by, objection.decided_at = decision.outcome, user, clock.now()
    objection.summary, objection.answer = clean(decision.summary).strip(), clean(decision.answer).strip()
    objection.save()
    revised = "" if decision.revision is None else _revise(contest, objection, decision.revision, user)
    objection.contest = contest
    tell_of_decision(objection, revised)
    return objection


def is_close(user: User, objection: Objection) -> bool:
    """They said it, or applied with the entry, or stand in its organisation."""
    entry = objection.entry
    if user.pk == objection.by_id:
        return True
    if entry is None:
        return False
    of_it = entry.organisation_id is not None and membership_in(user, entry.organisation_id) is not None
    return of_it or user.pk == entry.applicant_id


def _row(contest_id: int, objection_id: int) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",)).select_related("entry")
    objection = rows.filter(contest=contest_id, pk=objection_id).first()
    if objection is None:
        raise NoSuchObjection("没有这条异议。")
    return objection


def _decided(objection: Objection, user: User, decision: Decision) -> Objection:
    said = (objection.decided_by_id, objection.outcome, objection.summary, objection.answer)
    if said == (user.pk, decision.outcome, clean(decision.summary).strip(), clean(decision.answer).strip()):
        return objection
    raise AlreadyDecided("这条异议已经有了结论，结论公布后不再改。")


def _revise(contest: Contest, objection: Objection, revision: Revision, by: User) -> str:
    """Give the entry another level, or none; what is told of it. A score is never changed by hand."""
    rows = Result.objects.select_for_update(of=("self",)).select_related("level")
    result = rows.get(entry=objection.entry_id)
    if Title.objects.filter(entry=objection.entry_id).exists():
        raise NothingToRevise("这个称号已经授予，要改请走撤销称号。", status=409)
    level = None if revision.level_id is None else _level(contest, revision.level_id)
    if (level.pk if level else None) == result.level_id:
        raise NothingToRevise("等次和现在一样；不改等次，请选“结果不变”。")
    before, result.is_vetoed = result.level, result.is_vetoed and level is None
    if result.revised_at is None:
        result.level_before = before
    result.level, result.revised_by, result.revised_at = level, by, clock.now()
    result.revised_because = clean(revision.because).strip()
    result.save()
    names = (before.name if before else "无等次", level.name if level else "无等次")
    entry: Entry | None = objection.entry
    write(
        JudgingEvent.What.REVISED,
        contest_id=contest.pk,
        entry=entry,
        words=f"{names[0]} → {names[1]}：{result.revised_because}",
        data={"objection": objection.pk, "from": names[0], "to": names[1]},
        by=by,
    )
    return f"\n等次由“{names[0]}”改为“{names[1]}”：{result.revised_because}"


def _level(contest: Contest, level_id: int) -> Level:
    level = contest.levels.filter(pk=level_id).first()
    if level is None:
        raise NothingToRevise("这个评选没有这个等次，请重新选择。")
    return level
