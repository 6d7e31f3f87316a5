"""Pages of organisations that record for others."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services.organisations import add_member
from carbon_points.models import ActionLog, Counter, CounterEntry, HelperLog, Lookup
from carbon_points.services.own_codes import show_code
from core import clock
from tests.accounts.people import someone
from tests.carbon_points.desk_world import kept_at, make_desk, make_helper, phone_of

DEED = {"action": "TR-BUS-SELF", "quantity": "1"}


@pytest.fixture
def desk(catalogue):
    return make_desk()


@pytest.fixture
def helper(desk) -> User:
    return make_helper(desk, "staff")


@pytest.fixture
def page(client: Client, helper: User) -> Client:
    client.force_login(helper)
    return client


def visitor(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def deed(**change: Any) -> dict[str, Any]:
    return DEED | {"done_on": clock.today().isoformat(), "request_key": str(uuid4())} | change


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def home(desk: Any) -> str:
    return f"/org/{desk.code}/"


def counter_of(desk: Any, page: Client, name: str = "3栋") -> Counter:
    page.post(f"{home(desk)}counters/", {"name": name, "action": "WA-SORT", "size": "60"})
    return Counter.objects.get(name=name)


def test_the_menu_shows_my_organisations_only_to_members(page, client):
    assert "我的组织" in text(page.get("/me/"))

    other = visitor(someone())
    shown = text(other.get("/me/"))
    assert "我的组织" not in shown
    assert "出示我的码" in shown
    assert "您还不在任何组织里" in text(other.get("/org/"))


def test_the_overview_leads_to_what_can_be_done(page, desk):
    assert home(desk) in text(page.get("/org/"))
    shown = text(page.get(home(desk)))
    for path in ("record/", "people/", "people/several/", "counters/"):
        assert f'href="{home(desk)}{path}"' in shown


def test_a_school_has_counters_and_no_list_of_people(catalogue):
    school = make_desk("school")
    teacher = visitor(make_helper(school, "head"))

    shown = text(teacher.get(home(school)))
    assert "班级计数" in shown
    assert "people/" not in shown
    assert "不收集学生姓名" in text(teacher.get(f"{home(school)}counters/"))
    for path in ("people/", "people/several/"):
        assert teacher.get(f"{home(school)}{path}").status_code == 404
        assert teacher.post(f"{home(school)}{path}", {"nickname": "小明"}).status_code == 404
    assert not User.objects.exclude(kept_by_organisation=None).exists()


def test_find_record_and_take_back(page, desk, helper):
    resident = someone("骑行的老伍")

    answer = page.post(f"{home(desk)}record/", {"who": phone_of(resident)})
    assert answer.url == f"{home(desk)}record/{resident.pk}/"
    shown = text(page.get(answer.url))
    assert "骑***伍" in shown
    assert "骑行的老伍" not in shown
    assert phone_of(resident) not in shown

    assert page.post(answer.url, deed()).url == f"{home(desk)}record/"
    log = ActionLog.objects.get()
    assert (log.resident, log.recorded_by) == (resident, helper)
    listed = text(page.get(f"{home(desk)}record/"))
    assert "骑***伍" in listed
    assert f"{home(desk)}logs/{log.pk}/undo/" in listed
    # The resident sees it, is told, and can take it back alone.
    own = visitor(resident)
    assert f"/me/logs/{log.pk}/undo/" in text(own.get("/me/points/"))
    assert "社区服务台帮您记了一笔" in text(own.get("/me/messages/"))

    page.post(f"{home(desk)}logs/{log.pk}/undo/")
    assert ActionLog.objects.filter(reverses=log).count() == 1


def test_shown_digits_and_scanned_code_lead_to_the_resident(page, desk, helper):
    resident = someone()
    own = visitor(resident)
    assert "出示六位码" in text(own.get("/me/code/"))
    assert own.post("/me/code/").status_code == 302
    code = resident.desk_code.code
    shown = text(own.get("/me/code/"))
    assert code in shown
    assert 'class="ly-qr"' in shown

    scanned = text(page.get(f"/code/{code}/"))
    assert f'action="{home(desk)}record/"' in scanned
    assert Lookup.objects.count() == 0
    assert page.post(f"{home(desk)}record/", {"who": code}).url == f"{home(desk)}record/{resident.pk}/"
    assert own.get(f"/code/{code}/").status_code == 404
    assert page.get("/code/12345x/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status", "says"),
    [
        ("", 422, "请填写手机号或六位码"),
        ("123", 422, "完整的11位手机号"),
        ("13912345678", 404, "没有找到"),
        ("000000", 404, "没有找到"),
    ],
)
def test_a_search_that_finds_nobody_says_so(page, desk, who, status, says):
    answer = page.post(f"{home(desk)}record/", {"who": who})

    assert answer.status_code == status
    assert says in text(answer)


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"action": ""}, 422, "请先选择一项行动"),
        ({"quantity": "x"}, 422, "数量请用半角数字"),
        ({"done_on": "2020-01-01"}, 422, "今天或昨天"),
        ({"action": "NOTHING"}, 404, "没有这项行动"),
        ({"action": "TR-BUS-QR"}, 409, "不能用这种方式记录"),
    ],
)
def test_what_is_wrong_with_a_record_is_said_and_nothing_is_written(page, desk, helper, change, status, says):
    person = kept_at(desk, helper)

    answer = page.post(f"{home(desk)}record/{person.pk}/", deed(**change))

    assert answer.status_code == status
    assert says in text(answer)
    assert HelperLog.objects.count() == 0


def test_people_without_phones_are_added_recorded_for_and_removed(page, desk, helper):
    form = {"nickname": "刘奶奶", "age_band": "adult", "consented": "on"}
    assert "还没有登记" in text(page.get(f"{home(desk)}people/"))
    assert page.post(f"{home(desk)}people/", form).status_code == 302
    person = User.objects.get(kept_by_organisation=desk)
    assert page.post(f"{home(desk)}record/{person.pk}/", deed()).status_code == 302

    assert "刘奶奶" in text(page.get(f"{home(desk)}people/"))
    remove = f"{home(desk)}people/{person.pk}/remove/"
    assert "要移除“刘奶奶”吗" in text(page.get(remove))
    assert visitor(make_helper(desk, "helper")).post(remove).status_code == 403
    assert page.post(remove).status_code == 302
    person.refresh_from_db()
    assert (person.is_active, person.nickname, person.kept_by_organisation) == (False, "", None)
    assert ActionLog.objects.filter(resident=person).count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"consented": ""}, "当面问过本人"),
        ({"nickname": ""}, "请填写称呼"),
        ({"age_band": "under14"}, "监护人"),
        ({"age_band": "x"}, "请从列表里选择"),
    ],
)
def test_nobody_is_added_without_consent_name_and_age(page, desk, change, says):
    form = {"nickname": "刘奶奶", "age_band": "adult", "consented": "on"} | change

    answer = page.post(f"{home(desk)}people/", form)

    assert answer.status_code in {403, 422}
    assert says in text(answer)
    assert not User.objects.filter(kept_by_organisation=desk).exists()


def test_several_of_the_list_at_once(page, desk, helper):
    people = [kept_at(desk, helper, name) for name in ("刘奶奶", "三组老周", "王爷爷")]
    path = f"{home(desk)}people/several/"
    picked = [person.pk for person in people[:2]]

    answer = page.post(path, deed(action="WA-SORT") | {"person": picked})

    assert answer.status_code == 200
    assert "刘奶奶：记好了" in text(answer)
    assert "王爷爷：" not in text(answer)
    assert HelperLog.objects.count() == 2
    for values in (deed(), deed(person="x"), deed(person=someone().pk)):
        assert page.post(path, values).status_code in {404, 422}
    assert HelperLog.objects.count() == 2


def test_a_counter_from_beginning_to_the_public_page(page, desk, helper):
    counter = counter_of(desk, page)
    path = f"{home(desk)}counters/{counter.pk}/"
    day = (clock.today() - timedelta(days=1)).isoformat()
    assert page.post(path, {"day": day, "people": "25", "note": "集中投放"}).status_code == 302
    entry = CounterEntry.objects.get()
    decide = f"{home(desk)}entries/{entry.pk}/"
    assert decide not in text(page.get(path))
    assert page.post(decide, {"decision": "agree"}).status_code == 403

    other = visitor(make_helper(desk, "helper", "小贺"))
    assert decide in text(other.get(path))
    assert other.post(decide, {"decision": "maybe"}).status_code == 422
    assert "还没有可以公布的人次" in text(Client().get(f"/organisations/{desk.code}/"))
    assert other.post(decide, {"decision": "agree"}).status_code == 302

    shown = text(Client().get(f"/organisations/{desk.code}/"))
    assert "3栋" in shown
    assert ">25<" in shown
    assert "小贺" not in shown
    assert "集中投放" not in shown
    assert page.post(f"{path}close/").status_code == 302
    assert "已停用" in text(page.get(f"{home(desk)}counters/"))


@pytest.mark.parametrize(
    "change", [{"people": "61"}, {"people": "x"}, {"people": ""}, {"day": "2020-01-01"}, {"day": "x"}]
)
def test_a_wrong_day_of_a_counter_is_refused(page, desk, change):
    counter = counter_of(desk, page)
    form = {"day": clock.today().isoformat(), "people": "5"} | change

    assert page.post(f"{home(desk)}counters/{counter.pk}/", form).status_code == 422
    assert CounterEntry.objects.count() == 0


def test_members_of_other_organisations_and_strangers_find_nothing(page, desk, helper):
    person, counter = kept_at(desk, helper), counter_of(desk, page)
    page.post(f"{home(desk)}counters/{counter.pk}/", {"day": clock.today().isoformat(), "people": "5"})
    page.post(f"{home(desk)}record/{person.pk}/", deed())
    log, entry = ActionLog.objects.get(), CounterEntry.objects.get()
    read = ["", "record/", f"record/{person.pk}/", "people/", "people/several/"]
    read += [f"people/{person.pk}/remove/", "counters/", f"counters/{counter.pk}/"]
    write = [*read[1:], f"logs/{log.pk}/undo/", f"counters/{counter.pk}/close/", f"entries/{entry.pk}/"]
    foreign = make_desk()
    before = (ActionLog.objects.count(), User.objects.count())

    strangers = [make_helper(foreign, "head"), make_helper(make_desk("merchant"), "head")]
    for stranger in map(visitor, strangers):
        for path in read:
            assert stranger.get(f"{home(desk)}{path}").status_code == 404, path
        for path in write:
            sent = deed(decision="agree", person=person.pk, who="13800138000", day=clock.today().isoformat())
            assert stranger.post(f"{home(desk)}{path}", sent).status_code == 404, path
    # Nor through the address of one's own organisation.
    own = visitor(strangers[0])
    for path in (f"record/{person.pk}/", f"people/{person.pk}/remove/", f"counters/{counter.pk}/"):
        assert own.get(f"{home(foreign)}{path}").status_code == 404, path
    for path in (f"logs/{log.pk}/undo/", f"counters/{counter.pk}/close/", f"entries/{entry.pk}/"):
        assert own.post(f"{home(foreign)}{path}", {"decision": "agree"}).status_code == 404, path

    assert (ActionLog.objects.count(), User.objects.count()) == (before[0], before[1] + 2)
    entry.refresh_from_db()
    assert entry.state == "pending"


def test_guests_are_asked_to_sign_in(desk, client):
    for path in ("/org/", home(desk), f"{home(desk)}record/", "/me/code/", "/code/123456/"):
        assert client.get(path).headers["Location"].startswith("/accounts/login/")
    assert client.get("/organisations/nothing/").status_code == 404


def test_the_pages_take_a_fixed_number_of_queries(page, desk, helper):
    colleague = visitor(make_helper(desk))
    counter = counter_of(desk, page)

    def fill(number: int) -> User:
        person = kept_at(desk, helper, f"居民{number}")
        page.post(f"{home(desk)}record/{person.pk}/", deed())
        day = (clock.today() - timedelta(days=number)).isoformat()
        page.post(f"{home(desk)}counters/{counter.pk}/", {"day": day, "people": "20"})
        entry = CounterEntry.objects.order_by("-pk").first()
        assert entry is not None
        colleague.post(f"{home(desk)}entries/{entry.pk}/", {"decision": "agree"})
        return person

    person = fill(0)
    paths = ["/org/", home(desk), f"{home(desk)}record/", f"{home(desk)}record/{person.pk}/"]
    paths += [f"{home(desk)}people/", f"{home(desk)}people/several/", f"{home(desk)}counters/"]
    paths += [f"{home(desk)}counters/{counter.pk}/", f"/organisations/{desk.code}/", "/me/code/"]
    page.get("/org/")
    before = [queries(page, path) for path in paths]
    for number in range(1, 5):
        fill(number)
        counter_of(desk, page, f"{number}栋")
    other = make_desk()
    add_member(organisation=other, user=helper, role="helper")

    # Session, user and the membership come first in each but the first and the last.
    assert [queries(page, path) for path in paths] == before == [4, 3, 5, 5, 5, 6, 6, 6, 5, 3]


def test_a_code_that_stands_is_shown_with_a_fixed_number_of_queries(desk):
    resident = someone()
    show_code(resident=resident)

    assert queries(visitor(resident), "/me/code/") == 3
