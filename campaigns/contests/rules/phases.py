"""Which phase a contest is in: a matter of the day alone, never of somebody's hand."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Phase(StrEnum):
    """In this order. A phase ends with its last day; the next begins on the morning after."""

    BEFORE = "before"
    ENROL = "enrol"
    MATERIALS = "materials"
    SCREENING = "screening"
    VISITS = "visits"
    JUDGING = "judging"
    NOTICE = "notice"
    ANNOUNCED = "announced"
    RECHECK = "recheck"
    OVER = "over"


NAMES = {
    Phase.BEFORE: "未开始",
    Phase.ENROL: "报名",
    Phase.MATERIALS: "材料",
    Phase.SCREENING: "初审",
    Phase.VISITS: "现场核查",
    Phase.JUDGING: "评审",
    Phase.NOTICE: "公示",
    Phase.ANNOUNCED: "公布",
    Phase.RECHECK: "复核",
    Phase.OVER: "已结束",
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The last day of each phase, as days of the city; `visits_until` and the re-check may be missing."""

    enrol_from: date
    enrol_until: date
    materials_until: date
    screening_until: date
    visits_until: date | None
    judging_until: date
    notice_until: date
    recheck_from: date | None = None
    recheck_until: date | None = None


def phase_on(calendar: Calendar, day: date) -> Phase:
    """The phase of a day. Results stand announced until the re-check begins; after it, all is over."""
    if day < calendar.enrol_from:
        return Phase.BEFORE
    ends = (
        (Phase.ENROL, calendar.enrol_until),
        (Phase.MATERIALS, calendar.materials_until),
        (Phase.SCREENING, calendar.screening_until),
        (Phase.VISITS, calendar.visits_until),
        (Phase.JUDGING, calendar.judging_until),
        (Phase.NOTICE, calendar.notice_until),
    )
    for phase, end in ends:
        if end is not None and day <= end:
            return phase
    if calendar.recheck_from is None or calendar.recheck_until is None or day < calendar.recheck_from:
        return Phase.ANNOUNCED
    return Phase.RECHECK if day <= calendar.recheck_until else Phase.OVER
