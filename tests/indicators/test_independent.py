"""The fold, the rebuild and a computation written apart come to the same, to the gram and the person."""

import random
from datetime import date, timedelta

import pytest

from accounts.models import Organisation, OrganisationMember
from core import clock
from indicators.models import Participation, PeriodTotal
from indicators.services.rebuild import rebuild_statistics
from indicators.services.totals import fold_totals
from tests.indicators.builders import log, small_city, undo
from tests.indicators.generator import Generator
from tests.indicators.independent import computed, stored
from tests.indicators.test_totals import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
def test_late_logs_and_corrections_come_to_the_same_by_three_ways(seed):
    chance = random.Random(seed)
    generator = Generator(seed=seed, residents=60, last=date(2027, 1, 10))
    for _ in generator.batches(900, 150):
        for _ in range(chance.randrange(3)):
            fold_totals(limit=chance.randrange(1, 90))
    while fold_totals(limit=200):
        pass

    kept = stored()
    assert kept == computed()
    assert rebuild_statistics(resident_block=25) == []
    scopes = set(PeriodTotal.objects.filter(people__gt=0).values_list("period", "scope"))
    assert len(scopes) == 5 * 7


def test_the_comparison_sees_a_gram_and_a_person():
    """The control: one gram, or one person, more in any table is found."""
    for _ in Generator(seed=3, residents=20).batches(100, 100):
        fold_totals(limit=500)
    assert stored() == computed()

    row = PeriodTotal.objects.filter(scope="community", people__gt=0).first()
    PeriodTotal.objects.filter(pk=row.pk).update(people=row.people + 1)
    assert stored()["periods"] ^ computed()["periods"]
    PeriodTotal.objects.filter(pk=row.pk).update(people=row.people, milligrams=row.milligrams + 1)
    assert stored()["periods"] ^ computed()["periods"]


def test_an_organisation_counts_its_members_of_that_moment_and_no_other(django_user_model):
    city = small_city(residents=3)
    joined, left, stranger = city.residents
    school = Organisation.objects.create(code="school-1", name="一校", kind="school")
    now, day = clock.now(), clock.today()
    OrganisationMember.objects.create(
        organisation=school, user=joined, role="staff", since=now - timedelta(1)
    )
    OrganisationMember.objects.create(
        organisation=school,
        user=left,
        role="staff",
        since=now - timedelta(9),
        ended_at=now - timedelta(2),
    )
    made = [log(person, city.actions["bike"], day) for person in (joined, left, stranger)]
    fold_totals()
    assert people("day", day, "organisation", "school-1") == (1, 1)

    OrganisationMember.objects.filter(user=joined).update(ended_at=clock.now())
    undo(made[0])
    fold_totals()

    assert people("day", day, "organisation", "school-1") == (0, 0)
    assert not Participation.objects.filter(organisation="school-1").exists()
    assert rebuild_statistics() == []


def test_a_year_counts_a_person_once_for_all_its_months():
    city = small_city(residents=2)
    for day in (date(2026, 2, 1), date(2026, 11, 30), date(2027, 1, 1)):
        log(city.residents[0], city.actions["bike"], day, place=city.communities[0])
    fold_totals()

    assert people("year", date(2026, 1, 1)) == (1, 2)
    assert people("year", date(2027, 1, 1)) == (1, 1)
    assert people("year", date(2026, 1, 1), "community", city.communities[0].code) == (1, 2)
