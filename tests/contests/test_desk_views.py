"""The desk of whoever runs a contest, over HTTP: who finds it, what it shows, what it does."""

import io
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.services.organisations import add_member
from accounts.services.roles import ensure_roles
from campaigns.contests.models import DeskMessage, EntryEvent
from messaging.models import Message
from tests.accounts.people import someone
from tests.carbon_points.desk_world import make_town
from tests.carbon_points.ledger_world import NOW
from tests.contests.desk_world import answer, hand_in, make_runner
from tests.contests.world import make_member, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client: Client) -> dict[str, Any]:
    """A contest in its screening with one entry, and the browser of who runs it."""
    contest, runner = make_runner(day=12)
    client.force_login(runner)
    entry = hand_in(contest)
    at = f"/contests/{contest.pk}/desk/"
    return {
        "client": client,
        "contest": contest,
        "runner": runner,
        "entry": entry,
        "at": at,
        "one": f"{at}entries/{entry.pk}/",
    }


def text(response: Any) -> str:
    return str(response.content.decode())


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def message(**change: str) -> dict[str, str]:
    usual = {"to": "submitted", "title": "还差一步", "body": "请补材料", "request_key": str(uuid4())}
    return usual | change


def test_every_wrong_role_finds_nothing_and_changes_nothing(desk):
    contest, entry = desk["contest"], desk["entry"]
    helper = someone()
    add_member(organisation=contest.organisation, user=helper, role="helper")
    _, other = make_runner()
    people = [helper, other, entry.applicant, someone()]
    people += [make_member(contest, role).user for role in ("juror", "chair", "inspector")]
    pages = [
        desk["at"],
        f"{desk['at']}entries/",
        f"{desk['at']}entries.xlsx",
        desk["one"],
        f"{desk['at']}say/",
    ]

    for person in people:
        client = Client()
        client.force_login(person)
        for path in pages:
            assert client.get(path).status_code == 404, path
        for verdict in ("accept", "return", "refuse", "undo"):
            assert client.post(desk["one"], {"verdict": verdict, "words": "缺材料"}).status_code == 404
        assert client.post(f"{desk['at']}say/", message()).status_code == 404
    guest = Client()
    for path in pages:
        assert guest.get(path).status_code == 302
    assert guest.post(desk["one"], {"verdict": "accept"}).status_code == 302
    entry.refresh_from_db()
    assert entry.state == "submitted"
    assert EntryEvent.objects.count() == 1
    assert not Message.objects.exists()
    assert not DeskMessage.objects.exists()
    assert not ModelLogEntry.objects.filter(action="contests.entries").exists()


def test_an_entry_of_another_contest_is_not_here(desk):
    other, _ = make_runner()
    elsewhere = hand_in(other)

    path = f"{desk['at']}entries/{elsewhere.pk}/"
    assert desk["client"].get(path).status_code == 404
    assert desk["client"].post(path, {"verdict": "accept"}).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.state == "submitted"


def test_the_overview_says_what_waits_for_whom(desk):
    hand_in(desk["contest"], state="draft")
    hand_in(desk["contest"], state="returned")

    shown = " ".join(text(desk["client"].get(desk["at"])).split())

    assert "1 件等主办方初审" in shown
    assert "1 件等申报人改好再交" in shown
    assert "1 件等申报人填完提交" in shown
    assert 'aria-current="step"' in shown
    assert f"开始初审（{desk['entry'].label}号）" in shown


def test_the_list_is_narrowed_by_state_township_and_words(desk):
    town = make_town()
    school, head = make_school(area=town)
    there = hand_in(desk["contest"], organisation=school, by=head, name="滨江小学")
    draft = hand_in(desk["contest"], state="draft", name="山口小学", number=7007)
    rows = f"{desk['at']}entries/"

    def found(**asked: str) -> set[str]:
        page = desk["client"].get(rows, asked).context["page"]
        return {row.name for row in page.object_list}

    assert found() == {desk["entry"].name, "滨江小学", "山口小学"}
    assert found(state="draft") == {"山口小学"}
    assert found(town=town.code) == {"滨江小学"}
    assert found(q="滨江") == {"滨江小学"}
    assert found(q=str(draft.number)) == {"山口小学"}
    assert found(q="没有的", state="draft") == set()
    for asked in ({"state": "x"}, {"town": "x"}, {"q": "9" * 30}, {"page": "-1"}):
        assert desk["client"].get(rows, asked).status_code == 200
    assert desk["client"].get(rows, {"q": "\x00"}).status_code == 400
    assert there.label in text(desk["client"].get(rows))


def test_the_desk_reads_all_that_an_entry_says_and_nothing_of_a_draft(desk):
    answer(desk["entry"], "1.1", "50", "全年用电下降一成")
    shown = " ".join(text(desk["client"].get(desk["one"])).split())
    assert "全年用电下降一成" in shown
    assert "50 / 60" in shown
    assert "没有材料" in shown

    draft = hand_in(desk["contest"], state="draft")
    answer(draft, "1.1", "1", "还在写")
    shown = text(desk["client"].get(f"{desk['at']}entries/{draft.pk}/"))
    assert "还在写" not in shown
    assert "只有申报人自己看得到" in shown


def test_decisions_lead_to_the_next_one_and_back(desk):
    following = hand_in(desk["contest"])
    client, entry = desk["client"], desk["entry"]

    answered = client.post(desk["one"], {"verdict": "return", "reason": "材料看不清楚", "revision": "0"})
    assert answered.url == f"{desk['at']}entries/{following.pk}/"
    entry.refresh_from_db()
    assert entry.state == "returned"
    assert entry.events.last().words == "材料看不清楚"
    assert "撤销我刚才的决定" in text(client.get(desk["one"]))

    assert client.post(desk["one"], {"verdict": "undo"}).url == desk["one"]
    assert (
        client.post(desk["one"], {"verdict": "refuse", "reason": "甲", "words": "不在本市"}).status_code
        == 302
    )
    entry.refresh_from_db()
    assert entry.state == "refused"
    assert entry.events.last().words == "不在本市"
    assert client.post(answered.url, {"verdict": "accept"}).url == desk["at"]


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({}, 422, "请刷新后再试"),
        ({"verdict": "praise"}, 422, "请刷新后再试"),
        ({"verdict": "accept", "revision": "x"}, 422, "请刷新后再试"),
        ({"verdict": "accept", "revision": "7"}, 409, "重新看一遍"),
        ({"verdict": "return"}, 422, "缺什么"),
        ({"verdict": "refuse", "words": "字" * 301}, 422, "300个字以内"),
        ({"verdict": "refuse", "words": "字" * 1001}, 422, "请刷新后再试"),
        ({"verdict": "undo"}, 409, "没有您可以撤销"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(desk, sent, status, says):
    answered = desk["client"].post(desk["one"], sent)

    assert answered.status_code == status
    assert says in text(answered)
    desk["entry"].refresh_from_db()
    assert desk["entry"].state == "submitted"
    assert EntryEvent.objects.count() == 1


def test_after_the_materials_nothing_is_returned(client):
    contest, runner = make_runner(day=22)
    entry = hand_in(contest)
    client.force_login(runner)
    path = f"/contests/{contest.pk}/desk/entries/{entry.pk}/"

    assert "不能再退回修改" in text(client.get(path))
    assert client.post(path, {"verdict": "return", "words": "缺材料"}).status_code == 409
    entry.refresh_from_db()
    assert entry.state == "submitted"


def test_the_own_school_is_left_to_others(desk):
    add_member(organisation=desk["entry"].organisation, user=desk["runner"], role="staff")

    assert "请交给别的主办人员" in text(desk["client"].get(desk["one"]))
    assert desk["client"].post(desk["one"], {"verdict": "accept"}).status_code == 403


def test_the_file_holds_every_entry_without_formulas_and_leaves_a_trace(desk):
    answer(desk["entry"], "1.1", "50")
    answer(desk["entry"], "1.2", "20")
    hand_in(desk["contest"], name="=1+1", state="draft")

    answered = desk["client"].get(f"{desk['at']}entries.xlsx")

    rows = list(load_workbook(io.BytesIO(answered.content)).active.values)
    assert len(rows) == 3
    assert rows[1][1] == desk["entry"].name
    assert rows[1][7] == 70
    assert rows[2][1] == "'=1+1"
    trace = ModelLogEntry.objects.get(action="contests.entries")
    assert trace.user == desk["runner"]


def test_messages_go_to_a_state_once_and_five_times_a_day(desk):
    draft = hand_in(desk["contest"], state="draft")
    say = f"{desk['at']}say/"
    first = message(to="draft")

    for _ in range(2):
        assert desk["client"].post(say, first).status_code == 302
    assert list(Message.objects.values_list("recipient", flat=True)) == [draft.applicant_id]
    assert desk["client"].post(say, first | {"body": "别的话"}).status_code == 409
    for _ in range(4):
        assert desk["client"].post(say, message(to="everybody")).status_code == 302
    answered = desk["client"].post(say, message())
    assert answered.status_code == 409
    assert "一天最多发5次" in text(answered)
    assert DeskMessage.objects.count() == 5


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"to": "juror"}, 422),
        ({"title": ""}, 422),
        ({"body": "字" * 501}, 422),
        ({"title": "a\x00"}, 422),
        ({"request_key": "钥匙"}, 422),
        ({"to": "accepted"}, 409),
    ],
)
def test_unfit_messages_are_not_sent(desk, change, status):
    answered = desk["client"].post(f"{desk['at']}say/", message(**change))

    assert answered.status_code in {status, 400}
    assert not DeskMessage.objects.exists()
    assert not Message.objects.exists()


def test_pages_cost_the_same_however_many_entries_there_are(desk):
    pages = (desk["at"], f"{desk['at']}entries/", desk["one"])
    hand_in(desk["contest"])
    few = [queries(desk["client"], path) for path in pages]
    for _ in range(8):
        hand_in(desk["contest"])

    assert [queries(desk["client"], path) for path in pages] == few


def test_staff_find_every_contest_in_the_admin_and_others_do_not(desk, client):
    ensure_roles()
    staff = User.objects.create_user("staff-runner", is_staff=True)
    staff.groups.add(Group.objects.get(name="活动管理"))
    client.force_login(staff)
    shown = text(client.get("/cms/contests/"))
    assert desk["contest"].title in shown
    assert f'href="{desk["at"]}"' in shown
    assert client.get(desk["at"]).status_code == 200
    assert "/cms/contests/" in text(client.get("/cms/"))

    other = User.objects.create_user("staff-other", is_staff=True)
    other.groups.add(Group.objects.get(name="机构管理"))
    client.force_login(other)
    assert client.get("/cms/contests/").status_code in {302, 403}
    assert client.get(desk["at"]).status_code == 404
