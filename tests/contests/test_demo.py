"""The demo's contests: three phases, once, whatever is loaded again."""

from datetime import timedelta

import pytest
from django.conf import settings

from accounts.services.staff import ensure_staff
from campaigns.contests.models import Contest, Mark, PanelMember
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.services.standards import load_standards
from content import demo
from content.demo_contests import load_contests
from content.demo_manuscripts import EDITOR, REVIEWERS
from content.models import ContestPage
from core.clock import midnight
from tests.carbon_points.ledger_world import make_area, make_resident
from tests.content.reviewing import staffed
from tests.contests.page_world import make_column

pytestmark = pytest.mark.django_db


def test_three_contests_in_three_phases_are_loaded_once():
    staffed()
    make_column()
    load_standards(folder=settings.CITY.folder / "standards")
    for username, nickname, role in demo.STAFF:
        if username in {EDITOR, *REVIEWERS}:
            ensure_staff(username=username, nickname=nickname, password=demo.PASSWORD, role=role)
    town, _ = make_area()
    people = [make_resident(area=town) for _ in range(4)]
    said: list[str] = []

    load_contests(people, said.append)
    before = sorted(Contest.objects.values_list("pk", "url"))
    load_contests(people, said.append)

    assert sorted(Contest.objects.values_list("pk", "url")) == before
    assert {one.kind: str(phase_of(one)) for one in Contest.objects.all()} == {
        "school": "enrol",
        "restaurant": "judging",
        "family": "announced",
    }
    assert ContestPage.objects.live().count() == 3
    entries = {one.kind: one.entries.filter(state="accepted").count() for one in Contest.objects.all()}
    assert entries == {"school": 0, "restaurant": 4, "family": 3}
    assert PanelMember.objects.count() == 10
    # Three jurors marked every line of three entries.
    standard = Contest.objects.get(kind="family").standard
    lines = standard.criteria.exclude(points=None).count()
    assert Mark.objects.count() == 3 * 3 * lines
    # Last year's contest did what its days asked for, on them.
    past = Contest.objects.get(kind="family")
    assert past.announced_at == midnight(past.notice_until + timedelta(days=1))
    assert sorted(past.titles.values_list("level", flat=True)) == ["示范", "达标"]
    assert said[0] == said[1]
    assert "评审组长老伍（13800138124）" in said[0]
