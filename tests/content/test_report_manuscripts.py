"""How much comes in, and how long 三审 takes."""

from datetime import datetime, timedelta

import pytest
from wagtail.models import Task, TaskState, Workflow, WorkflowState

from accounts.models import User
from content.models import HomePage
from content.reports.times import Month, manuscripts
from content.services.home import ensure_home_page

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-12-01T12:00:00+08:00")
HOUR = timedelta(hours=1)


@pytest.fixture
def home(time_machine) -> HomePage:
    time_machine.move_to(NOON, tick=False)
    User.objects.create_user(username="writer", is_staff=True)
    return ensure_home_page()


def manuscript(home, *looks: tuple[str, str, int], at: datetime, status: str) -> None:
    """A text that came in at a moment; each look is its step, how it ended, and how many hours it took."""
    workflow, _ = Workflow.objects.get_or_create(name="三审")
    state = WorkflowState.objects.create(
        base_content_type=home.get_base_content_type(),
        content_type=home.get_content_type(),
        object_id=str(home.pk),
        workflow=workflow,
        status=status,
    )
    WorkflowState.objects.filter(pk=state.pk).update(created_at=at)
    moment = at
    for step, end, hours in looks:
        task, _ = Task.objects.get_or_create(name=step)
        row = TaskState.objects.create(
            workflow_state=state, task=task, revision=home.save_revision(), status=end
        )
        finished = moment + hours * HOUR if end != "in_progress" else None
        TaskState.objects.filter(pk=row.pk).update(started_at=moment, finished_at=finished)
        moment += hours * HOUR


def test_a_month_says_what_came_in_and_how_long_it_took(home):
    one = [("一审", "approved", 2), ("二审", "approved", 4), ("三审", "approved", 6)]
    two = [
        ("一审", "rejected", 1),
        ("一审", "approved", 3),
        ("二审", "approved", 4),
        ("三审", "approved", 20),
    ]
    manuscript(home, *one, at=NOON - 20 * HOUR, status="approved")
    manuscript(home, *two, at=NOON - 30 * HOUR, status="approved")
    manuscript(home, ("一审", "in_progress", 0), at=NOON - HOUR, status="in_progress")

    assert manuscripts() == [
        Month("2026-12", 1, 0, 0, 1, None, {}),
        Month("2026-11", 2, 2, 1, 0, 20.0, {"一审": 2, "二审": 4, "三审": 13}),
    ]


def test_a_year_is_enough(home):
    manuscript(
        home,
        ("一审", "approved", 2),
        at=datetime.fromisoformat("2025-12-31T12:00:00+08:00"),
        status="approved",
    )
    manuscript(
        home,
        ("一审", "approved", 2),
        at=datetime.fromisoformat("2026-01-01T12:00:00+08:00"),
        status="approved",
    )

    assert [row.month for row in manuscripts()] == ["2026-01"]
