"""People and tickets for the tests of the desk."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services.roles import ensure_roles
from content.models import Department
from feedback.models import DepartmentStaff, Ticket
from feedback.services.intake import hand_in


@pytest.fixture
def departments(db: None) -> list[Department]:
    """Two of them."""
    return [
        Department.objects.create(name=name, slug=slug) for name, slug in (("甲局", "jia"), ("乙局", "yi"))
    ]


@pytest.fixture
def staff(db: None) -> Callable[..., User]:
    """Makes somebody of the staff: staff("客服"), staff("部门经办", department)."""
    ensure_roles()

    def make(role: str, department: Department | None = None) -> User:
        user = User.objects.create_user(f"staff-{User.objects.count()}", "a long password", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        if department is not None:
            DepartmentStaff.objects.create(department=department, user=user)
        return user

    return make


@pytest.fixture
def ticket(db: None) -> Callable[..., Ticket]:
    """Hands one in."""

    def make(**values: Any) -> Ticket:
        return hand_in(**{"topic": "complaint", "text": "路灯整夜亮着", "request_key": uuid4()} | values)

    return make


@pytest.fixture
def queries() -> Callable[[Callable[[], Any]], int]:
    """How many queries something costs."""

    def count(work: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            work()
        return len(seen)

    return count
