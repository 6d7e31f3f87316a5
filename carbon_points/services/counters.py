"""Counters of classes and communities: an adult notes a day, another adult agrees, then it is shown."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from carbon_points.models import Action, Counter, CounterEntry
from carbon_points.refusals.desks import CounterRefused, EntryTaken, NotYours
from carbon_points.selectors.counters import counter_at, entry_at
from carbon_points.selectors.desks import STAFF_ROLES, desk_of
from core import clock
from core.text import clean

# A day can be noted for so long afterwards.
DAYS_BACK = 31
NAME_LENGTH, NOTE_LENGTH, LARGEST_GROUP = 30, 120, 5000
Kind, State = Counter.Kind, CounterEntry.State


@transaction.atomic
def open_counter(
    *, by: User, organisation_id: int, name: str, action: Action, size: int, now: datetime | None = None
) -> Counter:
    """Begin to count for a class or a part of a community. The same name and action give the standing one.

    Raises NotFound, NotYours for volunteers, CounterRefused.
    """
    desk = desk_of(by, organisation_id=organisation_id)
    if desk.role not in STAFF_ROLES:
        raise NotYours("新建计数要由本机构的工作人员或负责人来做。")
    name = _text(name, NAME_LENGTH)
    if not name:
        raise CounterRefused("请填写班级、小区或村组的名称，例如“三年级二班”。")
    if not 1 <= size <= LARGEST_GROUP:
        raise CounterRefused(f"人数请填1到{LARGEST_GROUP}之间的整数。")
    # Held, so that two at once do not both find nothing.
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    standing = Counter.objects.filter(
        organisation=organisation, name=name, action=action, closed_at=None
    ).first()
    if standing is not None:
        if standing.size == size:
            return standing
        raise EntryTaken(f"“{name}”已经有这项行动的计数了；人数变了，请先停用旧的，再新建。")
    kind = Kind.CLASS if organisation.kind == Organisation.Kind.SCHOOL else Kind.COMMUNITY
    return Counter.objects.create(
        organisation=organisation,
        kind=kind,
        name=name,
        action=action,
        size=size,
        created_by=by,
        created_at=now or clock.now(),
    )


@transaction.atomic
def close_counter(*, by: User, organisation_id: int, counter_id: int, now: datetime | None = None) -> Counter:
    """Count no further; what was agreed stays shown. A second time changes nothing."""
    desk = desk_of(by, organisation_id=organisation_id)
    if desk.role not in STAFF_ROLES:
        raise NotYours("停用计数要由本机构的工作人员或负责人来做。")
    counter = counter_at(organisation_id, counter_id, lock=True)
    if counter.closed_at is None:
        counter.closed_at = now or clock.now()
        counter.save(update_fields=["closed_at"])
    return counter


@transaction.atomic
def note_day(
    *,
    by: User,
    organisation_id: int,
    counter_id: int,
    day: date,
    people: int,
    note: str = "",
    now: datetime | None = None,
) -> CounterEntry:
    """Note how many took part on a day; it waits for another adult. The same again gives the same entry.

    Raises NotFound, CounterRefused, or EntryTaken when the day has an entry already.
    """
    now = now or clock.now()
    desk_of(by, organisation_id=organisation_id)
    _refuse_minors(by)
    counter = counter_at(organisation_id, counter_id, lock=True)
    today, note = timezone.localdate(now), _text(note, NOTE_LENGTH)
    if counter.closed_at is not None:
        raise CounterRefused("这个计数已经停用，请新建一个。", status=409)
    if not today - timedelta(days=DAYS_BACK) <= day <= today:
        raise CounterRefused(f"只能补记最近{DAYS_BACK}天的，不能记以后的日子。")
    if not 1 <= people <= counter.size:
        raise CounterRefused(f"参加人数请填1到{counter.size}之间的整数（这个班或小区共{counter.size}人）。")
    standing = counter.entries.filter(day=day).exclude(state=State.DECLINED).first()
    if standing is not None:
        if (standing.people, standing.note, standing.noted_by_id) == (people, note, by.pk):
            return standing
        raise EntryTaken("这一天已经记过了；记错了，请另一位成员点“不确认”，再重新记。")
    return CounterEntry.objects.create(
        counter=counter, day=day, people=people, note=note, noted_by=by, noted_at=now
    )


@transaction.atomic
def decide_entry(
    *, by: User, organisation_id: int, entry_id: int, agreed: bool, now: datetime | None = None
) -> CounterEntry:
    """Another adult of the organisation agrees, or does not. The same decision again changes nothing.

    Raises NotFound, NotYours for who noted it, EntryTaken when it was decided otherwise.
    """
    desk_of(by, organisation_id=organisation_id)
    _refuse_minors(by)
    entry = entry_at(organisation_id, entry_id, lock=True)
    wanted = State.APPROVED if agreed else State.DECLINED
    if entry.noted_by_id == by.pk:
        raise NotYours("自己记的要由本机构的另一位成员来确认。")
    if entry.state == wanted and entry.decided_by_id == by.pk:
        return entry
    if entry.state != State.PENDING:
        raise EntryTaken(f"这一天已经有人处理过了：{entry.get_state_display()}。")
    entry.state, entry.decided_by, entry.decided_at = wanted, by, now or clock.now()
    entry.save(update_fields=["state", "decided_by", "decided_at"])
    return entry


def _refuse_minors(by: User) -> None:
    if by.age_band == User.AgeBand.TEEN:
        raise NotYours("计数要由成年人来记和确认。")


def _text(typed: str, length: int) -> str:
    text = " ".join(clean(typed).split())
    if len(text) > length:
        raise CounterRefused(f"文字最多{length}个字，请写短一些。")
    return text
