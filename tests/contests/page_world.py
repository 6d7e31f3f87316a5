"""Pages of contests for tests: a column, a draft, and the third approval."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from accounts.models import User
from campaigns.contests.models import Contest, Entry
from campaigns.contests.rules.facts import ContestFacts, LevelFacts
from campaigns.contests.rules.phases import Calendar
from content.models import ContestIndexPage, ContestPage, ContestPageLevel
from content.services.home import ensure_home_page
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.world import (
    ENROL,
    JUDGING,
    MATERIALS,
    NOTICE,
    RECHECK,
    SCREENING,
    TODAY,
    VISITS,
    make_standard,
)

_numbers = count(1)


def calendar(day: int = 0) -> Calendar:
    """The days of tests.contests.world: enrolment began `day` days before NOW."""
    first = TODAY - timedelta(days=day)
    ends = [timedelta(days=days) for days in (ENROL, MATERIALS, SCREENING, VISITS, JUDGING, NOTICE, *RECHECK)]
    return Calendar(first, *(first + end for end in ends))


def contest_facts(*, day: int = 0, **values: Any) -> ContestFacts:
    """What a page would say."""
    usual: dict[str, Any] = {
        "key": uuid4(),
        "page_id": None,
        "kind": "school",
        "title": "绿色学校评选",
        "url": "/contests/schools/",
        "summary": "",
        "year": 2026,
        "organisation_id": None,
        "organiser_name": "市教育局",
        "contact": "",
        "area_id": None,
        "jurors_per_entry": 3,
        "normalisation": "plain",
        "for_pupils": False,
        "shows_likes": False,
        "scan_action_id": None,
        "calendar": calendar(day),
        "levels": (LevelFacts("示范", Decimal(90), 2), LevelFacts("达标", Decimal(75))),
    }
    values.setdefault("standard_id", make_standard().pk)
    return ContestFacts(**(usual | values))


def make_column() -> ContestIndexPage:
    """The column, below the front page."""
    page = ContestIndexPage(title="创建评选", slug="contests")
    ensure_home_page().add_child(instance=page)
    return page


def draft(column: ContestIndexPage, slug: str = "schools", *, day: int = 0, **values: Any) -> ContestPage:
    """A contest that nobody has approved yet."""
    usual: dict[str, Any] = {"title": "绿色学校评选", "slug": slug, "live": False, "source": "市教育局"}
    usual |= page_values(day) | values
    if "standard" not in usual:
        usual["standard"] = make_standard(usual["kind"])
    page = ContestPage(**usual)
    page.levels = [
        ContestPageLevel(name="达标", at_least=Decimal(75)),
        ContestPageLevel(name="示范", at_least=Decimal(90), most=2),
    ]
    column.add_child(instance=page)
    page.save_revision()
    return page


def page_values(day: int = 0) -> dict[str, Any]:
    """Kind, year and days."""
    days = calendar(day)
    names = [*Calendar.__dataclass_fields__]
    return {"kind": "school", "year": 2026, "body": RULES} | {name: getattr(days, name) for name in names}


RULES = [("paragraph", "<p>每所学校申报一次。</p>")]


def publish(page: ContestPage) -> ContestPage:
    """As the third approval does."""
    page.save_revision().publish()
    return ContestPage.objects.get(pk=page.pk)


def make_entry(contest: Contest, *, state: str = "draft", applicant: User | None = None) -> Entry:
    """An entry in some state, with its applicant."""
    number = next(_numbers)
    return Entry.objects.create(
        contest=contest,
        number=number,
        applicant=applicant or make_resident(),
        slot=f"user:{number}",
        name=f"第{number}小学",
        state=state,
        request_key=f"k{number}",
        created_at=NOW,
        submitted_at=None if state in {"draft", "withdrawn"} else NOW,
    )
