"""A seat or a place in line, given and given back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Consent, User
from campaigns.models import Campaign, Pause, Registration, Session
from campaigns.refusals.check_in import NoSeat
from campaigns.refusals.registration import (
    AlreadyRegistered,
    AnswersRefused,
    NotOpen,
    PhoneMissing,
    PlacesRefused,
    SessionFull,
    TooLateToCancel,
    TooManyOpen,
)
from campaigns.rules.facts import QuestionFacts
from campaigns.services.attendance import check_in
from campaigns.services.registration import bring_fewer, cancel, cancel_for, register
from campaigns.services.sessions import cancel_campaign
from carbon_points.refusals import KeyReused
from core.refusals import Refused
from messaging.models import Message
from tests.accounts.people import kept, someone
from tests.campaigns.world import make_session
from tests.carbon_points.ledger_world import NOW, make_resident

pytestmark = pytest.mark.django_db


def join(session: Session, resident: User | None = None, **values: Any) -> Registration:
    """Register somebody, a new resident unless named."""
    usual = {"request_key": str(uuid4()), "now": NOW} | values
    return register(resident=resident or make_resident(), session_id=session.pk, **usual)


def states(session: Session) -> list[tuple[int, str]]:
    """Everybody's number and state, in order."""
    return list(session.registrations.values_list("number", "state"))


def taken(session: Session) -> int:
    """The kept number of seats, which is always the sum of those confirmed."""
    session.refresh_from_db()
    confirmed = session.registrations.filter(state="confirmed").values_list("places", flat=True)
    assert session.seats_taken == sum(confirmed)
    return session.seats_taken


def refused(error: type[Refused], session: Session, resident: User | None = None, **values: Any) -> str:
    """Try, see that nothing changed, and give the sentence back."""
    before = (list(Registration.objects.values()), list(Session.objects.values()), Consent.objects.count())
    with pytest.raises(error) as caught:
        join(session, resident, **values)
    assert before == (
        list(Registration.objects.values()),
        list(Session.objects.values()),
        Consent.objects.count(),
    )
    return caught.value.message


def test_seats_are_given_in_order_and_then_places_in_line():
    session = make_session(capacity=2)

    rows = [join(session) for _ in range(4)]

    assert states(session) == [(1, "confirmed"), (2, "confirmed"), (3, "waiting"), (4, "waiting")]
    assert taken(session) == 2
    assert [row.number for row in rows] == [1, 2, 3, 4]


def test_the_same_key_registers_once():
    session, resident = make_session(most_places=3), make_resident()

    first = join(session, resident, request_key="k", places=2)

    assert join(session, resident, request_key="k", places=2) == first
    for other in ({"places": 1}, {"name": "别人"}, {"answers": {"x": "y"}}, {"wants_sms": True}):
        assert refused(KeyReused, session, resident, **({"request_key": "k", "places": 2} | other))
    assert taken(session) == 2
    # What the person changed since is no other request.
    bring_fewer(registration=first, places=1, now=NOW)
    assert join(session, resident, request_key="k", places=2) == first


def test_nobody_overtakes_those_who_wait():
    session = make_session(capacity=3, most_places=3)
    join(session, places=2)
    join(session, places=2)

    row = join(session, places=1)

    assert row.state == "waiting"
    assert taken(session) == 2


def test_a_seat_that_is_given_back_goes_to_whoever_is_first_and_they_are_told():
    session = make_session(capacity=1)
    first, second, third = (join(session) for _ in range(3))

    cancel(registration=first, now=NOW)
    cancel(registration=first, now=NOW)

    assert states(session) == [(1, "cancelled"), (2, "confirmed"), (3, "waiting")]
    assert taken(session) == 1
    message = Message.objects.get()
    assert (message.recipient, message.title) == (second.resident, "有名额了：低碳讲座")
    assert third.state == "waiting"


def test_fewer_people_give_seats_back():
    session = make_session(capacity=3, most_places=3)
    group, waiting = join(session, places=3), join(session, places=2)

    with pytest.raises(PlacesRefused):
        bring_fewer(registration=group, places=4, now=NOW)
    bring_fewer(registration=group, places=1, now=NOW)

    waiting.refresh_from_db()
    assert waiting.state == "confirmed"
    assert taken(session) == 3


def test_somebody_in_line_who_wants_fewer_may_fit_at_once():
    session = make_session(capacity=3, most_places=3)
    join(session, places=2)
    waiting = join(session, places=2)

    assert bring_fewer(registration=waiting, places=1, now=NOW).state == "confirmed"
    assert taken(session) == 3


@pytest.mark.parametrize(
    ("session", "at", "words"),
    [
        ({"opens_at": NOW + timedelta(days=1)}, NOW, "开始报名"),
        ({}, NOW + timedelta(days=10), "已经截止"),
    ],
)
def test_nobody_registers_before_it_opens_or_after_it_closes(session, at, words):
    assert words in refused(NotOpen, make_session(**session), now=at)


def test_nobody_registers_for_what_is_called_off_or_taken_down():
    session = make_session()
    Campaign.objects.update(state="withdrawn")
    assert "撤下" in refused(NotOpen, session)

    cancel_campaign(campaign=session.campaign, reason="下雨。", now=NOW)
    assert "取消" in refused(NotOpen, session)


def test_full_without_a_line_is_full():
    session = make_session(capacity=2, most_places=2, has_waiting_list=False)
    join(session)

    assert refused(SessionFull, session, places=2) == "只剩1个名额，请少报几位。"
    join(session)
    assert "报满" in refused(SessionFull, session)


def test_only_as_many_as_the_organiser_allows():
    session = make_session(most_places=1)

    assert refused(PlacesRefused, session, places=2) == "每人只能为自己报名。"
    assert refused(PlacesRefused, session, places=0)


def test_a_group_larger_than_the_session_does_not_join_its_line():
    session = make_session(capacity=3, most_places=5)

    assert refused(PlacesRefused, session, places=4) == "一次可以报1到3人。"
    assert join(session, places=3).state == "confirmed"


def test_nobody_registers_twice_or_for_a_third_session():
    resident = make_resident()
    first, second, third = make_session(), make_session(), make_session()
    join(first, resident)
    assert refused(AlreadyRegistered, first, resident)
    row = join(second, resident)

    assert "最多同时报2场" in refused(TooManyOpen, third, resident)
    cancel(registration=row, now=NOW)
    assert join(third, resident).state == "confirmed"


def test_a_pause_leaves_one_at_a_time_until_it_is_over_or_lifted():
    resident = make_resident()
    missed = join(make_session(starts_at=NOW + timedelta(hours=1)), resident)
    pause = Pause.objects.create(
        resident=resident,
        registration=missed,
        until=(NOW + timedelta(days=30)).date(),
        created_at=NOW + timedelta(days=1),
    )
    later = NOW + timedelta(days=2)
    join(make_session(), resident, now=later)
    other = make_session()

    assert "一次只能报一场" in refused(TooManyOpen, other, resident, now=later)
    pause.lifted_at = later
    pause.save()
    assert join(other, resident, now=later).state == "confirmed"


def test_questions_are_answered_as_they_are_asked():
    way, free = (
        QuestionFacts(uuid4(), "怎么来？", "走路\n公交", True),
        QuestionFacts(uuid4(), "备注", "", False),
    )
    session = make_session(campaign={"questions": (way, free)})

    assert "请回答" in refused(AnswersRefused, session)
    assert "选项" in refused(AnswersRefused, session, answers={str(way.key): "坐船"})
    long = {str(way.key): "走路", str(free.key): "长" * 201}
    assert "200" in refused(AnswersRefused, session, answers=long)
    row = join(session, answers={str(way.key): " 走路 ", "nothing": "x"})

    assert row.answers == {str(way.key): "走路"}


def test_a_phone_is_kept_only_where_it_is_asked_for():
    calls, silent = make_session(campaign={"asks_phone": True}), make_session()

    assert "手机号" in refused(PhoneMissing, calls)
    owner = someone()
    assert join(calls, owner).phone_sealed == owner.phone_sealed
    assert join(silent, owner).phone_sealed == ""


def test_registering_agrees_and_names_the_organiser():
    session, keeper = make_session(), someone()
    person = kept(keeper)

    row = join(session, person, by=keeper)

    consent = Consent.objects.get(user=person, purpose="campaign")
    assert consent.detail == f"campaign:{session.campaign_id}/宣传部"
    assert consent.given_by == keeper
    assert (row.registered_by, row.name) == (keeper, person.nickname)


def test_nobody_cancels_a_seat_after_the_deadline_but_a_place_in_line_until_it_begins():
    start = NOW + timedelta(days=3)
    session = make_session(capacity=1, starts_at=start, cancel_until=NOW + timedelta(days=2))
    seat, line = join(session), join(session)
    late = NOW + timedelta(days=2)

    with pytest.raises(TooLateToCancel) as caught:
        cancel(registration=seat, now=late)

    assert "主办方" in caught.value.message
    assert cancel(registration=line, now=late).state == "cancelled"
    assert states(session) == [(1, "confirmed"), (2, "cancelled")]


def test_the_organiser_takes_somebody_out_and_says_why():
    session = make_session(capacity=1)
    seat, line = join(session), join(session)

    staff = make_resident()

    cancel_for(registration=seat, by=staff, reason="只招学生。", now=NOW)

    line.refresh_from_db()
    seat.refresh_from_db()
    assert line.state == "confirmed"
    assert (seat.taken_out_by, seat.taken_out_because) == (staff, "只招学生。")
    told = Message.objects.get(recipient=seat.resident)
    assert "只招学生。" in told.body
    assert taken(session) == 1


def test_fewer_people_after_check_in_give_nothing_away():
    session = make_session(starts_at=NOW + timedelta(minutes=10), capacity=3, most_places=3)
    group, waiting = join(session, places=3), join(session)
    come(session, group.resident)

    with pytest.raises(TooLateToCancel):
        bring_fewer(registration=group, places=1, now=NOW)

    waiting.refresh_from_db()
    assert (waiting.state, taken(session)) == ("waiting", 3)


def come(session: Session, resident: User) -> None:
    """Checked in at the screen."""
    check_in(session_id=session.pk, resident=resident, way="screen", nonce=uuid4(), seen_at=NOW, now=NOW)


def test_until_it_begins_a_walk_in_takes_no_seat_that_a_group_waits_for():
    session = make_session(starts_at=NOW + timedelta(minutes=10), capacity=3, most_places=3)
    join(session, places=2)
    group = join(session, places=2)

    with pytest.raises(NoSeat, match="候补"):
        come(session, make_resident())

    assert taken(session) == 2
    assert bring_fewer(registration=group, places=1, now=NOW).state == "confirmed"
    assert taken(session) == 3


def test_once_it_has_begun_a_free_seat_belongs_to_whoever_is_there():
    session = make_session(starts_at=NOW, closes_at=NOW + timedelta(hours=1), capacity=3, most_places=3)
    join(session, places=2)
    join(session, places=2)

    come(session, make_resident())

    assert taken(session) == 3
