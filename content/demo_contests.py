"""Three contests: one takes entries, one is judged, one was announced last year and is checked again soon."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from accounts.models import Area, User
from accounts.services import residents
from accounts.services.profile import update_profile
from campaigns.contests.models import Contest, Kind, PanelMember
from campaigns.contests.rules.phases import Calendar
from campaigns.contests.selectors.standards import standards_of_kind
from campaigns.contests.services.advancing import advance_contests
from content.demo_contest_entries import add_families, add_restaurants
from content.demo_manuscripts import EDITOR, walk_through_review
from content.models import ContestIndexPage, ContestPage, ContestPageLevel
from core import clock
from core.clock import next_midnight

WORDS: Final = (
    "<p>这是演示用的评选，单位、日期和结果都不是真实的，可以放心试着申报、评分、查名册。</p>"
    "<p>自愿申报，每个单位（家庭）一份。先对照下面的标准自评，再逐条交材料；材料要真实，照片里的人要同意。</p>"
    "<p>得了称号的，每年复核一次；材料不实的，撤销称号并写明原因。</p>"
)
# Role, name, phone.
PANEL: Final = [
    (PanelMember.Role.JUROR, "评委老谷", "13800138121"),
    (PanelMember.Role.JUROR, "评委小蒋", "13800138122"),
    (PanelMember.Role.JUROR, "评委老资", "13800138123"),
    (PanelMember.Role.CHAIR, "评审组长老伍", "13800138124"),
    (PanelMember.Role.INSPECTOR, "现场核查员小曾", "13800138125"),
]
OVER: Final = "demo-green-family"


@dataclass(frozen=True, slots=True)
class Round:
    """A contest: days are counted from today, in the order of Calendar."""

    kind: str
    slug: str
    title: str
    summary: str
    days: tuple[int, ...]


ROUNDS: Final = [
    Round(
        Kind.SCHOOL,
        "demo-green-school",
        "绿色学校创建评选（演示）",
        "学校自愿申报，对照标准自评，评委看不到校名。",
        (-10, 20, 30, 37, 51, 65, 73, 420, 450),
    ),
    Round(
        Kind.RESTAURANT,
        "demo-green-restaurant",
        "绿色餐馆创建评选（演示）",
        "少浪费、少一次性用品、油烟管得好；得了称号有一个码，居民光盘可以扫。",
        (-80, -50, -40, -30, -10, 14, 22, 370, 400),
    ),
    Round(
        Kind.FAMILY,
        OVER,
        "上一年绿色家庭评选（演示）",
        "已经公布的一届，看看结果、名册和每年的复核。",
        (-430, -400, -390, -380, -370, -350, -342, 20, 50),
    ),
]


def load_contests(people: list[User], say: Callable[[str], Any]) -> None:
    """Write each contest once, let three people approve it, and let the day do what it asks for."""
    _load(people)
    panel = "、".join(f"{name}（{phone}）" for _, name, phone in PANEL)
    say(f"演示评审组：{panel}；用手机号登录，验证码显示在页面上，再打开 /jury/")
    _play_the_past()
    advance_contests()


def _play_the_past() -> None:
    """Let last year's contest do what its days asked for when they came; once."""
    past = Contest.objects.filter(page__slug=OVER, announced_at=None).first()
    if past is not None:
        for last in (past.judging_until, past.notice_until):
            advance_contests(next_midnight(last))


@transaction.atomic
def _load(people: list[User]) -> None:
    column = ContestIndexPage.objects.first()
    if column is None or ContestPage.objects.filter(slug=OVER).exists():
        return
    editor = User.objects.get(username=EDITOR)
    for one in ROUNDS:
        standard = standards_of_kind(one.kind).first()
        if standard is None:
            continue
        walk_through_review(column, _page(one, standard), editor)
        contest = Contest.objects.get(page__slug=one.slug)
        if one.kind == Kind.RESTAURANT:
            _seats(contest)
            add_restaurants(contest, people)
        if one.kind == Kind.FAMILY:
            add_families(contest, people, _seats(contest))


def _page(one: Round, standard: Any) -> ContestPage:
    today = clock.today()
    days: list[date] = [today + timedelta(days=number) for number in one.days]
    calendar = Calendar(*days)
    page = ContestPage(
        title=one.title,
        slug=one.slug,
        summary=one.summary,
        live=False,
        is_sample=True,
        source="示例",
        kind=one.kind,
        standard=standard,
        year=calendar.enrol_from.year,
        contact="演示联系人 0734-0000000",
        body=[("paragraph", WORDS)],
        **{name: getattr(calendar, name) for name in Calendar.__dataclass_fields__},
    )
    page.levels = [
        ContestPageLevel(name="示范", at_least=Decimal(90), most=2),
        ContestPageLevel(name="达标", at_least=Decimal(75)),
    ]
    return page


def _seats(contest: Contest) -> list[PanelMember]:
    """The panel; its people live where no demo resident does, so that they may judge everybody."""
    away = Area.objects.filter(level="town").order_by("-code").first()
    seats = []
    for role, name, phone in PANEL:
        user = residents.welcome(phone=f"+86{phone}", channel="web")
        update_profile(user=user, nickname=name, area=away)
        seats.append(PanelMember.objects.create(contest=contest, user=user, role=role, since=clock.now()))
    return seats
