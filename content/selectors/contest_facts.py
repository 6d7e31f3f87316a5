"""What the page of a contest says, as plain values for the room below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page

from campaigns.contests.rules.facts import ContestFacts, LevelFacts
from campaigns.contests.rules.phases import Calendar

if TYPE_CHECKING:
    from content.models import ContestPage


def facts_of(page: ContestPage) -> ContestFacts:
    """All of it; levels from the most points down."""
    return ContestFacts(
        key=page.contest_key,
        page_id=page.pk,
        kind=page.kind,
        standard_id=page.standard_id,
        title=page.title,
        url=path_of(page),
        summary=page.summary,
        year=page.year,
        organisation_id=page.organisation_id,
        organiser_name=page.organiser_name,
        contact=page.contact,
        area_id=page.area_id,
        jurors_per_entry=page.jurors_per_entry,
        normalisation=page.normalisation,
        for_pupils=page.for_pupils,
        shows_likes=page.shows_likes,
        scan_action_id=page.scan_action_id,
        calendar=calendar_of(page),
        levels=levels_of(page),
    )


def path_of(page: Page) -> str:
    """Its address on this site; empty while it has none."""
    parts = page.get_url_parts() if page.pk else None
    return parts[2] if parts else ""


def calendar_of(page: ContestPage) -> Calendar:
    """Its days."""
    return Calendar(
        enrol_from=page.enrol_from,
        enrol_until=page.enrol_until,
        materials_until=page.materials_until,
        screening_until=page.screening_until,
        visits_until=page.visits_until,
        judging_until=page.judging_until,
        notice_until=page.notice_until,
        recheck_from=page.recheck_from,
        recheck_until=page.recheck_until,
    )


def levels_of(page: ContestPage) -> tuple[LevelFacts, ...]:
    """Its levels from the most points down."""
    rows = [LevelFacts(name=row.name, at_least=row.at_least, most=row.most) for row in page.levels.all()]
    return tuple(sorted(rows, key=lambda row: -row.at_least))
