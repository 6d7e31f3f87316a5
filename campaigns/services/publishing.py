"""What a page says becomes public: campaign, sessions and questions follow it, and nobody's seat is lost."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from accounts.sealing import seal
from campaigns.models import Campaign, Question, QuizQuestion, Session
from campaigns.rules.facts import CampaignFacts, QuestionFacts, QuizFacts, SessionFacts, own_values
from campaigns.services.sessions import cancel_session, tell_of_change
from campaigns.services.waiting_list import move_up, tell_too_large
from core import clock

# What people who registered are told of when it changes.
TOLD_OF = ("starts_at", "ends_at", "place", "address")


@transaction.atomic
def publish(*, facts: CampaignFacts, now: datetime | None = None) -> Campaign:
    """Make the campaign what the page says. Safe to repeat.

    A session that the page no longer has is cancelled, and whoever registered is told; without registrations
    it goes. Seats that are taken stay taken; a smaller capacity is reached as people give theirs back.
    """
    now = now or clock.now()
    values = own_values(facts) | {"state": Campaign.State.OPEN}
    campaign = Campaign.objects.select_for_update().filter(key=facts.key).first()
    if campaign is None:
        campaign = Campaign.objects.create(key=facts.key, published_at=now, **values)
    elif campaign.state == Campaign.State.CANCELLED:
        # Cancelled is said to people; a page that is edited afterwards does not take it back.
        values.pop("state")
    _write(campaign, values)
    campaign.challenge_actions.set(facts.challenge_actions)
    _follow_sessions(campaign, facts.sessions, now)
    _follow(Question, campaign, facts.questions)
    _follow(QuizQuestion, campaign, facts.quiz)
    return campaign


@transaction.atomic
def withdraw(*, page_id: int) -> int:
    """The page is no longer public: nobody begins anything; what was registered stays. How many campaigns."""
    standing = Campaign.objects.filter(page=page_id, state=Campaign.State.OPEN)
    return standing.update(state=Campaign.State.WITHDRAWN)


def readdress(*, page_id: int, url: str) -> int:
    """The page is at another address; how many campaigns."""
    return Campaign.objects.filter(page=page_id).exclude(url=url).update(url=url)


def _follow_sessions(campaign: Campaign, wanted: Iterable[SessionFacts], now: datetime) -> None:
    there = {row.key: row for row in campaign.sessions.select_for_update().order_by("pk")}
    for facts in wanted:
        row = there.pop(facts.key, None)
        if row is None:
            secret = seal(secrets.token_urlsafe(32))
            Session.objects.create(
                campaign=campaign, key=facts.key, secret_sealed=secret, **own_values(facts)
            )
        else:
            _follow_session(row, facts, now)
    for row in there.values():
        if row.registrations.exists() or row.check_ins.exists():
            cancel_session(session=row, reason="主办方调整了安排，这一场不再举办。", now=now)
        else:
            row.delete()


def _follow_session(row: Session, facts: SessionFacts, now: datetime) -> None:
    values = own_values(facts)
    values |= {"shrinks_to": None}
    if facts.capacity is not None and facts.capacity < row.seats_taken:
        values |= {"capacity": row.seats_taken, "shrinks_to": facts.capacity}
    is_smaller = facts.capacity is not None and (row.capacity is None or facts.capacity < row.capacity)
    is_moved = any(getattr(row, name) != values[name] for name in TOLD_OF)
    if is_moved:
        values |= {"changes": row.changes + 1, "changed_at": now}
    _write(row, values)
    if row.cancelled_at is None:
        move_up(session=row, now=now)
        if is_smaller:
            tell_too_large(session=row, now=now)
        if is_moved:
            tell_of_change(session=row, now=now)


def _follow(
    model: type[Question] | type[QuizQuestion],
    campaign: Campaign,
    wanted: Iterable[QuestionFacts | QuizFacts],
) -> None:
    """Rows of the page by their keys, in its order; those that are gone are retired: answers name them."""
    kept: list[UUID] = []
    for order, facts in enumerate(wanted):
        values = own_values(facts) | {"order": order, "is_retired": False}
        model.objects.update_or_create(campaign=campaign, key=facts.key, defaults=values)
        kept.append(facts.key)
    model.objects.filter(campaign=campaign).exclude(key__in=kept).update(is_retired=True)


def _write(row: Model, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
