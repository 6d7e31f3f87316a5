"""Pages at the door: people come in by themselves, the organiser's screen, scanner and lists, the API."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import PendingAction
from accounts.services.organisation_people import keep_for_organisation
from campaigns.models import CheckIn, Registration
from campaigns.rules.certificates import WRONG_AN_HOUR
from campaigns.services.attendance import check_in
from carbon_points.models import ActionLog
from carbon_points.selectors import balance_of
from carbon_points.services.own_codes import show_code
from tests.campaigns.door_world import (
    LATER,
    make_door,
    own_code,
    register,
    screen_code,
    spoken_code,
)
from tests.carbon_points.ledger_world import NOW, make_resident

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def desk(session, name: str) -> str:
    return f"/run/{session.campaign_id}/sessions/{session.pk}/{name}"


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def came(session, row, **values) -> CheckIn:
    usual = {"way": "screen", "nonce": uuid4(), "seen_at": NOW, "now": NOW}
    return check_in(session_id=session.pk, resident=row.resident, **(usual | values)).check_in


def test_the_screen_shows_a_code_that_lets_people_in_with_one_tap():
    session, head = make_door()
    resident = make_resident()
    shown = browser_of(head).get(desk(session, "screen/"))
    path = shown.context["screen"].address.removeprefix("http://testserver")
    assert shown.status_code == 200
    assert "已到 <strong>0</strong> 人" in shown.content.decode()

    phone = browser_of(resident)
    page = phone.get(path[path.index("/come/") :])
    assert page.status_code == 200
    assert CheckIn.objects.count() == 0
    answer = phone.post(f"/come/{session.pk}/", {"ticket": page.context["door"].ticket}, follow=True)

    assert answer.redirect_chain == [(f"/come/{session.pk}/", 302)]
    text = answer.content.decode()
    assert "签到好了" in text
    assert "+1 分" in text
    assert balance_of(resident) == 1
    now = browser_of(head).get(desk(session, "screen/"), headers=HTMX).content.decode()
    assert "<html" not in now
    assert "已到 <strong>1</strong> 人" in now


def test_the_page_says_why_there_are_no_points():
    session, _ = make_door()
    second, _ = make_door()
    row = register(session)
    came(session, row)
    came(second, register(second, row.resident))
    text = browser_of(row.resident).get(f"/come/{second.pk}/").content.decode()
    assert "到场记下了，这次没有积分" in text


def test_an_old_screenshot_of_the_screen_is_refused_with_a_way_on():
    session, _ = make_door()
    phone, path = browser_of(make_resident()), f"/come/{screen_code(session)}/"
    with time_machine.travel(NOW + LATER, tick=False):
        page = phone.get(path)
    assert (page.status_code, page.context["door"].ticket) == (409, "")
    assert "请重新扫屏幕上的码" in page.content.decode()
    forged = phone.post(f"/come/{session.pk}/", {"ticket": "forged"})
    assert forged.status_code == 409
    assert CheckIn.objects.count() == 0


def test_who_is_there_already_is_shown_what_it_was_worth():
    session, _ = make_door()
    row = register(session)
    came(session, row)
    answer = browser_of(row.resident).get(f"/come/{screen_code(session)}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/come/{session.pk}/")


def test_a_guest_taps_signs_in_and_is_entered_once(client):
    session, _ = make_door()
    page = client.get(f"/come/{screen_code(session)}/")
    answer = client.post(f"/come/{session.pk}/", {"ticket": page.context["door"].ticket})
    assert answer.status_code == 302
    assert PendingAction.objects.get().label == "签到：低碳讲座"
    assert CheckIn.objects.count() == 0

    client.force_login(make_resident())
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        landed = [client.get("/accounts/continue/")["Location"] for _ in range(2)]

    assert landed == [f"/come/{session.pk}/"] * 2
    assert (CheckIn.objects.count(), Registration.objects.count(), ActionLog.objects.count()) == (1, 1, 1)


def test_ones_own_code_changes_and_needs_no_script():
    session, head = make_door()
    row = register(session)
    phone, path = browser_of(row.resident), f"/me/campaigns/{row.pk}/code/"
    first = phone.get(path)
    assert first.status_code == 200
    assert spoken_code(row)[-6:] == first.context["code"].digits
    assert phone.get(f"{path}?plain=1")["Refresh"] == "10"
    with time_machine.travel(NOW + timedelta(seconds=30), tick=False):
        second = phone.get(path, headers=HTMX)
    assert "<html" not in second.content.decode()
    assert second.context["code"].digits != first.context["code"].digits
    assert browser_of(head).get(path).status_code == 404


def test_a_keeper_shows_the_code_of_whom_they_keep():
    session, _ = make_door()
    mother = make_resident()
    child = make_resident(nickname="小满", age_band="under14", kept_by=mother)
    row = register(session, child, registered_by=mother)
    text = browser_of(mother).get(f"/me/campaigns/{row.pk}/code/").content.decode()
    assert "小满" in text


@pytest.mark.parametrize(
    "name", ["screen/", "scan/", "scan/state/", "scan/worker.js", "list/", "list/others/"]
)
def test_the_desks_are_for_who_runs_the_campaign(name):
    session, head = make_door()
    other, stranger = make_door()
    assert browser_of(head).get(desk(session, name)).status_code == 200
    assert browser_of(stranger).get(desk(session, name)).status_code == 404
    assert browser_of(make_resident()).get(desk(session, name)).status_code == 404
    assert Client().get(desk(session, name)).status_code == 302
    wrong = f"/run/{other.campaign_id}/sessions/{session.pk}/{name}"
    assert browser_of(head).get(wrong).status_code == 404


def test_a_typed_code_enters_without_a_script_and_twice_says_so():
    session, head = make_door()
    row = register(session, name="李华")
    staff, path = browser_of(head), desk(session, "scan/")
    key = str(uuid4())
    first = staff.post(path, {"request_key": key, "code": spoken_code(row)})
    again = staff.post(path, {"request_key": key, "code": spoken_code(row)})
    other = staff.post(path, {"request_key": str(uuid4()), "code": spoken_code(row)})
    wrong = staff.post(path, {"request_key": str(uuid4()), "code": "12345678"})
    assert [one.status_code for one in (first, again, other, wrong)] == [200, 200, 200, 409]
    assert "李华" in first.content.decode()
    assert "已经签到，没有重复登记" in other.content.decode()
    assert "旧了" in wrong.content.decode()
    assert CheckIn.objects.count() == 1


def test_staff_who_scan_with_the_phones_own_camera_confirm_with_one_tap():
    session, head = make_door()
    row = register(session, name="李华")
    staff, path = browser_of(head), f"/come/{own_code(row)}/"
    page = staff.get(path)
    assert CheckIn.objects.count() == 0
    with time_machine.travel(NOW + LATER, tick=False):
        # The code was fresh when it was seen; the tap may come later.
        answer = staff.post(path, {"ticket": page.context["ticket"]}, follow=True)
        assert staff.get(path).status_code == 409
    assert "李华签到好了" in answer.content.decode()
    assert CheckIn.objects.get().seen_at == NOW
    assert browser_of(row.resident).get(path)["Location"] == f"/me/campaigns/{row.pk}/code/"
    assert browser_of(make_resident()).get(path).status_code == 404


def test_the_list_finds_by_name_and_number_and_ticks():
    session, head = make_door()
    rows = [register(session, name=name) for name in ("李华", "王芳", "李明")]
    staff, path = browser_of(head), desk(session, "list/")
    assert [row.name for row in staff.get(path, {"q": "李"}).context["page"]] == ["李华", "李明"]
    assert [row.name for row in staff.get(path, {"q": "2"}).context["page"]] == ["王芳"]
    assert "没有找到" in staff.get(path, {"q": "赵"}).content.decode()

    key = {"request_key": str(uuid4())}
    tick = desk(session, f"list/{rows[0].pk}/tick/")
    fragment = staff.post(tick, key, headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert "已到 <strong>1</strong> 人" in fragment
    assert staff.post(tick, key, follow=True).redirect_chain == [(path, 302)]
    assert staff.post(tick, {}).status_code == 422
    row = CheckIn.objects.get()
    assert (row.way, row.by, row.registration, row.log.evidence) == ("list", head, rows[0], "staff")
    assert row.log.recorded_by == head


def test_names_without_an_account_count_people_and_have_no_points():
    session, head = make_door()
    staff, path = browser_of(head), desk(session, "list/others/")
    form = {"request_key": str(uuid4()), "names": "李秀英\n 王大爷 \n\n李秀英", "signed": "on"}
    unsigned = staff.post(path, {key: value for key, value in form.items() if key != "signed"})
    assert (unsigned.status_code, CheckIn.objects.count()) == (422, 0)
    first, again = staff.post(path, form), staff.post(path, form)
    other = staff.post(path, form | {"request_key": str(uuid4()), "names": "王大爷\n赵奶奶"})

    assert [one.status_code for one in (first, again, other)] == [200] * 3
    assert "名单上已经有了" in other.content.decode()
    rows = CheckIn.objects.order_by("pk")
    assert [(row.name, row.resident, row.log, row.by) for row in rows] == [
        (name, None, None, head) for name in ("李秀英", "王大爷", "赵奶奶")
    ]
    assert ActionLog.objects.count() == 0


def test_people_whom_the_organisation_keeps_get_points():
    session, head = make_door("community")
    person = keep_for_organisation(
        organisation_id=session.campaign.organisation_id,
        by=head,
        nickname="刘奶奶",
        age_band="adult",
        consented=True,
        channel="web",
    )
    staff, path = browser_of(head), desk(session, "list/others/")
    form = {"request_key": str(uuid4()), "kept": [person.pk], "signed": "on"}
    answer = staff.post(path, form)
    assert "刘奶奶：登记好了，得1分" in answer.content.decode()
    assert balance_of(person) == 1
    stranger = make_resident(nickname="别人")
    assert staff.post(path, form | {"kept": [stranger.pk]}).status_code == 422
    assert CheckIn.objects.count() == 1


def test_staff_let_somebody_in_who_shows_six_digits_when_all_is_full():
    session, head = make_door(capacity=1)
    register(session)
    guest = make_resident()
    digits = show_code(resident=guest).code
    path = desk(session, "list/others/code/")
    wrong = browser_of(head).post(path, {"request_key": str(uuid4()), "digits": "12345"})
    assert (wrong.status_code, CheckIn.objects.count()) == (422, 0)
    answer = browser_of(head).post(path, {"request_key": str(uuid4()), "digits": digits}, follow=True)
    assert answer.status_code == 200
    row = CheckIn.objects.get()
    assert (row.resident, row.registration, row.way) == (guest, None, "list")


def test_six_digits_are_not_guessed_at_the_door():
    session, head = make_door()
    staff, path = browser_of(head), desk(session, "list/others/code/")
    form = {"digits": "000000"}
    for _ in range(WRONG_AN_HOUR):
        assert staff.post(path, form | {"request_key": str(uuid4())}).status_code == 404
    digits = show_code(resident=make_resident()).code
    answer = staff.post(path, {"request_key": str(uuid4()), "digits": digits})
    assert (answer.status_code, CheckIn.objects.count()) == (429, 0)


def test_an_entry_is_taken_back_with_a_reason():
    session, head = make_door()
    row = register(session)
    entry = came(session, row)
    staff, path = browser_of(head), desk(session, f"check-ins/{entry.pk}/take-back/")
    assert staff.get(path).status_code == 200
    assert staff.post(path, {"reason": ""}).status_code == 422
    entry.refresh_from_db()
    assert entry.taken_back_at is None
    assert staff.post(path, {"reason": "扫错了人"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.taken_back_by, entry.take_back_reason, balance_of(row.resident)) == (head, "扫错了人", 0)


@pytest.mark.parametrize(
    ("name", "number"), [("list/", 8), ("list/others/", 7), ("screen/", 5), ("scan/", 5)]
)
def test_a_desk_costs_the_same_queries_with_one_row_and_with_several(name, number):
    session, head = make_door("community")
    staff = browser_of(head)
    rows = [register(session)]
    came(session, rows[0])
    _name_on_the_list(staff, session, "李秀英")
    few = queries(staff, desk(session, name))
    for one in range(4):
        rows.append(register(session))
        _name_on_the_list(staff, session, f"王大爷{one}")
    for row in rows[2:]:
        came(session, row)
    assert (few, queries(staff, desk(session, name))) == (number, number)


def test_the_page_of_the_door_and_of_coming_cost_few_queries():
    session, _ = make_door()
    row = register(session)
    phone = browser_of(row.resident)
    assert queries(phone, f"/come/{screen_code(session)}/") == 5
    assert queries(phone, f"/me/campaigns/{row.pk}/code/") == 4
    came(session, row)
    assert "已经签到" in phone.get(f"/me/campaigns/{row.pk}/code/").content.decode()
    assert queries(phone, f"/come/{session.pk}/") == 3


def post(client: Client, path: str, body: object, **headers: str):
    return client.post(path, json.dumps(body), content_type="application/json", headers=headers)


def test_the_api_enters_oneself_with_the_screens_code():
    session, _ = make_door()
    row = register(session)
    phone, body = browser_of(row.resident), {"token": f"https://x.example/come/{screen_code(session)}/"}
    first = post(phone, "/api/v1/checkins", body, **{"Idempotency-Key": "a"})
    again = post(phone, "/api/v1/checkins", body, **{"Idempotency-Key": "a"})
    other = post(phone, "/api/v1/checkins", body)
    assert [one.status_code for one in (first, again, other)] == [201, 201, 200]
    assert (first.json()["state"], first.json()["points"], other.json()["state"]) == ("in", 1, "already")
    assert first.json()["id"] == again.json()["id"] == other.json()["id"] == CheckIn.objects.get().pk
    late = browser_of(make_resident())
    with time_machine.travel(NOW + LATER, tick=False):
        old = post(late, "/api/v1/checkins", body)
    assert (old.status_code, old.json()["code"]) == (409, "code_refused")
    assert post(Client(), "/api/v1/checkins", body).status_code == 401
    assert CheckIn.objects.count() == 1


def test_the_api_enters_somebody_whose_code_staff_scanned():
    session, head = make_door()
    row = register(session)
    answer = post(browser_of(head), "/api/v1/checkins", {"token": own_code(row)})
    assert (answer.status_code, answer.json()["state"]) == (201, "in")
    assert CheckIn.objects.get().by == head
    assert post(browser_of(make_resident()), "/api/v1/checkins", {"token": own_code(row)}).status_code == 404


def test_the_api_takes_a_batch_and_answers_each_scan():
    session, head = make_door()
    row, other = register(session, name="李华"), register(session)
    scans = [
        {"nonce": str(uuid4()), "code": code, "seen_at": NOW.isoformat()}
        for code in (own_code(row), own_code(row), own_code(other, NOW - LATER), "x")
    ]
    body = {"session": session.pk, "scans": scans}
    first, again = (post(browser_of(head), "/api/v1/checkins/batch", body) for _ in range(2))
    assert first.status_code == 200
    assert [one["state"] for one in first.json()["items"]] == ["in", "already", "refused", "refused"]
    assert [one["nonce"] for one in first.json()["items"]] == [scan["nonce"] for scan in scans]
    assert first.json() == again.json()
    assert (first.json()["items"][0]["name"], first.json()["people"]) == ("李华", 1)
    assert post(browser_of(make_resident()), "/api/v1/checkins/batch", body).status_code == 404
    assert post(browser_of(head), "/api/v1/checkins/batch", body | {"scans": []}).status_code == 422
    assert CheckIn.objects.count() == 1


def _name_on_the_list(staff: Client, session, name: str) -> None:
    form = {"request_key": str(uuid4()), "names": name, "signed": "on"}
    assert staff.post(desk(session, "list/others/"), form).status_code == 200
