"""Counters of classes and communities."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from carbon_points.models import ActionLog, Counter, CounterEntry, Transfer
from carbon_points.refusals.desks import CounterRefused, EntryTaken, NotYours
from carbon_points.selectors.counters import public_counts
from carbon_points.services.counters import close_counter, decide_entry, note_day, open_counter
from core import clock
from core.refusals import NotFound
from tests.accounts.people import someone
from tests.carbon_points.desk_world import make_desk, make_helper
from tests.carbon_points.ledger_world import make_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_desk("school")


@pytest.fixture
def head(school) -> User:
    return make_helper(school, "head", "王老师")


@pytest.fixture
def teacher(school) -> User:
    return make_helper(school, "helper", "李老师")


@pytest.fixture
def counter(school, head) -> Counter:
    return opened(school, head)


def opened(organisation, by: User, **values) -> Counter:
    usual = {"name": "三年级二班", "action": None, "size": 45} | values
    usual["action"] = usual["action"] or make_action()
    return open_counter(by=by, organisation_id=organisation.pk, **usual)


def noted(counter: Counter, by: User, people: int = 40, back: int = 0, **values) -> CounterEntry:
    day = clock.today() - timedelta(days=back)
    return note_day(
        by=by,
        organisation_id=counter.organisation_id,
        counter_id=counter.pk,
        day=day,
        people=people,
        **values,
    )


def decided(entry: CounterEntry, by: User, *, agreed: bool = True) -> CounterEntry:
    organisation_id = entry.counter.organisation_id
    return decide_entry(by=by, organisation_id=organisation_id, entry_id=entry.pk, agreed=agreed)


def test_a_counter_of_a_school_is_of_a_class_and_of_others_of_a_community(school, head, counter):
    community = make_desk()

    other = opened(community, make_helper(community, "staff"), action=counter.action)

    assert (counter.kind, counter.size, counter.created_by) == ("class", 45, head)
    assert other.kind == "community"


def test_the_same_counter_again_is_the_same(school, head, counter):
    assert opened(school, head, action=counter.action).pk == counter.pk
    with pytest.raises(EntryTaken):
        opened(school, head, action=counter.action, size=46)
    assert Counter.objects.count() == 1


def test_volunteers_begin_and_close_no_counters(school, teacher, counter):
    with pytest.raises(NotYours):
        opened(school, teacher, action=counter.action, name="四年级一班")
    with pytest.raises(NotYours):
        close_counter(by=teacher, organisation_id=school.pk, counter_id=counter.pk)

    assert Counter.objects.get().closed_at is None


@pytest.mark.parametrize("values", [{"name": " "}, {"name": "长" * 31}, {"size": 0}, {"size": 5001}])
def test_a_counter_that_cannot_be_is_refused(school, head, values):
    with pytest.raises(CounterRefused):
        opened(school, head, **values)

    assert Counter.objects.count() == 0


def test_a_day_waits_for_another_adult_and_gives_neither_points_nor_grams(counter, head, teacher):
    entry = noted(counter, teacher)
    assert (entry.state, entry.people, entry.noted_by, entry.decided_by) == ("pending", 40, teacher, None)
    assert list(public_counts(counter.organisation)) == []

    decided(entry, head)

    row = public_counts(counter.organisation).get()
    assert (row.name, row.days, row.people) == ("三年级二班", 1, 40)
    assert ActionLog.objects.count() == Transfer.objects.count() == 0


def test_nobody_agrees_to_their_own_entry(counter, head):
    entry = noted(counter, head)

    for agreed in (True, False):
        with pytest.raises(NotYours, match="另一位成员"):
            decided(entry, head, agreed=agreed)
    with pytest.raises(IntegrityError), transaction.atomic():
        CounterEntry.objects.filter(pk=entry.pk).update(
            state="approved", decided_by=head, decided_at=clock.now()
        )

    entry.refresh_from_db()
    assert entry.state == "pending"


def test_teens_neither_note_nor_agree(counter, school, head):
    teen = make_helper(school)
    teen.age_band = "14to17"
    teen.save()
    entry = noted(counter, head)

    with pytest.raises(NotYours, match="成年人"):
        noted(counter, teen, back=1)
    with pytest.raises(NotYours, match="成年人"):
        decided(entry, teen)

    assert CounterEntry.objects.get().state == "pending"


def test_the_same_note_again_is_the_same_and_another_one_is_refused(counter, head, teacher):
    assert noted(counter, teacher).pk == noted(counter, teacher).pk
    with pytest.raises(EntryTaken):
        noted(counter, teacher, people=41)
    with pytest.raises(EntryTaken):
        noted(counter, head)

    assert CounterEntry.objects.count() == 1


def test_what_was_declined_can_be_noted_anew(counter, head, teacher):
    decided(noted(counter, teacher, people=45), head, agreed=False)

    assert noted(counter, teacher, people=40).state == "pending"
    assert CounterEntry.objects.count() == 2


def test_a_decision_is_taken_once(counter, head, teacher, school):
    entry = noted(counter, teacher)
    other = make_helper(school)
    decided(entry, head)

    assert decided(entry, head).decided_by == head
    for by, agreed in ((head, False), (other, True), (other, False)):
        with pytest.raises(EntryTaken):
            decided(entry, by, agreed=agreed)

    entry.refresh_from_db()
    assert (entry.state, entry.decided_by) == ("approved", head)


@pytest.mark.parametrize(
    ("people", "back"), [(0, 0), (46, 0), (40, -1), (40, 32)], ids=["nobody", "too many", "later", "too old"]
)
def test_a_day_that_cannot_be_is_refused(counter, teacher, people, back):
    with pytest.raises(CounterRefused):
        noted(counter, teacher, people, back)

    assert CounterEntry.objects.count() == 0


def test_a_closed_counter_counts_no_further_and_stays_shown(counter, school, head, teacher):
    decided(noted(counter, teacher), head)
    for _ in range(2):
        close_counter(by=head, organisation_id=school.pk, counter_id=counter.pk)

    with pytest.raises(CounterRefused, match="停用"):
        noted(counter, teacher, back=1)

    assert public_counts(school).get().people == 40
    assert opened(school, head, action=counter.action, size=46).pk != counter.pk


def test_days_with_fewer_than_ten_people_are_not_published(counter, school, head, teacher):
    decided(noted(counter, teacher, people=9), head)
    assert list(public_counts(school)) == []

    decided(noted(counter, teacher, people=10, back=1), head)
    decided(noted(counter, teacher, people=30, back=2), head)

    # Nine more people would be told by the difference, if they were added.
    row = public_counts(school).get()
    assert (row.days, row.people) == (2, 40)


def test_another_organisation_finds_nothing(counter, head, teacher):
    other = make_desk("school")
    stranger = make_helper(other, "head")
    entry = noted(counter, teacher)

    with pytest.raises(NotFound):
        note_day(by=stranger, organisation_id=other.pk, counter_id=counter.pk, day=clock.today(), people=1)
    for organisation in (other, counter.organisation):
        with pytest.raises(NotFound):
            decide_entry(by=stranger, organisation_id=organisation.pk, entry_id=entry.pk, agreed=True)
        with pytest.raises(NotFound):
            close_counter(by=stranger, organisation_id=organisation.pk, counter_id=counter.pk)
    with pytest.raises(NotFound):
        opened(other, someone(), action=counter.action)

    assert (Counter.objects.count(), CounterEntry.objects.get().state) == (1, "pending")
