"""Places, a community desk and its counter for the demo; made-up, like everything there."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from accounts.models import Area, Organisation, User
from accounts.services import residents
from accounts.services.organisation_people import keep_for_organisation
from accounts.services.organisations import add_member, ensure_organisation
from accounts.services.profile import update_profile
from carbon_points.models import Action, Place
from carbon_points.selectors.places import screen_path
from carbon_points.services.counters import decide_entry, note_day, open_counter
from carbon_points.services.places import save_place
from core import clock
from core.refusals import Refused

HELPER_PHONE: Final = 13800138102
HEAD_PHONE: Final = 13800138112
DESK: Final = "demo-desk"
# Name, action, kind.
PLACES: Final = [
    ("灶市街公交站（示例）", "TR-BUS-QR", Place.Kind.STATIC),
    ("蔡子池分类投放点（示例）", "WA-SORT", Place.Kind.STATIC),
    ("市图书馆大屏（示例）", "TO-LEARN", Place.Kind.ROTATING),
]
# People on the last days, latest first: the last is not decided about yet.
CLASS_DAYS: Final = [38, 41, 36, 40]


@transaction.atomic
def load_places_and_desk(say: Callable[[str], Any]) -> None:
    """Make what is not there yet, and say how to get in."""
    town = Area.objects.filter(level=Area.Level.TOWN).order_by("code").first()
    for name, action, kind in PLACES:
        _load_place(name, action, kind, town)
    desk = ensure_organisation(
        code=DESK,
        name="社区服务台示例",
        kind=Organisation.Kind.COMMUNITY,
        area=town,
        is_verified=True,
    )
    helper = _member(desk, HELPER_PHONE, "社区小何", "staff", town)
    head = _member(desk, HEAD_PHONE, "社区小伍", "head", town)
    keep_for_organisation(
        organisation_id=desk.pk,
        by=head,
        nickname="楼下刘奶奶",
        age_band=User.AgeBand.ADULT,
        consented=True,
        channel="web",
    )
    school = ensure_organisation(
        code="demo-school",
        name="示例小学",
        kind=Organisation.Kind.SCHOOL,
        area=town,
        is_verified=True,
    )
    add_member(organisation=school, user=helper, role="staff")
    add_member(organisation=school, user=head, role="head")
    _load_counter(school, head, helper)
    screen = Place.objects.filter(kind=Place.Kind.ROTATING).earliest("pk")
    say(f"演示代记：手机号 {HELPER_PHONE}，负责人 {HEAD_PHONE}（验证码显示在页面上）；在 /org/ 代记")
    say(f"演示扫码屏：{screen_path(screen)}")


def _load_place(name: str, action: str, kind: str, town: Area | None) -> None:
    if Place.objects.filter(name=name).exists():
        return
    save_place(
        place=Place(
            name=name,
            kind=kind,
            action=Action.objects.get(code=action),
            quantity=Decimal(1),
            area=town,
            daily_limit=1,
            valid_from=clock.today(),
        )
    )


def _member(desk: Organisation, phone: int, nickname: str, role: str, town: Area | None) -> User:
    user = residents.welcome(phone=f"+86{phone}", channel="web")
    if not user.nickname:
        update_profile(user=user, nickname=nickname, area=town)
    add_member(organisation=desk, user=user, role=role)
    return user


def _load_counter(school: Organisation, head: User, helper: User) -> None:
    counter = open_counter(
        by=head,
        organisation_id=school.pk,
        name="三年级二班",
        action=Action.objects.get(code="WA-SORT"),
        size=45,
    )
    for back, people in enumerate(CLASS_DAYS):
        try:
            entry = note_day(
                by=helper,
                organisation_id=school.pk,
                counter_id=counter.pk,
                day=clock.today() - timedelta(days=back),
                people=people,
            )
        except Refused:
            # Loaded before, on another day.
            continue
        if back:
            decide_entry(by=head, organisation_id=school.pk, entry_id=entry.pk, agreed=True)
