"""Standards, contests and people for the tests of contests."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import Organisation, User
from accounts.services.organisations import add_member, ensure_organisation
from campaigns.contests.models import Contest, Criterion, Level, PanelMember, Standard
from core import clock
from tests.carbon_points.ledger_world import NOW, make_resident

_numbers = count(1)
TODAY = NOW.date()
# The last days of the phases, counted from the first day of enrolment.
ENROL, MATERIALS, SCREENING, VISITS, JUDGING, NOTICE = 9, 19, 29, 39, 49, 56
RECHECK = (370, 400)


def make_standard(kind: str = "school", **values: Any) -> Standard:
    """Two headings with three lines to score (60, 30 and 10 points), and one veto."""
    number = next(_numbers)
    usual: dict[str, Any] = {
        "code": f"green-{kind}-{number}",
        "version": 1,
        "kind": kind,
        "title": "绿色创建标准",
        "source": "测试",
        "sha256": f"{number:064}",
        "loaded_at": NOW,
    }
    standard = Standard.objects.create(**(usual | values))
    first = _line(standard, "1", 1, title="节能节水")
    _line(standard, "1.1", 2, parent=first, points=Decimal(60), evidence="用电记录", needs_evidence=True)
    _line(standard, "1.2", 3, parent=first, points=Decimal(30))
    second = _line(standard, "2", 4, title="宣传教育")
    _line(standard, "2.1", 5, parent=second, points=Decimal(10))
    _line(standard, "3", 6, title="一年内有环保处罚", is_veto=True)
    return standard


def _line(standard: Standard, key: str, order: int, **values: Any) -> Criterion:
    return Criterion.objects.create(
        standard=standard, key=key, order=order, **({"title": f"指标{key}"} | values)
    )


def make_contest(kind: str = "school", *, day: int = 0, **values: Any) -> Contest:
    """A public contest whose enrolment began `day` days before NOW: 0 enrols, 12 takes materials, 22 screens,
    32 visits, 42 judges, 52 gives notice, 60 has announced, 380 checks again, 410 is over."""
    first = TODAY - timedelta(days=day)
    usual: dict[str, Any] = {
        "kind": kind,
        "title": "绿色创建评选",
        "url": "/contests/green/",
        "year": first.year,
        "organiser_name": "市生态环境局",
        "contact": "0734-0000000",
        "enrol_from": first,
        "enrol_until": first + timedelta(days=ENROL),
        "materials_until": first + timedelta(days=MATERIALS),
        "screening_until": first + timedelta(days=SCREENING),
        "visits_until": first + timedelta(days=VISITS),
        "judging_until": first + timedelta(days=JUDGING),
        "notice_until": first + timedelta(days=NOTICE),
        "recheck_from": first + timedelta(days=RECHECK[0]),
        "recheck_until": first + timedelta(days=RECHECK[1]),
        "published_at": NOW - timedelta(days=day),
    }
    standard = values.pop("standard", None) or make_standard(kind)
    contest = Contest.objects.create(standard=standard, **(usual | values))
    Level.objects.create(contest=contest, order=1, name="示范", at_least=Decimal(90), most=2)
    Level.objects.create(contest=contest, order=2, name="达标", at_least=Decimal(75))
    return contest


def make_school(kind: str = "school", **values: Any) -> tuple[Organisation, User]:
    """A verified school (or another kind), and its head."""
    number = next(_numbers)
    school = ensure_organisation(
        code=f"{kind}-c{number}",
        name=f"第{number}{'小学' if kind == 'school' else '单位'}",
        kind=kind,
        **({"is_verified": True} | values),
    )
    head = make_resident()
    add_member(organisation=school, user=head, role="head")
    return school, head


def make_member(contest: Contest, role: str = "juror") -> PanelMember:
    """Somebody on the panel."""
    return PanelMember.objects.create(contest=contest, user=make_resident(), role=role, since=clock.now())
