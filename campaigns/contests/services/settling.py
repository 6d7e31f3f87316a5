"""When judging is over, locked marks become results: once, under the lock of the contest."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from campaigns.contests.models import Assignment, Contest, Entry, JudgingEvent, Level, Result
from campaigns.contests.rules.phases import Phase, phase_on
from campaigns.contests.rules.scoring import Judged, Outcome, Rubric, Sheet, outcomes
from campaigns.contests.rules.workings import Said, workings_of
from campaigns.contests.selectors.rubrics import awards_of_contest, rubric_of
from campaigns.contests.services.advancing import step
from campaigns.contests.services.judging_log import held, write
from campaigns.contests.services.telling import tell_of_notice

AFTER_JUDGING = (Phase.NOTICE, Phase.ANNOUNCED, Phase.RECHECK, Phase.OVER)
Saids = dict[int, list[Said]]


@step
def settle(contest_id: int, now: datetime) -> None:
    """Work out what every entry that passed screening came to, and say that the notice has begun.

    An entry with too few locked sheets gets a result without a score: the desk and the chair see it there.
    """
    with transaction.atomic():
        contest = held(contest_id)
        phase = phase_on(contest.calendar, timezone.localdate(now))
        if contest.settled_at or contest.state != Contest.State.OPEN or phase not in AFTER_JUDGING:
            return
        entries = list(contest.entries.filter(state=Entry.State.ACCEPTED).order_by("pk"))
        rows = _results(contest, entries, now)
        Result.objects.bulk_create(rows)
        contest.settled_at = now
        contest.save(update_fields=["settled_at"])
        write(JudgingEvent.What.SETTLED, contest_id=contest.pk, words=_summary(rows), data=_data(rows))
        tell_of_notice(contest, entries)


def _results(contest: Contest, entries: Iterable[Entry], now: datetime) -> list[Result]:
    rubric = rubric_of(contest.standard)
    levels = {level.order: level for level in contest.levels.all()}
    rows = _assignments(contest)
    said: Saids = {entry.pk: [] for entry in entries}
    drawn = dict.fromkeys(said, 0)
    for row in rows.filter(entry__in=said):
        drawn[row.entry_id] += 1
        if row.state == Assignment.State.LOCKED and (sheet := _said(row, rubric)):
            said[row.entry_id].append(sheet)
    found = outcomes(
        [Judged(entry, tuple(one.sheet for one in sheets)) for entry, sheets in said.items()],
        rubric,
        awards_of_contest(contest),
        jurors_per_entry=contest.jurors_per_entry,
        is_centred=_is_centred(contest),
    )
    return [_row(contest, found[pk], said[pk], drawn[pk], rubric, levels, now) for pk in said]


def _row(
    contest: Contest,
    outcome: Outcome,
    said: list[Said],
    drawn: int,
    rubric: Rubric,
    levels: dict[int, Level],
    now: datetime,
) -> Result:
    return Result(
        entry_id=outcome.entry,
        score=outcome.score,
        rank=outcome.rank,
        level=None if outcome.level is None else levels[outcome.level],
        is_vetoed=outcome.is_vetoed,
        workings=workings_of(
            outcome,
            said,
            rubric,
            jurors_per_entry=contest.jurors_per_entry,
            is_centred=_is_centred(contest),
            drawn=drawn,
        ),
        settled_at=now,
    )


def _is_centred(contest: Contest) -> bool:
    return contest.normalisation == Contest.Normalisation.CENTRED


def _assignments(contest: Contest) -> "QuerySet[Assignment]":
    rows = Assignment.objects.filter(entry__contest=contest).exclude(state=Assignment.State.RECUSED)
    return rows.prefetch_related("marks__criterion").order_by("pk")


def _said(row: Assignment, rubric: Rubric) -> Said | None:
    """A locked sheet; None when a line is missing, as of one that was never locked."""
    marks = {mark.criterion.key: mark for mark in row.marks.all()}
    wanted = [key for _, lines in rubric.sections for key in lines]
    points = {key: mark.points for key, mark in marks.items() if mark.points is not None}
    if any(key not in points for key in wanted):
        return None
    return Said(
        sheet=Sheet(
            juror=row.member_id,
            points={key: points[key] for key in wanted},
            vetoed=frozenset(key for key, mark in marks.items() if mark.is_vetoed),
        ),
        comments={key: mark.comment for key, mark in marks.items() if mark.comment},
        words=row.words,
    )


def _summary(rows: list[Result]) -> str:
    scored = sum(row.score is not None for row in rows)
    vetoed = sum(row.is_vetoed for row in rows)
    return f"{len(rows)} 件：{scored} 件有分，{vetoed} 件一票否决，{len(rows) - scored - vetoed} 件评分不足"


def _data(rows: list[Result]) -> dict[str, object]:
    return {
        "results": [
            {
                "entry": row.entry_id,
                "score": None if row.score is None else str(row.score),
                "rank": row.rank,
                "level": row.level.name if row.level else "",
            }
            for row in rows
        ]
    }
