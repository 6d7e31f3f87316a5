"""Several at once: workers whose hour strikes together, and two of the staff."""

import pytest

from accounts.models import User
from indicators.models import Report
from indicators.services.reports.making import is_intact, make_due_reports, make_report
from indicators.services.reports.refusals import Overtaken
from tests.indicators.reporting import release
from tests.indicators.test_reports import MONTH, YEAR
from tests.machinery.threads import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_workers_at_once_make_each_first_version_once():
    release("month", MONTH)
    release("year", YEAR)

    results = together(lambda number: make_due_reports(), 6)

    assert not [one for one in results if isinstance(one, Exception)]
    assert sorted(Report.objects.values_list("kind", "version")) == [("month", 1), ("year", 1)]
    assert all(is_intact(report) for report in Report.objects.all())


def test_of_several_people_one_makes_the_next_version_and_the_others_are_told():
    release("month", MONTH)
    make_report(kind="month", start=MONTH, reason="first")
    release("month", MONTH, logs=104, version=2)
    people = [User.objects.create_user() for _ in range(5)]

    results = together(
        lambda number: make_report(kind="month", start=MONTH, reason="late", by=people[number], after=1), 5
    )

    made = [one for one in results if isinstance(one, Report)]
    assert len(made) == 1
    assert all(isinstance(one, Overtaken) for one in results if one is not made[0])
    assert Report.objects.count() == 2
