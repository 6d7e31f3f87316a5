"""Campaigns in the next weeks, and one that was, so that the column and the desks have something to show."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import Area, Organisation, User
from campaigns.models import Campaign, Session
from campaigns.services.registration import register
from carbon_points.models import Action
from content.demo_manuscripts import EDITOR, walk_through_review
from content.models import CampaignIndexPage, CampaignPage, CampaignPageQuestion, CampaignPageSession
from core.refusals import Refused

WORDS = (
    "<p>这是演示用的活动，时间、地点和单位都不是真实的。可以放心试着报名、取消、候补。</p>"
    "<p>现场有签到屏，扫一下就算到场；没有手机的，请工作人员登记。</p>"
)
# Title, kind of organiser, days from today, hour, hours, place, seats, most places, more fields of the page.
EVENTS: list[tuple[str, str, int, int, int, str, int | None, int, dict[str, Any]]] = [
    (
        "周末低碳生活讲座（演示）",
        "",
        4,
        9,
        2,
        "市文化馆二楼报告厅",
        60,
        3,
        {
            "summary": "两个小时，讲家里怎样少用电、少浪费，现场答疑。",
            "for_families": True,
            "for_communities": True,
            "for_children": True,
            "what_to_bring": "水杯；想问的电费单（可以遮住户名）",
            "contact": "演示联系人 0734-0000000",
        },
    ),
    (
        "校园旧物交换日（演示）",
        "school",
        11,
        14,
        3,
        "学校操场",
        4,
        4,
        {
            "summary": "书、玩具、文具，带一件换一件，换不完的捐给需要的人。",
            "for_schools": True,
            "for_families": True,
            "for_children": True,
            "what_to_bring": "1到3件干净、能用的旧物",
            "contact": "演示老师 0734-0000000",
            "takes_photos": True,
        },
    ),
    (
        "垃圾分类入户宣讲志愿者招募（演示）",
        "community",
        6,
        18,
        2,
        "社区党群服务中心",
        20,
        1,
        {
            "summary": "两人一组走访楼栋，先培训再上门，讲清四个桶怎么分。",
            "for_communities": True,
            "contact": "演示社区 0734-0000000",
        },
    ),
]
QUIZ = [
    (
        "空调夏天开到多少度比较省电又舒服？",
        ["18度", "22度", "26度"],
        3,
        "公共建筑夏季室内空调温度一般不低于26度，家里也可以照这样开。",
    ),
    (
        "用过的餐巾纸放哪个桶？",
        ["可回收物", "厨余垃圾", "其他垃圾"],
        3,
        "沾了油水的纸不能回收。",
    ),
    ("出门3公里，哪一种方式排放最少？", ["自己开车", "坐公交", "骑自行车"], 3, "骑车和走路不烧油也不用电。"),
]
# Title, address, kind, days from today, fields.
ONLINE: list[tuple[str, str, str, tuple[int, int], dict[str, Any]]] = [
    (
        "我承诺：每周少开一天车（演示）",
        "demo-pledge",
        "pledge",
        (-3, 25),
        {
            "summary": "写下来，就更容易做到；做不到随时可以收回。",
            "pledge_text": "从今天起，我每周至少有一天不开车，走路、骑车或者坐公交出门。",
            "for_families": True,
        },
    ),
    (
        "五分钟低碳小问答（演示）",
        "demo-quiz",
        "quiz",
        (-3, 25),
        {"summary": "三道题，答完马上知道为什么；没有奖品，也不排名。", "for_schools": True},
    ),
    (
        "两周绿色出行团队挑战（演示）",
        "demo-challenge",
        "challenge",
        (-3, 10),
        {
            "summary": "一队人一起走路、骑车、坐公交，两周做满六十次。",
            "challenge_goal": 60,
            "for_agencies": True,
            "for_enterprises": True,
            "takes_photos": True,
        },
    ),
]
CHALLENGE_ACTIONS = ("TR-BUS-SELF", "TR-BIKE", "TR-WALK")
OVER = "低碳出行周启动仪式（演示）"


@transaction.atomic
def load_campaigns(residents: list[User]) -> None:
    """Write each campaign once, let the reviewers approve it, and let residents register."""
    column = CampaignIndexPage.objects.first()
    if column is None or CampaignPage.objects.filter(title=OVER).exists():
        return
    editor = User.objects.get(username=EDITOR)
    for number, (title, kind, days, hour, hours, place, seats, places, values) in enumerate(EVENTS, start=1):
        start = _at(days, hour)
        page = _page(title, f"demo-{number}", kind, values)
        page.sessions = [_session(start, hours, place, seats, places)]
        if number == 1:
            page.questions = [CampaignPageQuestion(text="怎么来？", choices="走路\n骑车\n公交\n开车")]
        walk_through_review(column, page, editor)
        for one, resident in enumerate(residents[: 8 if number == 2 else 12]):
            _register(page, resident, 1 + one % min(places, 2))
    for title, slug, kind, (first, last), values in ONLINE:
        walk_through_review(column, _online(title, slug, kind, first, last, values), editor)
    over = _page(
        OVER, "demo-over", "", {"summary": "上个月的启动仪式，看看回顾怎么写。", "for_agencies": True}
    )
    over.sessions = [_session(_at(-20, 9), 2, "市民广场", 200, 1)]
    walk_through_review(column, over, editor)


def _at(days: int, hour: int) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _page(title: str, slug: str, kind: str, values: dict[str, Any]) -> CampaignPage:
    organisation = Organisation.objects.filter(kind=kind).order_by("pk").first() if kind else None
    return CampaignPage(
        title=title,
        slug=slug,
        live=False,
        is_sample=True,
        source="示例",
        organisation=organisation,
        area=(organisation and organisation.area)
        or (kind and Area.objects.filter(level="town").first())
        or None,
        points_action=Action.objects.filter(code="TO-LEARN").first(),
        points_quantity=Decimal(1),
        body=[("paragraph", WORDS)],
        **values,
    )


def _online(title: str, slug: str, kind: str, first: int, last: int, values: dict[str, Any]) -> CampaignPage:
    page = _page(title, slug, "", values)
    page.kind = kind
    page.starts_on, page.ends_on = (timezone.localdate() + timedelta(days=days) for days in (first, last))
    if kind == Campaign.Kind.QUIZ:
        page.quiz = [
            ("question", {"text": text, "choices": choices, "right": right, "because": because})
            for text, choices, right, because in QUIZ
        ]
    else:
        page.points_action = None
    if kind == Campaign.Kind.CHALLENGE:
        page.challenge_actions = list(Action.objects.filter(code__in=CHALLENGE_ACTIONS))
    return page


def _session(start: datetime, hours: int, place: str, seats: int | None, places: int) -> CampaignPageSession:
    return CampaignPageSession(
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
        place=place,
        capacity=seats,
        most_places=places,
        accessibility="一楼有坡道和扶手厕所",
        cancel_until=start - timedelta(hours=12),
    )


def _register(page: CampaignPage, resident: User, places: int) -> None:
    session = Session.objects.get(campaign__page=page.pk)
    try:
        register(resident=resident, session_id=session.pk, places=places, request_key=str(uuid4()))
    except Refused:
        # Two open registrations are enough for one person, in a demo too.
        return
