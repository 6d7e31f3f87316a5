"""People, indicators and values for the tests of official values."""

import io
import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group
from openpyxl import Workbook, load_workbook

from accounts.models import User
from accounts.services.roles import ensure_roles
from content.models import Department
from feedback.models import DepartmentStaff
from indicators.models import OfficialValue, PlanIndicator
from indicators.official_rules import Entry
from indicators.services.official import confirm_value, enter_value
from indicators.services.official.sheet_reading import HEAD

_numbers = itertools.count(1)


def person(role: str, *departments: Department) -> User:
    """Somebody of the staff with a role, who answers for these departments."""
    ensure_roles()
    user = User.objects.create_user(f"official-{next(_numbers)}", "a long password", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    for one in departments:
        DepartmentStaff.objects.create(user=user, department=one)
    return User.objects.get(pk=user.pk)


def department(name: str, aliases: str = "") -> Department:
    """A body that the plan may name."""
    return Department.objects.create(name=name, slug=f"d{next(_numbers)}", aliases=aliases)


def indicator(code: str, **values: Any) -> PlanIndicator:
    """A figure of the plan."""
    given = {
        "action_no": 1,
        "name": f"指标{code}",
        "kind": "headline",
        "unit": "万千瓦",
        "section": "（一）1",
    }
    return PlanIndicator.objects.create(code=code, **(given | values))


def entry(value: str = "12.5", as_of: date = date(2025, 12, 31), **texts: str) -> Entry:
    """What somebody types."""
    return Entry(value=Decimal(value), as_of=as_of, **({"document_title": "统计公报"} | texts))


def entered(by: User, code: str, typed: Entry | None = None, **options: Any) -> OfficialValue:
    """A value that waits."""
    key = options.pop("request_key", f"key-{next(_numbers):06d}")
    return enter_value(by=by, code=code, entry=typed or entry(), request_key=key, **options)


def confirmed(by: User, second: User, code: str, typed: Entry | None = None) -> OfficialValue:
    """A value that is public."""
    return confirm_value(by=second, value_id=entered(by, code, typed, is_sure=True).pk)


def book_of(rows: list[list[Any]], *, head: Any = HEAD) -> Workbook:
    """A workbook with the template's head and these rows below."""
    book = Workbook()
    sheet = book.active
    sheet.append(list(head))
    for row in rows:
        sheet.append(row)
    return book


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(code: str, *typed: Any, name: str = "") -> list[Any]:
    """A row of the template: what the template says of an indicator, then what somebody typed."""
    return [code, name or f"指标{code}", "万千瓦", "", None, *typed]


def cells_of(data: bytes) -> list[tuple[Any, ...]]:
    """Every row of a spreadsheet below its head."""
    rows = load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2, values_only=True)
    return [tuple(one) for one in rows]
