"""Entries of the demo's contests: accepted ones, and ones whose jurors have locked their marks."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from accounts.models import Organisation, User
from accounts.services.organisations import add_member, ensure_organisation
from campaigns.contests.models import (
    Answer,
    Assignment,
    Contest,
    Criterion,
    Entry,
    EntryEvent,
    Mark,
    PanelMember,
)
from campaigns.contests.selectors.standards import criteria_of
from core.clock import midnight

RESTAURANTS: Final = ["河边小馆（演示）", "东门粉店（演示）", "竹园餐厅（演示）", "灶市蒸菜馆（演示）"]
FAMILIES: Final = ["小耒家", "阿竹家", "油茶花开家"]
SHARES: Final = [Decimal("0.95"), Decimal("0.85"), Decimal("0.7"), Decimal("0.9")]


def add_restaurants(contest: Contest, people: list[User]) -> None:
    """Accepted, waiting for the draw."""
    for number, (name, head) in enumerate(zip(RESTAURANTS, people, strict=False), start=1):
        place = ensure_organisation(
            code=f"demo-restaurant-{number}", name=name, kind="restaurant", area=head.area, is_verified=True
        )
        add_member(organisation=place, user=head, role="head")
        _entry(contest, number, head, name, SHARES[number - 1], place)
    _count(contest)


def add_families(contest: Contest, people: list[User], seats: list[PanelMember]) -> None:
    """Judged by every juror of these seats."""
    jurors = [seat for seat in seats if seat.role == PanelMember.Role.JUROR]
    for number, (name, head) in enumerate(zip(FAMILIES, people, strict=False), start=1):
        entry = _entry(contest, number, head, name, SHARES[number - 1])
        for seat in jurors:
            _locked_sheet(entry, seat, SHARES[number - 1])
    _count(contest)


def _entry(
    contest: Contest,
    number: int,
    head: User,
    name: str,
    share: Decimal,
    place: Organisation | None = None,
) -> Entry:
    """An entry that passed screening, with an answer to every line."""
    at = _evening(contest.materials_until)
    entry = Entry.objects.create(
        contest=contest,
        number=number,
        organisation=place,
        applicant=head,
        slot=f"org:{place.pk}" if place else f"user:{head.pk}",
        name=name,
        area=head.area,
        state=Entry.State.ACCEPTED,
        request_key=f"demo-{number}",
        created_at=at,
        submitted_at=at,
    )
    Answer.objects.bulk_create(
        Answer(
            entry=entry,
            criterion=line,
            self_score=_points(line, share),
            words="做到了，照片和记录在材料里。" if line.points else "没有这种情形。",
            updated_at=at,
        )
        for line in _lines(contest)
    )
    for what in (EntryEvent.What.BEGUN, EntryEvent.What.SUBMITTED):
        EntryEvent.objects.create(entry=entry, what=what, by=head, at=at)
    EntryEvent.objects.create(
        entry=entry, what=EntryEvent.What.ACCEPTED, words="演示数据", at=_evening(contest.screening_until)
    )
    return entry


def _locked_sheet(entry: Entry, seat: PanelMember, share: Decimal) -> None:
    at = _evening(entry.contest.judging_until)
    sheet = Assignment.objects.create(
        entry=entry,
        member=seat,
        state=Assignment.State.LOCKED,
        words="材料齐全，做得实在。",
        drawn_at=at,
        locked_at=at,
    )
    Mark.objects.bulk_create(
        Mark(assignment=sheet, criterion=line, points=_points(line, share), updated_at=at)
        for line in _lines(entry.contest)
        if line.points
    )


def _lines(contest: Contest) -> list[Criterion]:
    return [line for line in criteria_of(contest.standard) if not line.is_heading]


def _points(line: Criterion, share: Decimal) -> Decimal:
    """A share of what the line can give, in halves; 0 where it rules out."""
    return (Decimal(round((line.points or 0) * share * 2)) / 2) if line.points else Decimal(0)


def _count(contest: Contest) -> None:
    contest.last_number = contest.entries.count()
    contest.save(update_fields=["last_number"])


def _evening(day: date) -> datetime:
    return timezone.localtime(midnight(day)) + timedelta(hours=18)
