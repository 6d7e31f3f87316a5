"""A pledge: one tap, once per person, taken back as easily, and worth no points."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import PendingAction
from accounts.services.erasure import erase_resident
from campaigns.models import Pledge
from campaigns.refusals.online import NoSuchCampaign, NotRunning
from campaigns.services.online.pledges import give_pledge, take_pledge_back
from campaigns.services.publishing import withdraw
from campaigns.services.sessions import cancel_campaign
from carbon_points.models import ActionLog, Transfer
from core import clock
from tests.campaigns.online_world import pledge_campaign, quiz_campaign
from tests.carbon_points.habit_world import someone

pytestmark = pytest.mark.django_db


def url_of(name, campaign):
    return reverse(f"campaigns:{name}", args=[campaign.pk])


def test_a_second_tap_is_the_same_pledge_and_no_points_are_paid():
    campaign, resident = pledge_campaign(), someone()

    first = give_pledge(resident=resident, campaign_id=campaign.pk)
    second = give_pledge(resident=resident, campaign_id=campaign.pk)

    assert first == second
    assert Pledge.objects.count() == 1
    assert (ActionLog.objects.count(), Transfer.objects.count()) == (0, 0)


def test_it_is_taken_back_and_given_again():
    campaign, resident = pledge_campaign(), someone()
    give_pledge(resident=resident, campaign_id=campaign.pk)

    assert take_pledge_back(resident=resident, campaign_id=campaign.pk)
    assert not take_pledge_back(resident=resident, campaign_id=campaign.pk)
    assert Pledge.objects.count() == 0
    give_pledge(resident=resident, campaign_id=campaign.pk)
    assert Pledge.objects.count() == 1


def test_it_can_be_taken_back_when_the_campaign_is_over():
    campaign, resident = pledge_campaign(), someone()
    give_pledge(resident=resident, campaign_id=campaign.pk)
    campaign.ends_on = clock.today() - timedelta(days=1)
    campaign.save()

    assert take_pledge_back(resident=resident, campaign_id=campaign.pk)


@pytest.mark.parametrize(
    ("first", "last", "sentence"), [(1, 3, "开始"), (-9, -1, "已经结束")], ids=["before", "after"]
)
def test_nobody_pledges_before_it_begins_or_after_it_ends(first, last, sentence):
    today = clock.today()
    days = {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last)}

    with pytest.raises(NotRunning, match=sentence):
        give_pledge(resident=someone(), campaign_id=pledge_campaign(**days).pk)
    assert Pledge.objects.count() == 0


def test_a_cancelled_or_withdrawn_campaign_takes_no_pledge(home):
    cancelled, withdrawn = pledge_campaign(), pledge_campaign(page_id=home.pk)
    cancel_campaign(campaign=cancelled, reason="下雨。")
    withdraw(page_id=home.pk)

    with pytest.raises(NotRunning, match="下雨"):
        give_pledge(resident=someone(), campaign_id=cancelled.pk)
    with pytest.raises(NotRunning, match="撤下"):
        give_pledge(resident=someone(), campaign_id=withdrawn.pk)
    assert Pledge.objects.count() == 0


def test_only_a_campaign_of_pledges_takes_one():
    with pytest.raises(NoSuchCampaign):
        give_pledge(resident=someone(), campaign_id=quiz_campaign().pk)


def test_a_tap_answers_with_the_fragment_and_the_count_of_people(client):
    campaign, resident = pledge_campaign(), someone()
    client.force_login(resident)

    answer = client.post(url_of("online-pledge", campaign), HTTP_HX_REQUEST="true").content.decode()
    assert "1 人已承诺" in answer
    assert "收回承诺" in answer
    assert "<html" not in answer
    back = client.post(url_of("online-pledge-back", campaign), HTTP_HX_REQUEST="true").content.decode()
    assert "还没有人承诺" in back
    assert "我承诺" in back


def test_without_scripts_a_page_of_its_own_does_the_same(client):
    campaign = pledge_campaign()
    client.force_login(someone())

    answer = client.post(url_of("online-pledge", campaign), follow=True)

    assert answer.redirect_chain == [(url_of("online", campaign), 302)]
    assert "谢谢您的承诺" in answer.content.decode()


def test_a_guest_signs_in_and_the_pledge_is_kept_for_them(client):
    campaign = pledge_campaign()

    answer = client.post(url_of("online-pledge", campaign))

    assert answer.status_code == 302
    kept = PendingAction.objects.get()
    assert (kept.name, kept.payload) == ("pledge", {"campaign": campaign.pk})
    assert kept.label == "承诺：少开一天车"
    assert Pledge.objects.count() == 0


def test_a_refusal_says_why_and_nothing_is_kept(client):
    campaign = pledge_campaign(
        ends_on=clock.today() - timedelta(days=1), starts_on=clock.today() - timedelta(days=5)
    )
    client.force_login(someone())

    answer = client.post(url_of("online-pledge", campaign), HTTP_HX_REQUEST="true")

    assert answer.status_code == 409
    assert "已经结束" in answer.content.decode()
    assert Pledge.objects.count() == 0


def test_a_pledge_goes_with_the_account():
    campaign, resident = pledge_campaign(), someone()
    give_pledge(resident=resident, campaign_id=campaign.pk)

    erase_resident(user=resident, by=resident, now=clock.now())

    assert Pledge.objects.count() == 0


@pytest.mark.parametrize("people", [1, 3])
def test_the_fragment_costs_the_same_however_many_have_pledged(people, client, django_assert_num_queries):
    campaign, resident = pledge_campaign(), someone()
    client.force_login(resident)
    for one in [resident, *(someone() for _ in range(people))]:
        give_pledge(resident=one, campaign_id=campaign.pk)

    # The session, the user, the campaign, how many, and mine.
    with django_assert_num_queries(5):
        client.get(url_of("online-mine", campaign))


@pytest.mark.parametrize("name", ["online", "online-mine"])
def test_a_guest_reads_what_it_is_about(name, client):
    text = client.get(url_of(name, pledge_campaign())).content.decode()

    assert "我承诺" in text
    assert "登录" in text
