"""The API of applying: begin, save, hand in, look."""

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from accounts.api_auth import token_or_session
from accounts.models import Consent, User
from campaigns.contests.models import Entry
from campaigns.contests.schemas import entries as schemas
from campaigns.contests.selectors.entries import entry_of, my_entries, returned_because
from campaigns.contests.selectors.entry_forms import form_of
from campaigns.contests.services.answers import save_answers, values_of
from campaigns.contests.services.entries import begin_entry
from campaigns.contests.services.handing_in import submit_entry
from core.api import Nothing
from core.cursors import Cursor, Limit, RowNumber, page_before
from core.idempotency import idempotent

router = Router(tags=["创建评选"])


@router.post(
    "/contests/{contest_id}/entries",
    response={201: schemas.EntryOut},
    auth=token_or_session,
    summary="开始申报",
)
@idempotent
def begin(
    request: HttpRequest, contest_id: RowNumber, body: schemas.BeginIn | None = None
) -> Status[schemas.EntryOut]:
    """Begin for an organisation or a family; the organiser may use what is handed in for this contest."""
    wanted = body or schemas.BeginIn.model_validate({})
    entry = begin_entry(
        contest_id=contest_id,
        by=_user(request),
        request_key=f"api:{request.work_key}",  # type: ignore[attr-defined]
        organisation_id=wanted.organisation,
        name=wanted.name,
        channel=Consent.Channel.APP,
    )
    return Status(201, _entry(_user(request), entry.pk))


@router.get("/me/entries", response=schemas.EntryPage, auth=token_or_session, summary="我的申报")
def list_entries(request: HttpRequest, cursor: Cursor = None, limit: Limit = 20) -> schemas.EntryPage:
    """Mine and those of my organisations, the latest first."""
    rows, following = page_before(my_entries(_user(request)), cursor, limit)
    items = [schemas.EntryRow.model_validate(_facts(row)) for row in rows]
    return schemas.EntryPage(items=items, next_cursor=following)


@router.get("/entries/{entry_id}", response=schemas.EntryOut, auth=token_or_session, summary="一份申报")
def show(request: HttpRequest, entry_id: RowNumber) -> schemas.EntryOut:
    """All of it, with what is missing."""
    return _entry(_user(request), entry_id)


@router.put(
    "/entries/{entry_id}/answers", response=schemas.EntryOut, auth=token_or_session, summary="保存申报内容"
)
def save(request: HttpRequest, entry_id: RowNumber, body: schemas.AnswersIn) -> schemas.EntryOut:
    """Save the fields that are given; 409 when somebody else saved meanwhile: read again, then save again."""
    user = _user(request)
    save_answers(entry_id=entry_id, by=user, revision=body.revision, values=body.values)
    return _entry(user, entry_id)


@router.post(
    "/entries/{entry_id}/submit", response=schemas.EntryOut, auth=token_or_session, summary="提交申报"
)
@idempotent
def submit(request: HttpRequest, entry_id: RowNumber, body: Nothing | None = None) -> schemas.EntryOut:
    """Hand it in; a refusal lists all that is missing."""
    submit_entry(entry_id=entry_id, by=_user(request))
    return _entry(_user(request), entry_id)


def _user(request: HttpRequest) -> User:
    user: User = request.auth  # type: ignore[attr-defined]
    return user


def _facts(row: Entry) -> dict[str, object]:
    return {
        "id": row.pk,
        "contest_id": row.contest_id,
        "contest": row.contest.title,
        "number": row.number,
        "organisation": row.organisation_id,
        "name": row.name,
        "state": row.state,
        "submitted_at": row.submitted_at,
    }


def _entry(user: User, entry_id: int) -> schemas.EntryOut:
    row = entry_of(user, entry_id)
    form = form_of(row)
    return schemas.EntryOut.model_validate(
        _facts(row)
        | {
            "reason": returned_because(row),
            "revision": row.revision,
            "values": values_of(row),
            "missing": [one.words for one in form.missing],
            "files": len(form.files) + sum(len(line.files) for line in form.lines),
        }
    )
