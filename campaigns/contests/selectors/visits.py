"""What inspectors see: places to visit with name and address, and one visit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from accounts.models import User
from campaigns.contests.models import Contest, Entry, Finding, PanelMember, Visit
from campaigns.contests.refusals.entries import NoSuchEntry
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.selectors.conflicts import conflicts_of, in_conflict
from campaigns.contests.selectors.entry_forms import FileRow, Line, form_of
from campaigns.contests.selectors.judging import visit_pictures
from campaigns.contests.selectors.people import panels_of

INSPECTOR = PanelMember.Role.INSPECTOR


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place to visit, and how far its visit is."""

    entry: Entry
    visit: Visit | None
    is_mine: bool

    @property
    def is_done(self) -> bool:
        """Handed in."""
        return self.visit is not None and self.visit.submitted_at is not None


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A criterion with what the entry says and what was found."""

    said: Line
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class VisitPage:
    """One visit as its form shows it."""

    entry: Entry
    contest: Contest
    visit: Visit | None
    sections: list[tuple[str, list[VisitLine]]]
    files: list[FileRow]
    can_write: bool
    by_another: bool
    typed: Mapping[str, str] | None = None

    @property
    def fields(self) -> Mapping[str, str]:
        """What stands in the form besides findings, as its fields hold it."""
        if self.typed is not None:
            return self.typed
        visit = self.visit
        if visit is None:
            return {}
        return {
            "on": visit.on.isoformat() if visit.on else "",
            "place": visit.place,
            "latitude": "" if visit.latitude is None else str(visit.latitude),
            "longitude": "" if visit.longitude is None else str(visit.longitude),
            "words": visit.words,
        }


def visit_rounds(user: User) -> list[tuple[Contest, Phase, list[PlaceRow]]]:
    """Contests that somebody inspects, each with its places; own organisations are left out."""
    seats = panels_of(user, INSPECTOR).select_related("contest").exclude(contest__visits_until=None)
    members = list(seats.order_by("-contest__visits_until", "-pk")[:20])
    rows = Entry.objects.filter(contest__in=[one.contest_id for one in members], state=Entry.State.ACCEPTED)
    entries = list(rows.select_related("organisation", "area", "visit").order_by("area", "number"))
    close = conflicts_of(members, entries)
    found = []
    for member in members:
        mine = [one for one in entries if one.contest_id == member.contest_id]
        places = [_place(one, member) for one in mine if (one.pk, member.pk) not in close]
        found.append((member.contest, phase_of(member.contest), places))
    return found


def visit_page(user: User, entry_id: int) -> VisitPage:
    """The form for one place. Raises NoSuchEntry for everybody but an inspector who may look at it."""
    rows = Entry.objects.select_related("contest__standard", "organisation", "area", "visit")
    entry = rows.filter(pk=entry_id, state=Entry.State.ACCEPTED, contest__visits_until__isnull=False).first()
    member = panels_of(user, INSPECTOR).filter(contest=entry.contest_id).first() if entry else None
    if entry is None or member is None or in_conflict(member, entry):
        raise NoSuchEntry("没有这份申报。")
    visit = getattr(entry, "visit", None)
    findings = {row.criterion_id: row for row in visit.findings.all()} if visit else {}
    form = form_of(entry, viewer=user)
    by_another = visit is not None and visit.inspector_id != member.pk
    in_time = entry.contest.state == Contest.State.OPEN and phase_of(entry.contest) == Phase.VISITS
    return VisitPage(
        entry=entry,
        contest=entry.contest,
        visit=visit,
        sections=[
            (section.title, [VisitLine(line, findings.get(line.criterion.pk)) for line in section.lines])
            for section in form.sections
        ],
        files=visit_pictures(entry, user) if visit else [],
        can_write=in_time and not by_another and not (visit and visit.submitted_at),
        by_another=by_another,
    )


def as_typed(page: VisitPage, sent: Mapping[str, str]) -> VisitPage:
    """The page with what was typed in place of what stands, by the names of the form's fields."""
    sections = [(title, [_typed(line, sent) for line in lines]) for title, lines in page.sections]
    return replace(page, sections=sections, typed=sent)


def _typed(line: VisitLine, sent: Mapping[str, str]) -> VisitLine:
    key = line.said.key
    return replace(line, finding=Finding(verdict=sent.get(f"f-{key}", ""), words=sent.get(f"w-{key}", "")))


def _place(entry: Entry, member: PanelMember) -> PlaceRow:
    visit = getattr(entry, "visit", None)
    return PlaceRow(entry=entry, visit=visit, is_mine=visit is not None and visit.inspector_id == member.pk)
