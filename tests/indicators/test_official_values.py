"""Two people and a value: who may enter, who may confirm, what becomes public."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.refusals import NotFound, Refused
from indicators.models import OfficialValue
from indicators.selectors.official import history_of, indicators_of, standing_values
from indicators.services.official import confirm_value, enter_value, refuse_value, take_back_value
from indicators.services.official.deciding import confirm_values
from indicators.services.official.refusals import (
    AlreadyWaiting,
    NeedsSecondLook,
    NotWaiting,
    NotYours,
    SamePerson,
    ValueRefused,
)
from messaging.models import Message
from tests.indicators.officials import confirmed, department, entered, entry, indicator, person
from tests.machinery.threads import together

pytestmark = pytest.mark.django_db
State = OfficialValue.State


@pytest.fixture
def people():
    return person("统计员"), person("统计员")


def test_a_value_becomes_public_when_a_second_person_agrees(people):
    first, second = people
    solar = indicator("A1-01")

    value = entered(first, "A1-01")

    assert (value.state, standing_values()) == (State.WAITING, {})
    with pytest.raises(SamePerson):
        confirm_value(by=first, value_id=value.pk)
    assert confirm_value(by=second, value_id=value.pk).state == State.CONFIRMED
    assert standing_values()[solar.pk].value == value.value
    # Once more changes nothing, not even the moment.
    assert confirm_value(by=second, value_id=value.pk).decided_at == OfficialValue.objects.get().decided_at
    with pytest.raises(NotWaiting):
        confirm_value(by=person("统计员"), value_id=value.pk)
    with pytest.raises(NotWaiting):
        take_back_value(by=first, value_id=value.pk)


def test_the_database_refuses_one_person_as_both(people):
    indicator("A1-01")
    value = entered(people[0], "A1-01")

    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialValue.objects.filter(pk=value.pk).update(
            state="confirmed", decided_by=people[0], decided_at=value.entered_at
        )


def test_the_same_key_is_one_value(people):
    indicator("A1-01")
    indicator("A1-02")

    one = entered(people[0], "A1-01", request_key="twice-twice")
    again = entered(people[0], "A1-01", request_key="twice-twice")

    assert one.pk == again.pk
    with pytest.raises(ValueRefused):
        entered(people[0], "A1-02", request_key="twice-twice")
    with pytest.raises(ValueRefused):
        entered(people[1], "A1-01", request_key="twice-twice")
    assert OfficialValue.objects.count() == 1


def test_one_value_waits_for_each_day(people):
    first, second = people
    indicator("A1-01")
    value = entered(first, "A1-01")

    with pytest.raises(AlreadyWaiting, match=r"12\.5"):
        entered(second, "A1-01", entry("13"))
    entered(second, "A1-01", entry("13", date(2024, 12, 31)))
    take_back_value(by=first, value_id=value.pk)
    assert take_back_value(by=first, value_id=value.pk).state == State.TAKEN_BACK
    assert entered(second, "A1-01", entry("13")).state == State.WAITING
    with pytest.raises(NotFound):
        take_back_value(by=first, value_id=OfficialValue.objects.latest("pk").pk)


def test_a_correction_is_a_new_row_and_the_old_one_stays(people):
    first, second = people
    solar = indicator("A1-01")
    confirmed(first, second, "A1-01", entry("10", date(2024, 12, 31)))
    wrong = confirmed(first, second, "A1-01", entry("12"))
    right = confirmed(second, first, "A1-01", entry("13"))

    # A late value of an earlier day is history at once.
    confirmed(first, second, "A1-01", entry("9", date(2023, 12, 31)))

    assert standing_values([solar.pk])[solar.pk] == right
    assert [(past.value.value, past.place) for past in history_of(solar)] == [
        (Decimal(13), "standing"),
        (Decimal(12), "corrected"),
        (Decimal(10), "earlier"),
        (Decimal(9), "earlier"),
    ]
    wrong.refresh_from_db()
    assert (wrong.value, wrong.state) == (Decimal(12), State.CONFIRMED)


def test_ten_fold_needs_a_tick(people):
    first, second = people
    indicator("A1-01")
    confirmed(first, second, "A1-01", entry("10", date(2024, 12, 31)))

    with pytest.raises(NeedsSecondLook):
        entered(first, "A1-01", entry("101"))
    assert entered(first, "A1-01", entry("101"), is_sure=True).value == 101


def test_wrong_values_change_nothing(people):
    indicator("A1-01", unit="%", name="森林覆盖率")

    for typed in (entry("101"), entry("1", date(2999, 1, 1)), entry(document_title=" ")):
        with pytest.raises(ValueRefused):
            entered(people[0], "A1-01", typed)
    with pytest.raises(Refused):
        entered(people[0], "A1-01", entry(note="a\x00b"))
    assert not OfficialValue.objects.exists()


def test_sending_back_tells_the_enterer_why(people):
    first, second = people
    indicator("A1-01")
    value = entered(first, "A1-01")

    with pytest.raises(ValueRefused):
        refuse_value(by=second, value_id=value.pk, reason=" ")
    with pytest.raises(SamePerson):
        refuse_value(by=first, value_id=value.pk, reason="不对")
    refuse_value(by=second, value_id=value.pk, reason="文件是2024年的")
    refuse_value(by=second, value_id=value.pk, reason="文件是2024年的")

    assert OfficialValue.objects.get().state == State.REFUSED
    message = Message.objects.get(recipient=first)
    assert "文件是2024年的" in message.body
    assert history_of(value.indicator) == []


def test_a_department_enters_only_what_the_plan_asks_of_it():
    forestry = department("市林业局", "林业局")
    clerk, colleague = person("部门经办", forestry), person("部门经办", forestry)
    stranger, nobody = person("部门经办", department("市水利局")), person("部门经办")
    indicator("A6-01", departments="市林业局、市自然资源局等")
    indicator("A0-01", departments="")
    indicator("A6-09", departments="衡阳市林业局")

    assert [row.code for row in indicators_of(clerk)] == ["A6-01"]
    assert not any(indicators_of(user) for user in (stranger, nobody, person("编辑")))
    assert indicators_of(person("统计员")).count() == 3
    for code in ("A0-01", "A6-09", "NONE"):
        with pytest.raises(NotYours):
            entered(clerk, code)
    value = entered(clerk, "A6-01")
    for other in (stranger, nobody, person("编辑")):
        with pytest.raises(NotYours):
            confirm_value(by=other, value_id=value.pk)
        with pytest.raises(NotYours):
            refuse_value(by=other, value_id=value.pk, reason="不对")
    assert confirm_value(by=colleague, value_id=value.pk).decided_by == colleague


def test_several_at_once_each_for_itself(people):
    first, second = people
    for code in ("A1-01", "A1-02", "A1-03"):
        indicator(code)
    ids = [entered(first, "A1-01").pk, entered(second, "A1-02").pk, entered(first, "A1-03").pk]

    done, faults = confirm_values(by=second, value_ids=[*ids, ids[0], 10**9])

    assert done == 2
    assert len(faults) == 2
    assert faults[0].startswith("A1-02：填报人不能确认")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_value():
    first, second = person("统计员"), person("统计员")
    indicator("A1-01")

    def enter(number):
        by = (first, second)[number % 2]
        return enter_value(by=by, code="A1-01", entry=entry(f"{number + 1}"), request_key=f"race-{number}")

    found = together(enter, 6)

    assert [type(one) for one in found].count(AlreadyWaiting) == 5
    assert OfficialValue.objects.count() == 1
