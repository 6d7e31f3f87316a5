"""Likes: one of a person for a work on a day, in their time alone; they are a display and no more."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import PendingAction, User
from accounts.services.erasure import erase_resident
from campaigns.contests.models import Contest, Entry, EntryFile, Like
from campaigns.contests.pending_likes import like_after_sign_in
from campaigns.contests.refusals.contests import NoSuchContest, WrongPhase
from campaigns.contests.refusals.likes import NoLikes, NoSuchWork
from campaigns.contests.selectors.likes import MANY_FRESH, Total, are_counts_shown, totals_of, unusual
from campaigns.contests.services.likes import leave_out, like, take_back
from core import clock
from core.refusals import Refused
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.awarded import make_entry, runner_of
from tests.contests.world import JUDGING, SCREENING, make_contest, make_member, make_school
from tests.media.pictures import photo

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=90)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    go(monkeypatch, NOW)


def go(monkeypatch: pytest.MonkeyPatch, moment) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: timezone.localdate(moment))


def show(day: int = 42, **values) -> Contest:
    """Works that can be liked; the day says the phase."""
    return make_contest("works", **({"day": day, "shows_likes": True, "recheck_from": None,
                                     "recheck_until": None} | values))  # fmt: skip


def hang(contest: Contest, **values) -> Entry:
    return make_entry(contest, **({"title": "旧瓶新花", "name": "小雨滴"} | values))


def with_picture(entry: Entry, **values) -> EntryFile:
    number = EntryFile.objects.count() + 1
    row = EntryFile(
        entry=entry,
        **(
            {
                "kind": "picture",
                "name": "秘密的名字.jpg",
                "size": 1,
                "width": 240,
                "height": 180,
                "sha256": f"{number:064}",
                "uploaded_by": entry.applicant,
                "at": NOW,
            }
            | values
        ),
    )
    row.file.save(f"{number}.jpg", ContentFile(photo(number)))
    return row


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def status_of(client: Client, url: str) -> int:
    """Of a picture, read to its end."""
    answer = client.get(url)
    return 200 if answer.streaming and b"".join(answer.streaming_content) else answer.status_code


def old() -> User:
    return make_resident(joined_at=LONG_AGO)


def test_one_like_a_day_and_another_on_the_next(monkeypatch):
    entry, person = hang(show()), old()

    first = like(by=person, entry_id=entry.pk)
    assert like(by=person, entry_id=entry.pk) == first
    go(monkeypatch, NOW + timedelta(days=1))
    assert like(by=person, entry_id=entry.pk) != first
    assert Like.objects.count() == 2
    assert take_back(by=person, entry_id=entry.pk)
    assert not take_back(by=person, entry_id=entry.pk)
    assert Like.objects.get() == first


def test_the_database_knows_of_one_a_day_too():
    entry, person = hang(show()), old()
    Like.objects.create(entry=entry, voter=person, day=NOW.date(), at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Like.objects.create(entry=entry, voter=person, day=NOW.date(), at=NOW)


@pytest.mark.parametrize("day", [0, 12, 22, 52, 60, 380, 410])
def test_outside_of_their_time_nothing_is_liked_or_taken_back(day):
    entry, person = hang(show(day)), old()
    kept = Like.objects.create(entry=entry, voter=person, day=NOW.date(), at=NOW)

    with pytest.raises(WrongPhase):
        like(by=old(), entry_id=entry.pk)
    with pytest.raises(WrongPhase):
        take_back(by=person, entry_id=entry.pk)
    assert Like.objects.get() == kept


@pytest.mark.parametrize("day", [32, 42])
def test_from_the_end_of_screening_until_judging_is_over_works_are_liked(day):
    assert like(by=old(), entry_id=hang(show(day)).pk).pk


def test_a_moment_after_the_end_a_like_is_refused(monkeypatch):
    contest, person = show(0), old()
    entry = hang(contest)
    begins = clock.midnight(contest.enrol_from + timedelta(days=SCREENING + 1))
    ends = clock.midnight(contest.enrol_from + timedelta(days=JUDGING + 1))
    moment = timedelta(milliseconds=1)
    for when in (begins - moment, ends):
        go(monkeypatch, when)
        with pytest.raises(WrongPhase):
            like(by=person, entry_id=entry.pk)
    assert not Like.objects.exists()
    for when in (begins, ends - moment):
        go(monkeypatch, when)
        assert like(by=person, entry_id=entry.pk).at == when


def test_what_does_not_hang_is_not_liked():
    person, contest = old(), show()
    hidden = [hang(contest, state=state, submitted_at=NOW) for state in Entry.State if state != "accepted"]
    hidden.append(hang(contest, forgotten_at=NOW))
    hidden.append(hang(show(state="withdrawn")))
    hidden.append(make_entry(make_contest("school", day=42, shows_likes=True)))

    for entry in hidden:
        with pytest.raises(NoSuchWork):
            like(by=person, entry_id=entry.pk)
    with pytest.raises(NoSuchWork):
        like(by=person, entry_id=10**9)
    with pytest.raises(WrongPhase):
        like(by=person, entry_id=hang(show(state="cancelled")).pk)
    assert not Like.objects.exists()


def test_pupils_are_never_liked():
    contest = show(shows_likes=False, for_pupils=True)
    entry = hang(contest, guardian_consent=True)

    with pytest.raises(NoLikes):
        like(by=old(), entry_id=entry.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.filter(pk=contest.pk).update(shows_likes=True)
    page = signed_in(old()).get(f"/contests/{contest.pk}/works/").content.decode()
    assert "ly-like" not in page
    assert "喜欢" not in page


def test_counts_are_shown_when_likes_are_no_longer_taken(monkeypatch, client):
    contest = show()
    entry = hang(contest)
    for _ in range(3):
        like(by=old(), entry_id=entry.pk)
    page = client.get(f"/contests/{contest.pk}/works/").content.decode()

    assert not are_counts_shown(contest)
    assert "人气展示，不计入评审" in page
    assert "次喜欢" not in page
    go(monkeypatch, NOW + timedelta(days=10))
    after = client.get(f"/contests/{contest.pk}/works/").content.decode()
    assert "<strong>3</strong> 次喜欢" in after
    assert "ly-like" not in after


@pytest.mark.parametrize(("day", "hangs"), [(0, False), (22, False), (32, True), (42, True), (60, True)])
def test_works_hang_when_screening_is_over(client, day, hangs):
    contest = show(day)
    file = with_picture(hang(contest))
    page = client.get(f"/contests/{contest.pk}/works/").content.decode()

    assert ("旧瓶新花" in page) == hangs
    address = f"/contests/{contest.pk}/works/{file.entry_id}/{file.pk}.jpg"
    assert status_of(client, address) == (200 if hangs else 404)


def test_a_pupils_work_hangs_with_consent_under_alias_and_school(client):
    contest = show(shows_likes=False, for_pupils=True)
    school, head = make_school()
    shown = hang(contest, guardian_consent=True, organisation=school, applicant=head, name="小雨滴")
    hidden = hang(contest, organisation=school, applicant=head, name="小树苗")
    page = client.get(f"/contests/{contest.pk}/works/").content.decode()

    assert f"小雨滴 · {school.name}" in page
    assert "小树苗" not in page
    for entry, status in ((shown, 200), (hidden, 404)):
        file = with_picture(entry)
        address = f"/contests/{contest.pk}/works/{entry.pk}/{file.pk}.jpg"
        assert status_of(client, address) == status


def test_only_pictures_of_works_are_public(client):
    contest, school = show(), make_contest("school", day=42)
    entry, applied = hang(contest), make_entry(school)
    document = with_picture(entry, kind="document")
    visit, recheck = with_picture(entry, purpose="visit"), with_picture(entry, purpose="recheck")
    private = with_picture(applied)
    good = with_picture(entry)

    for file in (document, visit, recheck):
        assert status_of(client, f"/contests/{contest.pk}/works/{entry.pk}/{file.pk}.jpg") == 404
    for contest_id, entry_id in ((school.pk, applied.pk), (contest.pk, applied.pk), (contest.pk, entry.pk)):
        address = f"/contests/{contest_id}/works/{entry_id}/{private.pk}.jpg"
        assert status_of(client, address) == 404
    answer = client.get(f"/contests/{contest.pk}/works/{entry.pk}/{good.pk}.jpg")
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    assert "秘密的名字" not in answer["Content-Disposition"]
    assert client.get(f"/contests/{school.pk}/works/").status_code == 404


def test_the_button_with_and_without_htmx():
    contest, person = show(), old()
    entry = hang(contest)
    browser, base = signed_in(person), f"/contests/{contest.pk}/works/"

    assert browser.post(f"{base}{entry.pk}/like/").status_code == 302
    assert "已喜欢" in browser.get(base).content.decode()
    fragment = browser.post(f"{base}{entry.pk}/like/back/", headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    assert not Like.objects.exists()
    other = show()
    assert browser.post(f"/contests/{other.pk}/works/{entry.pk}/like/").status_code == 404
    Contest.objects.filter(pk=contest.pk).update(shows_likes=False)
    assert browser.post(f"{base}{entry.pk}/like/").status_code == 409
    refused = browser.post(f"{base}{entry.pk}/like/", headers={"HX-Request": "true"})
    assert refused.status_code == 409
    assert not Like.objects.exists()


def test_a_guests_like_is_kept_and_carried_out_after_sign_in(client):
    contest = show()
    entry, person = hang(contest), old()
    answer = client.post(f"/contests/{contest.pk}/works/{entry.pk}/like/")

    assert answer.status_code == 302
    kept = PendingAction.objects.get()
    assert not Like.objects.exists()
    outcome = like_after_sign_in(user=person, payload=kept.payload, request_key=kept.pk)
    assert not outcome.refused
    assert Like.objects.get().voter == person


def test_over_the_api(client):
    entry, person = hang(show()), old()
    browser, address = signed_in(person), f"/api/v1/entries/{entry.pk}/like"
    for _ in range(2):
        answer = browser.post(address, content_type="application/json", headers={"Idempotency-Key": "k"})
        assert (answer.status_code, answer.json()) == (201, {"liked": True})
    assert Like.objects.count() == 1
    assert browser.post(f"{address}/back", content_type="application/json").json() == {"liked": False}
    assert not Like.objects.exists()
    assert client.post(address, content_type="application/json").status_code == 401
    gone = browser.post("/api/v1/entries/999999/like", content_type="application/json")
    assert gone.status_code == 404


def cluster(entry: Entry, many: int, **values) -> None:
    for _ in range(many):
        like(by=make_resident(**({"joined_at": NOW - timedelta(hours=3)} | values)), entry_id=entry.pk)


def test_a_cluster_of_fresh_accounts_is_flagged_and_left_out_with_a_reason():
    contest = show()
    entry, other = hang(contest), hang(contest, title="别的")
    cluster(entry, MANY_FRESH)
    cluster(entry, 4, joined_at=LONG_AGO)
    cluster(other, MANY_FRESH - 1)
    runner = runner_of(contest)

    (found,) = unusual(contest)
    assert (found.entry_id, found.fresh, found.left_out, found.day) == (entry.pk, 10, 0, NOW.date())
    for _ in range(2):
        leave_out(by=runner, contest_id=contest.pk, entry_id=entry.pk, day=NOW.date(), reason="集中注册")
    totals = totals_of([entry.pk, other.pk])
    assert totals == {entry.pk: Total(raw=14, counted=4), other.pk: Total(raw=9, counted=9)}
    assert {row.left_out_by for row in Like.objects.exclude(left_out_because="")} == {runner}
    record = ModelLogEntry.objects.get(action="contests.likes_left_out")
    assert (record.user, record.data["likes"], record.data["reason"]) == (runner, 10, "集中注册")
    voter = Like.objects.exclude(left_out_because="").first().voter
    assert not take_back(by=voter, entry_id=entry.pk)
    assert totals_of([entry.pk])[entry.pk].raw == 14


def test_who_does_not_run_the_contest_leaves_nothing_out():
    contest = show()
    entry = hang(contest)
    cluster(entry, MANY_FRESH)
    people = [old(), entry.applicant, make_member(contest).user, make_member(contest, "chair").user]
    desk = f"/contests/{contest.pk}/desk/likes/"
    form = {"entry": entry.pk, "day": NOW.date().isoformat(), "reason": "不该"}

    for person in [*people, runner_of(show())]:
        with pytest.raises(NoSuchContest):
            leave_out(by=person, contest_id=contest.pk, entry_id=entry.pk, day=NOW.date(), reason="不该")
        assert signed_in(person).get(desk).status_code == 404
        assert signed_in(person).post(f"{desk}leave-out/", form).status_code == 404
    runner = runner_of(contest)
    with pytest.raises(Refused):
        leave_out(by=runner, contest_id=contest.pk, entry_id=entry.pk, day=NOW.date(), reason=" ")
    assert signed_in(runner).post(f"{desk}leave-out/", form | {"reason": ""}).status_code == 422
    assert not Like.objects.exclude(left_out_because="").exists()
    assert "<strong>10</strong>" in signed_in(runner).get(desk).content.decode()
    assert signed_in(runner).post(f"{desk}leave-out/", form).status_code == 302
    assert Like.objects.exclude(left_out_because="").count() == 10


def test_who_runs_another_contest_does_not_reach_into_this_one():
    mine, theirs = show(), show()
    entry = hang(theirs)
    cluster(entry, MANY_FRESH)
    runner = runner_of(mine)

    done = leave_out(by=runner, contest_id=mine.pk, entry_id=entry.pk, day=NOW.date(), reason="越权")
    assert done == 0
    assert totals_of([entry.pk])[entry.pk].left_out == 0


def test_what_was_left_out_is_said_on_the_page(monkeypatch, client):
    contest = show()
    entry = hang(contest)
    cluster(entry, MANY_FRESH)
    leave_out(
        by=runner_of(contest), contest_id=contest.pk, entry_id=entry.pk, day=NOW.date(), reason="集中注册"
    )
    go(monkeypatch, NOW + timedelta(days=10))
    page = client.get(f"/contests/{contest.pk}/works/").content.decode()

    assert "<strong>0</strong> 次喜欢" in page
    assert "另有 10 次不计入" in page


def test_the_page_asks_as_much_for_many_as_for_few(client):
    contest, person = show(), old()
    with_picture(hang(contest))
    browser, page = signed_in(person), f"/contests/{contest.pk}/works/"
    browser.get(page)
    with CaptureQueriesContext(connection) as few:
        browser.get(page)
    for _ in range(8):
        entry = hang(contest)
        with_picture(entry)
        like(by=person, entry_id=entry.pk)
    with CaptureQueriesContext(connection) as many:
        shown = browser.get(page).content.decode()

    assert shown.count("已喜欢") == 8
    assert len(many) == len(few)


def test_who_is_forgotten_likes_nothing_any_more():
    entry, person = hang(show()), old()
    like(by=person, entry_id=entry.pk)
    erase_resident(user=person, by=person, now=NOW)

    assert not Like.objects.exists()
