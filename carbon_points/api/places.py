"""The API of places with a code: looking at one needs no login, recording there does."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router
from ninja.responses import Status

from accounts.api_auth import token_or_session
from carbon_points.api.answers import log_out
from carbon_points.models import Place
from carbon_points.schemas import records as schemas
from carbon_points.selectors.log_rows import row_of
from carbon_points.selectors.places import place_named, place_page, ticket_for
from carbon_points.services.places import log_at_place
from core import clock
from core.idempotency import idempotent

router = Router(tags=["扫码点位"])
Code = Annotated[str, Path(max_length=16)]


@router.get("/places/{code}", response=schemas.PlaceOut, summary="一个扫码点位", auth=None)
def show_place(request: HttpRequest, code: Code) -> schemas.PlaceOut:
    """Where a scanned code belongs, and what one scan is worth."""
    page = place_page(code, token=None, now=clock.now())
    return schemas.PlaceOut(
        code=page.code,
        name=page.name,
        kind=page.kind,
        area=page.area,
        action=page.action.code,
        action_name=page.action.name,
        quantity=float(page.quantity),
        unit=page.action.unit,
        points=page.points,
        grams=page.milligrams / 1000,
        daily_limit=page.daily_limit,
        is_open=not page.refusal,
        detail=page.refusal,
    )


@router.post(
    "/places/{code}/logs",
    response={201: schemas.LogOut},
    summary="在点位扫码记录",
    auth=token_or_session,
)
@idempotent
def log_place(request: HttpRequest, code: Code, body: schemas.PlaceLogIn) -> Status[schemas.LogOut]:
    """Record what the code stands for, done today. A screen's code must have been scanned within a minute."""
    place, now = place_named(code), clock.now()
    ticket = ticket_for(place, token=body.token or "", now=now) if place.kind == Place.Kind.ROTATING else None
    log = log_at_place(
        resident=request.auth,  # type: ignore[attr-defined]
        place_code=code,
        ticket=ticket,
        request_key=f"api:{request.work_key}",  # type: ignore[attr-defined]
        now=now,
    )
    return Status(201, log_out(row_of(log.resident, log.pk)))
