"""Made-up partners of the demo: a bus operator and a recycler, with keys that everybody may know."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from accounts.models import User
from accounts.services import residents
from carbon_points.models import Action, Partner
from carbon_points.rules.partners import Report
from carbon_points.selectors.partners import reach_of, terms_of
from carbon_points.services.partner_keys import issue_key
from carbon_points.services.partner_links import link_number
from carbon_points.services.partner_records import take_record
from carbon_points.services.partner_setup import add_partner, save_scope
from content import demo
from core import clock

# How long ago that was done which a partner reports.
DONE_BEFORE: Final = timedelta(days=12)
# Code, name, the values of its scope, codes of actions, key, secret, number of the first demo resident.
PARTNERS: Final[list[dict[str, Any]]] = [
    {
        "code": "bus-demo",
        "name": "公交示例",
        "scope": {
            "code": "bus-card",
            "name": "公交刷卡乘车",
            "subject_label": "公交卡号",
            "transferred": "乘车时间、次数和里程",
            "purpose": "核实您的公交出行，自动计入绿色行动",
        },
        "actions": ["TR-BUS-KM", "TR-BUS-QR"],
        "key": "lk-demo-bus",
        "secret": "lvdong-demo-partner-bus-2026",
        "number": "7310000001",
        "record": {"action": "TR-BUS-KM", "quantity": Decimal("6.2"), "reference": "R-0001"},
    },
    {
        "code": "recycler-demo",
        "name": "回收示例",
        "scope": {
            "code": "weighing",
            "name": "废旧物品称重",
            "subject_label": "回收会员号",
            "transferred": "称重时间、品类、重量和单号",
            "purpose": "核实您交投的可回收物，自动计入绿色行动",
        },
        "actions": [
            "WA-PAPER",
            "WA-BOARD",
            "WA-PLASTIC",
            "WA-PET",
            "WA-ALU",
            "WA-STEEL",
            "WA-GLASS",
            "WA-EWASTE",
        ],
        "key": "lk-demo-recycler",
        "secret": "lvdong-demo-partner-recycler-2026",
        "number": "R2026001",
        "record": {"action": "WA-PAPER", "quantity": Decimal("3.5"), "reference": "S-0001"},
    },
]


@transaction.atomic
def load() -> None:
    """Make each partner once, with the first demo resident's agreement and one record of the past."""
    resident = residents.welcome(phone=f"+86{demo.FIRST_PHONE}", channel="web")
    for facts in PARTNERS:
        if not Partner.objects.filter(code=facts["code"]).exists():
            _make(facts, resident)


def lines() -> list[str]:
    """How to sign as one of them."""
    return [
        f"演示合作方：{facts['name']}，密钥编号 {facts['key']}，密钥 {facts['secret']}" for facts in PARTNERS
    ]


def _make(facts: dict[str, Any], resident: User) -> None:
    partner = add_partner(code=facts["code"], name=facts["name"], contact="示例，不是真实单位")
    actions = Action.objects.filter(code__in=facts["actions"])
    scope = save_scope(partner=partner, scope=None, is_open=True, actions=actions, **facts["scope"])
    key, _ = issue_key(partner=partner, scopes=[scope], key_id=facts["key"], secret=facts["secret"])
    link_number(
        user=resident,
        scope_id=scope.pk,
        number=facts["number"],
        terms_sha256=terms_of(scope).sha256,
        channel="web",
    )
    earlier = clock.now() - DONE_BEFORE
    report = Report(
        id="demo-1", scope=scope.code, subject=facts["number"], done_at=earlier, **facts["record"]
    )
    take_record(partner=partner, reach=reach_of(key), report=report)
