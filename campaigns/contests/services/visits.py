"""What an inspector sees on site: written down as it comes, with pictures, and fixed when handed in."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from campaigns.contests.models import Criterion, Entry, EntryFile, Finding, JudgingEvent, PanelMember, Visit
from campaigns.contests.refusals.entries import NoSuchEntry, TooManyFiles
from campaigns.contests.refusals.judging import BadMarks, Incomplete, VisitTaken
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.conflicts import in_conflict
from campaigns.contests.services.judging_log import held, write
from campaigns.contests.storage import ContestStorage
from core import clock
from core.text import clean
from media.decoding import Photo
from media.storage import random_name
from media.uploads import read_photo

PHOTOS = 9
ABOUT_A_HUNDRED_METRES = Decimal("0.001")
Verdict = Finding.Verdict


@dataclass(frozen=True, slots=True)
class FindingIn:
    """What was found of one criterion."""

    verdict: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class VisitIn:
    """A visit as it stands on the inspector's screen; the place of the device is optional, in degrees."""

    on: date | None = None
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    words: str = ""
    findings: Mapping[str, FindingIn] = field(default_factory=dict)


@transaction.atomic
def save_visit(*, user: User, entry_id: int, seen: VisitIn) -> Visit:
    """Keep the form as it is; the same again changes nothing. The place is rounded to about a hundred metres.

    Raises NoSuchEntry, WrongPhase, VisitTaken or BadMarks.
    """
    visit = _hold(user, entry_id)
    _refuse_handed_in(visit)
    lines = _lines(visit.entry)
    findings = {key: _finding(lines, key, one) for key, one in seen.findings.items()}
    _fill(visit, seen)
    visit.findings.exclude(criterion__key__in=findings).delete()
    for key, one in findings.items():
        Finding.objects.update_or_create(
            visit=visit, criterion=lines[key], defaults={"verdict": one.verdict, "words": one.words}
        )
    return visit


@transaction.atomic
def submit_visit(*, user: User, entry_id: int) -> Visit:
    """Hand in what was saved; from then on it stays, and jurors see it. Again: nothing. Raises Incomplete."""
    visit = _hold(user, entry_id)
    if visit.submitted_at is not None:
        return visit
    missing = [
        name
        for name, is_there in (
            ("核查日期", visit.on is not None),
            ("地点", bool(visit.place)),
            ("至少一条核查结论", visit.findings.exists()),
        )
        if not is_there
    ]
    if missing:
        raise Incomplete(f"还差：{'、'.join(missing)}。补上再提交。")
    visit.submitted_at = clock.now()
    visit.save(update_fields=["submitted_at"])
    write(
        JudgingEvent.What.VISITED,
        contest_id=visit.entry.contest_id,
        entry=visit.entry,
        member=visit.inspector,
        data={"findings": dict(visit.findings.values_list("criterion__key", "verdict"))},
        by=user,
    )
    return visit


def add_photo(*, user: User, entry_id: int, data: bytes) -> EntryFile:
    """Keep a picture of the place, re-encoded; the same file again gives the one that is there.

    Not inside a transaction. Raises what `save_visit` raises, TooManyFiles, PictureRefused, TooManyAtOnce.
    """
    with transaction.atomic():
        _refuse_handed_in(_hold(user, entry_id))
    digest = hashlib.sha256(data).hexdigest()
    photo, now = read_photo(data), clock.now()
    storage, kept = ContestStorage(), False
    name = storage.save(random_name(now), ContentFile(photo.data))
    try:
        row = _insert(user, entry_id, digest, photo, name, now)
        kept = row.file.name == name
        return row
    finally:
        if not kept:
            storage.delete(name)


@transaction.atomic
def remove_photo(*, user: User, entry_id: int, file_id: int) -> None:
    """Take one's picture away before handing in; nothing happens when it is gone."""
    visit = _hold(user, entry_id)
    _refuse_handed_in(visit)
    row = _photos(visit.entry).filter(pk=file_id).first()
    if row is not None:
        ContestStorage().delete(str(row.file.name))
        row.delete()


@transaction.atomic
def _insert(user: User, entry_id: int, digest: str, photo: Photo, name: str, now: datetime) -> EntryFile:
    visit = _hold(user, entry_id)
    _refuse_handed_in(visit)
    rows = _photos(visit.entry)
    if earlier := rows.filter(sha256=digest).first():
        return earlier
    if rows.count() >= PHOTOS:
        raise TooManyFiles(f"现场照片最多{PHOTOS}张，请先删除一张。")
    return EntryFile.objects.create(
        entry=visit.entry,
        purpose=EntryFile.Purpose.VISIT,
        kind=EntryFile.Kind.PICTURE,
        file=name,
        name="现场照片",
        size=len(photo.data),
        width=photo.width,
        height=photo.height,
        sha256=digest,
        uploaded_by=user,
        at=now,
    )


def _photos(entry: Entry) -> "QuerySet[EntryFile]":
    return EntryFile.objects.filter(entry=entry, purpose=EntryFile.Purpose.VISIT)


def _hold(user: User, entry_id: int) -> Visit:
    """The visit of an entry, begun now if it is not, for one inspector; contest and entry are locked."""
    found = Entry.objects.filter(pk=entry_id).values_list("contest", flat=True).first()
    if found is None:
        raise NoSuchEntry("没有这份申报。")
    contest = held(found)
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    member = contest.panel.filter(
        user=user, user__is_active=True, role=PanelMember.Role.INSPECTOR, ended_at=None
    ).first()
    if member is None or entry.state != Entry.State.ACCEPTED or in_conflict(member, entry):
        raise NoSuchEntry("没有这份申报。")
    check_phase(contest, Phase.VISITS, what="现场核查")
    entry.contest = contest
    visit, _ = Visit.objects.get_or_create(entry=entry, defaults={"inspector": member})
    if visit.inspector_id != member.pk:
        raise VisitTaken("这一家已经由另一位核查员在核查。")
    visit.entry = entry
    return visit


def _refuse_handed_in(visit: Visit) -> None:
    if visit.submitted_at is not None:
        raise VisitTaken("现场核查已经提交，不能再改。")


def _lines(entry: Entry) -> dict[str, Criterion]:
    rows = Criterion.objects.filter(standard=entry.contest.standard)
    return {row.key: row for row in rows if not row.is_heading}


def _finding(lines: Mapping[str, Criterion], key: str, one: FindingIn) -> FindingIn:
    words = clean(one.words).strip()
    if key not in lines or one.verdict not in Verdict.values:
        raise BadMarks("核查项和标准不一致，请刷新页面。")
    if len(words) > 200:
        raise BadMarks(f"“{lines[key]}”的说明最多200字。")
    if one.verdict != Verdict.MET and not words:
        raise BadMarks(f"“{lines[key]}”不完全属实，请写明看到了什么。")
    return FindingIn(one.verdict, words)


def _fill(visit: Visit, seen: VisitIn) -> None:
    contest, place, words = visit.entry.contest, clean(seen.place).strip(), clean(seen.words).strip()
    if seen.on is not None and not contest.screening_until < seen.on <= clock.today():
        raise BadMarks("核查日期要在现场核查阶段里，不能晚于今天。")
    if len(place) > 120 or len(words) > 1000:
        raise BadMarks("地点最多120字，总的情况最多1000字。")
    position = (seen.latitude, seen.longitude)
    if position != (None, None):
        visit.latitude, visit.longitude = _degrees(seen.latitude, 90), _degrees(seen.longitude, 180)
    else:
        visit.latitude = visit.longitude = None
    visit.on, visit.place, visit.words = seen.on, place, words
    visit.save()


def _degrees(value: Decimal | None, most: int) -> Decimal:
    if value is None or not value.is_finite() or abs(value) > most:
        raise BadMarks("位置读不出来，请再点一次“记下位置”，或者只写地点。")
    return value.quantize(ABOUT_A_HUNDRED_METRES)
