"""Places with a code, as residents, screens and staff see them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.sealing import unseal
from carbon_points import tickets
from carbon_points.models import Action, Place
from carbon_points.rules import rotating
from carbon_points.rules.credit import Credit, credit
from carbon_points.selectors.limits import limits_of
from carbon_points.selectors.terms import terms_on
from core.refusals import NotFound


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place as who scans it sees it. `refusal` says why nothing can be recorded now; empty when it can."""

    code: str
    name: str
    kind: str
    area: str
    action: Action
    quantity: Decimal
    daily_limit: int
    # Of one scan; milligrams of CO2e.
    points: int
    milligrams: int
    refusal: str
    # What the fresh code of a screen was exchanged for; empty for a code on paper.
    ticket: str
    # Made fresh for every rendering: a second tap on the same rendering counts once.
    request_key: str


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """What a screen shows: the address for the code, and which third of the 30 seconds it is (0 to 2)."""

    code: str
    name: str
    action: Action
    quantity: Decimal
    refusal: str
    address: str
    third: int


def place_named(code: str) -> Place:
    """The place of a code, with its action and area. Raises NotFound."""
    place = Place.objects.select_related("action", "area").filter(code=code).first()
    if place is None:
        raise NotFound("没有这个点位，请确认扫的是本站的码，或请现场的工作人员看一看。")
    return place


def closed_because(place: Place, day: date) -> str:
    """Why nothing can be recorded there on this day, as a sentence; empty when it can."""
    if not place.is_open or not place.action.is_open:
        return "这个点位暂时不能扫码记录，您可以到“记录”里自己记一笔。"
    if day < place.valid_from:
        return f"这个点位从{place.valid_from.month}月{place.valid_from.day}日起可以扫码，欢迎到时再来。"
    if place.valid_to is not None and day > place.valid_to:
        return "这个点位的扫码已经结束，谢谢您来过；您可以到“记录”里自己记一笔。"
    return ""


def place_page(code: str, *, token: str | None, now: datetime) -> PlacePage:
    """What a scan leads to. Raises NotFound. Two queries.

    `token` is what the code of a screen carried; with None nobody asks for it.
    """
    place = place_named(code)
    day = timezone.localdate(now)
    refusal, ticket = closed_because(place, day), ""
    if not refusal and place.kind == Place.Kind.ROTATING and token is not None:
        ticket = ticket_for(place, token=token, now=now)
        refusal = "" if ticket else "屏幕上的码每30秒换一次，这一个已经旧了，请重新扫屏幕上的码。"
    worth = _worth(place, day)
    return PlacePage(
        code=place.code,
        name=place.name,
        kind=place.kind,
        area=place.area.name if place.area else "",
        action=place.action,
        quantity=place.quantity,
        daily_limit=place.daily_limit,
        points=worth.points if worth else 0,
        milligrams=worth.milligrams if worth else 0,
        refusal=refusal,
        ticket=ticket,
        request_key=str(uuid4()),
    )


def ticket_for(place: Place, *, token: str, now: datetime) -> str:
    """A ticket in exchange for a fresh token; empty for a stale or a false one."""
    if not rotating.is_fresh(secret_of(place), place.code, token, now.timestamp()):
        return ""
    return tickets.issue(place_id=place.pk, now=now)


def screen_page(code: str, *, signature: str, now: datetime) -> ScreenPage:
    """What the screen of a place shows now. Raises NotFound, also for a wrong signature. One query."""
    place = place_named(code)
    secret = secret_of(place)
    if place.kind != Place.Kind.ROTATING or not rotating.is_screen_signature(secret, place.code, signature):
        raise NotFound("没有这个屏幕页面，请在管理后台重新打开它的地址。")
    step = rotating.step_of(now.timestamp())
    return ScreenPage(
        code=place.code,
        name=place.name,
        action=place.action,
        quantity=place.quantity,
        refusal=closed_because(place, timezone.localdate(now)),
        address=scan_address(place, t=rotating.token_at(secret, place.code, step)),
        third=int(now.timestamp() % rotating.STEP_SECONDS // 10),
    )


def scan_address(place: Place, **query: str) -> str:
    """The whole address that a code holds."""
    path = reverse("carbon_points:place", args=[place.code])
    return f"{settings.SITE_URL}{path}{'?' if query else ''}{urlencode(query)}"


def screen_path(place: Place) -> str:
    """Where the screen of a place is; who knows it can show the code."""
    signature = rotating.screen_signature(secret_of(place), place.code)
    return reverse("carbon_points:place-screen", args=[place.code, signature])


def secret_of(place: Place) -> bytes:
    """The key of a place's tokens."""
    return unseal(place.secret_sealed).encode()


def _worth(place: Place, day: date) -> Credit | None:
    """What one scan is credited, without looking at the resident's day; None when nothing is published."""
    # Nobody in particular: a page says the same to everybody.
    terms = terms_on(action=place.action, day=day, resident=User())
    if terms is None:
        return None
    thanks = limits_of(place.action, terms.policy).engagement_points
    return credit(terms.rate, place.quantity, "qr", thanks)
