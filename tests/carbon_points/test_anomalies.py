"""What looks unusual goes to a queue, once; people decide, and nothing happens to anybody by itself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from carbon_points.models import Account, ActionLog, Anomaly, DeviceSighting, Submission, Transfer
from carbon_points.refusals import AlreadyHandled
from carbon_points.rules import anomalies as rules
from carbon_points.selectors.ledger import balance_of
from carbon_points.services.anomalies import (
    close_anomaly,
    forget_devices,
    look_for_anomalies,
    note_device,
)
from core.refusals import NotFound, Refused
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident, record
from tests.carbon_points.review_world import handed_in

pytestmark = pytest.mark.django_db
counts = st.lists(st.integers(min_value=1, max_value=50), max_size=60)


def hurried(logs: int) -> User:
    resident = make_resident()
    action = make_action(max_per_log=None, method={"net_g_per_unit": Decimal(10)})
    for number in range(logs):
        record(resident, action, now=NOW - timedelta(minutes=number))
    return resident


def finding(**values) -> Anomaly:
    usual = {"kind": "velocity", "key": "k", "summary": "一小时内自己记了30条。", "found_at": NOW}
    return Anomaly.objects.create(**usual | values)


@pytest.fixture
def officer() -> User:
    user = User.objects.create_user("officer", is_staff=True)
    user.user_permissions.add(
        Permission.objects.get(codename="handle_anomaly"), Permission.objects.get(codename="access_admin")
    )
    return user


@pytest.fixture
def desk(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_many_logs_in_an_hour_are_noticed_once_and_nothing_happens_to_the_resident():
    resident = hurried(rules.LOGS_AN_HOUR)
    before = balance_of(resident)

    assert look_for_anomalies(now=NOW) == 1
    assert look_for_anomalies(now=NOW) == 0

    row = Anomaly.objects.get()
    assert (row.kind, row.resident, row.state) == ("velocity", resident, "open")
    assert row.summary == "一小时内自己记了25条。"
    resident.refresh_from_db()
    assert (resident.is_active, balance_of(resident)) == (True, before)
    assert Message.objects.count() == 0


def test_one_log_less_is_nothing():
    hurried(rules.LOGS_AN_HOUR - 1)

    assert look_for_anomalies(now=NOW) == 0


def test_a_browser_with_many_accounts_is_noticed_and_a_familys_is_not():
    people = [make_resident() for _ in range(rules.ACCOUNTS_ON_A_DEVICE)]
    for resident in people:
        note_device(device="a" * 22, resident=resident, day=TODAY)
        note_device(device="a" * 22, resident=resident, day=TODAY)
    for resident in people[1:]:
        note_device(device="b" * 22, resident=resident, day=TODAY)

    assert look_for_anomalies(now=NOW) == 1
    assert DeviceSighting.objects.count() == 2 * rules.ACCOUNTS_ON_A_DEVICE - 1
    row = Anomaly.objects.get()
    assert (row.kind, row.resident, row.facts) == ("device", None, {"accounts": 5})


def test_browsers_are_forgotten_after_30_days():
    resident = make_resident()
    for days in (0, 30, 31):
        note_device(device="a" * 22, resident=resident, day=TODAY - timedelta(days=days))

    assert forget_devices(today=TODAY) == 1
    assert DeviceSighting.objects.count() == 2


def test_a_helper_who_writes_very_much_is_noticed():
    helper = make_resident()
    action = make_action(method={"net_g_per_unit": Decimal(10)})
    for _ in range(rules.HELPER_LOGS_A_DAY):
        record(make_resident(), action, channel=ActionLog.Channel.DESK, recorded_by=helper)

    assert look_for_anomalies(now=NOW) == 1
    assert (Anomaly.objects.get().kind, Anomaly.objects.get().resident) == ("helper", helper)


def test_a_photo_like_somebody_elses_is_noticed_and_one_like_an_own_is_not():
    look = {"what": "similar", "photo": 1, "like": 2, "distance": 3}
    flags = [[look | {"own": False}], [look | {"own": True}], [{"what": "device", "people": 2}], []]
    rows = [handed_in() for _ in flags]
    for row, found in zip(rows, flags, strict=True):
        Submission.objects.filter(pk=row.pk).update(flags=found)

    assert look_for_anomalies(now=NOW) == 1
    row = Anomaly.objects.get()
    assert (row.kind, row.resident) == ("photo", rows[0].resident)
    assert row.facts == {"submission": rows[0].pk, "photos": [2]}


@given(counts, st.integers(min_value=0, max_value=100))
def test_a_small_merchant_is_never_odd_and_a_wide_one_with_old_customers_neither(customers, new):
    found = {word for word, _ in rules.merchant_oddities(customers, min(new, sum(customers)))}

    if sum(customers) < rules.LEAST_VOUCHERS:
        assert found == set()
    if new == 0:
        assert "new" not in found
    if len(customers) <= 10:
        assert "top" not in found


def test_a_merchant_with_ten_regulars_and_new_accounts_is_odd_twice():
    assert [word for word, _ in rules.merchant_oddities([10] * 10 + [1], 60)] == ["new", "top"]


def test_closing_needs_a_word_and_happens_once(officer):
    resident = make_resident()
    row = finding(resident=resident)
    with pytest.raises(Refused, match="写明处理说明"):
        close_anomaly(anomaly_id=row.pk, state="cleared", note=" ", by=officer)
    with pytest.raises(NotFound):
        close_anomaly(anomaly_id=row.pk + 1, state="cleared", note="看过", by=officer)

    close_anomaly(
        anomaly_id=row.pk, state="followed", note="电话核实", by=officer, words="请核对昨天的记录。"
    )

    with pytest.raises(AlreadyHandled):
        close_anomaly(anomaly_id=row.pk, state="cleared", note="再看", by=officer)
    row.refresh_from_db()
    assert (row.state, row.note, row.handled_by) == ("followed", "电话核实", officer)
    assert [message.body for message in Message.objects.filter(recipient=resident)] == ["请核对昨天的记录。"]


def test_words_need_somebody_to_read_them(officer):
    row = finding()

    with pytest.raises(Refused, match="没有对应的居民"):
        close_anomaly(anomaly_id=row.pk, state="cleared", note="看过", by=officer, words="您好")

    row.refresh_from_db()
    assert row.state == "open"


def test_the_desk_shows_figures_and_no_names(desk):
    resident = make_resident(nickname="张三丰的自行车")
    row = finding(resident=resident)

    pages = [
        desk.get(reverse("anomalies:list")).content.decode(),
        desk.get(reverse("anomalies:detail", args=[row.pk])).content.decode(),
    ]

    assert all("一小时内自己记了30条" in page for page in pages)
    assert all("张三丰" not in page for page in pages)


def test_the_desk_closes_a_finding(desk):
    row = finding()
    address = reverse("anomalies:detail", args=[row.pk])

    assert desk.post(address, {"state": "cleared", "note": ""}).status_code == 422
    assert desk.post(address, {"state": "cleared", "note": "是节能宣传周"}).status_code == 302
    assert desk.post(address, {"state": "cleared", "note": "又一次"}).status_code == 409

    row.refresh_from_db()
    assert (row.state, row.note) == ("cleared", "是节能宣传周")
    assert "是节能宣传周" in desk.get(address).content.decode()


@pytest.mark.parametrize("rows", [1, 15])
def test_the_queue_takes_the_same_queries_however_long(desk, rows, django_assert_num_queries):
    for number in range(rows):
        finding(key=f"k{number}", resident=make_resident())
    desk.get(reverse("anomalies:list"))

    with django_assert_num_queries(11):
        desk.get(reverse("anomalies:list"))


@pytest.mark.parametrize("name", ["list", "detail"])
def test_nobody_else_gets_in(client, name):
    row = finding()
    address = reverse(f"anomalies:{name}", args=[row.pk] if name == "detail" else [])
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)

    assert client.get(address).status_code == 302
    assert client.post(address, {"state": "cleared", "note": "x"}).status_code in {302, 405}
    row.refresh_from_db()
    assert row.state == "open"


def test_a_browser_is_noted_at_a_residents_write_and_once_a_day(signed_in, resident):
    form = {"action": "CO-BAG", "quantity": "1", "request_key": ""}
    first = signed_in.post("/log/quick/", form)
    second = signed_in.post("/log/quick/", form)

    assert len(first.cookies["device"].value) == 22
    assert first.cookies["device"]["httponly"]
    assert "device" not in second.cookies
    assert [row.resident for row in DeviceSighting.objects.all()] == [resident]


def test_reading_leaves_no_trace(signed_in):
    signed_in.get("/me/points/")

    assert DeviceSighting.objects.count() == 0
    assert "device" not in signed_in.cookies


def test_write_offs_of_other_causes_are_not_a_partners(resident):
    log = record(resident, make_action(code="TR-OTHER"))
    bucket = Account.objects.get(owner=resident)
    Transfer.objects.create(
        debit_id=-2,
        credit=bucket,
        points=500,
        kind="writeoff",
        source=f"writeoff:{log.pk}",
        credit_sequence=2,
        at=NOW,
    )

    assert look_for_anomalies(now=NOW) == 0
