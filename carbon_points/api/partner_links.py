"""The API of what partners may report about me."""

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from accounts.api_auth import token_or_session
from accounts.models import Consent
from accounts.refusals import ConsentMissing
from carbon_points.schemas import partners as schemas
from carbon_points.selectors.partners import ScopeRow, scope_row, scope_rows
from carbon_points.services.partner_links import end_link, link_number
from core.api import Nothing
from core.cursors import RowNumber
from core.idempotency import idempotent

router = Router(tags=["我"], auth=token_or_session)
APP = Consent.Channel.APP


@router.get("/me/partners", response=schemas.LinkList, summary="合作方数据：可以授权和已经授权的")
def list_links(request: HttpRequest) -> schemas.LinkList:
    """Every scope with the words to be read before agreeing."""
    rows = scope_rows(request.auth)  # type: ignore[attr-defined]
    return schemas.LinkList(items=[_link_out(row) for row in rows])


@router.post("/me/partners", response={201: schemas.LinkOut}, summary="授权一个合作方")
@idempotent
def add_link(request: HttpRequest, body: schemas.LinkIn) -> Status[schemas.LinkOut]:
    """Agree, with the number under which the partner knows me."""
    if not body.agree:
        raise ConsentMissing("请先看过说明，同意后再授权。")
    user = request.auth  # type: ignore[attr-defined]
    link_number(
        user=user,
        scope_id=body.scope_id,
        number=body.number,
        terms_sha256=body.terms_sha256,
        channel=APP,
    )
    return Status(201, _link_out(scope_row(user, body.scope_id)))


@router.post("/me/partners/{scope_id}/end", response=schemas.LinkList, summary="停止授权")
@idempotent
def remove_link(request: HttpRequest, scope_id: RowNumber, body: Nothing | None = None) -> schemas.LinkList:
    """Take my agreement back; nothing more is taken from this moment."""
    user = request.auth  # type: ignore[attr-defined]
    end_link(user=user, scope_id=scope_id, channel=APP)
    return schemas.LinkList(items=[_link_out(row) for row in scope_rows(user)])


def _link_out(row: ScopeRow) -> schemas.LinkOut:
    return schemas.LinkOut(
        scope_id=row.scope.pk,
        partner=row.scope.partner.name,
        name=row.scope.name,
        subject_label=row.scope.subject_label,
        terms=list(row.terms.lines),
        terms_sha256=row.terms.sha256,
        is_open=row.scope.is_open,
        linked=row.link is not None,
        hint=row.link.subject_hint if row.link else "",
        linked_at=row.link.linked_at if row.link else None,
    )
