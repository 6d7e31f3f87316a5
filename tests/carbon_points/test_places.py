"""Recording at a place with a code."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from carbon_points.models import ActionLog, Claim, Place, PlaceScan, Transfer
from carbon_points.refusals import KeyReused, LimitReached
from carbon_points.refusals.desks import PlaceClosed, PlaceUnfit, TicketRefused
from carbon_points.selectors.places import place_page, secret_of
from carbon_points.services.logs import undo_log
from carbon_points.services.places import save_place
from carbon_points.services.verification import verify
from core.refusals import NotFound
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident, record
from tests.carbon_points.places_world import make_place, make_screen, qr_action, scan, ticket_of, token_of

pytestmark = pytest.mark.django_db
NOTHING = (0, 0, 0)


def written() -> tuple[int, int, int]:
    return ActionLog.objects.count(), PlaceScan.objects.count(), Transfer.objects.count()


def test_a_new_place_gets_a_code_and_a_secret_of_its_own():
    action = qr_action()
    first, second = make_place(action=action), make_place(action=action)

    assert (len(first.code), len(second.code)) == (8, 8)
    assert first.code != second.code
    assert secret_of(first) != secret_of(second)
    code = first.code
    first.name = "北门公交站"
    assert save_place(place=first).code == code


@pytest.mark.parametrize("values", [{"evidence": ["self"]}, {"audience": "organisation"}])
def test_a_code_stands_only_for_what_can_be_recorded_by_it(values):
    with pytest.raises(PlaceUnfit):
        make_place(action=qr_action(**values))
    with pytest.raises(PlaceUnfit):
        make_place(action=qr_action("TR-B2"), quantity=Decimal("1.5"))

    assert Place.objects.count() == 0


def test_a_scan_is_a_log_with_proof():
    resident, place = make_resident(), make_place()

    log = scan(place, resident)

    assert (log.evidence, log.tier, log.channel) == ("qr", "evidenced", "place")
    assert (log.resident, log.quantity, log.done_on, log.points) == (resident, 1, TODAY, 5)
    seen = PlaceScan.objects.get()
    assert (seen.place, seen.resident, seen.log, seen.day, seen.number, seen.ticket) == (
        *(place, resident, log),
        *(TODAY, 1, ""),
    )
    assert verify().differences == []


def test_a_double_tap_is_one_scan():
    resident, place = make_resident(), make_place(daily_limit=5)

    assert scan(place, resident).pk == scan(place, resident).pk

    assert written() == (1, 1, 1)


def test_a_person_scans_as_often_as_the_place_allows():
    resident, place = make_resident(), make_place(daily_limit=2)
    scan(place, resident, "one")
    scan(place, resident, "two")

    with pytest.raises(LimitReached, match="最多记2次"):
        scan(place, resident, "three")

    assert written() == (2, 2, 2)
    scan(place, make_resident(), "one")
    scan(place, resident, "tomorrow", now=NOW + timedelta(days=1))
    assert sorted(PlaceScan.objects.values_list("day", "number")) == [
        *((TODAY, 1), (TODAY, 1), (TODAY, 2)),
        (TODAY + timedelta(days=1), 1),
    ]


def test_the_limit_of_the_action_holds_too():
    resident, action = make_resident(), qr_action(daily_limit=Decimal(1))
    scan(make_place(action=action), resident)

    with pytest.raises(LimitReached, match="最多记1次"):
        scan(make_place(action=action), resident, "elsewhere")

    assert written() == (1, 1, 1)


def test_a_scan_that_was_taken_back_makes_room_again():
    resident, place = make_resident(), make_place()
    log = scan(place, resident, "one")
    undo_log(resident=resident, log_id=log.pk, now=NOW)

    again = scan(place, resident, "two")

    assert again.pk != log.pk
    assert sorted(PlaceScan.objects.values_list("number", flat=True)) == [1, 2]


def test_the_key_of_another_record_is_no_scan():
    resident, place = make_resident(), make_place()
    record(resident, place.action, request_key="scan")

    with pytest.raises(KeyReused):
        scan(place, resident)

    assert PlaceScan.objects.count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"is_open": False},
        {"valid_from": TODAY + timedelta(days=1)},
        {"valid_from": TODAY - timedelta(days=9), "valid_to": TODAY - timedelta(days=1)},
    ],
)
def test_a_place_that_is_not_open_says_so(values):
    place = make_place(**values)

    with pytest.raises(PlaceClosed) as refused:
        scan(place, make_resident())

    assert written() == NOTHING
    assert place_page(place.code, token=None, now=NOW).refusal == refused.value.message


def test_an_unknown_code_is_not_found():
    place = make_place()
    place.code = "NOTHERE8"

    with pytest.raises(NotFound):
        scan(place, make_resident())


def test_a_deed_that_a_partner_may_report_too_is_entered_into_the_register():
    place = make_place(action=qr_action(behaviour="bus"))

    log = scan(place, make_resident())

    claim = Claim.objects.get()
    assert (claim.log, claim.behaviour, claim.source, claim.occurred_at) == (log, "bus", "place", NOW)


# --- The screen ---------------------------------------------------------------------------------------------


def test_what_the_screen_shows_is_worth_one_ticket_for_one_log():
    place, resident = make_screen(), make_resident()

    log = scan(place, resident, ticket=ticket_of(place))

    assert log.request_key.startswith("ticket:")
    assert len(PlaceScan.objects.get().ticket) == 24


@pytest.mark.parametrize("age", [60, 61, 90, 3600])
def test_a_screenshot_of_a_minute_ago_is_refused(age):
    place = make_screen()
    old = token_of(place, NOW.timestamp() - age)

    page = place_page(place.code, token=old, now=NOW)

    assert page.ticket == ""
    assert "已经旧了" in page.refusal


@pytest.mark.parametrize("ticket", [None, "", "x", "eyJwIjoxfQ:abc"])
def test_without_a_ticket_of_ours_nothing_is_recorded(ticket):
    with pytest.raises(TicketRefused):
        scan(make_screen(), make_resident(), ticket=ticket)

    assert written() == NOTHING


def test_a_ticket_of_another_place_is_refused():
    action = qr_action()
    here, there = make_screen(action=action), make_screen(action=action)

    with pytest.raises(TicketRefused):
        scan(here, make_resident(), ticket=ticket_of(there))

    assert written() == NOTHING


def test_a_ticket_waits_ten_minutes_for_somebody_to_sign_in():
    place = make_screen(daily_limit=2)
    ticket = ticket_of(place)

    with pytest.raises(TicketRefused, match="10分钟"):
        scan(place, make_resident(), ticket=ticket, now=NOW + timedelta(minutes=10, seconds=1))
    assert written() == NOTHING

    assert scan(place, make_resident(), ticket=ticket, now=NOW + timedelta(minutes=10))


def test_a_ticket_serves_one_person_once():
    place, first, second = make_screen(daily_limit=5), make_resident(), make_resident()
    ticket = ticket_of(place)
    log = scan(place, first, ticket=ticket)

    with pytest.raises(TicketRefused, match="已经用过"):
        scan(place, second, ticket=ticket)
    # The same tap again is the same log, whatever key the page sends.
    assert scan(place, first, "another", ticket=ticket).pk == log.pk
    assert written() == (1, 1, 1)

    undo_log(resident=first, log_id=log.pk, now=NOW)
    with pytest.raises(TicketRefused, match="已经用过"):
        scan(place, first, ticket=ticket)
    assert PlaceScan.objects.count() == 1


def test_two_tickets_of_one_person_are_two_scans_within_the_limit():
    place, resident = make_screen(), make_resident()
    first, second = ticket_of(place), ticket_of(place)
    scan(place, resident, ticket=first)

    with pytest.raises(LimitReached):
        scan(place, resident, ticket=second)

    assert written() == (1, 1, 1)


def test_the_database_lets_a_ticket_serve_once():
    place, other = make_screen(daily_limit=5), make_resident()
    used = scan(place, make_resident(), ticket=ticket_of(place)).scan.ticket
    log = record(other, make_action("TR-X"))

    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceScan.objects.create(place=place, resident=other, log=log, day=TODAY, number=1, ticket=used)
