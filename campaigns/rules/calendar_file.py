"""A session as a file that calendars read (RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

MAKER = "-//lvdong//campaigns//ZH"
YEAR = timedelta(days=365)
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar keeps of a session. The same `uid` is the same entry; the higher `sequence` wins."""

    uid: str
    sequence: int
    status: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    words: str
    url: str
    changed_at: datetime
    written_at: datetime


def calendar_file(entry: Entry) -> bytes:
    """The file. Begin and end come in the city's time and name its zone.

    It says no coordinates: ours are GCJ-02, and a calendar would take them for WGS 84, half a kilometre off.
    """
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("status", entry.status)
    event.add("summary", entry.title)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("location", entry.place)
    event.add("description", entry.words)
    if entry.url:
        event.add("url", entry.url)
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstamp", entry.written_at.astimezone(UTC))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MAKER)
    calendar.add("method", "CANCEL" if entry.status == CANCELLED else "PUBLISH")
    calendar.add_component(event)
    # The rules of the zone around it; for a single day none would be written, and a zone needs one.
    calendar.add_missing_timezones(
        first_date=(entry.starts_at - YEAR).date(), last_date=(entry.ends_at + YEAR).date()
    )
    return bytes(calendar.to_ical())
