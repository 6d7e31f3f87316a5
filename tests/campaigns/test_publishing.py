"""What a public page says becomes the campaign, and nobody's seat is lost when it says something else."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from campaigns.models import Campaign, Registration, Session
from campaigns.rules.facts import QuestionFacts
from campaigns.selectors.people import may_run
from campaigns.services.publishing import publish, withdraw
from campaigns.services.registration import bring_fewer, cancel
from campaigns.services.sessions import cancel_campaign
from messaging.models import Message
from tests.campaigns.world import campaign_facts, make_organiser, session_facts
from tests.carbon_points.ledger_world import NOW, make_resident

pytestmark = pytest.mark.django_db


def seat(session: Session, state: str = "confirmed", places: int = 1) -> Registration:
    """A registration, with its seats."""
    session.last_number += 1
    session.seats_taken += places if state == "confirmed" else 0
    session.save()
    resident = make_resident()
    return Registration.objects.create(
        session=session,
        resident=resident,
        registered_by=resident,
        state=state,
        number=session.last_number,
        places=places,
        request_key=str(uuid4()),
        created_at=NOW,
    )


def test_publishing_twice_changes_nothing():
    facts = campaign_facts(session_facts(), questions=(QuestionFacts(uuid4(), "几岁？", "", False),))

    first = publish(facts=facts, now=NOW)
    before = list(Session.objects.values())
    second = publish(facts=facts, now=NOW + timedelta(days=1))

    assert first.pk == second.pk
    assert second.published_at == NOW
    assert list(Session.objects.values()) == before
    assert second.questions.count() == 1


def test_a_smaller_capacity_takes_nobody_out():
    facts = campaign_facts(session_facts(capacity=5))
    session = publish(facts=facts, now=NOW).sessions.get()
    for _ in range(3):
        seat(session)

    publish(facts=replace(facts, sessions=(replace(facts.sessions[0], capacity=2),)), now=NOW)

    session.refresh_from_db()
    assert (session.capacity, session.seats_taken) == (3, 3)
    assert Message.objects.count() == 0


def test_a_larger_capacity_lets_the_waiting_list_move_in_order():
    facts = campaign_facts(session_facts(capacity=1))
    session = publish(facts=facts, now=NOW).sessions.get()
    seat(session)
    first, second, third = seat(session, "waiting"), seat(session, "waiting", 2), seat(session, "waiting")

    publish(facts=replace(facts, sessions=(replace(facts.sessions[0], capacity=3),)), now=NOW)

    # The second wants two places where one is left, and the third does not overtake.
    assert list(session.registrations.values_list("state", flat=True)) == [
        "confirmed",
        "confirmed",
        "waiting",
        "waiting",
    ]
    assert [message.recipient for message in Message.objects.all()] == [first.resident]
    assert second.number < third.number


def test_another_place_is_told_once_to_everybody_who_is_registered_or_waits():
    facts = campaign_facts(session_facts(capacity=1))
    session = publish(facts=facts, now=NOW).sessions.get()
    seat(session)
    seat(session, "waiting")
    moved = replace(facts, sessions=(replace(facts.sessions[0], place="图书馆"),))

    publish(facts=moved, now=NOW)
    publish(facts=moved, now=NOW + timedelta(hours=1))

    assert [message.title for message in Message.objects.all()] == ["时间地点有变：低碳讲座"] * 2


def test_a_session_that_is_gone_is_called_off_if_somebody_had_registered():
    kept, gone = session_facts(), session_facts(starts_at=NOW + timedelta(days=20))
    facts = campaign_facts(kept, gone)
    campaign = publish(facts=facts, now=NOW)
    row = seat(campaign.sessions.get(key=gone.key))

    publish(facts=replace(facts, sessions=(kept,)), now=NOW)

    row.refresh_from_db()
    assert (row.state, row.ended_by) == ("cancelled", "organiser")
    assert campaign.sessions.get(key=gone.key).cancelled_at == NOW
    assert campaign.sessions.get(key=gone.key).seats_taken == 0
    assert Message.objects.get().recipient == row.resident


def test_a_session_that_is_gone_and_empty_leaves_no_row():
    kept, gone = session_facts(), session_facts()
    facts = campaign_facts(kept, gone)
    campaign = publish(facts=facts, now=NOW)

    publish(facts=replace(facts, sessions=(kept,)), now=NOW)

    assert [row.key for row in campaign.sessions.all()] == [kept.key]


def test_a_question_that_is_gone_is_retired_and_one_that_comes_back_is_asked_again():
    question = QuestionFacts(uuid4(), "怎么来？", "走路\n公交", True)
    facts = campaign_facts(session_facts(), questions=(question,))
    campaign = publish(facts=facts, now=NOW)

    publish(facts=replace(facts, questions=()), now=NOW)
    assert campaign.questions.get().is_retired
    publish(facts=facts, now=NOW)
    assert not campaign.questions.get().is_retired


def test_what_was_cancelled_stays_cancelled_when_its_page_is_edited():
    facts = campaign_facts(session_facts())
    campaign = publish(facts=facts, now=NOW)
    cancel_campaign(campaign=campaign, reason="下雨。", now=NOW)

    publish(facts=facts, now=NOW)

    campaign.refresh_from_db()
    assert (campaign.state, campaign.cancel_reason) == ("cancelled", "下雨。")


def test_a_page_that_is_withdrawn_and_public_again_is_open_again(home):
    facts = replace(campaign_facts(session_facts()), page_id=home.pk)
    campaign = publish(facts=facts, now=NOW)

    assert withdraw(page_id=home.pk) == 1
    assert Campaign.objects.get().state == "withdrawn"
    publish(facts=facts, now=NOW)

    campaign.refresh_from_db()
    assert campaign.state == "open"


def test_the_head_of_the_organiser_and_staff_with_the_right_may_run_it():
    school, head = make_organiser()
    _, other_head = make_organiser()
    campaign = publish(facts=campaign_facts(session_facts(), organisation_id=school.pk), now=NOW)

    assert may_run(head, campaign)
    assert not may_run(other_head, campaign)
    assert not may_run(make_resident(), campaign)


def test_a_smaller_capacity_is_reached_as_people_give_their_seats_back():
    facts = campaign_facts(session_facts(capacity=3))
    session = publish(facts=facts, now=NOW).sessions.get()
    seats, waiting = [seat(session) for _ in range(3)], seat(session, "waiting")

    publish(facts=replace(facts, sessions=(replace(facts.sessions[0], capacity=1),)), now=NOW)
    for row in seats[:2]:
        cancel(registration=row, now=NOW)
    session.refresh_from_db()
    waiting.refresh_from_db()
    assert (session.capacity, session.seats_taken, waiting.state) == (1, 1, "waiting")

    cancel(registration=seats[2], now=NOW)
    session.refresh_from_db()
    waiting.refresh_from_db()
    assert (session.capacity, session.seats_taken, waiting.state) == (1, 1, "confirmed")


def test_a_group_that_has_become_too_large_is_told_and_blocks_nobody():
    facts = campaign_facts(session_facts(capacity=4, most_places=4))
    session = publish(facts=facts, now=NOW).sessions.get()
    first, group, last = seat(session, places=4), seat(session, "waiting", 4), seat(session, "waiting")

    publish(facts=replace(facts, sessions=(replace(facts.sessions[0], capacity=2),)), now=NOW)
    told = Message.objects.get()
    assert (told.recipient, told.title) == (group.resident, "名额变少了：低碳讲座")
    cancel(registration=first, now=NOW)

    last.refresh_from_db()
    group.refresh_from_db()
    assert (group.state, last.state) == ("waiting", "confirmed")
    assert bring_fewer(registration=group, places=1, now=NOW).state == "confirmed"
