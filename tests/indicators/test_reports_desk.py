"""The desk of reports: who may, what a click makes, what a second click does."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.services.roles import ensure_roles
from accounts.services.staff import ensure_staff
from indicators.models import Report
from indicators.services.reports.making import make_report
from tests.indicators.reporting import release
from tests.indicators.test_reports import MONTH

pytestmark = pytest.mark.django_db
DESK = "/stats/reports/"


@pytest.fixture
def statistician(client) -> User:
    """Somebody of the statistics, signed in."""
    ensure_roles()
    user = ensure_staff(username="stat", nickname="统计", password="x-2026-secret", role="统计员")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def wish(after: int, reason: str = "late") -> dict[str, object]:
    """What the form sends."""
    return {"kind": "month", "stretch": "2026-09", "after": after, "reason": reason}


def test_a_click_makes_the_next_version_and_a_second_one_nothing(client, statistician):
    release("month", MONTH)
    assert "现在生成2026年9月报告" in client.get(DESK).content.decode()
    client.post(DESK, wish(0, "first"))
    release("month", MONTH, logs=104, version=2)
    assert client.post(DESK, wish(1)).url == DESK
    client.post(DESK, wish(1))

    assert [(row.version, row.made_by) for row in Report.objects.order_by("version")] == [
        (1, statistician),
        (2, statistician),
    ]
    assert "校验一致" in client.get(DESK).content.decode()


def test_without_a_change_or_a_reason_nothing_is_made(client, statistician):
    release("month", MONTH)
    make_report(kind="month", start=MONTH, reason="first")

    same = client.post(DESK, wish(1))
    assert (same.status_code, "完全一样" in same.content.decode()) == (409, True)
    assert client.post(DESK, wish(1, "x")).status_code == 422
    assert client.post(DESK, wish(1) | {"stretch": "昨天"}).status_code == 422
    assert client.post(DESK, {}).status_code == 422
    assert Report.objects.count() == 1


def test_only_staff_of_the_statistics_come_in(client):
    ensure_roles()
    release("month", MONTH)
    assert client.get(DESK).status_code == 302
    for role in (*Group.objects.exclude(name="统计员").values_list("name", flat=True), None):
        user = (
            ensure_staff(username=f"u{role}", nickname="x", password="x-2026-secret", role=role)
            if role
            else User.objects.create_user()
        )
        if user.has_perm("indicators.make_report"):
            continue
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(DESK).status_code == 403, role
        assert client.post(DESK, wish(0, "first")).status_code == 403, role
    assert not Report.objects.exists()
