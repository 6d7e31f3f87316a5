"""The door of a session: a school's campaign on its day, people who registered, their codes."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import Organisation, User
from campaigns.models import Registration, Session
from campaigns.rules import codes
from campaigns.selectors.attendance import secret_of
from campaigns.services.scans import Scan
from carbon_points.models import Action
from tests.campaigns.world import learning, make_organiser, make_session
from tests.carbon_points.ledger_world import NOW, make_resident

LATER = timedelta(seconds=61)


def make_door(
    kind: str = "school", *, campaign: dict[str, Any] | None = None, **values: Any
) -> tuple[Session, User]:
    """A session that begins in an hour, with one point for coming, and the head who runs it."""
    organisation, head = make_organiser(kind)
    usual: dict[str, Any] = {"starts_at": NOW + timedelta(hours=1)}
    session = make_session(campaign=campaign_of(organisation) | (campaign or {}), **(usual | values))
    return session, head


def campaign_of(organisation: Organisation) -> dict[str, Any]:
    """The facts of a campaign that this organisation runs."""
    return {
        "organisation_id": organisation.pk,
        "organiser_name": organisation.name,
        "action_id": (Action.objects.filter(code="TO-LEARN").first() or learning()).pk,
    }


def register(session: Session, resident: User | None = None, **values: Any) -> Registration:
    """A registration as it stands in the books; seats and numbers follow."""
    resident = resident or make_resident()
    session.refresh_from_db()
    session.last_number += 1
    usual: dict[str, Any] = {
        "session": session,
        "resident": resident,
        "registered_by": resident,
        "state": Registration.State.CONFIRMED,
        "number": session.last_number,
        "request_key": str(uuid4()),
        "created_at": NOW,
    }
    row = Registration.objects.create(**(usual | values))
    if row.state == Registration.State.CONFIRMED:
        session.seats_taken += row.places
    session.save()
    return row


def screen_code(session: Session, now: datetime = NOW) -> str:
    """What the hall's screen shows, without the site's own address."""
    return f"{session.pk}/{codes.screen_token(secret_of(session), session.pk, now)}"


def own_code(row: Registration, now: datetime = NOW) -> str:
    """What somebody's phone shows."""
    return f"ticket/{row.pk}/{codes.own_token(secret_of(row.session), row.pk, now)}"


def spoken_code(row: Registration, now: datetime = NOW) -> str:
    """The same as it is said aloud."""
    return f"{row.number}号 {codes.own_digits(secret_of(row.session), row.pk, now)}"


def scan_of(row: Registration, now: datetime = NOW, **values: Any) -> Scan:
    """A scanner's look at somebody's phone."""
    return Scan(**({"nonce": uuid4(), "code": own_code(row, now), "seen_at": now} | values))
