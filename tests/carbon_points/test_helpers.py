"""Recording for residents in the name of an organisation."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Consent, User
from accounts.services.consents import withdraw_consent
from accounts.services.erasure import erase_resident
from accounts.services.organisations import end_membership
from carbon_points.models import ActionLog, DeskCode, HelperLog, Lookup, Policy, Transfer
from carbon_points.refusals import TooLateToUndo, WrongDay
from carbon_points.refusals.desks import (
    HelperLimitReached,
    HelperRefused,
    ResidentNotFound,
    TooManyLookups,
)
from carbon_points.services import helper_traces
from carbon_points.services.helper_logs import look_up, record_for, record_for_each, undo_for
from carbon_points.services.logs import undo_log
from carbon_points.services.own_codes import show_code
from carbon_points.services.verification import verify
from core import clock
from core.refusals import NotFound
from messaging.models import Message
from tests.accounts.people import household, kept, someone
from tests.carbon_points.desk_world import kept_at, make_desk, make_helper, make_town, phone_of
from tests.carbon_points.ledger_world import make_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk(area=make_town())


@pytest.fixture
def helper(desk) -> User:
    return make_helper(desk)


@pytest.fixture
def action():
    return make_action(evidence=["self", "staff"])


def write_down(helper: User, desk: Any, resident: User, action: Any, **values: Any) -> ActionLog:
    usual = {"quantity": Decimal(1), "done_on": clock.today(), "request_key": str(uuid4())}
    return record_for(
        helper=helper,
        organisation_id=desk.pk,
        resident_id=resident.pk,
        action=action,
        **(usual | values),
    )


def found(helper: User, desk: Any, resident: User) -> User:
    return look_up(helper=helper, organisation_id=desk.pk, typed=phone_of(resident))


def written() -> tuple[int, int, int]:
    return ActionLog.objects.count(), HelperLog.objects.count(), Transfer.objects.count()


# --- Finding ------------------------------------------------------------------------------------------------


def test_a_resident_is_found_by_the_whole_number_and_it_leaves_a_trace(desk, helper):
    resident = someone("骑行的老伍")

    assert found(helper, desk, resident) == resident

    trace = Lookup.objects.get()
    assert (trace.helper, trace.organisation, trace.way, trace.resident) == (helper, desk, "phone", resident)


def test_a_resident_is_found_by_the_digits_that_they_show(desk, helper):
    resident = someone()
    code = show_code(resident=resident).code

    assert look_up(helper=helper, organisation_id=desk.pk, typed=f"{code[:3]} {code[3:]}") == resident
    assert Lookup.objects.get().way == "code"


def test_digits_stand_for_ten_minutes_and_are_shown_again(desk, helper):
    resident, now = someone(), clock.now()
    first = show_code(resident=resident, now=now)

    assert show_code(resident=resident, now=now + timedelta(minutes=8)).code == first.code
    late = {"helper": helper, "organisation_id": desk.pk, "typed": first.code}
    with pytest.raises(ResidentNotFound):
        look_up(**late, now=now + timedelta(minutes=10))
    assert show_code(resident=resident, now=now + timedelta(minutes=9)).valid_to > first.valid_to
    assert DeskCode.objects.count() == 1


@pytest.mark.parametrize("typed", ["13900000000", "000000"])
def test_who_is_not_there_is_not_found_and_the_search_counts(desk, helper, typed):
    with pytest.raises(ResidentNotFound):
        look_up(helper=helper, organisation_id=desk.pk, typed=typed)

    assert Lookup.objects.get().resident is None


@pytest.mark.parametrize("typed", ["", "1390000", "abc", "9" * 40, "12345"])
def test_what_is_neither_number_nor_digits_is_no_search(desk, helper, typed):
    with pytest.raises(ResidentNotFound) as refused:
        look_up(helper=helper, organisation_id=desk.pk, typed=typed)

    assert refused.value.status == 422
    assert Lookup.objects.count() == 0


def test_20_searches_an_hour(desk, helper):
    now = clock.now()
    search = {"helper": helper, "organisation_id": desk.pk, "typed": phone_of(someone())}
    for _ in range(20):
        look_up(**search, now=now)

    with pytest.raises(TooManyLookups):
        look_up(**search, now=now + timedelta(minutes=59))

    assert Lookup.objects.count() == 20
    assert look_up(**search, now=now + timedelta(minutes=61))


def test_a_resident_of_another_township_is_not_found(desk, helper):
    resident = someone()
    resident.area = make_town()
    resident.save()

    with pytest.raises(ResidentNotFound):
        found(helper, desk, resident)

    resident.area = desk.area
    resident.save()
    assert found(helper, desk, resident) == resident


def test_who_took_the_consent_back_is_found_by_shown_digits_only(desk, helper, action):
    resident = someone()
    found(helper, desk, resident)
    write_down(helper, desk, resident, action)
    withdraw_consent(user=resident, purpose="helper_record", detail=f"organisation:{desk.pk}", channel="web")

    with pytest.raises(ResidentNotFound):
        found(helper, desk, resident)

    code = show_code(resident=resident).code
    assert look_up(helper=helper, organisation_id=desk.pk, typed=code) == resident


@pytest.mark.parametrize("kind", ["agency", "shop", "restaurant", "merchant", "enterprise"])
def test_other_kinds_of_organisations_do_not_record_for_others(kind):
    desk = make_desk(kind)

    with pytest.raises(NotFound):
        found(make_helper(desk, "head"), desk, someone())
    assert Lookup.objects.count() == 0


def test_an_unverified_organisation_and_a_former_member_do_not_either(desk, helper):
    unverified = make_desk(is_verified=False)
    with pytest.raises(NotFound):
        found(make_helper(unverified, "head"), unverified, someone())
    end_membership(organisation=desk, user=helper)
    with pytest.raises(NotFound):
        found(helper, desk, someone())
    assert Lookup.objects.count() == 0


# --- Writing down -------------------------------------------------------------------------------------------


def test_both_names_are_kept_and_the_resident_is_told(desk, helper, action):
    resident = someone()
    found(helper, desk, resident)

    log = write_down(helper, desk, resident, action)

    assert (log.resident, log.recorded_by, log.channel, log.evidence) == (resident, helper, "desk", "self")
    kept_names = HelperLog.objects.get()
    assert (kept_names.log, kept_names.helper, kept_names.organisation) == (log, helper, desk)
    message = Message.objects.get(recipient=resident)
    assert message.kind == "household"
    for words in ("社区服务台", "小曹", "乘公交 1次", "10分钟内", "客服"):
        assert words in message.title + message.body
    consent = Consent.objects.get(user=resident, purpose="helper_record")
    assert (consent.detail, consent.given, consent.given_by) == (f"organisation:{desk.pk}", True, helper)
    assert verify().differences == []


def test_the_same_key_writes_once(desk, helper, action):
    resident = someone()
    found(helper, desk, resident)

    logs = {write_down(helper, desk, resident, action, request_key="tap").pk for _ in range(2)}

    assert len(logs) == 1
    assert written() == (1, 1, 1)
    assert Message.objects.filter(recipient=resident).count() == 1


@pytest.mark.parametrize(
    ("role", "accepts", "evidence"),
    [
        ("helper", ["self", "staff"], "self"),
        ("staff", ["self", "staff"], "staff"),
        ("head", ["self", "staff"], "staff"),
        ("head", ["self"], "self"),
    ],
)
def test_only_staff_vouch_and_only_where_their_word_is_taken(desk, role, accepts, evidence):
    helper, resident = make_helper(desk, role), someone()
    found(helper, desk, resident)

    log = write_down(helper, desk, resident, make_action(evidence=accepts))

    assert log.evidence == evidence


def test_staff_do_not_vouch_for_those_who_live_with_them(desk, action):
    helper, resident = make_helper(desk, "head"), someone()
    household(helper, resident)
    found(helper, desk, resident)

    assert write_down(helper, desk, resident, action).evidence == "self"


def test_nobody_writes_down_for_whom_they_have_not_found(desk, helper, action):
    resident, other = someone(), make_helper(desk)
    found(other, desk, resident)

    with pytest.raises(NotFound):
        write_down(helper, desk, resident, action)

    assert written() == (0, 0, 0)


def test_what_was_found_is_open_for_half_an_hour(desk, helper, action):
    resident, now = someone(), clock.now()
    look_up(helper=helper, organisation_id=desk.pk, typed=phone_of(resident), now=now)

    with pytest.raises(NotFound):
        write_down(helper, desk, resident, action, now=now + timedelta(minutes=30))

    assert write_down(helper, desk, resident, action, now=now + timedelta(minutes=29))


def test_nobody_writes_down_for_themselves(desk, helper, action):
    found(helper, desk, helper)

    with pytest.raises(HelperRefused, match="不能给自己代记"):
        write_down(helper, desk, helper, action)

    assert written() == (0, 0, 0)


def test_family_of_others_cannot_be_found(desk, helper, action):
    person = kept(helper)

    with pytest.raises(NotFound):
        write_down(helper, desk, person, action)


def test_who_moved_away_meanwhile_is_refused(desk, helper, action):
    resident = someone()
    found(helper, desk, resident)
    resident.area = make_town()
    resident.save()

    with pytest.raises(HelperRefused, match="不住在本镇街"):
        write_down(helper, desk, resident, action)

    assert written() == (0, 0, 0)


def test_an_organisation_without_a_place_serves_the_whole_city(action):
    desk = make_desk("volunteer")
    helper, resident = make_helper(desk), someone()
    resident.area = make_town()
    resident.save()

    found(helper, desk, resident)
    assert write_down(helper, desk, resident, action)


def test_a_helper_writes_down_as_many_as_the_city_allows(desk, helper):
    Policy.objects.create(
        kind="city",
        key="",
        values={"helper_logs_a_day": 2},
        valid_from=clock.today(),
        note="测试",
        published_at=clock.now(),
    )
    action, person = make_action(daily_limit=None), kept_at(desk, helper)
    write_down(helper, desk, person, action, request_key="1")
    write_down(helper, desk, person, action, request_key="2")

    with pytest.raises(HelperLimitReached, match="最多代记2次"):
        write_down(helper, desk, person, action, request_key="3")

    assert written() == (2, 2, 2)
    # What was written down before is still the answer to its key.
    assert write_down(helper, desk, person, action, request_key="2")


def test_rules_of_records_hold_at_the_desk_too(desk, helper, action):
    person = kept_at(desk, helper)

    with pytest.raises(WrongDay):
        write_down(helper, desk, person, action, done_on=clock.today() - timedelta(days=2))

    assert written() == (0, 0, 0)
    assert Message.objects.count() == 0


def test_a_person_without_phone_belongs_to_the_organisation_not_to_the_helper(desk, helper, action):
    person, next_helper = kept_at(desk, helper), make_helper(desk)
    end_membership(organisation=desk, user=helper)

    log = write_down(next_helper, desk, person, action)

    assert (log.resident, log.recorded_by) == (person, next_helper)
    assert Message.objects.count() == 0
    other = make_desk(area=desk.area)
    with pytest.raises(NotFound):
        write_down(make_helper(other, "head"), other, person, action)


def test_the_resident_and_the_helper_can_take_it_back(desk, helper, action):
    resident = someone()
    found(helper, desk, resident)
    first = write_down(helper, desk, resident, action)
    second = write_down(helper, desk, resident, action)

    assert undo_log(resident=resident, log_id=first.pk).reverses == first
    assert undo_for(helper=helper, organisation_id=desk.pk, log_id=second.pk).reverses == second
    with pytest.raises(NotFound):
        undo_for(helper=make_helper(desk), organisation_id=desk.pk, log_id=second.pk)
    third = write_down(helper, desk, resident, action)
    with pytest.raises(TooLateToUndo):
        undo_for(
            helper=helper,
            organisation_id=desk.pk,
            log_id=third.pk,
            now=clock.now() + timedelta(minutes=11),
        )


def test_each_of_a_list_gets_an_answer_of_its_own(desk, helper):
    action = make_action(daily_limit=Decimal(1), evidence=["self"])
    people = [kept_at(desk, helper, name) for name in ("刘奶奶", "三组老周", "王爷爷")]
    write_down(helper, desk, people[1], action)
    deed = {"action": action, "quantity": Decimal(1), "done_on": clock.today(), "request_key": "list"}

    for _ in range(2):
        answers = record_for_each(helper=helper, organisation_id=desk.pk, people=people, **deed)

        assert [answer.person for answer in answers] == people
        assert [answer.log is not None for answer in answers] == [True, False, True]
        assert "已经记满" in answers[1].refusal
    assert written() == (3, 3, 3)


def test_an_erased_resident_leaves_no_name_in_the_searches(desk, helper):
    resident = someone()
    found(helper, desk, resident)
    show_code(resident=resident)

    erase_resident(user=resident, by=resident, now=clock.now())

    assert (Lookup.objects.get().resident, DeskCode.objects.count()) == (None, 0)


def test_searches_are_forgotten_after_half_a_year(desk, helper):
    found(helper, desk, someone())
    now = clock.now()

    assert helper_traces.purge(before=now - timedelta(days=180), now=now) == 0
    assert helper_traces.purge(before=now + timedelta(seconds=1), now=now) == 1
