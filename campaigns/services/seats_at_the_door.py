"""Whose seat it is when somebody stands at the door, registered or not."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from campaigns.models import CheckIn, Registration, Session
from campaigns.refusals.check_in import NoSeat
from campaigns.services.registration import agree
from campaigns.services.waiting_list import is_too_large

FULL = "名额已经满了，请找现场的工作人员，他们可以看情况为您登记。"
LINE_FIRST = "剩下的名额先留给排在前面候补的人。活动开始后还有空位就可以进，也可以找现场的工作人员。"


def seat_of(
    *, session: Session, resident: User, way: str, by: User | None, nonce: UUID, now: datetime
) -> Registration | None:
    """The registration of somebody who came; with none, a free seat is taken. The person's row is locked.

    Until the session begins a free seat belongs to whoever waits for it; then to whoever is there.
    Without a seat NoSeat is raised; staff who write the list may let people in all the same, who then
    come without a seat (their registration waits, or there is none).
    """
    standing = _standing(session, resident).first()
    if standing is not None and standing.state == Registration.State.CONFIRMED:
        return standing
    # Lock order: the session, then its registrations. Whoever holds a seat needs neither.
    held = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    standing = _standing(session, resident).select_for_update(of=("self",)).first()
    if standing is not None and standing.state == Registration.State.CONFIRMED:
        return standing
    places = standing.places if standing else 1
    is_full = held.seats_left is not None and held.seats_left < places
    if is_full or _somebody_is_first(held, standing, now):
        if way == CheckIn.Way.LIST:
            return standing
        raise NoSeat(FULL if is_full else LINE_FIRST)
    return _seated(held, standing, resident, by or resident, nonce, now)


def _somebody_is_first(session: Session, standing: Registration | None, now: datetime) -> bool:
    """Whether a group waits for more seats than are free; it may still come with fewer people."""
    if session.seats_left is None or now >= session.starts_at:
        return False
    waiting = session.registrations.filter(state=Registration.State.WAITING)
    if standing is not None:
        waiting = waiting.filter(number__lt=standing.number)
    return any(not is_too_large(session, row) for row in waiting)


def _standing(session: Session, resident: User) -> "QuerySet[Registration]":
    return session.registrations.filter(resident=resident).exclude(state=Registration.State.CANCELLED)


def _seated(
    session: Session, waiting: Registration | None, resident: User, by: User, nonce: UUID, now: datetime
) -> Registration:
    """The session's row is locked and has room."""
    if waiting is not None:
        waiting.state, waiting.moved_up_at = Registration.State.CONFIRMED, now
        waiting.save(update_fields=["state", "moved_up_at"])
        registration = waiting
    else:
        session.last_number += 1
        registration = Registration.objects.create(
            session=session,
            resident=resident,
            registered_by=by,
            state=Registration.State.CONFIRMED,
            number=session.last_number,
            name=resident.display_name,
            request_key=f"door:{nonce}",
            created_at=now,
        )
        agree(registration, by)
    session.seats_taken += registration.places
    session.save(update_fields=["seats_taken", "last_number"])
    return registration
