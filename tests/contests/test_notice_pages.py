"""The public notice, the own result, and the desk of results and objections."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from accounts.models import PendingAction
from campaigns.contests.models import Contest, Objection, Result, Title
from campaigns.contests.pending import object_after_sign_in
from campaigns.contests.services.announcing import announce
from campaigns.contests.services.settling import settle
from core import clock
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.awarded import make_entry
from tests.contests.judged import entries_of, give_sheet, judged, make_runner, settled, to_day
from tests.contests.test_objections import answer, say
from tests.contests.world import make_contest, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


def notice(client, contest, **query):
    answer_ = client.get(f"/contests/{contest.pk}/notice/", query)
    assert answer_.status_code == 200
    return answer_.content.decode()


def announced(**values):
    contest = settled(**values)
    announce(contest.pk, NOW + timedelta(days=10))
    contest.refresh_from_db()
    return contest


@pytest.mark.parametrize("day", [0, 12, 22, 32, 42])
def test_before_it_the_page_says_when_it_will_be(day, client):
    contest = judged(day=day)

    page = notice(client, contest)

    assert "还没有公示" in page
    assert not any(entry.name in page for entry in entries_of(contest))


def test_on_its_first_morning_the_marks_are_still_added_up(client):
    assert "正在汇总" in notice(client, judged())


def test_it_names_what_has_a_level_and_nobody_else(client):
    contest = settled(sums=(95, 80, 60))
    first, second, third = entries_of(contest)

    page = notice(client, contest)

    assert page.index("示范") < page.index(first.name) < page.index(second.name)
    assert "95.00" in page
    assert third.name not in page
    assert "0734-0000000" in page
    assert "到现在没有人提出异议" in page


def test_of_pupils_neither_scores_nor_ranks_are_shown(client):
    contest = settled("works", sums=(92, 95), for_pupils=True)
    first, second = entries_of(contest)

    page = notice(client, contest)

    assert "95.00" not in page
    assert "92.00" not in page
    assert page.index(first.name) < page.index(second.name)


def test_answers_are_published_and_never_who_asked_or_in_which_words(client):
    contest = settled(sums=(95, 60))
    somebody = make_resident(nickname="提问的人")
    answer(contest, say(contest, entries_of(contest)[0], somebody, words="他家隔壁的王某说的"))
    answer(contest, say(contest, entries_of(contest)[1], entries_of(contest)[1].applicant, key="own"))
    say(contest, None, somebody, key="open", words="还没有人看过的话")

    page = notice(client, contest)

    assert "说得分太高" in page
    assert "核对过材料" in page
    assert "还有 1 条异议正在处理" in page
    assert f"编号 {entries_of(contest)[1].label}" in page
    for hidden in ("提问的人", "王某", "还没有人看过的话", entries_of(contest)[1].name):
        assert hidden not in page


def test_afterwards_it_shows_titles_what_waits_and_what_was_taken_away(client):
    contest = settled(sums=(95, 80, 78))
    first, second, third = entries_of(contest)
    say(contest, third)
    announce(contest.pk, NOW + timedelta(days=10))
    Title.objects.filter(entry=second).update(withdrawn_at=NOW, withdrawn_because="超标排放")

    page = notice(client, contest)

    assert "评选结果" in page
    assert f"/titles/{Title.objects.get(entry=first).code}/" in page
    assert "已撤销：超标排放" in page
    assert "异议处理中，暂不授予" in page
    assert "提异议" not in page


def test_a_contest_that_was_taken_down_or_is_not_there_is_not_found(client):
    contest = settled()
    Contest.objects.filter(pk=contest.pk).update(state="withdrawn")

    for path in (f"/contests/{contest.pk}/notice/", f"/contests/{contest.pk}/objections/"):
        assert client.get(path).status_code == 404
    assert client.get("/contests/999999/notice/").status_code == 404


def test_one_that_was_cancelled_says_so(client):
    contest = settled()
    Contest.objects.filter(pk=contest.pk).update(state="cancelled")

    page = notice(client, contest)

    assert "已经取消" in page
    assert entries_of(contest)[0].name not in page


@pytest.mark.parametrize("entries", [1, 6])
def test_the_notice_costs_the_same_for_one_and_for_many(entries, client, django_assert_num_queries):
    contest = settled(sums=(80,) * entries)
    for number, entry in enumerate(entries_of(contest)):
        answer(contest, say(contest, entry, key=str(number)))

    # Contest; how many results, and those; answers; how many are open; what was revised.
    with django_assert_num_queries(6):
        notice(client, contest)


def test_a_form_in_the_browser_objects(client):
    contest, somebody = settled(), make_resident()
    entry = entries_of(contest)[0]
    client.force_login(somebody)
    url = f"/contests/{contest.pk}/objections/"

    assert f"对“{entry.name}”的结果" in client.get(url, {"entry": entry.pk}).content.decode()
    sent = client.post(url, {"entry": entry.pk, "words": "不对", "request_key": "k"}, follow=True)

    assert "收到您的异议" in sent.content.decode()
    assert (Objection.objects.get().entry, Objection.objects.get().by) == (entry, somebody)


def test_a_guests_objection_is_kept_until_the_sign_in(client):
    contest, somebody = settled(), make_resident()
    entry = entries_of(contest)[0]

    sent = client.post(f"/contests/{contest.pk}/objections/", {"entry": entry.pk, "words": "不对"})

    assert sent.status_code == 302
    assert Objection.objects.count() == 0
    kept = PendingAction.objects.get()
    outcome = object_after_sign_in(user=somebody, payload=kept.payload, request_key=kept.request_key)
    assert (outcome.url, outcome.refused) == (f"/contests/{contest.pk}/notice/", False)
    assert (Objection.objects.get().by, Objection.objects.get().words) == (somebody, "不对")
    to_day(contest, 60)
    late = object_after_sign_in(user=make_resident(), payload=kept.payload, request_key=kept.request_key)
    assert late.refused
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"words": ""}, 422),
        ({"words": "长" * 1001}, 422),
        ({"words": "不对", "entry": "abc"}, 422),
        ({"words": "不对", "entry": "99999999999999999999"}, 422),
        ({"words": "不对", "entry": "999999"}, 404),
        ({"words": "不对", "request_key": "不"}, 422),
    ],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_bad_form_is_shown_again_and_keeps_nothing(sent, status, signed_in, client):
    contest = settled()
    if signed_in:
        client.force_login(make_resident())

    got = client.post(f"/contests/{contest.pk}/objections/", sent)

    assert got.status_code == status
    assert 'role="alert"' in got.content.decode()
    assert (Objection.objects.count(), PendingAction.objects.count()) == (0, 0)


def test_too_late_the_form_says_so_and_keeps_nothing(client):
    contest = announced()
    to_day(contest, 60)

    page = client.get(f"/contests/{contest.pk}/objections/").content.decode()
    sent = client.post(f"/contests/{contest.pk}/objections/", {"words": "不对"})

    assert "不能提出异议" in page
    assert (sent.status_code, PendingAction.objects.count()) == (409, 0)


def test_own_people_see_points_comments_and_no_jurors_name(client):
    contest = make_contest(day=52, normalisation="centred")
    entry, members = make_entry(contest), [make_member(contest) for _ in range(2)]
    give_sheet(entry, members[0], 55, 20, 5, comments={"1.1": "电表照片清楚"}, words="总的不错")
    give_sheet(entry, members[1], 50, 20, 5)
    settle(contest.pk, NOW)
    client.force_login(entry.applicant)

    page = client.get(f"/contests/entries/{entry.pk}/result/").content.decode()

    for shown in ("77.50", "评委甲", "评委乙", "电表照片清楚", "总的不错", "80.00", "2.50", "-2.50"):
        assert shown in page
    assert not any(member.user.username in page for member in members)


def test_a_result_is_for_its_own_people_alone(client):
    contest = settled()
    entry, other = entries_of(contest)[:2]
    juror = contest.panel.first().user
    url = f"/contests/entries/{entry.pk}/result/"

    assert client.get(url).status_code == 302
    for stranger in (make_resident(), other.applicant, juror):
        client.force_login(stranger)
        got = client.get(url)
        assert (got.status_code, entry.name in got.content.decode()) == (404, False)
    client.force_login(entries_of(judged())[0].applicant)
    assert client.get(f"/contests/entries/{entries_of(judged())[0].pk}/result/").status_code == 404


def test_too_few_sheets_are_seen_by_the_entry_the_desk_and_the_chair(client):
    contest = make_contest(day=52)
    entry = make_entry(contest)
    give_sheet(entry, make_member(contest), 60, 30, 10)
    give_sheet(entry, make_member(contest), 60, state="open")
    settle(contest.pk, NOW)

    for user in (make_runner(), make_member(contest, "chair").user):
        client.force_login(user)
        page = client.get(f"/contests/{contest.pk}/desk/results/").content.decode()
        assert "评分不足" in page
        assert "2 位里锁定 1 位" in page
    client.force_login(entry.applicant)
    assert "没有得分" in client.get(f"/contests/entries/{entry.pk}/result/").content.decode()


def test_the_desk_is_for_whoever_runs_it(client):
    contest = settled()
    row = say(contest, entries_of(contest)[0])
    desk = f"/contests/{contest.pk}/desk"
    pages = [
        f"{desk}/results/",
        f"{desk}/results.xlsx",
        f"{desk}/objections/",
        f"{desk}/objections/{row.pk}/",
    ]
    decision = {"outcome": "dismissed", "summary": "摘要", "answer": "答复"}

    assert [client.get(page).status_code for page in pages] == [302] * 4
    for stranger in (make_resident(), entries_of(contest)[0].applicant, contest.panel.first().user):
        client.force_login(stranger)
        assert [client.get(page).status_code for page in pages] == [404] * 4
        assert client.post(pages[3], decision).status_code == 404
    client.force_login(make_member(contest, "chair").user)
    assert [client.get(page).status_code for page in pages] == [200, 200, 404, 404]
    assert client.post(pages[3], decision).status_code == 404
    assert Objection.objects.get().outcome == ""
    client.force_login(make_runner())
    assert [client.get(page).status_code for page in pages] == [200] * 4


def test_the_runner_decides_in_a_form(client):
    contest = settled()
    entry = entries_of(contest)[0]
    row = say(contest, entry)
    client.force_login(make_runner())
    url = f"/contests/{contest.pk}/desk/objections/{row.pk}/"
    whole = {"outcome": "upheld", "summary": "摘要", "answer": "答复", "level": "none", "because": "材料不实"}

    for fault in ({"outcome": "x"}, {"summary": ""}, {"answer": ""}, {"level": "7x"}, {"because": ""}):
        assert client.post(url, whole | fault).status_code == 422
    assert Objection.objects.get().outcome == ""
    sent = client.post(url, whole, follow=True)

    assert "已经答复" in sent.content.decode()
    assert Objection.objects.get().outcome == "upheld"
    assert Result.objects.get(entry=entry).level is None
    assert client.post(url, whole | {"answer": "另一个答复"}).status_code == 409
    assert "答复并公布" not in client.get(url).content.decode()


def test_the_spreadsheet_has_a_line_for_each_entry(client):
    contest = announced(sums=(95, 60))
    client.force_login(make_runner())

    got = client.get(f"/contests/{contest.pk}/desk/results.xlsx")

    rows = list(load_workbook(io.BytesIO(got.content)).active.values)
    first, second = entries_of(contest)
    assert rows[0][:5] == ("名次", "编号", "名称", "得分", "等次")
    assert [row[:5] for row in rows[1:]] == [
        (1, first.label, first.name, 95, "示范"),
        (2, second.label, second.name, 60, None),
    ]
    assert rows[1][-1] == Title.objects.get(entry=first).code


@pytest.mark.parametrize("entries", [1, 6])
def test_the_desk_costs_the_same_for_one_and_for_many(entries, client, django_assert_num_queries):
    contest = settled(sums=(80,) * entries)
    for number, entry in enumerate(entries_of(contest)):
        say(contest, entry, key=str(number))
    client.force_login(make_runner())
    client.get(f"/contests/{contest.pk}/desk/results/")

    with django_assert_num_queries(11):
        client.get(f"/contests/{contest.pk}/desk/results/")
    with django_assert_num_queries(7):
        client.get(f"/contests/{contest.pk}/desk/objections/")
