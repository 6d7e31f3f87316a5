"""When people are reminded: a day and two hours before, never at night. Moments of the city's clock."""

from datetime import datetime, time, timedelta

from campaigns.rules.words import clock_words, moment_words

# Nobody is spoken to from 21:00 to 8:00.
SPEAKS_FROM, SILENT_FROM = time(8), time(21)
# What would fall into the night comes the evening before, or in the morning when that leaves half an hour.
EVENING = time(20, 30)
LEAST_NOTICE = timedelta(minutes=30)

DAY_BEFORE, TWO_HOURS = "day_before", "two_hours"
AHEAD = {DAY_BEFORE: timedelta(days=1), TWO_HOURS: timedelta(hours=2)}
# How long before the beginning anything can be due: the evening before the day before.
LONGEST_AHEAD = timedelta(days=1, hours=12)
# After the end. By the second time devices that were offline have told who came.
THANKS, LATE_THANKS, MISSED = "thanks", "late_thanks", "missed"
AFTER = {THANKS: timedelta(hours=2), LATE_THANKS: timedelta(hours=18), MISSED: timedelta(hours=18)}
# An aftermath that nobody sent in time is no longer sent.
LATEST_AFTER = timedelta(days=3)


def is_silent(moment: datetime) -> bool:
    """Whether nobody is spoken to now."""
    return not SPEAKS_FROM <= moment.time() < SILENT_FROM


def speaks_again(moment: datetime) -> datetime:
    """The next moment at which people may be spoken to: this one by day, the morning by night."""
    if not is_silent(moment):
        return moment
    day = moment.date() + timedelta(days=1 if moment.time() >= SILENT_FROM else 0)
    return datetime.combine(day, SPEAKS_FROM, moment.tzinfo)


def reminder_at(which: str, starts_at: datetime) -> datetime:
    """When a reminder is due."""
    moment = starts_at - AHEAD[which]
    if not is_silent(moment):
        return moment
    morning = speaks_again(moment)
    if moment.time() < SPEAKS_FROM and morning <= starts_at - LEAST_NOTICE:
        return morning
    evening = datetime.combine(moment.date(), EVENING, moment.tzinfo)
    return evening if evening < moment else evening - timedelta(days=1)


def due_reminder(starts_at: datetime, now: datetime) -> str:
    """Which reminder stands now; empty when there is none. A later one takes the place of an earlier one."""
    if is_silent(now) or now >= starts_at:
        return ""
    due = [which for which in (DAY_BEFORE, TWO_HOURS) if reminder_at(which, starts_at) <= now]
    return due[-1] if due else ""


def near_words(moment: datetime, now: datetime) -> str:
    """今天9:00, 明天9:00, or 10月25日 周日 9:00."""
    near = {0: "今天", 1: "明天"}.get((moment.date() - now.date()).days)
    return near + clock_words(moment) if near else moment_words(moment)


def due_after(ends_at: datetime, now: datetime) -> list[str]:
    """What may be said now to who came and who did not; by day only, and not days later."""
    if is_silent(now) or now >= ends_at + LATEST_AFTER:
        return []
    return [which for which, wait in AFTER.items() if ends_at + wait <= now]
