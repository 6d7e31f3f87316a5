"""Once a week, whoever may enter values is told what is due."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from indicators.models import ValueSheet
from indicators.tasks import remind_of_values
from messaging.models import Message
from tests.indicators.officials import confirmed, department, entered, entry, indicator, person

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 1, 2, tzinfo=UTC)


@pytest.fixture
def people():
    with time_machine.travel(TUESDAY - timedelta(hours=1), tick=False):
        forestry = department("市林业局")
        indicator("A1-01", target_year=2025)
        indicator("A6-01", target_year=2030, departments="市林业局等")
        first, second = person("统计员"), person("统计员")
        confirmed(first, second, "A6-01", entry("1", date(2024, 12, 31)))
        return first, second, person("部门经办", forestry), person("部门经办"), person("编辑")


def run(moment):
    with time_machine.travel(moment, tick=False):
        return remind_of_values()


def test_everybody_is_told_what_is_theirs_once_a_week(people):
    first, second, ranger, *_others = people

    assert run(TUESDAY) == 3
    told = Message.objects.filter(key__startswith="official:remind:")
    assert {one.recipient for one in told} == {first, second, ranger}
    assert told.get(recipient=first).title == "有2个指标的官方数值等您填报"
    assert told.get(recipient=ranger).body == "1个指标的数值已超过12个月。"
    assert told.get(recipient=ranger).url == "/stats/official/?show=due"
    # Again at once, on each day of the week, and on the Monday after: too early.
    assert [run(TUESDAY + timedelta(days=days)) for days in (0, 1, 5, 5.9)] == [0] * 4
    assert run(TUESDAY + timedelta(days=7)) == 3


def test_what_waits_is_no_reason(people):
    first = people[0]
    with time_machine.travel(TUESDAY, tick=False):
        entered(first, "A1-01")
        entered(first, "A6-01", entry("1.1"))

    assert run(TUESDAY + timedelta(hours=1)) == 0


def test_sheets_that_nobody_took_over_are_forgotten(people):
    old = ValueSheet.objects.create(
        uploaded_by=people[0], uploaded_at=TUESDAY - timedelta(days=31), file_name="a", lines=[]
    )
    ValueSheet.objects.create(uploaded_by=people[0], uploaded_at=TUESDAY, file_name="b", lines=[])

    run(TUESDAY)

    assert not ValueSheet.objects.filter(pk=old.pk).exists()
    assert ValueSheet.objects.count() == 1
