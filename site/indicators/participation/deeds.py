"""Events, theme days, lectures, creations, guides and answers: each number from the room that knows it."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from campaigns.contests.models import Kind
from campaigns.contests.selectors.handed_in import handed_by_month, standing_titles
from campaigns.contests.selectors.numbers import UNCOUNTED
from campaigns.selectors.held import held_by_month
from indicators import sources
from indicators.participation.value import WAITING, Part, Value, of_people, people_part, people_parts

_NO_DAY = "不属于主题日"
_STEPS = {"applications": "申报", "passed": "通过初审", "titles": "授予称号"}


def events(period: str, start: date, first: date, last: date) -> dict[str, Value]:
    """Sessions and visits, and those of theme days."""
    months = held_by_month(first, last)
    sessions: Counter[str] = Counter()
    for days in months.values():
        sessions.update({slug: held.sessions for slug, held in days.items()})
    visits = [{slug: held.visits for slug, held in days.items()} for days in months.values()]
    known = _days_of(first, last)
    labels = {slug: label for slug, (label, _) in known.items()} | {"": _NO_DAY}
    slugs = [slug for slug, (_, is_due) in known.items() if is_due or sessions[slug]]
    slugs += sorted(slug for slug in sessions if slug and slug not in known)
    # The visits of the days and of none add up to the published sum.
    came = [part for part in people_parts(visits, labels, "人次") if part.key]
    parts = [Part(f"day:{slug}", labels.get(slug, slug), sessions[slug], unit="场") for slug in slugs]
    parts += [replace(part, key=f"visits:{part.key}", label=f"{part.label}到场") for part in came]
    return {
        "P10-THEMEDAYS": Value(sum(sessions[slug] for slug in slugs), parts=tuple(parts)),
        "P10-EVENTS": Value(sessions.total()),
        "P10-ATTENDANCE": of_people(sum(month.values()) for month in visits),
    }


def _days_of(first: date, last: date) -> dict[str, tuple[str, bool]]:
    """Theme days by slug: name, and whether it is a main one of this stretch."""
    spans: list[Any] = sources.ask("theme_days", last.year, default=[])
    return {
        span.slug: (span.name, span.is_main and span.from_on <= last and span.to_on >= first)
        for span in spans
    }


def training(period: str, start: date, first: date, last: date) -> dict[str, Value]:
    """Lectures, and the people whom units counted there."""
    months = sources.ask("training_sessions", first, last)
    if months is None:
        return {"P10-TRAINING": WAITING}
    people = people_part("people", "参加人次", (came for _, came in months.values()), "人次")
    return {"P10-TRAINING": Value(sum(lectures for lectures, _ in months.values()), parts=(people,))}


def creation(period: str, start: date, first: date, last: date) -> dict[str, Value]:
    """Applications of organisations with what became of them, and titles that hold; families stand apart."""
    months = handed_by_month(first, last)
    kinds = [kind for kind in Kind if any(kind in month for month in months.values())]
    parts: list[Part] = []
    for step, word in _STEPS.items():
        for kind in kinds:
            counts = [getattr(month[kind], step) for month in months.values() if kind in month]
            parts.append(_part(f"{step}:{kind}", kind, word, counts))
    handed = sum(
        one.applications for month in months.values() for kind, one in month.items() if kind not in UNCOUNTED
    )
    titles = standing_titles(last)
    return {
        "P10-CREATION": Value(handed, parts=tuple(parts)),
        "P10-TITLES": Value(
            sum(number for kind, number in titles.items() if kind not in UNCOUNTED),
            parts=tuple(_part(kind, kind, "", [number]) for kind, number in titles.items()),
        ),
    }


def _part(key: str, kind: str, word: str, months: list[int]) -> Part:
    """Organisations as they are; families and authors as people, in no sum that could tell what is hidden."""
    label = f"{Kind(kind).label}{word}"
    if kind in UNCOUNTED:
        return people_part(key, label, months, "件" if kind == Kind.WORKS else "户")
    return Part(key, label, sum(months), unit="家")


def guides(period: str, start: date, first: date, last: date) -> dict[str, Value]:
    """Openings of pages, not people; nobody knows about the time before they were counted."""
    return {"P10-GUIDES": Value(sources.ask("guides_read", first, last))}


def answers(period: str, start: date, first: date, last: date) -> dict[str, Value]:
    """Median days until an answer, and the share in time."""
    median, in_time = sources.ask("answer_times", first, last, default=(None, None))
    parts = () if in_time is None else (Part("in_time", "按时答复", in_time, unit="%"),)
    return {"P10-ANSWERS": Value(median, parts=parts)}
