"""The desk in the admin: cards, keys, who may see what, the blind second look, figures."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services.roles import ROLES, ensure_roles
from carbon_points.admin.review import ticket_for
from carbon_points.models import (
    ActionLog,
    Appeal,
    Decision,
    Policy,
    ReasonTemplate,
    SecondLook,
    Submission,
)
from carbon_points.selectors.review_figures import reviewer_figures
from carbon_points.services.appeals import appeal
from carbon_points.services.reasons import load_reasons
from carbon_points.services.review import decide
from core import clock
from tests.carbon_points.ledger_world import NOW
from tests.carbon_points.review_world import (
    bill_handed_in,
    handed_in,
    make_inhabitant,
    make_photo,
    make_reviewer,
    make_towns,
)

pytestmark = pytest.mark.django_db
DESK = "/cms/review/"
GETS = [DESK, f"{DESK}appeals/", f"{DESK}disagreements/", f"{DESK}figures/"]


@pytest.fixture(autouse=True)
def _today(time_machine_at_now: None) -> None:
    """The desk's clock stands at NOW."""


@pytest.fixture
def time_machine_at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=30))
    monkeypatch.setattr(clock, "today", lambda: timezone.localdate(NOW))


def twice(percent: int) -> None:
    """What share is looked at twice."""
    Policy.objects.create(
        kind="city",
        key="",
        values={"second_look_percent": percent},
        valid_from=NOW.date() - timedelta(days=1),
        note="测试",
        published_at=NOW,
    )


@pytest.fixture
def reviewer() -> User:
    """Lives in the second township."""
    return make_reviewer()


@pytest.fixture
def desk(client: Client, reviewer: User) -> Client:
    """The reviewer's browser."""
    client.force_login(reviewer)
    return client


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def main(answer: Any) -> str:
    """What stands between the admin's frame."""
    text: str = answer.content.decode()
    return text.split("<main")[1].split("</main")[0]


def said(client: Client, verdict: str, **values: str) -> Any:
    """Decide the card on the desk, and show what comes next."""
    ticket = client.get(DESK).context["ticket"]
    return client.post(f"{DESK}say/", {"ticket": ticket, "verdict": verdict, **values}, follow=True)


def test_a_card_shows_the_proof_and_nobody(desk):
    person = make_inhabitant(nickname="骑车老王")
    handed_in(person, note="人民路站上车")
    ReasonTemplate.objects.create(text="照片看不清", order=1)
    ReasonTemplate.objects.create(text="账单不全", kind="bill")
    ReasonTemplate.objects.create(text="停用的", is_active=False)

    page = main(desk.get(DESK))

    for words in ("乘公交 1 次", "2026年11月23日", "人民路站上车", "居民", "照片看不清"):
        assert words in page
    for secret in ("骑车老王", person.username, "东街道", "账单不全", "停用的", "提交于"):
        assert secret not in page
    assert len(re.findall(r"/evidence/", page)) == 2
    assert "<script>" not in page
    assert "style=" not in page


def test_a_bill_shows_its_figures_and_no_account_number(desk):
    bill_handed_in()
    page = main(desk.get(DESK))
    assert "户号末四位 6789；本期 160，去年同月 200，计入 40 千瓦时" in " ".join(page.split())
    assert "0123456789" not in page


def test_approve_and_reject_go_on_to_the_next_card(desk, reviewer):
    twice(0)
    first, second = handed_in(), handed_in()

    after = said(desk, "approve")
    assert "已通过。" in after.content.decode()
    assert after.context["card"].submission_id == second.pk
    assert after.context["today"] == 1

    after = said(desk, "reject", reason="照片看不清")
    assert "已退回。" in after.content.decode()
    assert "现在没有等您核验的记录" in after.content.decode()
    assert list(Submission.objects.order_by("pk").values_list("pk", "state")) == [
        (first.pk, "approved"),
        (second.pk, "rejected"),
    ]
    assert [word.opened_at for word in Decision.objects.all()] == [NOW + timedelta(seconds=30)] * 2


def test_a_typed_reason_counts_and_none_is_refused(desk):
    handed_in()
    after = said(desk, "reject", words=" ")
    assert "退回要写明理由" in after.content.decode()
    assert Decision.objects.count() == 0

    said(desk, "reject", words="请拍到车票")
    assert Decision.objects.get().reason == "请拍到车票"


def test_when_the_rules_say_no_the_sentence_is_shown_and_it_waits(desk):
    submission = handed_in()
    Submission.objects.filter(pk=submission.pk).update(quantity=11)

    after = said(desk, "approve")

    assert "一次最多记10次" in after.content.decode()
    assert (Decision.objects.count(), ActionLog.objects.count()) == (0, 0)
    assert after.context["card"].submission_id == submission.pk


def test_skipping_brings_another_and_undo_brings_it_back(desk):
    twice(0)
    first, second = handed_in(), handed_in()
    ticket = desk.get(DESK).context["ticket"]
    after = desk.post(f"{DESK}skip/", {"ticket": ticket}, follow=True)
    assert after.context["card"].submission_id == second.pk

    after = said(desk, "approve")
    assert after.context["card"].submission_id == first.pk
    assert [word.submission for word in after.context["undoable"]] == [second]

    after = desk.post(f"{DESK}{second.pk}/undo/", follow=True)
    assert "已撤销" in after.content.decode()
    second.refresh_from_db()
    assert (second.state, after.context["today"], len(after.context["undoable"])) == ("pending", 0, 0)
    again = desk.post(f"{DESK}{second.pk}/undo/", follow=True)
    assert "没有您可以撤销的核验" in again.content.decode()


@pytest.mark.parametrize("ticket", ["", "x", "stolen"])
def test_only_a_card_that_was_dealt_out_is_decided(desk, ticket):
    submission = handed_in()
    if ticket == "stolen":
        ticket = ticket_for(make_reviewer(), submission.pk, NOW)

    for address in ("say/", "skip/"):
        answer = desk.post(f"{DESK}{address}", {"ticket": ticket, "verdict": "approve"}, follow=True)
        assert "请看新的一条" in answer.content.decode()
    assert Decision.objects.count() == 0


def test_similar_pictures_stand_side_by_side_unless_they_are_near(desk):
    first, second, _ = make_towns()
    far, near = make_inhabitant(first), make_inhabitant(second)
    make_photo(far, dhash=0b11)
    make_photo(near, dhash=0b101)
    mine = make_inhabitant(first)
    handed_in(mine, photos=[make_photo(mine, dhash=0b1).pk])

    page = desk.get(DESK)

    similar = page.context["card"].photos[0].similar
    assert [(one.distance, one.same_person, bool(one.url)) for one in similar] == [
        (1, False, False),
        (1, False, True),
    ]
    assert "来自您居住的乡镇街道，不能显示" in main(page)


def test_a_reviewer_without_a_township_is_told_what_to_do(client):
    reviewer = make_reviewer()
    User.objects.filter(pk=reviewer.pk).update(area=None)
    client.force_login(reviewer)
    handed_in()

    for address in (DESK, f"{DESK}appeals/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "还没有填写居住的乡镇街道" in answer.content.decode()


# --- Near ones, through every address ----------------------------------------------------------------------


def test_a_reviewer_from_the_same_place_is_refused_at_every_address():
    twice(100)
    neighbour = make_reviewer(supervisor=True, area=make_towns()[2])
    client = browser(neighbour)
    resident = make_inhabitant()
    waiting, disputed, appealed = handed_in(resident), handed_in(resident), handed_in(resident)
    decide(reviewer=make_reviewer(), submission_id=disputed.pk, verdict="approve")
    decide(reviewer=make_reviewer(), submission_id=disputed.pk, verdict="reject", reason="x")
    decide(reviewer=make_reviewer(), submission_id=appealed.pk, verdict="reject", reason="x")
    case = appeal(resident=resident, submission_id=appealed.pk, text="请看")
    look = SecondLook.objects.get(submission=disputed)
    before = (Decision.objects.count(), ActionLog.objects.count())

    assert "card" not in client.get(DESK).context
    assert list(client.get(f"{DESK}appeals/").context["page"]) == []
    assert list(client.get(f"{DESK}disagreements/").context["page"]) == []
    for address in (f"{DESK}appeals/{case.pk}/", f"{DESK}disagreements/{look.pk}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"verdict": "approve", "words": "好"}).status_code == 404
    for submission in (waiting, disputed, appealed):
        ticket = ticket_for(neighbour, submission.pk, NOW)
        answer = client.post(f"{DESK}say/", {"ticket": ticket, "verdict": "approve"}, follow=True)
        assert "请由别的核验员处理" in answer.content.decode()
        answer = client.post(f"{DESK}{submission.pk}/undo/", follow=True)
        assert "请由别的核验员处理" in answer.content.decode()
    assert (Decision.objects.count(), ActionLog.objects.count()) == before
    assert Appeal.objects.get().state == "open"


# --- The blind second look ---------------------------------------------------------------------------------


def without_numbers(page: str) -> str:
    """The page without what differs between any two cards: tickets, tokens, links."""
    page = re.sub(r'name="(ticket|csrfmiddlewaretoken)"\s+value="[^"]+"', r'name="\1"', page)
    return re.sub(r"/evidence/[^\"]+", "/evidence/", page)


def test_a_second_look_cannot_be_told_from_a_first():
    twice(100)
    ReasonTemplate.objects.create(text="照片看不清")
    first, second, third = make_reviewer(), make_reviewer(), make_reviewer()
    decided = handed_in(note="同样的话")
    decide(reviewer=first, submission_id=decided.pk, verdict="reject", reason="看不清")
    blind = browser(second).get(DESK)
    assert blind.context["card"].submission_id == decided.pk
    SecondLook.objects.all().delete()
    fresh = handed_in(note="同样的话")
    plain = browser(third).get(DESK)
    assert plain.context["card"].submission_id == fresh.pk

    assert without_numbers(main(blind)) == without_numbers(main(plain))


def test_the_answer_to_a_second_look_cannot_be_told_either():
    twice(100)
    first, second, third = make_reviewer(), make_reviewer(), make_reviewer()
    decided = handed_in()
    decide(reviewer=first, submission_id=decided.pk, verdict="reject", reason="看不清")
    blind = said(browser(second), "approve")
    assert Decision.objects.get(reviewer=second).is_second
    handed_in()
    plain = said(browser(third), "approve")
    assert not Decision.objects.get(reviewer=third).is_second

    pages = [
        re.sub(r"/cms/review/\d+/", "/cms/review/", without_numbers(main(page))) for page in (blind, plain)
    ]
    assert pages[0] == pages[1]
    assert "已通过。" in blind.content.decode()


# --- Appeals and disagreements -----------------------------------------------------------------------------


def test_an_appeal_is_read_and_answered(desk):
    resident = make_inhabitant()
    submission = handed_in(resident)
    decide(reviewer=make_reviewer(), submission_id=submission.pk, verdict="reject", reason="看不清车牌")
    case = appeal(resident=resident, submission_id=submission.pk, text="左下角有车牌")
    address = f"{DESK}appeals/{case.pk}/"

    assert "左下角有车牌" in main(desk.get(f"{DESK}appeals/"))
    page = main(desk.get(address))
    for words in ("左下角有车牌", "看不清车牌", "乘公交 1 次"):
        assert words in page
    refused = desk.post(address, {"verdict": "approve", "words": " "})
    assert (refused.status_code, Appeal.objects.get().state) == (422, "open")

    after = desk.post(address, {"verdict": "approve", "words": "看到了，改为通过"}, follow=True)

    assert "居民会收到结果" in after.content.decode()
    assert "现在没有等您答复的申诉" in after.content.decode()
    assert (Appeal.objects.get().state, ActionLog.objects.count()) == ("overturned", 1)
    assert desk.get(address).status_code == 404


def test_a_disagreement_is_settled():
    twice(100)
    submission = handed_in()
    decide(reviewer=make_reviewer(), submission_id=submission.pk, verdict="approve")
    decide(reviewer=make_reviewer(), submission_id=submission.pk, verdict="reject", reason="没有日期")
    client = browser(make_reviewer(supervisor=True))
    address = f"{DESK}disagreements/{SecondLook.objects.get().pk}/"

    assert "乘公交 1 次" in main(client.get(f"{DESK}disagreements/"))
    page = main(client.get(address))
    assert "通过" in page
    assert "退回：没有日期" in page
    after = client.post(address, {"verdict": "reject", "words": "确实没有日期"}, follow=True)

    assert "现在没有待裁定的分歧" in after.content.decode()
    submission.refresh_from_db()
    assert (submission.state, ActionLog.objects.count()) == ("rejected", 2)


# --- Figures -----------------------------------------------------------------------------------------------


def test_figures_of_each_reviewer():
    twice(100)
    quick, careful = make_reviewer(nickname="阿快"), make_reviewer(nickname="阿细")
    for seconds, verdict in ((2, "approve"), (4, "approve"), (9, "reject")):
        submission = handed_in()
        for who in (quick, careful):
            decide(
                reviewer=who,
                submission_id=submission.pk,
                verdict="reject" if who is careful else verdict,
                reason="x",
                opened_at=NOW,
                now=NOW + timedelta(seconds=seconds),
            )
    Decision.objects.filter(reviewer=quick).first().submission.decisions.filter(reviewer=quick).update(
        undone_at=NOW
    )

    first, second = reviewer_figures(NOW + timedelta(days=1))

    assert (first.name, first.decided, first.undone) == ("阿快", 2, 1)
    assert (first.approve_rate, first.median_seconds) == (100, 3)
    assert (second.decided, second.approve_rate, second.median_seconds) == (3, 0, 4)
    assert (second.looked_twice, second.agreement_rate) == (3, 33)
    page = main(browser(make_reviewer(supervisor=True)).get(f"{DESK}figures/"))
    assert "阿快" in page
    assert "33%" in page


# --- Who may come in ---------------------------------------------------------------------------------------


def posts() -> list[str]:
    return [f"{DESK}say/", f"{DESK}skip/", f"{DESK}1/undo/", f"{DESK}appeals/1/", f"{DESK}disagreements/1/"]


@pytest.mark.parametrize("role", [*ROLES, "居民", "访客"])
def test_every_address_is_closed_to_other_roles(role):
    ensure_roles()
    client = Client()
    if role != "访客":
        user = make_inhabitant(is_staff=role in ROLES)
        if role in ROLES:
            user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
    open_to_role = {
        "核验员": {DESK, f"{DESK}appeals/"},
        "核验主管": set(GETS),
    }.get(role, set())

    for address in GETS:
        status = client.get(address).status_code
        assert status == (200 if address in open_to_role else 302), address
    for address in posts():
        answer = client.post(address, {"verdict": "approve"})
        if role not in {"核验员", "核验主管"}:
            assert answer.status_code == 302, address
            assert not answer.url.startswith(DESK), address
    assert "记录核验" not in client.get("/cms/", follow=True).content.decode() or open_to_role
    assert Decision.objects.count() == 0


def test_reasons_come_from_the_citys_folder_once_and_are_kept_by_supervisors(settings):
    assert load_reasons(folder=settings.CITY.folder) == 8
    ReasonTemplate.objects.first().delete()
    assert load_reasons(folder=settings.CITY.folder) == 0
    assert ReasonTemplate.objects.count() == 7
    ensure_roles()
    for role, status in (("核验主管", 200), ("核验员", 302)):
        user = make_inhabitant(is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        assert browser(user).get("/cms/snippets/carbon_points/reasontemplate/").status_code == status


# --- Queries -----------------------------------------------------------------------------------------------


def count(client: Client, address: str, assert_queries: Any, number: int) -> Any:
    client.get(address)
    with assert_queries(number):
        return client.get(address)


@pytest.mark.parametrize("rows", [1, 6])
def test_the_queue_takes_19_queries_for_any_number(desk, rows, django_assert_num_queries):
    for _ in range(rows):
        handed_in()
    count(desk, DESK, django_assert_num_queries, 19)


@pytest.mark.parametrize("rows", [1, 6])
def test_the_lists_take_13_queries_for_any_number(rows, django_assert_num_queries):
    twice(100)
    client = browser(make_reviewer(supervisor=True))
    first, second = make_reviewer(), make_reviewer()
    for _ in range(rows):
        one, other = handed_in(), handed_in()
        decide(reviewer=first, submission_id=one.pk, verdict="reject", reason="x")
        appeal(resident=one.resident, submission_id=one.pk, text="请看")
        decide(reviewer=first, submission_id=other.pk, verdict="reject", reason="x")
        decide(reviewer=second, submission_id=other.pk, verdict="approve")
    for kind in ("appeals", "disagreements"):
        page = count(client, f"{DESK}{kind}/", django_assert_num_queries, 13)
        assert len(page.context["page"]) == rows


@pytest.mark.parametrize("words", [1, 4])
def test_a_case_takes_16_queries_for_any_number_of_words(words, django_assert_num_queries):
    submission = handed_in()
    for _ in range(words):
        Decision.objects.create(
            submission=submission, reviewer=make_reviewer(), verdict="reject", reason="x", at=NOW
        )
    Submission.objects.update(state="rejected", decided_at=NOW)
    case = appeal(resident=submission.resident, submission_id=submission.pk, text="请看")
    client = browser(make_reviewer())
    page = count(client, f"{DESK}appeals/{case.pk}/", django_assert_num_queries, 16)
    assert len(page.context["case"].words) == words


@pytest.mark.parametrize("people", [1, 6])
def test_figures_take_13_queries_for_any_number(people, django_assert_num_queries):
    twice(0)
    client = browser(make_reviewer(supervisor=True))
    for _ in range(people):
        decide(reviewer=make_reviewer(), submission_id=handed_in().pk, verdict="approve")
    page = count(client, f"{DESK}figures/", django_assert_num_queries, 13)
    assert len(page.context["rows"]) == people
