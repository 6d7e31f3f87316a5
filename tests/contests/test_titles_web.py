"""Titles on pages: their papers, the register, asking about a code, withdrawing with a reason."""

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.models import Organisation
from accounts.services.erasure import erase_resident
from accounts.services.organisations import add_member
from campaigns.contests.models import Recheck, Title
from campaigns.contests.refusals.titles import NoSuchTitle, OwnTitle, TitleRefused
from campaigns.contests.selectors.papers import certificate_of, plaque_of
from campaigns.contests.selectors.titles import my_title, titles_of
from campaigns.contests.services.titles import withdraw
from campaigns.rules.certificates import WRONG_AN_HOUR, spaced
from core import clock
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW, make_action, make_area, make_resident
from tests.contests.awarded import make_title, runner_of
from tests.contests.world import make_contest, make_member, make_standard

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)
    cache.clear()


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """The same pages, so many days on."""
    moment = NOW + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", moment.date)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def head_of(title: Title):
    return title.entry.applicant


def test_the_certificate_says_what_it_proves_and_what_it_does_not():
    title = make_title(make_contest(day=60))
    paper = certificate_of(my_title(head_of(title), title.pk))

    assert paper.award == "绿色学校 · 示范"
    assert paper.tone == "honour"
    assert ("有效期至", "2027年10月29日") in paper.facts
    assert paper.qr.endswith(f"/titles/{title.code}/")
    for part in ("草案标准", "零收费", "自愿", "不作为升学依据", "每年复核"):
        assert part in paper.note


def test_a_confirmed_standard_is_not_called_a_draft():
    contest = make_contest("shop", day=60, standard=make_standard("shop", is_draft=False))
    title = make_title(contest)
    mine = my_title(head_of(title), title.pk)

    assert "草案" not in certificate_of(mine).note + plaque_of(mine).note
    assert "升学" not in certificate_of(mine).note


def test_the_holder_has_papers_and_nobody_else(client):
    title = make_title(make_contest(day=60))
    holder = signed_in(head_of(title))
    base = f"/contests/titles/{title.pk}/"

    for path, size in (("certificate.png", (1754, 1240)), ("plaque.png", (2100, 1400))):
        answer = holder.get(f"{base}{path}")
        assert Image.open(io.BytesIO(answer.content)).size == size
    for path in ("", "print/certificate/", "print/plaque/", "recheck/"):
        assert holder.get(f"{base}{path}").status_code == 200
    assert title.name in holder.get("/me/titles/").content.decode()
    assert "我的称号" in holder.get("/me/").content.decode()
    assert holder.get(f"{base}print/poster/").status_code == 404
    assert holder.get(f"{base}sheet/").status_code == 404

    contest = title.contest
    strangers = [make_resident(), make_member(contest).user, runner_of(contest)]
    strangers.append(make_member(contest, "chair").user)
    helper = make_resident()
    add_member(organisation=title.organisation, user=helper, role="helper")
    for stranger in [*strangers, helper]:
        browser = signed_in(stranger)
        for path in ("", "certificate.png", "plaque.png", "print/plaque/", "recheck/", "sheet/"):
            assert browser.get(f"{base}{path}").status_code == 404
    assert client.get(base).status_code == 302


def test_a_family_has_its_own_title_and_a_work_no_plaque():
    family, work = make_title(make_contest("family", day=60)), make_title(make_contest("works", day=60))

    assert list(titles_of(head_of(family))) == [family]
    assert signed_in(head_of(work)).get(f"/contests/titles/{work.pk}/plaque.png").status_code == 404
    assert signed_in(head_of(work)).get(f"/contests/titles/{work.pk}/certificate.png").status_code == 200


def test_anybody_learns_whether_a_title_holds(client, monkeypatch):
    title = make_title(make_contest(day=60))

    page = client.get(f"/titles/{title.code}/")
    assert page.status_code == 200
    assert "现在有效" in page.content.decode()
    assert client.get(f"/titles/{spaced(title.code).lower()}/").status_code == 200
    assert client.get("/certificates/", {"code": title.code}, follow=True).redirect_chain[-1][0] == (
        f"/titles/{title.code}/"
    )
    last = (title.valid_until - NOW.date()).days
    later(monkeypatch, last)
    assert "现在有效" in client.get(f"/titles/{title.code}/").content.decode()
    later(monkeypatch, last + 1)
    assert "已到期" in client.get(f"/titles/{title.code}/").content.decode()


def test_wrong_codes_are_counted_together_with_those_of_certificates(client):
    title = make_title(make_contest(day=60))
    for number in range(WRONG_AN_HOUR):
        field = "titles" if number % 2 else "certificates"
        assert client.get(f"/{field}/AAAABBBBCCCCDDDD/").status_code == 404

    assert client.get(f"/titles/{title.code}/").status_code == 429
    assert client.get(f"/certificates/{title.code}/").status_code == 429
    assert client.get("/titles/AAAABBBBCCCCDDDD/").status_code == 429


def test_a_title_is_withdrawn_with_a_reason_that_everybody_reads(client):
    action = make_action("GR-SHOP", evidence=["self", "qr"])
    title = make_title(make_contest("shop", day=60, scan_action=action))
    runner = runner_of(title.contest)
    Recheck.objects.create(title=title, due_from=NOW.date(), due_until=NOW.date())

    withdrawn = withdraw(by=runner, title_id=title.pk, reason="被查出违法排放")
    again = withdraw(by=runner, title_id=title.pk, reason="另一个原因")

    assert withdrawn.withdrawn_because == again.withdrawn_because == "被查出违法排放"
    title.place.refresh_from_db()
    assert not title.place.is_open
    assert title.rechecks.get().state == "failed"
    message = Message.objects.get(recipient=head_of(title))
    assert "被查出违法排放" in message.body
    page = client.get(f"/titles/{title.code}/").content.decode()
    assert "已撤销" in page
    assert "被查出违法排放" in page
    assert "被查出违法排放" in client.get("/titles/").content.decode()
    holder = signed_in(head_of(title))
    assert "被查出违法排放" in holder.get(f"/contests/titles/{title.pk}/").content.decode()
    assert holder.get(f"/contests/titles/{title.pk}/certificate.png").status_code == 404
    assert holder.get(f"/contests/titles/{title.pk}/plaque.png").status_code == 404
    assert holder.get(f"/contests/titles/{title.pk}/print/certificate/").status_code == 302


def test_who_may_not_withdraw_changes_nothing():
    title = make_title(make_contest(day=60))
    contest = title.contest
    both = runner_of(contest)
    add_member(organisation=title.organisation, user=both, role="helper")
    cases = [
        (make_resident(), NoSuchTitle),
        (head_of(title), NoSuchTitle),
        (make_member(contest).user, NoSuchTitle),
        (make_member(contest, "chair").user, NoSuchTitle),
        (make_member(contest, "inspector").user, NoSuchTitle),
        (runner_of(make_contest(day=60)), NoSuchTitle),
        (both, OwnTitle),
    ]

    for person, refusal in cases:
        with pytest.raises(refusal):
            withdraw(by=person, title_id=title.pk, reason="没有理由")
    for reason in ("", "  ", "长" * 201):
        with pytest.raises(TitleRefused):
            withdraw(by=runner_of(contest), title_id=title.pk, reason=reason)
    title.refresh_from_db()
    assert title.withdrawn_at is None
    assert not Message.objects.exists()


def test_the_desk_withdraws_over_pages():
    title = make_title(make_contest(day=60))
    desk = signed_in(runner_of(title.contest))
    base = f"/contests/{title.contest_id}/desk/titles/"

    assert title.name in desk.get(base).content.decode()
    assert desk.get(f"{base}{title.pk}/withdraw/").status_code == 200
    assert desk.post(f"{base}{title.pk}/withdraw/", {"reason": ""}).status_code == 422
    assert Title.objects.get().withdrawn_at is None
    other = make_contest(day=60)
    crossed = signed_in(runner_of(other)).post(
        f"/contests/{other.pk}/desk/titles/{title.pk}/withdraw/", {"reason": "越权"}
    )
    assert crossed.status_code == 404
    assert Title.objects.get().withdrawn_at is None
    assert desk.post(f"{base}{title.pk}/withdraw/", {"reason": "弄虚作假"}).status_code == 302
    assert Title.objects.get().withdrawn_because == "弄虚作假"
    assert signed_in(make_resident()).get(base).status_code == 404
    assert Client().get(base).status_code == 302


def test_the_register_is_searched_and_printed_and_taken_along(client, monkeypatch):
    town, community = make_area()
    school = make_title(make_contest(day=60), area=community)
    family = make_title(make_contest("family", day=60, year=2025), name="小林家")
    withdraw(by=runner_of(family.contest), title_id=family.pk, reason="自愿放弃")

    def names(**wanted) -> set[str]:
        page = client.get("/titles/", wanted).content.decode()
        return {one.name for one in (school, family) if f">{one.name}</a>" in page}

    assert names() == names(year="x", kind="x", standing="x") == {school.name, "小林家"}
    assert names(year=2025) == names(kind="family") == names(words="小林") == {"小林家"}
    assert names(area=town.code) == names(standing="valid") == {school.name}
    assert names(standing="withdrawn") == {"小林家"}
    assert names(standing="ended") == set()
    assert names(print=1) == {school.name, "小林家"}
    lines = client.get("/titles.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "自愿放弃" in "".join(lines)
    later(monkeypatch, 400)
    assert names(standing="ended") == {school.name}
    assert names(standing="valid") == set()


def test_the_register_asks_as_much_for_many_as_for_one(client):
    contest = make_contest(day=60)
    make_title(contest)
    client.get("/titles/")
    with CaptureQueriesContext(connection) as few:
        client.get("/titles/")
    for _ in range(15):
        make_title(contest)
    with CaptureQueriesContext(connection) as many:
        client.get("/titles/")

    assert len(many) == len(few)
    holder, org = make_resident(), Organisation.objects.order_by("pk").first()
    add_member(organisation=org, user=holder, role="head")
    mine = signed_in(holder)
    with CaptureQueriesContext(connection) as one:
        mine.get("/me/titles/")
    for title in Title.objects.exclude(organisation=org):
        add_member(organisation=title.organisation, user=holder, role="staff")
    with CaptureQueriesContext(connection) as several:
        page = mine.get("/me/titles/")
    assert page.content.decode().count("ly-linkcard__title") == 16
    assert len(several) == len(one)


def test_a_pupils_work_without_consent_is_not_in_the_register(client):
    contest = make_contest("works", day=60, for_pupils=True)
    make_title(contest, name="小雨滴", guardian_consent=True)
    make_title(contest, name="小树苗")
    page = client.get("/titles/").content.decode()

    assert "小雨滴" in page
    assert "小树苗" not in page
    assert "小树苗" not in client.get("/titles.csv").content.decode()


def test_a_family_that_is_forgotten_is_named_nowhere(client):
    family = make_title(make_contest("family", day=60), name="小林家")
    school = make_title(make_contest(day=60))

    erase_resident(user=head_of(family), by=head_of(family), now=NOW)

    family.refresh_from_db()
    assert family.name == ""
    for path in ("/titles/", f"/titles/{family.code}/", "/titles.csv"):
        page = client.get(path).content.decode()
        assert "小林家" not in page
        assert "不公布名称" in page
    assert school.name in client.get("/titles/").content.decode()


def test_the_printed_code_of_a_shop_leads_to_its_place():
    action = make_action("GR-SHOP", evidence=["self", "qr"])
    title = make_title(make_contest("shop", day=60, scan_action=action))
    page = signed_in(head_of(title)).get(f"/contests/titles/{title.pk}/sheet/").content.decode()

    assert f"/q/{title.place.code}/" in page
    assert f"/contests/titles/{title.pk}/" in page
