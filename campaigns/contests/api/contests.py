"""The API of contests: what there is, with phases and days."""

from django.http import HttpRequest
from ninja import Router

from campaigns.contests.models import Contest
from campaigns.contests.schemas import contests as schemas
from campaigns.contests.selectors import listing
from campaigns.contests.selectors.calendar import Step, phase_of, steps_of
from core.cursors import RowNumber

router = Router(tags=["评选"])
MOST = 100


@router.get("/contests", response=schemas.ContestList, auth=None, summary="创建评选")
def list_contests(request: HttpRequest) -> schemas.ContestList:
    """What takes entries first, then what goes on, then what was announced; no login."""
    rows = listing.in_order(listing.public_contests()).prefetch_related("levels")[:MOST]
    return schemas.ContestList(items=[_contest(row) for row in rows])


@router.get("/contests/{contest_id}", response=schemas.ContestOut, auth=None, summary="一个评选")
def show_contest(request: HttpRequest, contest_id: RowNumber) -> schemas.ContestOut:
    """One contest, also when it is over; no login."""
    return _contest(listing.public_contest(contest_id))


def _contest(contest: Contest) -> schemas.ContestOut:
    standard = contest.standard
    return schemas.ContestOut(
        id=contest.pk,
        kind=contest.kind,
        title=contest.title,
        summary=contest.summary,
        url=contest.url,
        year=contest.year,
        organiser=contest.organiser_name,
        contact=contest.contact,
        state=contest.state,
        cancel_reason=contest.cancel_reason,
        phase=phase_of(contest),
        standard=schemas.StandardOut(
            id=standard.pk,
            code=standard.code,
            version=standard.version,
            title=standard.title,
            is_draft=standard.is_draft,
        ),
        jurors_per_entry=contest.jurors_per_entry,
        normalisation=contest.normalisation,
        for_pupils=contest.for_pupils,
        shows_likes=contest.shows_likes,
        steps=[_step(one) for one in steps_of(contest)],
        levels=[
            schemas.LevelOut(name=one.name, at_least=one.at_least, most=one.most)
            for one in contest.levels.all()
        ],
    )


def _step(step: Step) -> schemas.StepOut:
    return schemas.StepOut(
        phase=step.phase,
        name=step.name,
        first=step.first,
        until=step.until,
        is_now=step.is_now,
        is_over=step.is_over,
    )
