"""The page that a scan leads to, the screen, the sheet, the API, and guests who sign in on the way."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import PendingAction, User
from accounts.services.roles import ensure_roles
from accounts.services.staff import ensure_staff
from carbon_points.models import ActionLog, Place, PlaceScan
from carbon_points.selectors.places import screen_path
from core import clock
from tests.carbon_points.ledger_world import NOW, TODAY, make_area, make_resident
from tests.carbon_points.places_world import make_place, make_screen, qr_action, token_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(make_resident())
    return client


def path_of(place: Place, moment: float | None = None) -> str:
    if place.kind == Place.Kind.STATIC:
        return f"/q/{place.code}/"
    return f"/q/{place.code}/?t={token_of(place, NOW.timestamp() if moment is None else moment)}"


def form_of(page: Any) -> dict[str, str]:
    place = page.context["place"]
    return {"ticket": place.ticket, "request_key": place.request_key}


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("make", [make_place, make_screen])
def test_one_tap_on_the_page_records(signed_in, make):
    place = make()
    page = signed_in.get(path_of(place))
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert page.context["place"].points == 5

    answer = signed_in.post(f"/q/{place.code}/", form_of(page), headers=HTMX)

    assert answer.status_code == 200
    assert "记好了：乘公交 1 次" in answer.content.decode()
    assert PlaceScan.objects.get().log.evidence == "qr"
    # The same page once more is the same log.
    assert signed_in.post(f"/q/{place.code}/", form_of(page), headers=HTMX).status_code == 200
    assert ActionLog.objects.count() == 1


def test_without_javascript_the_answer_is_my_points(signed_in):
    place = make_place()

    answer = signed_in.post(f"/q/{place.code}/", {"request_key": str(uuid4())}, follow=True)

    assert answer.redirect_chain == [("/me/points/", 302)]
    assert "记好了：乘公交 1次，得5分。" in answer.content.decode()


@pytest.mark.parametrize("make", [make_place, make_screen])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_guest_signs_in_and_it_is_recorded_once(client, make, headers):
    place = make()
    values = form_of(client.get(path_of(place)))

    answer = client.post(f"/q/{place.code}/", values, headers=headers)

    assert (answer.headers.get("HX-Redirect") or answer.headers["Location"]).startswith("/accounts/login/")
    assert PendingAction.objects.get().label == f"{place.name}：乘公交 1次"
    assert ActionLog.objects.count() == 0
    user = User.objects.create_user("newcomer")
    # A minute later the screen shows something else; the ticket still stands.
    with time_machine.travel(NOW + timedelta(minutes=9), tick=False):
        client.force_login(user)
        first = client.get("/accounts/continue/")
        client.get("/accounts/continue/")
    assert first.url == "/me/points/"
    log = ActionLog.objects.get()
    assert (log.resident, log.evidence, log.channel) == (user, "qr", "place")
    assert PlaceScan.objects.count() == 1


def test_a_guest_who_takes_too_long_is_told_so(client):
    place = make_screen()
    client.post(f"/q/{place.code}/", form_of(client.get(path_of(place))))

    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        client.force_login(make_resident())
        client.get("/accounts/continue/")
        page = client.get("/methods/")

    assert "扫码后超过10分钟了" in page.content.decode()
    assert ActionLog.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"is_open": False}, "暂时不能扫码记录"),
        ({"valid_from": TODAY + timedelta(days=8)}, "从12月1日起可以扫码"),
        ({"valid_from": TODAY - timedelta(2), "valid_to": TODAY - timedelta(1)}, "扫码已经结束"),
    ],
)
def test_a_place_that_is_not_open_says_so_instead_of_a_button(signed_in, values, says):
    place = make_place(**values)

    page = signed_in.get(f"/q/{place.code}/")

    assert page.status_code == 409
    assert says in page.content.decode()
    assert "记下来</button>" not in page.content.decode()
    refused = signed_in.post(f"/q/{place.code}/", {"request_key": "k"}, headers=HTMX)
    assert refused.status_code == 409
    assert says in refused.content.decode()
    assert ActionLog.objects.count() == 0


def test_an_old_code_of_a_screen_says_to_scan_again(signed_in):
    place = make_screen()

    for path in (path_of(place, NOW.timestamp() - 60), f"/q/{place.code}/", f"/q/{place.code}/?t=0123456789"):
        page = signed_in.get(path)
        assert page.status_code == 409
        assert "请重新扫屏幕上的码" in page.content.decode()


@pytest.mark.parametrize("path", ["/q/NOTHERE8/", "/q/x/", "/q/%00/", "/q/NOTHERE8/screen/abc/"])
def test_an_unknown_place_is_not_found(signed_in, path):
    assert signed_in.get(path).status_code in {400, 404}
    assert signed_in.post(path, {"request_key": "k"}).status_code in {400, 404, 405}


@pytest.mark.parametrize("values", [{}, {"request_key": "a b"}, {"request_key": "k", "ticket": "x" * 401}])
def test_a_page_that_lost_its_parts_is_refused(signed_in, values):
    place = make_place()

    assert signed_in.post(f"/q/{place.code}/", values).status_code == 422
    assert ActionLog.objects.count() == 0


def test_the_page_takes_a_fixed_number_of_queries(signed_in):
    action = qr_action()
    town, _ = make_area()
    first = make_place(action=action, area=town)
    before = queries(signed_in, path_of(first))
    for _ in range(5):
        place = make_place(action=action)
        signed_in.post(f"/q/{place.code}/", {"request_key": str(uuid4())})

    # Session and user; the place, its method.
    assert queries(signed_in, path_of(first)) == before == 4


def test_the_screen_shows_a_code_that_works_now(client, signed_in):
    place = make_screen()
    page = client.get(screen_path(place))

    shown = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert 'class="ly-qr"' in shown
    assert 'hx-trigger="every 10s"' in shown
    assert page.context["place"].address.endswith(path_of(place))
    assert (
        signed_in.get(page.context["place"].address.removeprefix("http://localhost:8000")).status_code == 200
    )


def test_the_screen_gives_htmx_the_code_alone_and_old_browsers_a_header(client):
    place = make_screen()

    part = client.get(screen_path(place), headers=HTMX).content.decode()
    assert "<html" not in part
    assert 'class="ly-qr"' in part
    plain = client.get(f"{screen_path(place)}?plain=1")
    assert plain.headers["Refresh"] == "10"
    assert "hx-trigger" not in plain.content.decode()


def test_only_who_knows_its_address_sees_the_screen(client):
    action = qr_action()
    place, other, static = make_screen(action=action), make_screen(action=action), make_place(action=action)
    foreign = screen_path(other).split("/")[-2]

    for path in (f"/q/{place.code}/screen/{foreign}/", f"/q/{place.code}/screen/x/", screen_path(static)):
        assert client.get(path).status_code == 404
    assert queries(client, screen_path(place)) == 1


def test_a_screen_of_a_closed_place_says_so(client):
    place = make_screen(is_open=False)

    page = client.get(screen_path(place)).content.decode()

    assert "暂时不能扫码记录" in page
    assert "ly-qr" not in page


# --- Staff --------------------------------------------------------------------------------------------------


def staff(role: str) -> User:
    ensure_roles()
    assert Group.objects.filter(name=role).exists()
    return ensure_staff(username=f"staff-{role}", nickname="小王", password="a password of tests", role=role)


def test_an_administrator_makes_a_place_and_prints_its_sheet(client):
    client.force_login(staff("系统管理员"))
    action = qr_action()
    values = {
        "name": "回收站",
        "kind": "static",
        "action": action.pk,
        "quantity": "1",
        "daily_limit": "2",
        "valid_from": TODAY.isoformat(),
        "is_open": "on",
    }

    answer = client.post("/cms/places/new/", values)

    assert answer.status_code == 302, answer.context["form"].errors
    place = Place.objects.get()
    assert len(place.code) == 8
    assert place.secret_sealed
    assert place.code in client.get("/cms/places/").content.decode()
    for size in ("a4", "a5"):
        sheet = client.get(f"/cms/places/{place.pk}/sheet/?size={size}").content.decode()
        assert f"ly-sheet--{size}" in sheet
        assert f"/q/{place.code}/" in sheet
    code = place.code
    assert client.post(f"/cms/places/edit/{place.pk}/", values | {"name": "新回收站"}).status_code == 302
    place.refresh_from_db()
    assert (place.name, place.code) == ("新回收站", code)


def test_a_place_for_an_action_without_qr_is_refused_in_the_form(client):
    client.force_login(staff("系统管理员"))
    values = {
        "name": "回收站",
        "kind": "static",
        "action": qr_action(evidence=["self"]).pk,
        "quantity": "1",
        "daily_limit": "2",
        "valid_from": TODAY.isoformat(),
    }

    answer = client.post("/cms/places/new/", values)

    assert answer.status_code == 200
    assert "不能凭扫码记录" in answer.content.decode()
    assert Place.objects.count() == 0


def test_the_sheet_of_a_rotating_code_is_its_screen(client):
    client.force_login(staff("系统管理员"))
    place = make_screen()

    assert client.get(f"/cms/places/{place.pk}/sheet/").url == screen_path(place)


@pytest.mark.parametrize("role", ["编辑", "审计员", "客服"])
def test_other_staff_do_not_reach_the_places(client, role):
    place = make_place()
    client.force_login(staff(role))

    for path in ("/cms/places/", "/cms/places/new/", f"/cms/places/{place.pk}/sheet/"):
        assert client.get(path).status_code in {302, 403}


# --- API ----------------------------------------------------------------------------------------------------


def post(client: Client, place: Place, body: Any, **headers: str) -> Any:
    return client.post(
        f"/api/v1/places/{place.code}/logs", body, content_type="application/json", headers=headers
    )


def test_the_api_shows_a_place_to_everybody(client):
    place = make_place()

    answer = client.get(f"/api/v1/places/{place.code}").json()

    assert answer == {
        "code": place.code,
        "name": "南门公交站",
        "kind": "static",
        "area": "",
        "action": "TR-BUS",
        "action_name": "乘公交",
        "quantity": 1.0,
        "unit": "次",
        "points": 5,
        "grams": 52.0,
        "daily_limit": 1,
        "is_open": True,
        "detail": "",
    }
    assert client.get("/api/v1/places/NOTHERE8").status_code == 404


def test_the_api_records_a_scan_once_for_one_key(signed_in):
    place = make_screen(daily_limit=5)
    body = {"token": token_of(place, clock.now().timestamp())}

    first, second = (post(signed_in, place, body, **{"Idempotency-Key": "k"}) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first.json()["evidence"] == "qr"
    assert ActionLog.objects.count() == 1


@pytest.mark.parametrize("body", [{}, {"token": "0123456789"}, {"token": None}])
def test_the_api_wants_a_fresh_code_of_a_screen(signed_in, body):
    answer = post(signed_in, make_screen(), body)

    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_refused")
    assert ActionLog.objects.count() == 0


def test_the_api_asks_to_sign_in_and_refuses_other_fields(client, signed_in):
    place = make_place()

    assert post(Client(), place, {}).status_code == 401
    assert post(signed_in, place, {"evidence": "photo"}).status_code == 422
    assert post(signed_in, place, {}).status_code == 201
