"""What organisers see: sessions with their counts, the list, the report. For those who may run a campaign."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from campaigns.models import (
    Audience,
    Campaign,
    CheckIn,
    Feedback,
    OrganiserMessage,
    Registration,
    Session,
)
from campaigns.rules.reports import Figures
from campaigns.selectors.listing import rows_of
from campaigns.selectors.numbers import people_in
from core import clock
from core.refusals import NotFound

State = Registration.State


@dataclass(frozen=True, slots=True)
class RunSession:
    """One session: people with a seat, people in line, people who came."""

    session: Session
    registered: int
    waiting: int
    came: int


def run_sessions(campaign: Campaign) -> list[RunSession]:
    """All sessions of a campaign. Three queries."""
    seats: dict[tuple[int, str], int] = {}
    rows = Registration.objects.filter(session__campaign=campaign).values("session", "state")
    for row in rows.annotate(people=Sum("places")):
        seats[row["session"], row["state"]] = row["people"]
    standing = CheckIn.objects.filter(session__campaign=campaign, taken_back_at=None)
    came = dict(standing.values_list("session").annotate(people=Sum("places")))
    return [
        RunSession(
            session,
            seats.get((session.pk, State.CONFIRMED), 0),
            seats.get((session.pk, State.WAITING), 0),
            came.get(session.pk, 0),
        )
        for session in campaign.sessions.select_related("campaign")
    ]


def all_campaigns() -> "QuerySet[Campaign]":
    """Every campaign, the latest first, with its sessions. Two queries."""
    return Campaign.objects.prefetch_related("sessions__campaign").order_by("-starts_on", "-pk")


def run_registrations(campaign: Campaign) -> "QuerySet[Registration]":
    """Everybody by session and number, with whether they came."""
    rows = Registration.objects.filter(session__campaign=campaign).select_related(
        "session", "resident", "pause"
    )
    return rows.prefetch_related("check_ins").order_by("session__starts_at", "session", "number")


def messages_of(campaign: Campaign) -> "QuerySet[OrganiserMessage]":
    """What was told to everybody, the latest first."""
    return OrganiserMessage.objects.filter(campaign=campaign).select_related("sent_by")


def feedback_of(campaign: Campaign) -> "QuerySet[Feedback]":
    """What people wrote, the latest first; without who it was."""
    return Feedback.objects.filter(check_in__session__campaign=campaign)


def figures_of(campaign: Campaign) -> Figures:
    """The report of a campaign. Seven queries."""
    registrations = Registration.objects.filter(session__campaign=campaign)
    people = dict(registrations.values_list("state").annotate(people=Sum("places")))
    standing = CheckIn.objects.filter(session__campaign=campaign, taken_back_at=None)
    ways = dict(standing.values_list("way").annotate(people=Sum("places")))
    known = standing.filter(registration__isnull=False, session__ends_at__lte=clock.now())
    seats = registrations.filter(state=State.CONFIRMED, session__ends_at__lte=clock.now())
    given = feedback_of(campaign).aggregate(answers=Count("pk"), total=Sum("rating"))
    capacities = [one or 0 for one in campaign.sessions.values_list("capacity", flat=True)]
    return Figures(
        seats=sum(capacities) if all(capacities) else None,
        registered=people.get(State.CONFIRMED, 0),
        waited=people.get(State.WAITING, 0),
        cancelled=people.get(State.CANCELLED, 0),
        came=sum(ways.values()),
        came_registered=people_in(known),
        expected=people_in(seats),
        by_screen=ways.get(CheckIn.Way.SCREEN, 0),
        by_scanner=ways.get(CheckIn.Way.SCANNER, 0),
        by_list=ways.get(CheckIn.Way.LIST, 0),
        points=standing.aggregate(points=Sum("log__points"))["points"] or 0,
        answers=given["answers"],
        rating_sum=given["total"] or 0,
    )


def run_registration(campaign: Campaign, registration_id: int) -> Registration:
    """One of a campaign's. Raises NotFound."""
    row = run_registrations(campaign).filter(pk=registration_id).first()
    if row is None:
        raise NotFound("没有这条报名，请回到名单里重新选择。")
    return row


def report_lines(figures: Figures) -> list[tuple[str, object]]:
    """The report, line by line, with what each figure means where it is not plain."""
    rating = figures.rating
    return [
        ("名额（人）", "不限" if figures.seats is None else figures.seats),
        ("报名（人，含同行）", figures.registered),
        ("候补（人）", figures.waited),
        ("取消（人）", figures.cancelled),
        ("到场（人，含没有账号的）", figures.came),
        ("其中：自己扫屏幕", figures.by_screen),
        ("其中：工作人员扫码", figures.by_scanner),
        ("其中：工作人员登记", figures.by_list),
        ("已结束的场次里报名没来（人）", figures.missed),
        ("发放积分（分）", figures.points),
        ("评价（份）", figures.answers),
        ("平均评价（1到5分，满5份才算）", "—" if rating is None else rating),
    ]


YEAR_HEADINGS = (
    "日期",
    "活动",
    "类型",
    "主办",
    "乡镇街道",
    "五进",
    "主题日",
    "报名（人）",
    "到场（人）",
    "状态",
)


def year_lines(year: int) -> list[tuple[object, ...]]:
    """All campaigns that begin in a year, with people; for staff, so small numbers stay. Four queries."""
    rows = list(
        Campaign.objects.filter(starts_on__year=year)
        .select_related("area")
        .prefetch_related("sessions__campaign")
        .order_by("starts_on", "pk")
    )
    seats = Registration.objects.filter(session__campaign__in=rows, state=State.CONFIRMED)
    registered = dict(seats.values_list("session__campaign").annotate(people=Sum("places")))
    standing = CheckIn.objects.filter(session__campaign__in=rows, taken_back_at=None)
    came = dict(standing.values_list("session__campaign").annotate(people=Sum("places")))
    return [
        (
            f"{row.campaign.starts_on:%Y-%m-%d}",
            row.campaign.title,
            row.campaign.get_kind_display(),
            row.campaign.organiser_name,
            row.campaign.area.name if row.campaign.area else "全市",
            "、".join(str(Audience(code).label) for code in row.campaign.audiences.split()),
            row.campaign.theme_day,
            registered.get(row.campaign.pk, 0),
            came.get(row.campaign.pk, 0),
            row.label,
        )
        for row in rows_of(rows)
    ]
