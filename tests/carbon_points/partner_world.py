"""Partners, residents who have agreed, and signed requests for the tests of the partner API."""

import json
import time
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from carbon_points.models import Action, Partner, PartnerScope
from carbon_points.rules.partners import Report, signature_of
from carbon_points.selectors.partners import reach_of, terms_of
from carbon_points.services.partner_keys import issue_key
from carbon_points.services.partner_links import link_number
from carbon_points.services.partner_records import Outcome, take_record
from core import clock
from tests.carbon_points.ledger_world import make_action, make_resident

API = "/api/v1/partner"
NUMBER = "7310 0000-1234"
# Late enough for a day to have a past, early enough for it not to end during a test.
AFTERNOON = timezone.make_aware(datetime(2026, 11, 23, 15, 0))  # noqa: DTZ001
_ids = count(1)
_seconds = count()


class World:
    """One partner with one scope over some actions, its key, and a client that signs."""

    def __init__(self, *actions: Action, code: str = "bus") -> None:
        self.partner = Partner.objects.create(code=code, name=f"{code}公司")
        self.scope = PartnerScope.objects.create(
            partner=self.partner,
            code="card",
            name="刷卡乘车",
            subject_label="公交卡号",
            purpose="核实您的乘车",
            transferred="乘车时间和次数",
        )
        self.scope.actions.set(actions)
        self.key, self.secret = issue_key(partner=self.partner, scopes=[self.scope])

    def link(self, user: User, number: str = NUMBER) -> None:
        """The person agrees."""
        link_number(
            user=user,
            scope_id=self.scope.pk,
            number=number,
            terms_sha256=terms_of(self.scope).sha256,
            channel="web",
        )

    def report(self, deed: Action, **change: Any) -> Report:
        """A deed of an hour ago."""
        values: dict[str, Any] = {
            "id": f"r{next(_ids)}",
            "scope": self.scope.code,
            "subject": "731000001234",
            "action": deed.code,
            "quantity": Decimal(1),
            "done_at": ago(hours=1),
        }
        return Report(**values | change)

    def take(self, deed: Action, **change: Any) -> Outcome:
        """Report a deed past the API."""
        return take_record(partner=self.partner, reach=reach_of(self.key), report=self.report(deed, **change))

    def headers(self, body: bytes = b"", **change: Any) -> dict[str, str]:
        """The three headers; `change` replaces key, secret, timestamp or signature."""
        timestamp = change.get("timestamp", fresh_timestamp())
        signature = signature_of(change.get("secret", self.secret), timestamp, body)
        return {
            "X-Partner-Key": change.get("key", self.key.key_id),
            "X-Partner-Timestamp": timestamp,
            "X-Partner-Signature": change.get("signature", signature),
        }

    def get(self, path: str, **change: Any) -> Any:
        """A signed read."""
        return Client().get(f"{API}{path}", headers=self.headers(**change))

    def post(self, path: str, document: Any, **change: Any) -> Any:
        """A signed write."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        headers = change.pop("headers", None) or self.headers(body, **change)
        return Client().post(f"{API}{path}", body, content_type="application/json", headers=headers)


def fresh_timestamp(shift: float = 0) -> str:
    """Unix seconds, each time another fraction."""
    return f"{time.time() + shift + next(_seconds) / 1000:.6f}"


def ago(**span: float) -> datetime:
    """A moment so long ago; tests that need it on the same day stop the clock at AFTERNOON."""
    return clock.now() - timedelta(**span)


def record_of(action: Action, **change: Any) -> dict[str, Any]:
    """A record as JSON."""
    values: dict[str, Any] = {
        "id": f"j{next(_ids)}",
        "scope": "card",
        "subject": NUMBER,
        "action": action.code,
        "quantity": 1,
        "done_at": ago(hours=1).isoformat(),
    }
    return values | change


def bus(**values: Any) -> Action:
    """A ride that the operator's data prove: 52 g, 5 points."""
    return make_action("TR-BUS-KM", behaviour="bus", evidence=["partner"], **values)


def bus_by_hand(**values: Any) -> Action:
    """The same ride as residents type it: half of it."""
    method = {"self_share": Decimal("0.5")} | values.pop("method", {})
    return make_action("TR-BUS-SELF", behaviour="bus", evidence=["self"], method=method, **values)


def linked(world: World, number: str = NUMBER) -> User:
    """A resident who has agreed."""
    user = make_resident()
    world.link(user, number)
    return user
