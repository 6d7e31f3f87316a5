"""The page of open data for everybody, and the staff's record of releases."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.services.roles import ensure_roles
from accounts.services.staff import ensure_staff
from indicators.models import Release
from indicators.services.publication import publish_releases
from tests.indicators.releases import bare_city, noon

pytestmark = pytest.mark.django_db
START = date(2026, 3, 31)


@pytest.fixture
def released():
    made = bare_city()
    made.record_many(range(43), START, town=0)
    made.fold()
    publish_releases(now=noon(date(2026, 4, 3)))
    return made


@pytest.fixture
def statistician(client):
    ensure_roles()
    ensure_staff(username="stat", nickname="统计", password="Secret-123456", role="统计员")
    client.force_login(User.objects.get(username="stat"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_offers_every_dataset(client, released):
    response = client.get(reverse("indicators:open-data"))

    page = response.content.decode()
    assert response.status_code == 200
    for name in ("city", "town", "community", "category", "evidence", "channel", "indicators"):
        assert f'id="{name}"' in page
    assert "/api/v1/open/datasets/town?period=month&amp;start=2026-03-01&amp;format=xlsx" in page
    assert "CC BY 4.0" in page
    assert Release.objects.get(period="month").sha256 in page


def test_the_page_is_there_before_anything_was_published(client):
    assert "还没有发布" in client.get(reverse("indicators:open-data")).content.decode()


@pytest.mark.parametrize("name", ["releases", "correct-release"])
def test_others_are_kept_out(client, name):
    url = reverse(f"indicators:{name}")
    send = client.get if name == "releases" else client.post
    assert send(url).status_code == 302
    client.force_login(User.objects.create_user(), backend="django.contrib.auth.backends.ModelBackend")
    assert send(url).status_code == 403


def test_the_record_lists_what_was_stopped(statistician, released):
    found = [{"period": "day", "start": "2026-03-31", "dimension": "town", "code": "980001"}]
    Release.objects.filter(period="day", start=START).update(state="stopped", findings=found)

    page = statistician.get(reverse("indicators:releases")).content.decode()

    assert "被拦下 1 期" in page
    assert "能推算：town 980001" in page


def test_a_double_click_corrects_once(statistician, released):
    released.record_many(range(50, 70), START, town=0)
    released.fold()
    values = {"period": "day", "start": "2026-03-31", "seen": "1"}

    for _ in range(2):
        answer = statistician.post(reverse("indicators:correct-release"), values, follow=True)

    assert answer.status_code == 200
    assert list(Release.objects.filter(period="day", start=START).values_list("version", flat=True)) == [2, 1]
    assert "刚刚已经更正过" in answer.content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"period": "week", "start": "2026-03-31", "seen": "1"},
        {"period": "day", "start": "x", "seen": "1"},
    ],
)
def test_a_wrong_form_changes_nothing(statistician, released, values):
    before = Release.objects.count()
    assert statistician.post(reverse("indicators:correct-release"), values).status_code == 302
    assert Release.objects.count() == before
