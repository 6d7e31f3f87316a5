"""Residents with photos, reviewers from elsewhere, and submissions that wait; for the tests of reviews."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission

from accounts.models import Area, User
from carbon_points.models import Action, Submission
from carbon_points.services.submissions import submit_bill, submit_photo
from media import rules
from media.models import EvidencePhoto
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident

_numbers = count(1)


def make_towns() -> tuple[Area, Area, Area]:
    """Two townships of one city, and a community in the first; the same ones when called again."""
    city, _ = Area.objects.get_or_create(code="430481000", defaults={"name": "城市", "level": "city"})
    first, _ = Area.objects.get_or_create(
        code="430481001", defaults={"name": "东街道", "level": "town", "parent": city}
    )
    second, _ = Area.objects.get_or_create(
        code="430481002", defaults={"name": "西街道", "level": "town", "parent": city}
    )
    community, _ = Area.objects.get_or_create(
        code="430481001001", defaults={"name": "东一社区", "level": "community", "parent": first}
    )
    return first, second, community


def make_reviewer(*, supervisor: bool = False, area: Area | None = None, **values: Any) -> User:
    """Staff with the right to review, living in the second township."""
    user = User.objects.create_user(
        username=f"reviewer-{next(_numbers)}",
        password="a-long-password",
        **{"is_staff": True, "area": area or make_towns()[1]} | values,
    )
    names = ["review_submission", "access_admin", "view_evidencephoto"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    if supervisor:
        user.user_permissions.add(Permission.objects.get(codename="supervise_review"))
    return User.objects.get(pk=user.pk)


def make_photo(owner: User, *, dhash: int | None = None, file: str = "evidence/none.jpg") -> EvidencePhoto:
    """A photo as store_evidence would leave it, without a picture behind it."""
    number = next(_numbers)
    look = (number * 0x9E3779B97F4A7C15) % 2**64 if dhash is None else dhash
    bands = {f"band{place}": band for place, band in enumerate(rules.bands(look))}
    return EvidencePhoto.objects.create(
        owner=owner,
        sha256=f"{number:064x}",
        dhash=rules.signed(look),
        phash=rules.signed(look),
        width=240,
        height=180,
        size=1000,
        file=file,
        created_at=NOW,
        unused_since=NOW,
        **bands,
    )


def make_inhabitant(area: Area | None = None, **values: Any) -> User:
    """A resident of the first township."""
    return make_resident(area=area or make_towns()[0], **values)


def handed_in(
    resident: User | None = None, action: Action | None = None, photos: Sequence[int] = (), **values: Any
) -> Submission:
    """A photo of a bus ride today that waits."""
    resident = resident or make_inhabitant()
    usual: dict[str, Any] = {
        "resident": resident,
        "action": action or Action.objects.filter(code="TR-BUS").first() or make_action(),
        "quantity": Decimal(1),
        "done_on": TODAY,
        "photo_ids": photos or [make_photo(values.get("submitted_by", resident)).pk],
        "request_key": f"key-{next(_numbers)}",
        "now": NOW,
    }
    return submit_photo(**usual | values)


def make_meter_action(code: str = "EN-ELEC", **values: Any) -> Action:
    """Saving electricity by the household's bill: 500 g a kWh."""
    method = {"net_g_per_unit": Decimal(500), "exclusive_group": "家庭用电总账"} | values.pop("method", {})
    usual = {
        "name": "家庭节电",
        "category": "home",
        "unit": "千瓦时",
        "evidence": ["bill", "partner"],
        "is_shared": True,
        "max_per_log": None,
        "daily_limit": Decimal(1),
        "limit_period": "month",
        "limit_counts": "logs",
    }
    return make_action(code, **usual | values, method=method)


def bill_handed_in(resident: User | None = None, action: Action | None = None, **values: Any) -> Submission:
    """October's bill: 160 instead of 200 kWh."""
    resident = resident or make_inhabitant()
    usual: dict[str, Any] = {
        "resident": resident,
        "action": action or Action.objects.filter(code="EN-ELEC").first() or make_meter_action(),
        "meter": "0123 4567 89",
        "month": date(2026, 10, 1),
        "used": Decimal(160),
        "used_last_year": Decimal(200),
        "photo_ids": [make_photo(resident).pk],
        "request_key": f"key-{next(_numbers)}",
        "now": NOW,
    }
    return submit_bill(**usual | values)


def later(**span: int) -> Any:
    """A moment after NOW."""
    return NOW + timedelta(**span)
