"""People enter themselves: they scanned the hall's screen and tapped once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from accounts.models import User
from accounts.selectors.family import may_act_for
from campaigns.models import CheckIn
from campaigns.refusals.check_in import CodeRefused
from campaigns.selectors.arrivals import OLD_CODE, TICKET, ticket_for
from campaigns.selectors.attendance import session_with_campaign
from campaigns.services.attendance import Attendance, check_in
from carbon_points import tickets
from core import clock


def arrive(
    *,
    resident: User,
    session_id: int,
    ticket: str,
    family: Iterable[int] = (),
    now: datetime | None = None,
) -> list[Attendance]:
    """Enter a person, and those of their family who came along, each in a transaction of its own.

    The ticket names the scan: in other hands it is refused, sent twice it changes nothing.
    """
    now = now or clock.now()
    shown = tickets.read(ticket, place_id=session_id, now=now, of=TICKET)
    people = [resident, *(may_act_for(resident, number) for number in sorted(set(family)))]
    return [
        check_in(
            session_id=session_id,
            resident=person,
            way=CheckIn.Way.SCREEN,
            nonce=_nonce(shown.number, "" if person.pk == resident.pk else str(person.pk)),
            seen_at=min(shown.issued_at, now),
            now=now,
        )
        for person in people
    ]


def arrive_by_token(
    *, resident: User, session_id: int, token: str, nonce: UUID, now: datetime | None = None
) -> Attendance:
    """The same for an app, which sends at once what it has scanned. Raises CodeRefused for an old code."""
    now = now or clock.now()
    session = session_with_campaign(session_id)
    if not ticket_for(session, token=token, now=now):
        known = CheckIn.objects.select_related("log").filter(
            session=session, resident=resident, taken_back_at=None
        )
        # A repeated request may come later than its code lives.
        if (row := known.first()) is not None:
            return Attendance(row, is_same=row.nonce == nonce)
        raise CodeRefused(OLD_CODE)
    return check_in(
        session_id=session_id,
        resident=resident,
        way=CheckIn.Way.SCREEN,
        nonce=nonce,
        seen_at=now,
        now=now,
    )


def _nonce(number: str, person: str) -> UUID:
    """A scan's name that whoever holds the ticket cannot choose."""
    return uuid5(NAMESPACE_URL, f"campaign-ticket:{number}:{person}")
