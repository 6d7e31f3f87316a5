"""Campaigns in lists: what comes first, what goes on, what was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import User
from campaigns.models import Audience, Campaign, Session
from campaigns.rules.states import COLOURS, WORDS, Seats, State, best_of, online_state, session_state
from core import clock
from core.refusals import NotFound

ONLINE = (Campaign.Kind.PLEDGE, Campaign.Kind.QUIZ, Campaign.Kind.CHALLENGE, Campaign.Kind.PHOTOS)
SHOWN = (Campaign.State.OPEN, Campaign.State.CANCELLED)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with what can be done about it."""

    session: Session
    state: State

    @property
    def label(self) -> str:
        """The state in a word."""
        return WORDS[self.state]

    @property
    def colour(self) -> str:
        """The kind of its chip."""
        return COLOURS.get(self.state, "")

    @property
    def takes_people(self) -> bool:
        """Somebody can register, or wait."""
        return self.state in {State.OPEN, State.LINE}


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign with its sessions, and the session or day that its card shows."""

    campaign: Campaign
    state: State
    sessions: list[SessionRow] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The state in a word; what begins by itself is not registered for."""
        if self.is_online and self.state == State.SOON:
            return "还没开始"
        return WORDS[self.state]

    @property
    def colour(self) -> str:
        """The kind of its chip."""
        return COLOURS.get(self.state, "")

    @property
    def is_online(self) -> bool:
        """Taken part in from home."""
        return self.campaign.kind in ONLINE

    @property
    def next(self) -> Session | None:
        """The session that one could come to next; else the last that was."""
        ahead = [row for row in self.sessions if row.state < State.OVER]
        shown = ahead[:1] or self.sessions[-1:]
        return shown[0].session if shown else None

    @property
    def day(self) -> date | None:
        """The day on its card."""
        return timezone.localdate(self.next.starts_at) if self.next else self.campaign.starts_on

    @property
    def place(self) -> str:
        """Where it is."""
        return self.next.place if self.next else "线上"


def public_campaigns() -> "QuerySet[Campaign]":
    """Campaigns whose page is public, with organiser, area and sessions. Two queries."""
    rows = Campaign.objects.filter(state__in=SHOWN, page__live=True).select_related("area", "organisation")
    sessions = Session.objects.select_related("campaign").order_by("starts_at", "pk")
    return rows.prefetch_related(Prefetch("sessions", sessions))


def public_campaign(campaign_id: int) -> Campaign:
    """One of them. Raises NotFound."""
    campaign = public_campaigns().filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound("没有这个活动，它可能已经撤下。")
    return campaign


def narrowed(rows: "QuerySet[Campaign]", asked: Mapping[str, str], user: User | None) -> "QuerySet[Campaign]":
    """Those that the chips of the list leave over; what is not understood narrows nothing."""
    today = clock.today()
    if asked.get("when") == "week":
        rows = rows.filter(starts_on__lte=today + timedelta(days=6 - today.weekday()), ends_on__gte=today)
    if asked.get("where") == "online":
        rows = rows.filter(kind__in=ONLINE)
    if asked.get("where") == "town" and user is not None and user.area is not None:
        town = user.area.parent_id if user.area.level == "community" else user.area_id
        rows = rows.filter(Q(area=None) | Q(area=town) | Q(area__parent=town))
    if asked.get("who") == "children":
        rows = rows.filter(for_children=True)
    if asked.get("to") in Audience.values:
        rows = rows.filter(audiences__contains=f" {asked['to']} ")
    return rows


def coming(rows: "QuerySet[Campaign]") -> "QuerySet[Campaign]":
    """What is not over, the next one first."""
    return rows.filter(Q(ends_on__gte=clock.today()) | Q(ends_on=None)).order_by("starts_on", "pk")


def past(rows: "QuerySet[Campaign]", year: int) -> "QuerySet[Campaign]":
    """What was over in a year, the latest first."""
    return rows.filter(ends_on__lt=clock.today(), starts_on__year=year).order_by("-starts_on", "-pk")


def rows_of(campaigns: Any, now: datetime | None = None) -> list[CampaignRow]:
    """Campaigns with their states; they come with their sessions."""
    now = now or clock.now()
    return [row_of(campaign, now) for campaign in campaigns]


def row_of(campaign: Campaign, now: datetime | None = None) -> CampaignRow:
    """One campaign with its states."""
    now = now or clock.now()
    sessions = [SessionRow(one, session_state(_seats(one), now)) for one in campaign.sessions.all()]
    if campaign.state == Campaign.State.CANCELLED:
        return CampaignRow(campaign, State.CANCELLED, sessions)
    if campaign.kind in ONLINE and campaign.starts_on and campaign.ends_on:
        state = online_state(campaign.starts_on, campaign.ends_on, timezone.localdate(now))
        return CampaignRow(campaign, state, sessions)
    return CampaignRow(campaign, best_of(row.state for row in sessions), sessions)


def chips(asked: Mapping[str, str], user: User | None) -> list[dict[str, Any]]:
    """The chips above the list; each narrows it by one thing, and the current one widens it again."""
    offered = [
        ("", "", "全部"),
        ("when", "week", "本周"),
        ("where", "online", "线上"),
        ("who", "children", "可带孩子"),
    ]
    if user is not None and user.area_id:
        offered.insert(2, ("where", "town", "我的乡镇"))
    offered += [("to", str(code), str(label)) for code, label in Audience.choices]
    current = next(((name, asked[name]) for name, _, _ in offered if name and asked.get(name)), ("", ""))
    return [
        {
            "label": label,
            "key": value,
            "url": f"?{urlencode({name: value})}" if name else "?",
            "current": (name, value) == current,
        }
        for name, value, label in offered
    ]


def _seats(session: Session) -> Seats:
    return Seats(
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        opens_at=session.opens_at,
        closes_at=session.closes_at,
        left=session.seats_left,
        has_line=session.has_waiting_list,
        is_cancelled=session.cancelled_at is not None,
    )
