"""Time from the commit of a check-in until the last of 500 walls has it, against a bare `websockets` server.

Started by bench/measure.py, which brings the database and Redis. The clients run in this process for both.
"""

import asyncio
import time
from datetime import timedelta
from decimal import Decimal
from statistics import median
from uuid import uuid4

import django
from websockets.asyncio.client import ClientConnection

django.setup()

from django.db import transaction  # noqa: E402
from wagtail.models import Page  # noqa: E402

from accounts.models import User  # noqa: E402
from bench.broadcast import BARE, OURS, ROUNDS, bare_change, measure  # noqa: E402
from campaigns.models import Session  # noqa: E402
from campaigns.rules.facts import CampaignFacts, SessionFacts  # noqa: E402
from campaigns.services.attendance import check_in  # noqa: E402
from campaigns.services.publishing import publish  # noqa: E402
from core import clock  # noqa: E402

WALLS = 500


def main() -> None:
    """Measure and print."""
    session = hall()

    async def somebody_comes(window: ClientConnection, number: int) -> float:
        return await asyncio.to_thread(arrive, session, number)

    path = f"/ws/campaigns/{session.campaign_id}/"
    bare = measure(BARE, bare_change, windows=WALLS)
    ours = measure(OURS, somebody_comes, path=path, windows=WALLS)
    print(f"\nmilliseconds until the last of {WALLS} walls has a check-in, median and worst of {ROUNDS}")
    print(f"  {'bare websockets server':34}{median(bare):10,.0f}{bare[-1]:10,.0f}      1.00")
    ratio = median(ours) / median(bare)
    print(f"  {'from the commit on':34}{median(ours):10,.0f}{ours[-1]:10,.0f}{ratio:10.2f}", flush=True)


def hall() -> Session:
    """A session that is on now."""
    now = clock.now()
    facts = SessionFacts(
        key=uuid4(),
        name="",
        starts_at=now,
        ends_at=now + timedelta(hours=2),
        place="礼堂",
        address="",
        latitude=None,
        longitude=None,
        accessibility="",
        capacity=None,
        most_places=1,
        has_waiting_list=True,
        opens_at=None,
        closes_at=now + timedelta(hours=2),
        cancel_until=now,
    )
    campaign = publish(
        facts=CampaignFacts(
            key=uuid4(),
            page_id=Page.get_first_root_node().pk,
            kind="event",
            title="活动",
            url="/",
            summary="",
            organisation_id=None,
            organiser_name="单位",
            contact="",
            audiences="",
            area_id=None,
            theme_day="",
            for_children=False,
            action_id=None,
            quantity=Decimal(1),
            asks_phone=False,
            starts_on=clock.today(),
            ends_on=clock.today(),
            pledge_text="",
            challenge_goal=None,
            takes_photos=False,
            sessions=(facts,),
        )
    )
    return campaign.sessions.get()


def arrive(session: Session, number: int) -> float:
    """Somebody scans the screen; the time at which that was committed."""
    person = User.objects.create_user(username=f"wall-{number}-{uuid4().hex}"[:40])
    committed: list[float] = []
    with transaction.atomic():
        # The first thing after the commit: the announcement comes behind it, and is part of the time.
        transaction.on_commit(lambda: committed.append(time.monotonic()))
        check_in(session_id=session.pk, resident=person, way="screen", nonce=uuid4(), seen_at=clock.now())
    return committed[0]


if __name__ == "__main__":
    main()
