"""Campaigns that run from home, made through the service that a public page uses."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from PIL import Image

from accounts.models import User
from campaigns.models import Campaign, WallPhoto
from campaigns.rules.facts import QuizFacts
from campaigns.services.online.wall import hand_in_photo
from campaigns.services.publishing import publish
from core import clock
from tests.campaigns.world import campaign_facts
from tests.carbon_points.ledger_world import NOW

QUESTIONS = (
    QuizFacts(uuid4(), "出门不远，怎么走最好？", "开车\n走路", 1, "走路不用烧油。"),
    QuizFacts(uuid4(), "随手关灯有用吗？", "有用\n没用", 0, "一盏灯关一小时，就少用一点电。"),
)
_shades = iter(range(1, 10_000))


def online(kind: str, **values: Any) -> Campaign:
    """A campaign of the city that runs since yesterday, for two weeks."""
    first = values.pop("starts_on", clock.today() - timedelta(days=1))
    usual: dict[str, Any] = {
        "kind": kind,
        "title": "少开一天车",
        "starts_on": first,
        "ends_on": values.pop("ends_on", first + timedelta(days=13)),
        "url": "/campaigns/one-day/",
    }
    return publish(facts=campaign_facts(**usual | values), now=NOW)


def pledge_campaign(**values: Any) -> Campaign:
    """One pledge."""
    return online("pledge", pledge_text="每周少开一天车。", **values)


def quiz_campaign(**values: Any) -> Campaign:
    """Two questions; the right answers are 1 and 0."""
    return online("quiz", quiz=QUESTIONS, **values)


def answers_to(campaign: Campaign, *choices: int) -> dict[int, int]:
    """Question: choice, in the order of the questions."""
    return dict(zip(campaign.quiz.values_list("pk", flat=True), choices, strict=True))


def challenge(*actions: Any, goal: int = 4, **values: Any) -> Campaign:
    """A challenge on these actions, on all without any."""
    chosen = tuple(action.pk for action in actions)
    return online("challenge", challenge_goal=goal, challenge_actions=chosen, **values)


def over_on(campaign: Campaign) -> date:
    """The first day on which its count is final."""
    assert campaign.ends_on is not None
    return campaign.ends_on + timedelta(days=2)


def picture() -> bytes:
    """A JPEG that is like no other of this run, with a place in its EXIF."""
    shade = next(_shades)
    image = Image.new("RGB", (160, 120), (shade % 256, shade // 256, 90))
    exif = Image.Exif()
    exif[0x010F] = f"Phone of somebody {shade}"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def hung_by(resident: User, campaign: Campaign, **values: Any) -> WallPhoto:
    """A picture that waits."""
    usual: dict[str, Any] = {"data": picture(), "words": "一起走路", "people_agree": True}
    return hand_in_photo(resident=resident, campaign_id=campaign.pk, **usual | values)
