"""The API of campaigns: what there is, registering, giving a seat back."""

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from accounts.api_auth import token_or_session
from campaigns.models import Registration
from campaigns.pending import sign_up
from campaigns.schemas import registrations as schemas
from campaigns.selectors import listing
from campaigns.selectors.registrations import my_registration, my_registrations, only_session
from campaigns.services.registration import cancel
from core.api import Nothing
from core.cursors import Cursor, Limit, RowNumber, page_before
from core.idempotency import idempotent

router = Router(tags=["活动"])
MOST = 100


@router.get("/campaigns", response=schemas.CampaignList, auth=None, summary="近期活动")
def list_campaigns(request: HttpRequest) -> schemas.CampaignList:
    """What is not over, with sessions and seats; no login."""
    rows = listing.rows_of(listing.coming(listing.public_campaigns())[:MOST])
    return schemas.CampaignList(items=[_campaign(row) for row in rows])


@router.get("/campaigns/{campaign_id}", response=schemas.CampaignOut, auth=None, summary="一个活动")
def show_campaign(request: HttpRequest, campaign_id: RowNumber) -> schemas.CampaignOut:
    """One campaign, also when it is over; no login."""
    return _campaign(listing.row_of(listing.public_campaign(campaign_id)))


@router.post(
    "/campaigns/{campaign_id}/registrations",
    response={201: schemas.RegistrationOut},
    auth=token_or_session,
    summary="报名",
)
@idempotent
def register(
    request: HttpRequest, campaign_id: RowNumber, body: schemas.RegisterIn | None = None
) -> Status[schemas.RegistrationOut]:
    """Take a seat, or the next place in line; the organiser may use what is sent for this campaign."""
    wanted = body or schemas.RegisterIn.model_validate({})
    session = only_session(listing.public_campaign(campaign_id), wanted.session)
    wishes = {
        "for_person": wanted.for_person,
        "places": wanted.places,
        "name": wanted.name,
        "answers": {str(key): value for key, value in wanted.answers.items()},
        "wants_sms": wanted.wants_sms,
    }
    key = f"api:{request.work_key}"  # type: ignore[attr-defined]
    row = sign_up(request.auth, session_id=session.pk, wishes=wishes, request_key=key)  # type: ignore[attr-defined]
    return Status(201, _row(my_registration(request.auth, row.pk)))  # type: ignore[attr-defined]


@router.get("/me/registrations", response=schemas.RegistrationPage, auth=token_or_session, summary="我的报名")
def list_registrations(
    request: HttpRequest, cursor: Cursor = None, limit: Limit = 20
) -> schemas.RegistrationPage:
    """Mine and those of whom I keep, the latest first."""
    rows, following = page_before(my_registrations(request.auth).order_by("-pk"), cursor, limit)  # type: ignore[attr-defined]
    return schemas.RegistrationPage(items=[_row(row) for row in rows], next_cursor=following)


@router.post(
    "/me/registrations/{registration_id}/cancel",
    response=schemas.RegistrationOut,
    auth=token_or_session,
    summary="取消报名",
)
@idempotent
def cancel_registration(
    request: HttpRequest, registration_id: RowNumber, body: Nothing | None = None
) -> schemas.RegistrationOut:
    """Give the seat back; whoever is first in line has it."""
    row = my_registration(request.auth, registration_id)  # type: ignore[attr-defined]
    cancel(registration=row)
    return _row(my_registration(request.auth, registration_id))  # type: ignore[attr-defined]


def _campaign(row: listing.CampaignRow) -> schemas.CampaignOut:
    campaign = row.campaign
    return schemas.CampaignOut(
        id=campaign.pk,
        kind=campaign.kind,
        title=campaign.title,
        summary=campaign.summary,
        url=campaign.url,
        organiser=campaign.organiser_name,
        contact=campaign.contact,
        state=row.label,
        for_children=campaign.for_children,
        asks_phone=campaign.asks_phone,
        sessions=[_session(one) for one in row.sessions],
    )


def _session(row: listing.SessionRow) -> schemas.SessionOut:
    one = row.session
    return schemas.SessionOut(
        id=one.pk,
        name=one.name,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        place=one.place,
        address=one.address,
        latitude=float(one.latitude) if one.latitude is not None else None,
        longitude=float(one.longitude) if one.longitude is not None else None,
        accessibility=one.accessibility,
        capacity=one.capacity,
        seats_left=one.seats_left,
        most_places=one.most_together,
        opens_at=one.opens_at,
        closes_at=one.closes_at,
        cancel_until=one.cancel_until,
        state=row.label,
    )


def _row(row: Registration) -> schemas.RegistrationOut:
    return schemas.RegistrationOut(
        id=row.pk,
        campaign_id=row.session.campaign_id,
        session_id=row.session_id,
        title=row.session.campaign.title,
        starts_at=row.session.starts_at,
        place=row.session.place,
        state=row.state,
        number=row.number,
        places=row.places,
        ahead=row.ahead,  # type: ignore[attr-defined]
    )
