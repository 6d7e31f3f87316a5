"""Campaigns, sessions and people for the tests, made through the service that a public page uses."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from accounts.models import Organisation, User
from accounts.services.organisations import add_member, ensure_organisation
from campaigns.models import Campaign, Session
from campaigns.rules.facts import CampaignFacts, QuestionFacts, SessionFacts
from campaigns.services.publishing import publish
from carbon_points.models import Action
from tests.carbon_points.ledger_world import NOW, make_action, make_resident

_numbers = count(1)


def session_facts(**values: Any) -> SessionFacts:
    """Ten days from now, 9 to 11, ten seats, a waiting list, cancelling until it begins."""
    start: datetime = values.pop("starts_at", NOW + timedelta(days=10))
    usual: dict[str, Any] = {
        "key": uuid4(),
        "name": "",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "place": "文化广场",
        "address": "城关路1号",
        "latitude": None,
        "longitude": None,
        "accessibility": "",
        "capacity": 10,
        "most_places": 1,
        "has_waiting_list": True,
        "opens_at": None,
        "closes_at": start,
        "cancel_until": start,
    }
    return SessionFacts(**(usual | values))


def campaign_facts(*sessions: SessionFacts, questions: tuple[QuestionFacts, ...] = (), **values: Any) -> Any:
    """A lecture by the city, without a page."""
    usual: dict[str, Any] = {
        "key": uuid4(),
        "page_id": None,
        "kind": Campaign.Kind.EVENT,
        "title": "低碳讲座",
        "url": "/campaigns/lecture/",
        "summary": "",
        "organisation_id": None,
        "organiser_name": "宣传部",
        "contact": "0734-0000000",
        "audiences": " school ",
        "area_id": None,
        "theme_day": "",
        "for_children": False,
        "action_id": None,
        "quantity": Decimal(1),
        "asks_phone": False,
        "starts_on": None,
        "ends_on": None,
        "pledge_text": "",
        "challenge_goal": None,
        "takes_photos": False,
    }
    return CampaignFacts(**(usual | values), sessions=sessions, questions=questions)


def make_campaign(*sessions: SessionFacts, **values: Any) -> Campaign:
    """A public campaign; without sessions named, one of ten seats."""
    now = values.pop("now", NOW)
    return publish(facts=campaign_facts(*(sessions or (session_facts(),)), **values), now=now)


def make_session(*, campaign: dict[str, Any] | None = None, **values: Any) -> Session:
    """One session of a campaign of its own."""
    return make_campaign(session_facts(**values), **(campaign or {})).sessions.get()


def make_organiser(kind: str = "school") -> tuple[Organisation, User]:
    """A school and its head."""
    number = next(_numbers)
    school = ensure_organisation(code=f"school-{number}", name=f"第{number}小学", kind=kind, is_verified=True)
    head = make_resident()
    add_member(organisation=school, user=head, role="head")
    return school, head


def learning() -> Action:
    """What coming to a lecture is recorded as: unquantified, one point, at most once a day."""
    return make_action(
        "TO-LEARN",
        name="学低碳知识",
        category="tourism",
        evidence=["qr", "staff"],
        daily_limit=Decimal(1),
        engagement_points=1,
        method={"tier": "C"},
    )
