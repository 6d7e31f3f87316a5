"""Re-checks over the years: opened by date, handed in, decided, lapsed; nothing early, late or by others."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.services.organisations import add_member
from campaigns.contests.models import EntryFile, Recheck, Title
from campaigns.contests.refusals.titles import NoSuchTitle, OwnTitle, RecheckRefused
from campaigns.contests.rules.titles import Standing
from campaigns.contests.selectors.rechecks import scans_of
from campaigns.contests.selectors.titles import my_title, standing_of
from campaigns.contests.services.advancing import STEPS
from campaigns.contests.services.recheck_days import lapse_rechecks, open_rechecks, remind_rechecks
from campaigns.contests.services.recheck_files import MOST, add_recheck_photo, remove_recheck_photo
from campaigns.contests.services.rechecks import decide_recheck, submit_recheck
from campaigns.contests.services.titles import withdraw
from carbon_points.refusals.desks import PlaceClosed
from carbon_points.services.logs import reverse_log
from carbon_points.services.places import log_at_place
from core import clock
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW, make_action, make_resident
from tests.contests.awarded import make_title, runner_of
from tests.contests.world import RECHECK, make_contest, make_member
from tests.media.pictures import photo

pytestmark = pytest.mark.django_db
OPENS, ENDS = RECHECK[0] - 60, RECHECK[1] - 60
# 29 February 2028 lies between the first re-check and the second.
A_YEAR = 366


class Days:
    """A clock that a test moves: days after NOW."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = NOW
        monkeypatch.setattr(clock, "now", lambda: self.now)
        monkeypatch.setattr(clock, "today", lambda: timezone.localdate(self.now))

    def go(self, days: int, title: Title) -> None:
        """To that day, on which the jobs run, twice."""
        self.now = NOW + timedelta(days=days)
        for _ in range(2):
            for step in (open_rechecks, remind_rechecks, lapse_rechecks):
                step(title.contest_id, self.now)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(monkeypatch)


@pytest.fixture
def title(days: Days) -> Title:
    """Of a school, given NOW by a contest that announced."""
    return make_title(make_contest(day=60))


def head_of(title: Title) -> User:
    return title.entry.applicant


def hand_in(title: Title, number: int = 1) -> Recheck:
    add_recheck_photo(by=head_of(title), title_id=title.pk, data=photo(number))
    return submit_recheck(by=head_of(title), title_id=title.pk, words="一年来用电少了两成。")


def standing(title: Title) -> Standing:
    return standing_of(my_title(head_of(title), title.pk))


def told(title: Title) -> list[str]:
    rows = Message.objects.filter(recipient=head_of(title)).order_by("pk")
    return [row.key.rsplit(":", 1)[1] for row in rows]


def test_the_steps_are_among_those_that_run_by_date():
    assert [one for one in STEPS if one in (open_rechecks, remind_rechecks, lapse_rechecks)] == [
        open_rechecks,
        remind_rechecks,
        lapse_rechecks,
    ]


def test_a_recheck_opens_on_its_day_once(title, days):
    days.go(OPENS - 1, title)
    assert not Recheck.objects.exists()
    days.go(OPENS, title)

    recheck = Recheck.objects.get()
    assert (recheck.due_from, recheck.due_until) == (title.contest.recheck_from, title.valid_until)
    assert recheck.state == "open"
    assert told(title) == ["opened"]
    days.go(ENDS - 8, title)
    assert told(title) == ["opened"]
    days.go(ENDS - 7, title)
    days.go(ENDS, title)
    assert told(title) == ["opened", "ends"]
    assert standing(title) == Standing.HOLDS


def test_passed_it_holds_a_year_more_and_is_checked_again_a_year_later(title, days):
    days.go(OPENS + 3, title)
    recheck = hand_in(title)
    assert recheck.state == "submitted"
    runner = runner_of(title.contest)

    done = decide_recheck(by=runner, recheck_id=recheck.pk, passed=True, reason="资料齐全。")
    again = decide_recheck(by=runner, recheck_id=recheck.pk, passed=True)

    assert (done.state, again.reason) == ("passed", "资料齐全。")
    first_end = title.valid_until
    title.refresh_from_db()
    assert title.valid_until == first_end.replace(year=first_end.year + 1)
    assert told(title) == ["opened", "passed"]
    days.go(ENDS + 5, title)
    assert standing(title) == Standing.HOLDS
    assert Recheck.objects.count() == 1
    days.go(OPENS + A_YEAR, title)
    second = Recheck.objects.exclude(pk=recheck.pk).get()
    assert second.due_until == title.valid_until
    assert second.due_until - second.due_from == timedelta(days=RECHECK[1] - RECHECK[0])


def test_nobody_hands_in_and_the_title_ends_by_itself(title, days):
    days.go(OPENS, title)
    days.go(ENDS, title)
    assert (standing(title), Recheck.objects.get().state) == (Standing.HOLDS, "open")
    end = title.valid_until
    days.go(ENDS + 1, title)

    title.refresh_from_db()
    assert (standing(title), Recheck.objects.get().state) == (Standing.ENDED, "lapsed")
    assert title.valid_until == end
    assert title.withdrawn_at is None
    assert told(title) == ["opened", "ends", "lapsed"]
    with pytest.raises(RecheckRefused):
        submit_recheck(by=head_of(title), title_id=title.pk, words="晚了一天")
    days.go(OPENS + A_YEAR, title)
    assert Recheck.objects.count() == 1


def test_failed_the_title_is_withdrawn_with_the_reason(title, days):
    days.go(OPENS, title)
    recheck = hand_in(title)

    decide_recheck(by=runner_of(title.contest), recheck_id=recheck.pk, passed=False, reason="浪费严重。")

    title.refresh_from_db()
    assert standing(title) == Standing.WITHDRAWN
    assert title.withdrawn_because == "年度复核未通过：浪费严重。"
    assert Recheck.objects.get().state == "failed"
    assert told(title) == ["opened", "withdrawn"]
    days.go(OPENS + A_YEAR, title)
    assert Recheck.objects.count() == 1


def test_what_was_handed_in_in_time_keeps_the_title_until_somebody_decides(title, days):
    days.go(ENDS, title)
    recheck = hand_in(title)
    days.go(ENDS + 30, title)

    assert standing(title) == Standing.CHECKING
    assert Recheck.objects.get().state == "submitted"
    assert "有效" in Client().get(f"/titles/{title.code}/").content.decode()
    with pytest.raises(RecheckRefused):
        submit_recheck(by=head_of(title), title_id=title.pk, words="改一改")
    decide_recheck(by=runner_of(title.contest), recheck_id=recheck.pk, passed=True)
    assert standing(title) == Standing.HOLDS


def test_decided_more_than_a_year_late_it_holds_until_a_day_to_come(title, days):
    days.go(ENDS, title)
    recheck = hand_in(title)
    days.go(ENDS + 400, title)

    decide_recheck(by=runner_of(title.contest), recheck_id=recheck.pk, passed=True)

    title.refresh_from_db()
    assert title.valid_until == date(2029, 10, 29)


def test_too_early_or_without_words_and_pictures_nothing_is_handed_in(title, days):
    with pytest.raises(RecheckRefused, match="还没有开始"):
        submit_recheck(by=head_of(title), title_id=title.pk, words="早了")
    with pytest.raises(RecheckRefused, match="还没有开始"):
        add_recheck_photo(by=head_of(title), title_id=title.pk, data=photo())
    days.go(OPENS, title)
    with pytest.raises(RecheckRefused, match="照片"):
        submit_recheck(by=head_of(title), title_id=title.pk, words="没有照片")
    add_recheck_photo(by=head_of(title), title_id=title.pk, data=photo())
    with pytest.raises(RecheckRefused, match="写几句"):
        submit_recheck(by=head_of(title), title_id=title.pk, words="  ")

    recheck = Recheck.objects.get()
    assert (recheck.state, recheck.words) == ("open", "")


def test_nobody_else_hands_in_or_decides(title, days):
    days.go(OPENS, title)
    contest, school = title.contest, title.organisation
    helper, both = make_resident(), runner_of(contest)
    add_member(organisation=school, user=helper, role="helper")
    add_member(organisation=school, user=both, role="helper")
    others = [make_resident(), helper, make_member(contest).user, make_member(contest, "chair").user]
    for person in [*others, runner_of(contest)]:
        with pytest.raises(NoSuchTitle):
            submit_recheck(by=person, title_id=title.pk, words="不是我的")
        with pytest.raises(NoSuchTitle):
            add_recheck_photo(by=person, title_id=title.pk, data=photo())
    recheck = Recheck.objects.get()
    with pytest.raises(RecheckRefused, match="待提交"):
        decide_recheck(by=runner_of(contest), recheck_id=recheck.pk, passed=True)
    recheck = hand_in(title)
    end = title.valid_until
    for person in [*others, head_of(title), runner_of(make_contest(day=60))]:
        with pytest.raises(NoSuchTitle):
            decide_recheck(by=person, recheck_id=recheck.pk, passed=True)
    with pytest.raises(OwnTitle):
        decide_recheck(by=both, recheck_id=recheck.pk, passed=True)
    with pytest.raises(RecheckRefused, match="原因"):
        decide_recheck(by=runner_of(contest), recheck_id=recheck.pk, passed=False, reason=" ")

    title.refresh_from_db()
    recheck.refresh_from_db()
    assert (recheck.state, title.valid_until, title.withdrawn_at) == ("submitted", end, None)


def test_a_decision_is_not_turned_around(title, days):
    days.go(OPENS, title)
    recheck, runner = hand_in(title), runner_of(title.contest)
    decide_recheck(by=runner, recheck_id=recheck.pk, passed=True)

    with pytest.raises(RecheckRefused, match="复核通过"):
        decide_recheck(by=runner, recheck_id=recheck.pk, passed=False, reason="改主意")
    with pytest.raises(RecheckRefused):
        submit_recheck(by=head_of(title), title_id=title.pk, words="又交")
    title.refresh_from_db()
    assert title.withdrawn_at is None


def test_withdrawn_meanwhile_it_is_decided_no_more(title, days):
    days.go(OPENS, title)
    recheck, runner = hand_in(title), runner_of(title.contest)
    withdraw(by=runner, title_id=title.pk, reason="弄虚作假")

    with pytest.raises(RecheckRefused):
        decide_recheck(by=runner, recheck_id=recheck.pk, passed=True)
    title.refresh_from_db()
    assert standing(title) == Standing.WITHDRAWN
    assert title.valid_until == title.contest.recheck_until


def test_pictures_are_fresh_few_and_their_own(title, days):
    days.go(OPENS, title)
    head = head_of(title)
    first = add_recheck_photo(by=head, title_id=title.pk, data=photo(1))
    assert add_recheck_photo(by=head, title_id=title.pk, data=photo(1)) == first
    for number in range(2, MOST + 1):
        add_recheck_photo(by=head, title_id=title.pk, data=photo(number))
    with pytest.raises(RecheckRefused, match="最多"):
        add_recheck_photo(by=head, title_id=title.pk, data=photo(99))
    assert EntryFile.objects.count() == MOST
    storage, name = first.file.storage, first.file.name
    remove_recheck_photo(by=head, title_id=title.pk, file_id=first.pk)
    assert EntryFile.objects.count() == MOST - 1
    with pytest.raises(NoSuchTitle):
        remove_recheck_photo(by=head, title_id=title.pk, file_id=first.pk)
    assert not storage.exists(name)

    submit_recheck(by=head, title_id=title.pk, words="好")
    decide_recheck(by=runner_of(title.contest), recheck_id=Recheck.objects.get().pk, passed=True)
    days.go(OPENS + A_YEAR, title)
    with pytest.raises(RecheckRefused, match="以前复核"):
        add_recheck_photo(by=head, title_id=title.pk, data=photo(2))
    with pytest.raises(RecheckRefused, match="照片"):
        submit_recheck(by=head, title_id=title.pk, words="只有去年的照片")


def test_scans_are_counted_since_the_last_look_and_the_code_lives_as_long_as_the_title(days):
    action = make_action("GR-SHOP", evidence=["self", "qr"])
    shop = make_title(make_contest("shop", day=60, scan_action=action))
    people = [make_resident() for _ in range(4)]

    def scan(person: User, key: str):
        place = shop.place.code
        return log_at_place(resident=person, place_code=place, request_key=key, now=days.now)

    logs = [scan(person, f"k{at}") for at, person in enumerate(people)]
    reverse_log(log=logs[0], cause="review", now=days.now)
    assert scans_of(shop) == 3
    days.go(ENDS, shop)
    assert hand_in(shop).scans == 3
    days.go(ENDS + 10, shop)
    shop.place.refresh_from_db()
    assert shop.place.valid_to is None
    scan(people[0], "late")
    decide_recheck(by=runner_of(shop.contest), recheck_id=Recheck.objects.get().pk, passed=True)
    shop.refresh_from_db()
    shop.place.refresh_from_db()
    assert shop.place.valid_to == shop.valid_until
    assert scans_of(shop) == 1
    days.go(OPENS + A_YEAR, shop)
    second = hand_in(shop, 2)
    assert second.scans == 1
    decide_recheck(by=runner_of(shop.contest), recheck_id=second.pk, passed=False, reason="不再做了。")
    shop.place.refresh_from_db()
    with pytest.raises(PlaceClosed):
        scan(people[1], "closed")
    assert scans_of(shop) == 1


def test_the_code_of_a_title_that_lapsed_ends_with_it(days):
    action = make_action("GR-SHOP", evidence=["self", "qr"])
    shop = make_title(make_contest("shop", day=60, scan_action=action))
    days.go(ENDS, shop)
    person = make_resident()
    log_at_place(resident=person, place_code=shop.place.code, request_key="last", now=days.now)
    days.go(ENDS + 1, shop)

    with pytest.raises(PlaceClosed):
        log_at_place(resident=person, place_code=shop.place.code, request_key="over", now=days.now)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_pages_of_a_recheck(title, days):
    holder, base = signed_in(head_of(title)), f"/contests/titles/{title.pk}/recheck/"
    assert "复核还没有开始" in holder.get(base).content.decode()
    days.go(OPENS, title)
    assert "去复核" in holder.get(f"/contests/titles/{title.pk}/").content.decode()
    assert holder.post(base, {"words": ""}).status_code == 422
    assert holder.post(base, {"words": "没有照片"}).status_code == 422
    assert holder.post(f"{base}photos/", {}).status_code == 422
    broken = SimpleUploadedFile("a.jpg", b"no picture", content_type="image/jpeg")
    assert holder.post(f"{base}photos/", {"photo": broken}).status_code == 422
    image = SimpleUploadedFile("a.jpg", photo(), content_type="image/jpeg")
    assert holder.post(f"{base}photos/", {"photo": image}).status_code == 302
    file = EntryFile.objects.get()
    assert holder.post(base, {"words": "用电少了两成"}).status_code == 302
    assert Recheck.objects.get().words == "用电少了两成"
    assert holder.post(f"{base}photos/{file.pk}/remove/").status_code == 409

    runner = signed_in(runner_of(title.contest))
    desk = f"/contests/{title.contest_id}/desk/rechecks/"
    page = runner.get(desk).content.decode()
    assert "用电少了两成" in page
    assert f"{base}photos/{file.pk}.jpg" in page
    for viewer, status in ((holder, 200), (runner, 200), (signed_in(make_resident()), 404), (Client(), 302)):
        answer = viewer.get(f"{base}photos/{file.pk}.jpg")
        assert answer.status_code == status
        if status == 200:
            assert answer["Cache-Control"].startswith("private, no-store")
            assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    for person in (make_member(title.contest).user, head_of(title)):
        assert signed_in(person).get(desk).status_code == 404
        answer = signed_in(person).post(f"{desk}{Recheck.objects.get().pk}/", {"verdict": "pass"})
        assert answer.status_code == 404
    assert runner.post(f"{desk}{Recheck.objects.get().pk}/", {"verdict": "x"}).status_code == 422
    assert runner.post(f"{desk}{Recheck.objects.get().pk}/", {"verdict": "fail"}).status_code == 422
    assert Recheck.objects.get().state == "submitted"
    assert runner.post(f"{desk}{Recheck.objects.get().pk}/", {"verdict": "pass"}).status_code == 302
    assert Recheck.objects.get().state == "passed"


def test_a_file_of_another_title_is_not_shown(title, days):
    days.go(OPENS, title)
    file = add_recheck_photo(by=head_of(title), title_id=title.pk, data=photo())
    other = make_title(make_contest(day=60))
    address = f"/contests/titles/{other.pk}/recheck/photos/{file.pk}.jpg"

    assert signed_in(head_of(other)).get(address).status_code == 404


def test_the_desk_asks_as_much_for_many_as_for_few(title, days):
    days.go(OPENS, title)
    hand_in(title)
    runner, desk = signed_in(runner_of(title.contest)), f"/contests/{title.contest_id}/desk/rechecks/"
    runner.get(desk)
    with CaptureQueriesContext(connection) as few:
        runner.get(desk)
    more = [make_title(title.contest) for _ in range(6)]
    Title.objects.filter(pk__in=[one.pk for one in more]).update(valid_until=title.valid_until)
    days.go(OPENS, title)
    for number, one in enumerate(more):
        hand_in(one, 20 + number)
    with CaptureQueriesContext(connection) as many:
        page = runner.get(desk).content.decode()

    assert page.count("通过，延长一年") == 7
    assert len(many) == len(few)
