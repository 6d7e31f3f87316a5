"""Badges are given once, with a reason, and never taken away."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import Organisation
from accounts.services import households
from carbon_points.city_badges import city_badges
from carbon_points.models import BadgeAward, HelperLog
from carbon_points.services.badges import award_badges, award_badges_since
from carbon_points.services.logs import undo_log
from carbon_points.tasks.nightly import award_badges as look
from core.models import Job
from messaging.models import Message
from tests.carbon_points.habit_world import child_of, choose, city, did, someone
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, record

pytestmark = [pytest.mark.django_db]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def held(user):
    return set(user.badges.values_list("badge", flat=True))


def test_the_first_record_gives_the_first_badge_with_its_reason():
    resident = someone()
    did(resident)

    assert award_badges(resident=resident) == ["first-step"]

    award = BadgeAward.objects.get()
    assert (award.reason, award.at) == ("记下了第一件绿色的事。", NOW)
    message = Message.objects.get(recipient=resident)
    assert (message.title, message.url) == ("得到徽章“第一步”", "/me/badges/")


def test_a_second_look_gives_nothing_and_tells_nothing():
    resident = someone()
    did(resident)
    award_badges(resident=resident)

    assert award_badges(resident=resident) == []
    assert (BadgeAward.objects.count(), Message.objects.count()) == (1, 1)


def test_only_the_first_badges_of_a_day_are_told():
    resident = someone()
    did(resident)
    award_badges(resident=resident)
    did(resident, times=9)

    assert award_badges(resident=resident) == ["green-travel"]
    assert Message.objects.count() == 1

    with time_machine.travel(NOW + DAY, tick=False):
        record(
            resident, make_action("TR-QR", behaviour=""), evidence="photo", done_on=TODAY + DAY, now=NOW + DAY
        )
        assert award_badges(resident=resident) == ["with-proof"]
    assert Message.objects.count() == 2


def test_a_badge_stays_when_the_record_is_taken_back():
    resident = someone()
    (log,) = did(resident)
    award_badges(resident=resident)
    undo_log(resident=resident, log_id=log.pk, now=NOW)

    assert award_badges(resident=resident) == []
    assert held(resident) == {"first-step"}


def test_what_was_taken_back_before_the_look_counts_for_nothing():
    resident = someone()
    (log,) = did(resident)
    undo_log(resident=resident, log_id=log.pk, now=NOW)

    assert award_badges(resident=resident) == []
    assert BadgeAward.objects.count() == 0


def test_weeks_with_my_own_goal_and_days_are_counted():
    resident = someone()
    for week in range(4):
        did(resident, day=TODAY - 7 * week * DAY)
        did(resident, day=TODAY - 7 * week * DAY - DAY)
    assert "own-word" not in award_badges(resident=resident)

    choose(resident, weekly_goal=1)

    assert award_badges(resident=resident) == ["own-word"]
    assert resident.badges.get(badge="own-word").reason == "有4周达到了自己定的小目标。"


def test_helping_and_family_give_theirs():
    helper, neighbour = someone(), someone()
    households.create_household(user=helper, name="我们家", channel="web")
    sorting = make_action("WA-SORT", category="goods", is_shared=True)
    team = Organisation.objects.create(code="v-1", name="志愿队", kind="volunteer")
    for log in did(neighbour, times=10):
        HelperLog.objects.create(log=log, helper=helper, organisation=team)
    for number in range(3):
        day = TODAY - number * DAY
        record(helper, sorting, done_on=day, earliest=day)

    assert award_badges(resident=helper) == ["first-step", "kind-hand", "one-family"]
    assert "kind-hand" not in award_badges(resident=neighbour)


def test_who_switched_badges_off_gets_none_until_they_are_on_again():
    resident = someone()
    did(resident)
    choose(resident, shows_badges=False)

    assert award_badges(resident=resident) == []
    assert Message.objects.count() == 0

    choose(resident)
    assert award_badges(resident=resident) == ["first-step"]


def test_a_city_without_badges_gives_none():
    resident = someone()
    did(resident)
    city(shows_badges=False)

    assert award_badges(resident=resident) == []


def test_a_kept_person_has_badges_and_no_inbox():
    child = child_of(someone())
    did(child)

    assert award_badges(resident=child) == ["first-step"]
    assert Message.objects.count() == 0


def test_a_look_takes_a_fixed_number_of_queries(django_assert_num_queries):
    resident = someone()
    did(resident, times=2)
    award_badges(resident=resident)

    with django_assert_num_queries(12):
        award_badges(resident=resident)
    for number in range(20):
        did(resident, day=TODAY - number * DAY)
    award_badges(resident=resident)
    with django_assert_num_queries(12):
        award_badges(resident=resident)


def test_a_record_asks_for_one_look_a_day(django_capture_on_commit_callbacks):
    resident = someone()
    with django_capture_on_commit_callbacks(execute=True):
        did(resident, times=3)

    job = Job.objects.get(task="carbon_points.tasks.award_badges")
    assert (job.key, job.args) == (f"badges:{TODAY}:{resident.pk}", {"resident_id": resident.pk})

    look(**job.args)
    assert held(resident) == {"first-step"}


def test_an_undo_asks_for_no_look(django_capture_on_commit_callbacks):
    resident = someone()
    (log,) = did(resident)
    with django_capture_on_commit_callbacks(execute=True):
        undo_log(resident=resident, log_id=log.pk, now=NOW)

    assert Job.objects.filter(task="carbon_points.tasks.award_badges").count() == 0


def test_the_night_looks_at_everybody_who_recorded_and_goes_on_after_a_fault(monkeypatch, caplog):
    first, second, third = someone(), someone(), someone()
    did(first, second)
    calls = []

    def fails_for_the_first(**values):
        calls.append(values["resident"].pk)
        if values["resident"].pk == first.pk:
            raise RuntimeError("boom")
        return award_badges(**values)

    monkeypatch.setattr("carbon_points.services.badges.award_badges", fails_for_the_first)

    assert award_badges_since(moment=NOW - DAY) == 1
    assert sorted(calls) == [first.pk, second.pk]
    assert (held(first), held(second), held(third)) == (set(), {"first-step"}, set())


def test_the_page_shows_what_i_have_and_quietly_what_may_come(client):
    resident = someone()
    did(resident)
    award_badges(resident=resident)
    client.force_login(resident)

    page = client.get("/me/badges/")
    text = page.content.decode()

    assert [badge.name for badge in page.context["badges"].held] == ["第一步"]
    assert len(page.context["badges"].open) == 13
    assert "2026年11月23日" in text
    assert "不着急，也不用都有" in text


def test_an_empty_page_and_one_switched_off_say_so(client):
    resident = someone()
    client.force_login(resident)
    assert "还没有徽章" in client.get("/me/badges/").content.decode()

    choose(resident, shows_badges=False)
    page = client.get("/me/badges/")
    assert page.context["badges"] is None
    assert "徽章现在没有显示" in page.content.decode()


@pytest.mark.parametrize("number", [1, 14])
def test_the_page_takes_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    resident = someone()
    for badge in city_badges()[:number]:
        BadgeAward.objects.create(resident=resident, badge=badge.code, reason=badge.sentence, at=NOW)
    client.force_login(resident)

    with django_assert_num_queries(5):
        assert len(client.get("/me/badges/").context["badges"].held) == number


def test_a_badge_that_the_city_gave_up_is_not_shown(client):
    resident = someone()
    BadgeAward.objects.create(resident=resident, badge="of-old", reason="很久以前。", at=NOW)
    client.force_login(resident)

    assert client.get("/me/badges/").context["badges"].held == []


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/me/badges/").url.startswith("/accounts/login/")
