"""A page of a campaign that is public becomes a campaign to register for."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from wagtail.models import Page

from campaigns.models import Campaign
from campaigns.rules.facts import CampaignFacts, QuestionFacts, QuizFacts, SessionFacts
from campaigns.services import publishing
from content.models import CampaignPage
from content.models.campaign_rows import CampaignPageSession


def publish_campaign(page: CampaignPage) -> Campaign:
    """Hand the facts of a public page down. Safe to repeat."""
    return publishing.publish(facts=facts_of(page))


def readdress_campaigns(*, below: Page) -> int:
    """Write the addresses of campaigns anew after a page above them, or their own, was moved; how many."""
    pages = CampaignPage.objects.descendant_of(below, inclusive=True).live()
    return sum(publishing.readdress(page_id=page.pk, url=_path_of(page)) for page in pages)


def facts_of(page: CampaignPage) -> CampaignFacts:
    """What the page says, as plain values."""
    sessions = tuple(_session(row) for row in page.sessions.all())
    days = [timezone.localdate(moment) for row in sessions for moment in (row.starts_at, row.ends_at)]
    codes = " ".join(page.audience_codes)
    return CampaignFacts(
        key=page.campaign_key,
        page_id=page.pk,
        kind=page.kind,
        title=page.title,
        url=_path_of(page),
        summary=page.summary,
        organisation_id=page.organisation_id,
        organiser_name=page.organiser_name,
        contact=page.contact,
        audiences=f" {codes} " if codes else "",
        area_id=page.area_id,
        theme_day=page.theme_day.slug if page.theme_day else "",
        for_children=page.for_children,
        action_id=page.points_action_id,
        quantity=page.points_quantity,
        asks_phone=page.asks_phone,
        starts_on=min(days) if days else page.starts_on,
        ends_on=max(days) if days else page.ends_on,
        pledge_text=page.pledge_text,
        challenge_goal=page.challenge_goal,
        takes_photos=page.takes_photos,
        cover_id=page.cover_id,
        challenge_actions=tuple(action.pk for action in page.challenge_actions.all()),
        sessions=sessions,
        questions=tuple(
            QuestionFacts(key=row.key, text=row.text, choices=row.choices, is_required=row.is_required)
            for row in page.questions.all()
        ),
        quiz=tuple(_quiz(child) for child in page.quiz),
    )


def _path_of(page: Page) -> str:
    parts = page.get_url_parts()
    return parts[2] if parts else ""


def _session(row: CampaignPageSession) -> SessionFacts:
    return SessionFacts(
        key=row.key,
        name=row.name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        address=row.address,
        latitude=row.latitude,
        longitude=row.longitude,
        accessibility=row.accessibility,
        capacity=row.capacity,
        most_places=row.most_places,
        has_waiting_list=row.has_waiting_list,
        opens_at=row.opens_at,
        closes_at=row.closes_at or row.starts_at,
        cancel_until=row.cancel_until or row.starts_at,
    )


def _quiz(child: Any) -> QuizFacts:
    value = child.value
    return QuizFacts(
        key=UUID(child.id),
        text=value["text"],
        choices="\n".join(value["choices"]),
        right=value["right"] - 1,
        because=value["because"],
    )
