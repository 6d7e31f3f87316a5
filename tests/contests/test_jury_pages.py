"""Jurors' pages: marking without scripts, what a script is told, and what nobody learns by any address."""

import json
import re
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.sealing import phone_digest
from accounts.services.organisations import add_member as join_organisation
from campaigns.contests import urls
from campaigns.contests.file_links import file_url
from campaigns.contests.models import Assignment, JudgingEvent, Mark, PanelMember
from campaigns.contests.services.locking import lock
from config.api import api
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.judging_world import (
    JUDGES,
    NOTICE,
    VISITS,
    judged_contest,
    make_entry,
    make_file,
    mark,
    sheet,
    states,
    stop_clock,
)
from tests.contests.world import make_contest, make_member, make_school

pytestmark = pytest.mark.django_db
FULL = {"p-1.1": "60", "p-1.2": "30", "p-2.1": "9.5"}
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def world(client):
    """A contest in judging, its jurors, and the first one's first sheet; the first juror is signed in."""
    contest, members = judged_contest(entries=4, jurors=4)
    client.force_login(members[0].user)
    return contest, members, sheet(members[0])


def at(name, *numbers):
    return reverse(f"contests:{name}", args=numbers)


def text(answer):
    return answer.content.decode()


def save(client, one, revision=0, **more):
    sent = {"revision": str(revision)} | more.pop("fields", FULL) | more
    return client.post(at("jury-save", one.pk), sent)


def test_a_round_is_marked_and_locked_without_scripts(world, client):
    contest, members, one = world
    mine = [sheet(members[0], number) for number in range(3)]
    assert f"开始评 {one.entry.label}" in text(client.get(at("jury")))
    page = text(client.get(at("jury-sheet", one.pk)))
    assert "我们做到了1.1" in page
    assert "自评 <strong>59</strong> / 60 分" in page

    assert save(client, one, go="next").url == at("jury-sheet", mine[1].pk)
    assert save(client, mine[1], go="stay").url == at("jury-sheet", mine[1].pk)
    assert save(client, mine[1], revision=1, go="lock").url == at("jury-lock", mine[1].pk)
    assert "9.5 / 10" in text(client.get(at("jury-lock", mine[1].pk)))
    assert client.post(at("jury-lock", mine[1].pk), {"revision": "1"}).url == at("jury-sheet", one.pk)
    assert save(client, mine[2], go="next").url == at("jury-summary", contest.pk)

    summary = text(client.get(at("jury-summary", contest.pk)))
    assert summary.count("99.5") == 3
    assert "锁定评完的 2 件" in summary
    client.post(at("jury-lock-all", contest.pk))
    assert states(mine) == ["locked"] * 3
    page = text(client.get(at("jury-sheet", one.pk)))
    assert "只能看" in page
    assert 'name="p-1.1"' not in page
    assert "我给 <strong>60</strong> / 60 分" in page


def test_a_script_is_told_the_new_revision_and_how_far_it_is(world, client):
    _, _, one = world

    answer = client.post(at("jury-save", one.pk), {"revision": "0", "p-1.1": "50.5"}, **JSON)

    assert answer.json() == {"revision": 1, "given": 1, "sum": "50.5"}


def test_a_script_with_an_older_screen_is_told_so_and_nothing_is_lost(world, client):
    _, _, one = world
    client.post(at("jury-save", one.pk), {"revision": "0", "p-1.1": "50"}, **JSON)

    answer = client.post(at("jury-save", one.pk), {"revision": "0", "p-1.1": "40"}, **JSON)

    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert Mark.objects.get().points == 50


def test_what_is_refused_is_said_and_stays_on_the_screen(world, client):
    _, _, one = world

    for fields, words in (
        ({"p-1.1": "61", "c-1.2": "证据很足"}, "要在 0 到 60 分之间"),
        ({"p-1.1": "abc", "c-1.2": "证据很足"}, "要写成数字"),
        ({"v-3": "yes", "c-1.2": "证据很足"}, "要写明依据"),
    ):
        answer = save(client, one, fields=fields)
        assert answer.status_code == 422
        assert words in text(answer)
        assert "证据很足" in text(answer)
    assert Mark.objects.count() == 0
    assert save(client, one, fields={}, revision="x").status_code == 422


def test_a_veto_with_its_grounds_is_kept(world, client):
    _, _, one = world

    save(client, one, fields={"v-3": "yes", "c-3": "去年有处罚决定书"})

    found = Mark.objects.get()
    assert (found.is_vetoed, found.points, found.comment) == (True, None, "去年有处罚决定书")


def test_standing_back_needs_a_reason_and_takes_the_sheet_away(world, client):
    _, _, one = world

    assert client.post(at("jury-recuse", one.pk), {"because": ""}).status_code == 422
    assert states([one]) == ["open"]
    assert client.post(at("jury-recuse", one.pk), {"because": "校长是我表哥"}).url == at("jury")

    assert states([one]) == ["recused"]
    assert client.get(at("jury-sheet", one.pk)).status_code == 404
    assert Assignment.objects.filter(entry=one.entry, state="open").count() == 3


def _secrets(entry, others):
    """What a juror must not read: who it is, and what others gave and wrote."""
    return {
        entry.name,
        entry.organisation.name,
        entry.organisation.code,
        entry.applicant.display_name,
        *others,
    }


def test_a_juror_learns_no_name_no_other_marks_and_no_results_by_any_address(world, client):
    """Every address of contests, with every number that could mean something, as a juror."""
    contest, members, one = world
    other = Assignment.objects.filter(entry=one.entry).exclude(pk=one.pk).first()
    file = make_file(one.entry)
    mark(other, _1_1="17.5")
    Mark.objects.filter(assignment=other).update(comment="别人的评语")
    lock(user=other.member.user, sheet_id=other.pk, revision=1)
    secrets = _secrets(one.entry, ["17.5", "57.5", "别人的评语", file.name])
    numbers = {contest.pk, one.entry_id, one.pk, other.pk, file.pk, members[0].pk, members[1].pk}
    read = []

    for pattern in [*urls.urlpatterns, *_calls()]:
        for numbered in _addresses(pattern, numbers):
            answer = client.get(numbered)
            assert answer.status_code in {200, 302, 404, 405}, numbered
            if answer.status_code == 200:
                body = b"".join(answer) if answer.streaming else answer.content
                read.append(numbered)
                found = {secret for secret in secrets if secret in body.decode(errors="replace")}
                assert found == set(), numbered

    assert {at("jury-sheet", one.pk), "/api/v1/me/assignments"} <= set(read)
    assert at("jury-summary", contest.pk) in read
    assert at("jury-chair", contest.pk) not in read
    # The same words are there for those whom they concern.
    client.force_login(one.entry.applicant)
    assert one.entry.name in text(client.get(at("mine")))
    client.force_login(other.member.user)
    assert "别人的评语" in text(client.get(at("jury-sheet", other.pk)))


def _calls():
    """The paths of the API that speak of contests."""
    paths = api.get_openapi_schema()["paths"]
    return [path for path in paths if re.search("contest|entries|assignments|titles", path)]


def _addresses(pattern, numbers):
    """An address with each of these numbers in each of its places; a code or a token cannot be guessed."""
    if isinstance(pattern, str):
        return {re.sub(r"\{[^}]*\}", str(number), pattern) for number in numbers}
    names = list(pattern.pattern.converters)
    if not all(name.endswith("_id") for name in names):
        return []
    return [
        reverse(f"contests:{pattern.name}", args=args) for args in product(sorted(numbers), repeat=len(names))
    ]


def test_files_are_for_the_jurors_of_an_entry_alone_and_under_neutral_names(world, client):
    _, members, one = world
    file = make_file(one.entry)
    stranger = next(
        member for member in members if not Assignment.objects.filter(entry=one.entry, member=member).exists()
    )
    page = text(client.get(at("jury-sheet", one.pk)))
    link = next(
        part for part in page.split('"') if part.startswith(reverse("contests:file", args=["x"])[:-2])
    )

    answer = client.get(link)
    assert (answer.status_code, b"".join(answer)) == (200, b"%PDF-1.4 test")
    assert one.entry.name not in str(answer.headers)
    assert file.name not in page

    # The link of one is nothing for another, nor one made for a juror of other entries.
    other = Client()
    other.force_login(stranger.user)
    assert other.get(link).status_code == 404
    assert other.get(file_url(file=file, viewer=stranger.user)).status_code == 404
    # Whoever came too near sees it no more.
    join_organisation(organisation=one.entry.organisation, user=members[0].user, role="helper")
    assert client.get(link).status_code == 404
    assert client.get(at("jury-sheet", one.pk)).status_code == 404


@pytest.mark.parametrize("role", ["head", "staff", "helper"])
def test_the_own_organisations_entry_is_not_found_by_any_address(client, role):
    contest, _ = judged_contest(entries=1, jurors=4)
    one = Assignment.objects.first()
    join_organisation(organisation=one.entry.organisation, user=one.member.user, role=role)
    client.force_login(one.member.user)
    label = one.entry.label

    assert label not in text(client.get(at("jury")))
    assert label not in text(client.get(at("jury-summary", contest.pk)))
    for name in ("jury-sheet", "jury-lock", "jury-recuse"):
        assert client.get(at(name, one.pk)).status_code == 404
    assert save(client, one).status_code == 404
    assert client.get("/api/v1/me/assignments").json()["items"] == []
    assert give(client, one.entry_id, {"revision": 0}).status_code == 404
    # Nor where the organisation itself goes on with it: until all is judged that is for colleagues.
    for name in ("entry", "entry-preview", "entry-files", "entry-uploads", "result"):
        assert client.get(at(name, one.entry_id)).status_code == 404
    assert label not in text(client.get(at("mine")))


@pytest.mark.parametrize(
    "who", ["guest", "resident", "applicant", "chair", "inspector", "other juror", "head"]
)
def test_nobody_but_the_juror_finds_a_sheet(who):
    school, head = make_school()
    contest, members = judged_contest(entries=4, jurors=4, organisation=school)
    one = sheet(members[0])
    mark(one)
    people = {
        "resident": make_resident,
        "applicant": lambda: one.entry.applicant,
        "chair": lambda: make_member(contest, "chair").user,
        "inspector": lambda: make_member(contest, "inspector").user,
        "other juror": lambda: members[1].user,
        "head": lambda: head,
    }
    client = Client()
    expected = {302} if who == "guest" else {404}
    if who != "guest":
        client.force_login(people[who]())

    for name in ("jury-sheet", "jury-lock", "jury-recuse"):
        assert client.get(at(name, one.pk)).status_code in expected
    assert save(client, one, revision=1, fields={"p-1.1": "1"}).status_code in expected
    assert client.post(at("jury-lock", one.pk), {"revision": "1"}).status_code in expected
    assert client.post(at("jury-recuse", one.pk), {"because": "x"}).status_code in expected

    one.refresh_from_db()
    assert (one.state, one.revision) == ("open", 1)
    assert one.marks.get(criterion__key="1.1").points == 60


def test_before_judging_one_reads_and_marks_nothing(world, client, monkeypatch):
    _, _, one = world
    stop_clock(monkeypatch, days=VISITS - JUDGES)

    page = text(client.get(at("jury-sheet", one.pk)))

    assert "到了评审阶段才能给分" in page
    assert 'name="p-1.1"' not in page
    assert save(client, one).status_code == 409
    assert Mark.objects.count() == 0


def test_pages_cost_the_same_whatever_there_is():
    costs = []
    for entries in (2, 9):
        contest, members = judged_contest(entries=entries, jurors=3)
        chair = make_member(contest, "chair")
        for number in range(entries):
            mark(sheet(members[0], number))
        make_file(sheet(members[0]).entry)
        for _ in range(entries):
            make_file(sheet(members[0]).entry)
        juror, leader = Client(), Client()
        juror.force_login(members[0].user)
        leader.force_login(chair.user)
        costs.append(
            [
                _cost(juror, at("jury")),
                _cost(juror, at("jury-sheet", sheet(members[0]).pk)),
                _cost(juror, at("jury-summary", contest.pk)),
                _cost(juror, "/api/v1/me/assignments"),
                _cost(leader, at("jury-chair", contest.pk)),
                _cost(leader, at("jury-log", contest.pk)),
            ]
        )

    assert costs[0] == costs[1]


def _cost(client, path):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def give(client, entry_id, body, **headers):
    return client.post(
        f"/api/v1/entries/{entry_id}/scores", json.dumps(body), content_type="application/json", **headers
    )


def test_the_api_gives_and_takes_ones_own_marks(world, client):
    _, members, one = world
    listed = client.get("/api/v1/me/assignments").json()
    assert [row["label"] for row in listed["items"]] == [
        row.entry.label for row in members[0].assignments.order_by("-pk").select_related("entry")
    ]
    body = {
        "revision": 0,
        "marks": [{"criterion": key[2:], "points": float(value)} for key, value in FULL.items()],
        "words": "扎实",
    }

    first, again = (give(client, one.entry_id, body, HTTP_IDEMPOTENCY_KEY="k1") for _ in range(2))

    assert first.status_code == 200, first.content
    assert first.json() == again.json()
    assert (first.json()["revision"], first.json()["words"]) == (1, "扎实")
    stale = give(client, one.entry_id, body | {"words": "别的"})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    locked = give(client, one.entry_id, body | {"revision": 1, "lock": True})
    assert locked.json()["state"] == "locked"
    assert one.marks.get(criterion__key="2.1").points == Decimal("9.5")
    assert JudgingEvent.objects.filter(what="locked").count() == 1


def test_the_api_finds_no_entry_of_others(world, client):
    contest, members, one = world
    away = next(row for row in contest.entries.all() if not members[0].assignments.filter(entry=row).exists())
    PanelMember.objects.filter(pk=members[1].pk).update(ended_at=NOW)
    for user, entry in (
        (members[0].user, away),
        (members[1].user, one.entry),
        (one.entry.applicant, one.entry),
    ):
        client.force_login(user)
        answer = give(client, entry.pk, {"revision": 0, "marks": [{"criterion": "1.1", "points": 1}]})
        assert answer.status_code == 404
    assert Mark.objects.count() == 0


def test_the_chair_sees_labels_spread_and_outliers_and_the_ranking_at_the_end(world, client):
    contest, _, _ = world
    chair = make_member(contest, "chair")
    client.force_login(chair.user)
    entries = list(contest.entries.order_by("number"))
    sheets = list(Assignment.objects.order_by("entry", "pk").select_related("entry", "member__user"))
    for number, one in enumerate(sheets[:-1]):
        done = mark(one, _1_1=[60, 58, 30][number % 3])
        lock(user=one.member.user, sheet_id=one.pk, revision=done.revision)

    page = text(client.get(at("jury-chair", contest.pk)))
    # The third juror of every entry but the last, which that one has not locked.
    assert page.count("ly-jury__dot--far") == len(entries) - 1
    assert "全部锁定，或者评审结束以后才显示" in page
    assert f"还有 <strong>{1}</strong> 张" in page
    for entry in entries:
        assert entry.name not in page
        assert entry.organisation.name not in page

    done = mark(sheets[-1], _1_1=30)
    lock(user=sheets[-1].member.user, sheet_id=sheets[-1].pk, revision=done.revision)
    page = text(client.get(at("jury-chair", contest.pk)))
    assert "<li>001：89.3</li>" in page
    assert page.count("重新打开</a>") == len(sheets)

    client.post(at("jury-reopen", contest.pk, sheets[-1].pk), {"because": "请核对 1.1"})
    assert states(sheets[-1:]) == ["open"]
    assert "请核对 1.1" in text(client.get(at("jury-log", contest.pk)))
    answer = client.post(at("jury-remind", contest.pk), follow=True)
    assert "提醒了 1 位评委" in text(answer)


def test_the_ranking_is_shown_when_judging_is_over_even_with_open_sheets(world, client, monkeypatch):
    contest, _, one = world
    done = mark(one)
    lock(user=one.member.user, sheet_id=one.pk, revision=done.revision)
    client.force_login(make_member(contest, "chair").user)
    assert "直接平均，供您把关" not in text(client.get(at("jury-chair", contest.pk)))

    stop_clock(monkeypatch, days=NOTICE - JUDGES)

    assert f"<li>{one.entry.label}：100.0</li>" in text(client.get(at("jury-chair", contest.pk)))


def test_only_the_chair_finds_the_chairs_pages(world):
    contest, members, one = world
    done = mark(one)
    lock(user=one.member.user, sheet_id=one.pk, revision=done.revision)
    elsewhere = make_member(judged_contest()[0], "chair").user
    for user in (members[0].user, one.entry.applicant, elsewhere, make_resident()):
        client = Client()
        client.force_login(user)
        assert client.get(at("jury-chair", contest.pk)).status_code == 404
        assert client.get(at("jury-log", contest.pk)).status_code == 404
        assert client.post(at("jury-remind", contest.pk)).status_code == 404
        assert client.post(at("jury-reopen", contest.pk, one.pk), {"because": "x"}).status_code == 404
    assert states([one]) == ["locked"]


def test_the_desk_seats_and_ends_and_jurors_say_conflicts(client):
    school, head = make_school()
    contest = make_contest(day=22, organisation=school)
    juror = make_resident(phone_digest=phone_digest("+8613800138000"))
    make_entry(contest)
    client.force_login(head)
    assert client.post(at("desk-panel", contest.pk), {"phone": "1", "role": "juror"}).status_code == 422
    client.post(at("desk-panel", contest.pk), {"phone": "13800138000", "role": "juror"})
    seat = PanelMember.objects.get()
    assert "评委" in text(client.get(at("desk-panel", contest.pk)))

    theirs = Client()
    theirs.force_login(juror)
    assert theirs.get(at("desk-panel", contest.pk)).status_code == 404
    sent = {"organisation": str(make_school()[0].pk), "because": "孩子在读"}
    theirs.post(at("jury-conflicts", contest.pk), sent)
    said = seat.conflicts.get()
    assert "孩子在读" in text(theirs.get(at("jury-conflicts", contest.pk)))
    theirs.post(at("jury-conflict-back", contest.pk, said.pk))
    assert not seat.conflicts.exists()
    assert "我的评审" in text(theirs.get("/me/"))

    assert theirs.post(at("desk-panel-end", contest.pk, seat.pk)).status_code == 404
    client.post(at("desk-panel-end", contest.pk, seat.pk))
    seat.refresh_from_db()
    assert seat.ended_at == NOW
    assert "我的评审" not in text(theirs.get("/me/"))
