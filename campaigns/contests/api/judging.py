"""The API of jurors: what I judge, and my marks. Nothing tells who it is, or what others gave."""

from django.http import HttpRequest
from ninja import Router

from accounts.api_auth import token_or_session
from campaigns.contests.models import Assignment
from campaigns.contests.schemas import judging as schemas
from campaigns.contests.selectors.judging import sheet_of_entry
from campaigns.contests.selectors.rounds import my_sheets
from campaigns.contests.services.locking import lock
from campaigns.contests.services.marking import save_marks
from campaigns.contests.services.sheets import MarkIn
from core.cursors import Cursor, Limit, RowNumber, page_before
from core.idempotency import idempotent

router = Router(tags=["评审"])


@router.get("/me/assignments", response=schemas.AssignmentPage, auth=token_or_session, summary="我的评审任务")
def list_assignments(
    request: HttpRequest, cursor: Cursor = None, limit: Limit = 20
) -> schemas.AssignmentPage:
    """Entries that were drawn for me, with my own marks, the latest first."""
    rows, following = page_before(my_sheets(request.auth), cursor, limit)  # type: ignore[attr-defined]
    return schemas.AssignmentPage(items=[_row(row) for row in rows], next_cursor=following)


@router.post(
    "/entries/{entry_id}/scores", response=schemas.AssignmentOut, auth=token_or_session, summary="给一件评分"
)
@idempotent
def give_scores(request: HttpRequest, entry_id: RowNumber, body: schemas.ScoresIn) -> schemas.AssignmentOut:
    """Keep my marks of an entry that was drawn for me; others, and those of others, look as if not there."""
    user = request.auth  # type: ignore[attr-defined]
    sheet = sheet_of_entry(user, entry_id)
    marks = {
        one.criterion: MarkIn(schemas.points_of(one.points), one.vetoed, one.comment) for one in body.marks
    }
    saved = save_marks(user=user, sheet_id=sheet.pk, revision=body.revision, marks=marks, words=body.words)
    if body.lock:
        lock(user=user, sheet_id=sheet.pk, revision=saved.revision)
    return _row(my_sheets(user).get(pk=sheet.pk))


def _row(row: Assignment) -> schemas.AssignmentOut:
    contest = row.entry.contest
    return schemas.AssignmentOut(
        entry=row.entry_id,
        label=row.entry.label,
        contest=contest.pk,
        contest_title=contest.title,
        judging_until=contest.judging_until,
        state=row.state,
        revision=row.revision,
        words=row.words,
        marks=[
            schemas.MarkOfMine(
                criterion=mark.criterion.key,
                points=None if mark.points is None else float(mark.points),
                vetoed=mark.is_vetoed,
                comment=mark.comment,
            )
            for mark in row.marks.all()
        ],
    )
