"""The list at the door: staff tick who came, and write down people without a phone or an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from accounts.models import User
from campaigns.models import CheckIn, Session
from campaigns.refusals.check_in import CheckInRefused
from campaigns.selectors.arrivals import expected_one, kept_not_there
from campaigns.selectors.attendance import closed_because, session_to_run
from campaigns.services.attendance import Attendance, check_in, enter, same_scan
from campaigns.services.code_tries import check_tries, count_wrong_code
from carbon_points.selectors.desks import resident_behind
from core import clock
from core.refusals import NotFound, Refused
from core.text import is_readable

MOST_AT_ONCE = 100
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one line of a list: an attendance, or why there is none."""

    name: str
    attendance: Attendance | None
    refusal: str


def tick(
    *, by: User, session_id: int, registration_id: int, nonce: UUID, now: datetime | None = None
) -> Attendance:
    """Enter somebody of the list, on the word of whoever holds it. Raises a Refused."""
    now = now or clock.now()
    session = session_to_run(by, session_id)
    return _enter_person(by, session, expected_one(session, registration_id).resident, nonce, now)


def take_by_code(
    *, by: User, session_id: int, digits: str, nonce: UUID, now: datetime | None = None
) -> Attendance:
    """Enter somebody without a registration by the digits of 出示我的码, also when all is full."""
    now = now or clock.now()
    session = session_to_run(by, session_id)
    whose = f"door-{by.pk}"
    check_tries(network=whose, sentence="您刚才输错的次数太多，请一小时后再试，或请另一位工作人员来。")
    resident = resident_behind(code=digits, now=now) if digits else None
    if resident is None:
        count_wrong_code(network=whose)
        raise NotFound("没有找到：请本人打开“我的”里的“出示我的码”，把六位数字念给您。")
    return _enter_person(by, session, resident, nonce, now)


def take_kept(
    *, by: User, session_id: int, people: Sequence[int], request_key: UUID, now: datetime | None = None
) -> list[Line]:
    """Enter people without a phone whom the organisation looks after; each with an answer of its own."""
    now = now or clock.now()
    session = session_to_run(by, session_id)
    _check_size(len(people))
    found = {person.pk: person for person in kept_not_there(session).filter(pk__in=people)}
    lines = []
    for number in sorted(set(people) & set(found)):
        person = found[number]
        try:
            nonce = uuid5(request_key, f"kept:{number}")
            lines.append(Line(person.nickname, _enter_person(by, session, person, nonce, now), ""))
        except Refused as refused:
            lines.append(Line(person.nickname, None, refused.message))
    return lines


@transaction.atomic
def take_names(
    *, by: User, session_id: int, names: Sequence[str], request_key: UUID, now: datetime | None = None
) -> list[Line]:
    """Write down people without an account, by name alone: they count as people and have no points.

    The same form sent twice writes nobody twice; a name that stands on the list already is answered as there.
    """
    now = now or clock.now()
    session = session_to_run(by, session_id)
    names = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    _check_size(len(names))
    if sentence := closed_because(session, seen_at=_moment(session, now), now=now):
        raise CheckInRefused(sentence)
    # Two lists with the same name at once: one waits for the other.
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    return [_write_name(by, session, name, request_key, now) for name in names]


def _enter_person(by: User, session: Session, resident: User, nonce: UUID, now: datetime) -> Attendance:
    return check_in(
        session_id=session.pk,
        resident=resident,
        way=CheckIn.Way.LIST,
        nonce=nonce,
        seen_at=_moment(session, now),
        by=by,
        now=now,
    )


def _write_name(by: User, session: Session, name: str, request_key: UUID, now: datetime) -> Line:
    if len(name) > LONGEST_NAME or not is_readable(name):
        return Line(name[:LONGEST_NAME], None, f"姓名最多{LONGEST_NAME}个字，请一行写一个人。")
    nonce = uuid5(request_key, f"name:{name}")
    if row := same_scan(nonce, session=session, resident=None):
        return Line(name, Attendance(row, is_same=True), "")
    there = CheckIn.objects.filter(session=session, resident=None, name=name, taken_back_at=None)
    if (standing := there.first()) is not None:
        return Line(name, Attendance(standing), "")
    row = CheckIn(
        session=session,
        name=name,
        way=CheckIn.Way.LIST,
        nonce=nonce,
        seen_at=_moment(session, now),
        received_at=now,
        by=by,
    )
    return Line(name, Attendance(enter(row), is_new=True), "")


def _moment(session: Session, now: datetime) -> datetime:
    """A list that is completed afterwards speaks of the session, not of the evening on which it is typed."""
    return min(now, session.ends_at)


def _check_size(size: int) -> None:
    if not size:
        raise CheckInRefused("请至少填写或勾选一位。", code="invalid", status=422)
    if size > MOST_AT_ONCE:
        raise CheckInRefused(f"一次最多登记{MOST_AT_ONCE}位，请分几次。", code="too_many", status=422)
