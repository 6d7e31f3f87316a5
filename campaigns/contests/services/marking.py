"""A juror's marks, saved as they come: a whole sheet each time, within what the standard allows."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from campaigns.contests.models import Assignment, Criterion, Mark
from campaigns.contests.refusals.judging import BadMarks, MarksStale
from campaigns.contests.services.sheets import MarkIn, hold, lines_of, marks_of, still_open
from core import clock
from core.text import clean

HALF = Decimal("0.5")


@transaction.atomic
def save_marks(
    *, user: User, sheet_id: int, revision: int, marks: Mapping[str, MarkIn], words: str = ""
) -> Assignment:
    """Keep a whole sheet as it is on the juror's screen; what is not in it is empty.

    `revision` is the one that the screen was drawn with; the same content again changes nothing. Raises
    NoSuchSheet, WrongPhase, MarksLocked, MarksStale or BadMarks.
    """
    sheet = still_open(hold(user, sheet_id))
    lines = lines_of(sheet)
    wanted, words = _checked(lines, marks), clean(words).strip()
    if len(words) > 1000:
        raise BadMarks("总评最多1000字，请写短一些。")
    if (marks_of(sheet), sheet.words) == (wanted, words):
        return sheet
    if sheet.revision != revision:
        raise MarksStale("这一件在别处保存过新的分，刷新后再接着评；您刚才填的留在这台设备上。")
    return _write(sheet, lines, wanted, words)


def _checked(lines: Mapping[str, Criterion], marks: Mapping[str, MarkIn]) -> dict[str, MarkIn]:
    """What is worth a row, each within its limits."""
    return {key: mark for key in sorted(marks) if (mark := _one(lines, key, marks[key])) != MarkIn()}


def _one(lines: Mapping[str, Criterion], key: str, mark: MarkIn) -> MarkIn:
    line = lines.get(key)
    if line is None:
        raise BadMarks("评分项和标准不一致，请刷新页面。")
    comment = clean(mark.comment).strip()
    if len(comment) > 300:
        raise BadMarks(f"“{line}”的评语最多300字，请写短一些。")
    if line.is_veto:
        if mark.points is not None:
            raise BadMarks(f"“{line}”只有否决与不否决，没有分。")
        if mark.is_vetoed and not comment:
            raise BadMarks(f"否决“{line}”要写明依据。")
        return MarkIn(is_vetoed=mark.is_vetoed, comment=comment)
    if mark.is_vetoed:
        raise BadMarks(f"“{line}”不是否决项。")
    most = line.points or Decimal(0)
    if mark.points is not None and not _fits(mark.points, most):
        raise BadMarks(f"“{line}”要在 0 到 {most.normalize():f} 分之间，最小 0.5 分。")
    return MarkIn(points=mark.points, comment=comment)


def _fits(points: Decimal, most: Decimal) -> bool:
    """In halves, or all that there is."""
    return points.is_finite() and 0 <= points <= most and (points % HALF == 0 or points == most)


def _write(
    sheet: Assignment, lines: Mapping[str, Criterion], wanted: Mapping[str, MarkIn], words: str
) -> Assignment:
    now = clock.now()
    sheet.marks.exclude(criterion__key__in=wanted).delete()
    for key, mark in wanted.items():
        Mark.objects.update_or_create(
            assignment=sheet,
            criterion=lines[key],
            defaults={
                "points": mark.points,
                "is_vetoed": mark.is_vetoed,
                "comment": mark.comment,
                "updated_at": now,
            },
        )
    sheet.words, sheet.revision = words, sheet.revision + 1
    sheet.save(update_fields=["words", "revision"])
    return sheet
