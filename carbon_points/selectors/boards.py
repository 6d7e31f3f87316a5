"""Boards as people see them: small groups hidden, the personal list only for those who chose it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from accounts.models import Consent, User
from carbon_points.models import BoardRow
from carbon_points.rules.boards import AROUND, TOP, Entry, Placed, placed, shown_progress, shown_rate
from carbon_points.rules.weeks import monday_of
from core import clock

Board = BoardRow.Board
NOTE = "自愿参与，仅用于交流，不作为任何考核依据。"
COOPERATIVE = [Board.TOWN, Board.ORGANISATION, Board.TEAM]


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A group: percent in whole 5 %, None when too few people stand behind it. No counts."""

    name: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class PersonalList:
    """The best places and, when mine is further down, the lines around it."""

    top: list[Placed]
    around: list[Placed]
    takes_part: bool


def board_rows(board: str) -> "QuerySet[BoardRow]":
    """The lines of a board of the running week. Townships by their code, others by name: no league table."""
    rows = BoardRow.objects.filter(week=monday_of(clock.today()), board=board)
    return rows.order_by("key" if board == Board.TOWN else "name", "key")


def board_line(row: BoardRow) -> BoardLine:
    """What may be said of a group."""
    if row.board == Board.TEAM:
        return BoardLine(row.name, shown_progress(row.logs, row.goal or 1, row.people))
    return BoardLine(row.name, shown_rate(row.people, row.members))


def boards_updated_at() -> datetime | None:
    """When the lines of this week were counted; None before the first time."""
    rows = BoardRow.objects.filter(week=monday_of(clock.today()))
    moment: datetime | None = rows.order_by("-updated_at").values_list("updated_at", flat=True).first()
    return moment


def personal_list(user: User, *, takes_part: bool) -> PersonalList:
    """The first fifty and three lines on each side of my own. At most seven queries.

    Only for grown-ups who take part themselves: the caller has asked. Who has taken the consent back is left
    out at once, before the next count.
    """
    if not takes_part:
        return PersonalList([], [], takes_part=False)
    week = monday_of(clock.today())
    rows = BoardRow.objects.filter(week=week, board=Board.PERSON).order_by("-logs", "pk")
    mine = str(user.pk)
    top = _standing(placed(_entries(rows[:TOP]), first_place=1, before=0, mine=mine))
    return PersonalList(top, [] if any(row.is_mine for row in top) else _around(rows, mine), True)


def _around(rows: "QuerySet[BoardRow]", mine: str) -> list[Placed]:
    own = rows.filter(key=mine).first()
    if own is None:
        return []
    above = rows.filter(Q(logs__gt=own.logs) | Q(logs=own.logs, pk__lt=own.pk)).count()
    start = max(0, above - AROUND)
    entries = _entries(rows[start : above + AROUND + 1])
    first_place = rows.filter(logs__gt=entries[0].logs).count() + 1
    return _standing(placed(entries, first_place=first_place, before=start, mine=mine))


def _standing(lines: list[Placed]) -> list[Placed]:
    """Those lines whose resident's latest decision is still a yes. One query."""
    ids = [int(line.key) for line in lines]
    rows = Consent.objects.filter(user__in=ids, purpose=Consent.Purpose.RANKING_ALIAS)
    # Later decisions replace earlier ones.
    latest = dict(rows.order_by("at", "pk").values_list("user_id", "given"))
    return [line for line in lines if latest.get(int(line.key), False)]


def _entries(rows: "QuerySet[BoardRow]") -> list[Entry]:
    return [Entry(row.key, row.name, row.logs) for row in rows]


def week_label(day: date) -> str:
    """Monday to Sunday around a day, in words."""
    monday = monday_of(day)
    sunday = date.fromordinal(monday.toordinal() + 6)
    return f"{monday.month}月{monday.day}日至{sunday.month}月{sunday.day}日"
