"""Somebody came: entered once, paid once, and taken back with a reason."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.models import Consent
from accounts.services.erasure import erase_resident
from campaigns.models import Certificate, CheckIn, Registration
from campaigns.refusals.check_in import CheckInRefused, CodeRefused, NonceReused, NoSeat
from campaigns.refusals.registration import TooLateToCancel
from campaigns.selectors.attendance import people_there
from campaigns.services.arrivals import arrive, arrive_by_token
from campaigns.services.attendance import check_in, take_back
from campaigns.services.door_list import tick
from campaigns.services.registration import cancel
from campaigns.services.scans import take_scan, take_scans
from campaigns.services.sessions import cancel_session
from campaigns.signals import checked_in
from carbon_points import tickets
from carbon_points.models import ActionLog
from carbon_points.refusals.desks import TicketRefused
from carbon_points.selectors import balance_of
from carbon_points.services.logs import undo_log
from carbon_points.services.verification import verify
from core.refusals import NotFound
from messaging.models import Message
from tests.accounts.people import household
from tests.campaigns.door_world import (
    LATER,
    make_door,
    own_code,
    register,
    scan_of,
    screen_code,
    spoken_code,
)
from tests.carbon_points.ledger_world import NOW, make_action, make_resident, record

pytestmark = pytest.mark.django_db


def ticket_of(session, now=NOW) -> str:
    return tickets.issue(place_id=session.pk, now=now, of="campaign_session")


def by_screen(session, resident, **values):
    usual = {"session_id": session.pk, "resident": resident, "way": "screen"}
    return check_in(**(usual | {"nonce": uuid4(), "seen_at": NOW, "now": NOW} | values))


def books() -> tuple[int, int, int]:
    return CheckIn.objects.count(), ActionLog.objects.count(), Registration.objects.count()


def test_one_scan_is_attendance_points_and_a_word_to_who_listens(django_capture_on_commit_callbacks):
    session, _ = make_door()
    row, heard = register(session, places=1), []
    listen = lambda **values: heard.append(values)  # noqa: E731
    checked_in.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            came = by_screen(session, row.resident)
    finally:
        checked_in.disconnect(listen)

    assert came.is_new
    assert (came.check_in.registration, came.check_in.places, came.check_in.by) == (row, 1, None)
    log = came.check_in.log
    assert (log.points, log.evidence, log.channel, log.recorded_by) == (1, "qr", "place", None)
    assert (came.check_in.no_points_because, balance_of(row.resident)) == ("", 1)
    assert [
        {key: one[key] for key in ("campaign_id", "session_id", "check_in_id", "places")} for one in heard
    ] == [
        {
            "campaign_id": session.campaign_id,
            "session_id": session.pk,
            "check_in_id": came.check_in.pk,
            "places": 1,
        }
    ]
    assert verify().differences == []


def test_the_same_nonce_is_the_same_row_and_another_one_finds_the_person_there():
    session, _ = make_door()
    row, nonce = register(session), uuid4()
    first = by_screen(session, row.resident, nonce=nonce)
    before = books()

    again = by_screen(session, row.resident, nonce=nonce, now=NOW + LATER)
    other = by_screen(session, row.resident, now=NOW + LATER, seen_at=NOW + LATER)

    assert (again.check_in, again.is_new, again.is_same) == (first.check_in, False, True)
    assert (other.check_in, other.is_new, other.is_same) == (first.check_in, False, False)
    assert other.check_in.seen_at == NOW
    assert books() == before


def test_a_nonce_of_somebody_else_is_refused():
    session, _ = make_door()
    nonce = uuid4()
    by_screen(session, register(session).resident, nonce=nonce)
    other = register(session)
    before = books()

    with pytest.raises(NonceReused):
        by_screen(session, other.resident, nonce=nonce)
    assert books() == before


def test_a_log_that_is_refused_never_refuses_the_attendance():
    session, _ = make_door()
    row = register(session)
    by_screen(session, row.resident)
    second, _ = make_door(campaign={"action_id": session.campaign.action_id})
    # Once a day.
    came = by_screen(second, row.resident)

    assert came.is_new
    assert came.check_in.log is None
    assert "每天" in came.check_in.no_points_because or "已经" in came.check_in.no_points_because
    assert (ActionLog.objects.count(), balance_of(row.resident)) == (1, 1)
    assert verify().differences == []


def test_a_campaign_without_an_action_counts_people_only():
    session, _ = make_door(campaign={"action_id": None})
    came = by_screen(session, register(session).resident)
    assert (came.is_new, came.check_in.log, came.check_in.no_points_because) == (True, None, "")


def test_who_has_not_registered_is_let_in_while_seats_are_free():
    session, _ = make_door(capacity=1)
    guest, late = make_resident(), make_resident()
    came = by_screen(session, guest)

    assert came.check_in.registration.state == "confirmed"
    session.refresh_from_db()
    assert (session.seats_taken, session.last_number) == (1, 1)
    before = books()
    with pytest.raises(NoSeat, match="请找现场的工作人员"):
        by_screen(session, late)
    assert books() == before


def test_who_waits_has_a_seat_at_the_door_when_one_is_free():
    session, _ = make_door(capacity=2)
    waiting = register(session, state="waiting", places=2)
    by_screen(session, waiting.resident)
    waiting.refresh_from_db()
    session.refresh_from_db()
    assert (waiting.state, waiting.moved_up_at, session.seats_taken) == ("confirmed", NOW, 2)
    assert people_there(session) == 2


def test_a_cancelled_session_takes_nobody():
    session, _ = make_door()
    resident = make_resident()
    cancel_session(session=session, reason="下雨", now=NOW)
    with pytest.raises(CheckInRefused, match="已经取消"):
        by_screen(session, resident)
    assert books() == (0, 0, 0)


@pytest.mark.parametrize(
    ("seen_at", "now"),
    [
        (NOW + timedelta(minutes=2, seconds=1), NOW),
        (NOW - timedelta(days=1), NOW),
        (NOW + timedelta(days=1), NOW + timedelta(days=1)),
        (NOW, NOW + timedelta(days=8)),
    ],
)
def test_a_scan_of_the_future_of_another_day_or_of_last_week_is_refused(seen_at, now):
    session, _ = make_door()
    row = register(session)
    with pytest.raises(CheckInRefused):
        by_screen(session, row.resident, seen_at=seen_at, now=now)
    assert books() == (0, 0, 1)


def test_a_scan_that_is_told_of_days_later_counts_on_its_day():
    session, head = make_door()
    row = register(session)
    came = take_scan(by=head, session_id=session.pk, scan=scan_of(row), now=NOW + timedelta(days=3))
    assert (came.check_in.seen_at, came.check_in.log.done_on) == (NOW, NOW.date())
    assert came.check_in.received_at == NOW + timedelta(days=3)
    assert verify().differences == []


def test_the_organiser_scans_a_code_or_types_it():
    session, head = make_door()
    shown, said = register(session), register(session)
    first = take_scan(by=head, session_id=session.pk, scan=scan_of(shown), now=NOW)
    second = take_scan(by=head, session_id=session.pk, scan=scan_of(said, code=spoken_code(said)), now=NOW)
    assert [came.check_in.resident for came in (first, second)] == [shown.resident, said.resident]
    assert {(came.check_in.way, came.check_in.by) for came in (first, second)} == {("scanner", head)}
    assert {(came.check_in.log.channel, came.check_in.log.evidence) for came in (first, second)} == {
        ("desk", "qr")
    }


@pytest.mark.parametrize("code", [own_code, spoken_code])
def test_a_screenshot_is_refused_after_a_minute(code):
    session, head = make_door()
    row = register(session)
    old = scan_of(row, code=code(row), seen_at=NOW + LATER)
    with pytest.raises(CodeRefused, match="旧了"):
        take_scan(by=head, session_id=session.pk, scan=old, now=NOW + LATER)
    assert books() == (0, 0, 1)


def test_a_photo_of_the_halls_screen_is_refused_after_a_minute():
    session, _ = make_door()
    row = register(session)
    token = screen_code(session).rpartition("/")[2]
    with pytest.raises(CodeRefused, match="旧"):
        arrive_by_token(
            resident=row.resident, session_id=session.pk, token=token, nonce=uuid4(), now=NOW + LATER
        )
    assert books() == (0, 0, 1)
    fresh = arrive_by_token(resident=row.resident, session_id=session.pk, token=token, nonce=uuid4(), now=NOW)
    assert fresh.is_new


@pytest.mark.parametrize("text", ["", "你好", "https://example.org/", "ticket/1/short", "12"])
def test_what_is_no_code_of_ours_is_refused(text):
    session, head = make_door()
    register(session)
    with pytest.raises(CodeRefused):
        take_scan(by=head, session_id=session.pk, scan=scan_of(register(session), code=text), now=NOW)
    assert CheckIn.objects.count() == 0


def test_a_code_of_another_session_and_that_of_the_screen_say_what_they_are():
    session, head = make_door()
    other, _ = make_door(campaign={"action_id": None})
    row = register(other)
    for code, words in ((own_code(row), "另一场"), (screen_code(session), "现场屏幕")):
        with pytest.raises(CodeRefused, match=words):
            take_scan(by=head, session_id=session.pk, scan=scan_of(row, code=code), now=NOW)
    assert CheckIn.objects.count() == 0


def test_nobody_but_who_runs_the_campaign_scans():
    session, _ = make_door()
    row = register(session)
    with pytest.raises(NotFound):
        take_scan(by=make_resident(), session_id=session.pk, scan=scan_of(row), now=NOW)
    assert books() == (0, 0, 1)


def test_staff_do_not_enter_themselves():
    session, head = make_door()
    row = register(session, head)
    with pytest.raises(CheckInRefused, match="自己"):
        take_scan(by=head, session_id=session.pk, scan=scan_of(row), now=NOW)
    assert books() == (0, 0, 1)
    assert arrive(resident=head, session_id=session.pk, ticket=ticket_of(session), now=NOW)[0].is_new


def test_a_ticket_serves_one_person_for_ten_minutes():
    session, _ = make_door()
    ticket, resident, friend = ticket_of(session), make_resident(), make_resident()
    assert arrive(resident=resident, session_id=session.pk, ticket=ticket, now=NOW)[0].is_new
    assert arrive(resident=resident, session_id=session.pk, ticket=ticket, now=NOW)[0].is_same
    before = books()
    with pytest.raises(NonceReused):
        arrive(resident=friend, session_id=session.pk, ticket=ticket, now=NOW)
    with pytest.raises(TicketRefused):
        arrive(
            resident=friend,
            session_id=session.pk,
            ticket=ticket_of(session),
            now=NOW + timedelta(minutes=10, seconds=1),
        )
    assert books() == before


def test_a_child_who_registered_comes_in_with_whoever_keeps_it():
    session, _ = make_door()
    mother = make_resident()
    child = make_resident(nickname="小满", age_band="under14", kept_by=mother)
    child.set_unusable_password()
    child.save()
    register(session, child, registered_by=mother)

    came = arrive(
        resident=mother, session_id=session.pk, ticket=ticket_of(session), family=[child.pk], now=NOW
    )

    assert [one.check_in.resident for one in came] == [mother, child]
    assert (balance_of(mother), balance_of(child)) == (1, 1)
    with pytest.raises(NotFound):
        arrive(
            resident=make_resident(),
            session_id=session.pk,
            ticket=ticket_of(session),
            family=[child.pk],
            now=NOW,
        )
    assert CheckIn.objects.count() == 2


def test_taken_back_reverses_the_log_and_voids_the_certificate():
    session, head = make_door()
    row = register(session)
    came = by_screen(session, row.resident).check_in
    paper = Certificate.objects.create(code="A" * 16, check_in=came, name="李华", issued_at=NOW)

    with pytest.raises(CheckInRefused, match="原因"):
        take_back(check_in=came, by=head, reason=" ", now=NOW)
    assert balance_of(row.resident) == 1
    taken = take_back(check_in=came, by=head, reason="扫错了人", now=NOW)
    again = take_back(check_in=came, by=head, reason="另一个原因", now=NOW + LATER)

    paper.refresh_from_db()
    assert (taken.taken_back_at, again.take_back_reason) == (NOW, "扫错了人")
    assert (paper.revoked_at, balance_of(row.resident), people_there(session)) == (NOW, 0, 0)
    assert verify().differences == []
    told = Message.objects.get(recipient=row.resident, title__startswith="签到已撤回")
    assert "扫错了人" in told.body
    # The person may come in again, and is thanked again.
    assert by_screen(session, row.resident).check_in.log.points == 1
    assert verify().differences == []


def test_taken_back_after_the_resident_undid_the_log_reverses_nothing_twice():
    session, head = make_door()
    row = register(session)
    came = by_screen(session, row.resident).check_in
    undo_log(resident=row.resident, log_id=came.log_id, now=NOW)
    take_back(check_in=came, by=head, reason="没有来", now=NOW)
    assert (ActionLog.objects.count(), balance_of(row.resident)) == (2, 0)
    assert verify().differences == []


def test_an_account_that_is_erased_leaves_the_count_and_a_proven_ledger():
    session, _ = make_door()
    row = register(session)
    came = by_screen(session, row.resident).check_in
    erase_resident(user=row.resident, by=row.resident, now=NOW)
    came.refresh_from_db()
    assert (people_there(session), came.log is not None, came.name) == (1, True, "")
    assert verify().differences == []
    with pytest.raises(NotFound):
        by_screen(session, row.resident)


def test_fifty_scans_without_a_network_with_ten_twice_sync_to_forty_people():
    session, head = make_door(capacity=None)
    rows = [register(session) for _ in range(40)]
    scans = [scan_of(row) for row in rows]
    twice = [scan_of(row) for row in rows[:10]]
    batch = [*scans, *twice]

    # The line breaks after 23, and the answer is lost; then everything is sent again, twice.
    take_scans(by=head, session_id=session.pk, scans=batch[:23], now=NOW + LATER)
    first = take_scans(by=head, session_id=session.pk, scans=batch, now=NOW + 2 * LATER)
    before = books()
    second = take_scans(by=head, session_id=session.pk, scans=batch, now=NOW + 3 * LATER)

    assert [answer.refusal for answer in first + second] == [None] * 100
    assert [answer.attendance.is_same for answer in first] == [True] * 23 + [False] * 27
    assert [answer.attendance.is_new for answer in first] == [False] * 23 + [True] * 17 + [False] * 10
    assert books() == before == (40, 40, 40)
    assert {row.nonce for row in CheckIn.objects.all()} == {scan.nonce for scan in scans}
    assert people_there(session) == 40
    assert verify().differences == []


def test_a_shared_action_and_a_limit_of_the_household_stay_right():
    action = make_action("EN-X", name="一起来", is_shared=True, evidence=["qr"], daily_limit=Decimal(1))
    session, _ = make_door(campaign={"action_id": action.pk})
    row = register(session)
    record(row.resident, action, evidence="qr")
    came = by_screen(session, row.resident)
    assert (came.is_new, came.check_in.log) == (True, None)
    assert came.check_in.no_points_because


def test_whoever_comes_without_a_registration_agrees_to_the_organisers_use():
    session, _ = make_door()
    guest = make_resident()
    by_screen(session, guest)
    consent = Consent.objects.get(user=guest, purpose="campaign")
    assert (consent.given, consent.given_by) == (True, None)
    assert session.campaign.organiser_name in consent.detail


def test_staff_vouch_for_others_and_not_for_those_who_live_with_them():
    session, head = make_door()
    neighbour, wife = make_resident(), make_resident()
    household(head, wife)
    rows = [register(session, person) for person in (neighbour, wife)]
    came = [
        tick(by=head, session_id=session.pk, registration_id=row.pk, nonce=uuid4(), now=NOW).check_in
        for row in rows
    ]
    assert (came[0].log.evidence, came[0].log.points) == ("staff", 1)
    # The action takes nobody's own word, so that coming counts and nothing else.
    assert (came[1].log, came[1].no_points_because != "") == (None, True)


def test_who_has_come_in_keeps_the_seat():
    session, _ = make_door()
    row = register(session)
    by_screen(session, row.resident)
    with pytest.raises(TooLateToCancel, match="已经签到"):
        cancel(registration=row, now=NOW)
    row.refresh_from_db()
    assert (row.state, people_there(session)) == ("confirmed", 1)
