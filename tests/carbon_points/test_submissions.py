"""Residents hand in photos and bills, and take them back."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest

from accounts.models import Household, HouseholdMember
from carbon_points.models import ActionLog, Bill, DeviceSighting, Submission, SubmissionPhoto, Transfer
from carbon_points.refusals import (
    ActionClosed,
    AlreadyCounted,
    AlreadyDecided,
    BillRefused,
    EvidenceRefused,
    KeyReused,
    LimitReached,
    PhotosMissing,
    TooManyWaiting,
    WrongDay,
    WrongQuantity,
)
from carbon_points.rules import logs as rules
from carbon_points.selectors.terms import asked_of, past_logs, terms_on
from carbon_points.services.submissions import forget_submissions_of, withdraw
from core import clock
from core.refusals import NotFound, Refused
from media.models import EvidencePhoto
from media.refusals import NoSuchPhoto, PhotoInUse
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, record
from tests.carbon_points.review_world import (
    bill_handed_in,
    handed_in,
    make_inhabitant,
    make_meter_action,
    make_photo,
    make_towns,
)
from tests.machinery.threads import Rendezvous, together

pytestmark = pytest.mark.django_db


def household_of(*people) -> Household:
    row = Household.objects.create(name="家", created_at=NOW, join_code="ABCDEF", code_until=NOW)
    for number, person in enumerate(people):
        HouseholdMember.objects.create(
            household=row, user=person, role="member" if number else "keeper", joined_at=NOW
        )
    return row


def test_a_photo_waits_and_pays_nothing_yet():
    resident = make_inhabitant()
    photos = [make_photo(resident) for _ in range(3)]

    submission = handed_in(resident, photos=[photo.pk for photo in photos], note="  人民路\u202e站 ")

    assert (submission.state, submission.kind, submission.round) == ("pending", "photo", 1)
    assert (submission.area, submission.note, submission.flags) == (make_towns()[0], "人民路站", [])
    assert list(submission.photos.values_list("photo", "order")) == [
        (photo.pk, order) for order, photo in enumerate(photos)
    ]
    assert set(EvidencePhoto.objects.values_list("used_on", flat=True)) == {TODAY}
    assert (ActionLog.objects.count(), Transfer.objects.count()) == (0, 0)


def test_the_same_key_is_the_same_submission():
    resident = make_inhabitant()
    first = handed_in(resident, request_key="tap")

    assert handed_in(resident, request_key="tap", photos=[999]) == first
    with pytest.raises(KeyReused):
        handed_in(resident, request_key="tap", quantity=Decimal(2))
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"quantity": Decimal(11)}, WrongQuantity),
        ({"quantity": Decimal("1.5")}, WrongQuantity),
        ({"done_on": TODAY - timedelta(days=2)}, WrongDay),
        ({"done_on": TODAY + timedelta(days=1)}, WrongDay),
        ({"photos": [1, 2, 3, 4]}, PhotosMissing),
        ({"photos": [7, 7]}, PhotosMissing),
        ({"photos": [123456]}, NoSuchPhoto),
        ({"request_key": ""}, Refused),
    ],
)
def test_what_is_refused_leaves_nothing(change, refusal):
    make_action()
    with pytest.raises(refusal):
        handed_in(**change)
    assert (Submission.objects.count(), SubmissionPhoto.objects.count()) == (0, 0)
    assert EvidencePhoto.objects.exclude(attached_at=None).count() == 0


def test_no_photo_is_refused():
    with pytest.raises(PhotosMissing):
        handed_in(photo_ids=[])


def test_an_action_that_takes_no_photo_or_is_closed_is_refused():
    with pytest.raises(EvidenceRefused):
        handed_in(action=make_action("A", evidence=["self"]))
    with pytest.raises(ActionClosed):
        handed_in(action=make_action("B", is_open=False))
    assert Submission.objects.count() == 0


def test_photos_of_others_and_used_photos_are_refused():
    resident = make_inhabitant()
    with pytest.raises(NoSuchPhoto):
        handed_in(resident, photos=[make_photo(make_inhabitant()).pk])
    used = make_photo(resident)
    handed_in(resident, photos=[used.pk])
    with pytest.raises(PhotoInUse):
        handed_in(resident, photos=[used.pk])
    assert Submission.objects.count() == 1


def test_what_waits_holds_its_room():
    resident, action = make_inhabitant(), make_action(daily_limit=Decimal(2))
    first = handed_in(resident, action)
    record(resident, action)

    with pytest.raises(LimitReached):
        handed_in(resident, action)
    with pytest.raises(LimitReached):
        record(resident, action)

    withdraw(resident=resident, submission_id=first.pk, now=NOW)
    record(resident, action)
    assert (Submission.objects.count(), ActionLog.objects.count()) == (1, 2)


def test_twenty_wait_at_most():
    resident, action = make_inhabitant(), make_action()
    for _ in range(20):
        handed_in(resident, action)

    with pytest.raises(TooManyWaiting):
        handed_in(resident, action)

    assert Submission.objects.count() == 20


def test_similar_pictures_and_shared_browsers_are_flagged():
    other, resident = make_inhabitant(), make_inhabitant()
    theirs = make_photo(other, dhash=0b1111)
    mine = make_photo(resident, dhash=0b1011)
    for person in (other, resident):
        DeviceSighting.objects.create(device="d" * 22, resident=person, day=TODAY)

    submission = handed_in(resident, photos=[mine.pk])

    assert submission.flags == [
        {"what": "similar", "photo": mine.pk, "like": theirs.pk, "distance": 1, "own": False},
        {"what": "device", "people": 1},
    ]


def test_withdrawn_photos_can_be_used_again():
    resident = make_inhabitant()
    photo = make_photo(resident)
    first = handed_in(resident, photos=[photo.pk])

    assert withdraw(resident=resident, submission_id=first.pk, now=NOW).state == "withdrawn"
    assert withdraw(resident=resident, submission_id=first.pk, now=NOW).state == "withdrawn"

    second = handed_in(resident, photos=[photo.pk])
    assert [row.photo_id for row in second.photos.all()] == [photo.pk]
    assert first.photos.count() == 0


def test_only_ones_own_is_withdrawn_while_it_waits():
    resident = make_inhabitant()
    submission = handed_in(resident)

    with pytest.raises(NotFound):
        withdraw(resident=make_inhabitant(), submission_id=submission.pk, now=NOW)
    Submission.objects.filter(pk=submission.pk).update(state="rejected", decided_at=NOW)
    with pytest.raises(AlreadyDecided):
        withdraw(resident=resident, submission_id=submission.pk, now=NOW)


def test_a_keeper_hands_in_for_a_kept_person_and_takes_it_back():
    keeper = make_inhabitant()
    child = make_inhabitant(kept_by=keeper, nickname="小宝", age_band="under14", password=None)

    submission = handed_in(child, submitted_by=keeper)

    assert (submission.resident, submission.submitted_by) == (child, keeper)
    assert withdraw(resident=keeper, submission_id=submission.pk, now=NOW).state == "withdrawn"


def test_a_bill_is_credited_what_was_saved_on_the_last_day_of_its_month():
    submission = bill_handed_in()

    bill = Bill.objects.get()
    assert (submission.kind, submission.quantity, submission.done_on) == (
        "bill",
        Decimal(40),
        date(2026, 10, 31),
    )
    assert (bill.meter_hint, bill.month, bill.household) == ("6789", date(2026, 10, 1), None)
    assert "0123456789" not in str(Bill.objects.values().get())


def test_a_bill_is_credited_at_most_30_percent():
    assert bill_handed_in(used=Decimal(10)).quantity == Decimal(60)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"month": date(2026, 11, 1)}, BillRefused),
        ({"month": date(2026, 8, 1)}, BillRefused),
        ({"month": date(2026, 10, 2)}, BillRefused),
        ({"used": Decimal(200)}, BillRefused),
        ({"meter": "12"}, BillRefused),
    ],
)
def test_a_bill_that_is_refused(change, refusal):
    with pytest.raises(refusal):
        bill_handed_in(**change)
    assert (Submission.objects.count(), Bill.objects.count()) == (0, 0)


def test_a_bill_is_for_meters_only():
    with pytest.raises(EvidenceRefused):
        bill_handed_in(action=make_action("CO-GREENPROD", evidence=["bill"]))


def test_one_meter_and_month_waits_once_whoever_hands_it_in():
    bill_handed_in()
    with pytest.raises(AlreadyCounted):
        bill_handed_in(meter="01-234-56789")
    assert bill_handed_in(month=date(2026, 9, 1)).done_on == date(2026, 9, 30)
    assert Submission.objects.count() == 2


def test_a_household_hands_in_one_bill_of_a_kind_a_month():
    one, other = make_inhabitant(), make_inhabitant()
    home = household_of(one, other)
    submission = bill_handed_in(one)

    with pytest.raises(LimitReached):
        bill_handed_in(other, meter="999988887777")

    assert submission.bill.household == home
    make_meter_action("EN-WATER", method={"exclusive_group": "家庭用水"})
    assert Submission.objects.count() == 1


def test_an_erased_person_waits_for_nothing_and_says_nothing():
    resident = make_inhabitant()
    waiting, bill = handed_in(resident, note="我家"), bill_handed_in(resident)

    forget_submissions_of(resident=resident, now=clock.now())

    for row in (waiting, bill):
        row.refresh_from_db()
    assert (waiting.state, waiting.note, bill.state) == ("withdrawn", "", "withdrawn")
    assert list(Bill.objects.values_list("meter_digest", "meter_hint")) == [("", "")]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_64_at_a_cap_of_3_are_three_that_wait():
    resident, action = make_inhabitant(), make_action(daily_limit=Decimal(3))
    photos = [make_photo(resident).pk for _ in range(64)]

    answers = together(lambda number: handed_in(resident, action, photos=[photos[number]]), 64)

    assert Counter(type(answer) for answer in answers) == {Submission: 3, LimitReached: 61}
    assert SubmissionPhoto.objects.count() == EvidencePhoto.objects.exclude(attached_at=None).count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_64_that_look_before_they_lock_pass_the_cap():
    resident, action = make_inhabitant(), make_action(daily_limit=Decimal(3))
    photos, looked = [make_photo(resident).pk for _ in range(64)], Rendezvous(4)

    def careless(number: int) -> Submission:
        terms = terms_on(action=action, day=TODAY, resident=resident)
        asked = asked_of(action, terms, quantity=Decimal(1), done_on=TODAY, evidence="photo")
        rules.check_room(asked, past_logs(resident=resident, asked=asked))
        looked.wait()
        return Submission.objects.create(
            resident=resident,
            action=action,
            kind="photo",
            quantity=1,
            done_on=TODAY,
            request_key=str(photos[number]),
            submitted_by=resident,
            created_at=NOW,
        )

    together(careless, 64)

    assert Submission.objects.count() > 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_32_taps_with_one_key_are_one_submission():
    resident, action = make_inhabitant(), make_action()
    photo = make_photo(resident)

    send = partial(handed_in, resident, action, photos=[photo.pk], request_key="tap")
    answers = together(lambda number: send(), 32)

    assert {type(answer) for answer in answers} == {Submission}
    assert len({answer.pk for answer in answers}) == 1
