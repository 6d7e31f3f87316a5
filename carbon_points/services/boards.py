"""The boards of the running week, counted anew from logs and members: a few statements whatever the size."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from accounts.models import Area, Consent, Organisation, OrganisationMember, User
from carbon_points.models import ActionLog, BoardRow, HabitChoice, Team, TeamMember
from carbon_points.rules.weeks import monday_of
from carbon_points.selectors.habits import city_rules, logs_in_week, took_part
from carbon_points.selectors.teams import standing_members
from core import clock
from core.text import masked

Board = BoardRow.Board
BATCH = 500


@transaction.atomic
def refresh_boards(*, now: datetime | None = None) -> int:
    """Count all boards of this week; how many lines. Called again, it gives the same lines.

    Earlier weeks are forgotten: each Monday begins anew. A city that has switched boards off has no lines.
    """
    now = now or clock.now()
    week, city = monday_of(clock.today()), city_rules()
    rows: list[BoardRow] = []
    if city.shows_boards:
        rows += [*_towns(week), *_organisations(week), *(_teams(week) if city.shows_teams else [])]
        rows += _persons(week) if city.shows_ranking else []
    # In one order, so that two runs at once wait for each other instead of both being refused.
    rows.sort(key=lambda row: (row.board, row.key))
    for row in rows:
        row.week, row.updated_at = week, now
    BoardRow.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["week", "board", "key"],
        update_fields=["name", "people", "members", "logs", "goal", "updated_at"],
    )
    _forget_all_but({(week, row.board, row.key) for row in rows})
    return len(rows)


def _forget_all_but(lines: set[tuple[date, str, str]]) -> None:
    """Delete what no line of this count replaced: earlier weeks, closed teams, people who left the list."""
    stored = BoardRow.objects.order_by("pk").values_list("pk", "week", "board", "key")
    gone = [pk for pk, *line in stored if tuple(line) not in lines]
    for start in range(0, len(gone), BATCH):
        BoardRow.objects.filter(pk__in=gone[start : start + BATCH]).delete()


def _towns(week: date) -> Iterable[BoardRow]:
    """Of the residents who chose a township, how many took part."""
    towns = {town.pk: town for town in Area.objects.filter(level=Area.Level.TOWN)}
    counted = (
        User.objects.filter(is_active=True, is_staff=False, area__isnull=False)
        .annotate(
            town=Case(When(area__level=Area.Level.COMMUNITY, then=F("area__parent")), default=F("area")),
            took_part=took_part("pk", week),
        )
        .order_by()
        .values("town")
        .annotate(members=Count("pk"), people=Count("pk", filter=Q(took_part=True)))
    )
    return [
        BoardRow(
            board=Board.TOWN,
            key=towns[row["town"]].code,
            name=towns[row["town"]].name,
            members=row["members"],
            people=row["people"],
        )
        for row in counted
        if row["town"] in towns
    ]


def _organisations(week: date) -> Iterable[BoardRow]:
    """Of everybody who stands in a verified organisation or in one of its teams, how many took part.

    Businesses that sell are left out: this is no place to be seen for a shop.
    """
    with connection.cursor() as cursor:
        cursor.execute(_organisations_sql(), [week, clock.today()])
        return [
            BoardRow(board=Board.ORGANISATION, key=str(pk), name=name, members=members, people=people)
            for pk, name, members, people in cursor.fetchall()
        ]


def _organisations_sql() -> str:
    """A person who stands in an organisation twice counts once; the ORM cannot group a union."""
    tables = {
        "organisation": Organisation,
        "organisation_member": OrganisationMember,
        "team": Team,
        "team_member": TeamMember,
        "log": ActionLog,
    }
    names = {name: connection.ops.quote_name(model._meta.db_table) for name, model in tables.items()}
    return """
        SELECT o.id, o.name, COUNT(*), SUM(CASE WHEN EXISTS (
            SELECT 1 FROM {log} l LEFT JOIN {log} r ON r.reverses_id = l.id
            WHERE l.resident_id = p.user_id AND l.done_on BETWEEN %s AND %s
            AND l.reverses_id IS NULL AND r.id IS NULL
        ) THEN 1 ELSE 0 END)
        FROM (
            SELECT organisation_id, user_id FROM {organisation_member} WHERE ended_at IS NULL
            UNION
            SELECT t.organisation_id, m.user_id FROM {team_member} m JOIN {team} t ON t.id = m.team_id
            WHERE m.left_at IS NULL AND t.closed_at IS NULL
        ) p JOIN {organisation} o ON o.id = p.organisation_id
        WHERE o.closed_at IS NULL AND o.is_verified AND o.kind NOT IN ('merchant', 'shop', 'restaurant')
        GROUP BY o.id, o.name
    """.format(**names)


def _teams(week: date) -> Iterable[BoardRow]:
    """What the members of each open team did together. Only teams of a verified organisation are shown.

    Others are seen by their members alone: nobody has looked at their names.
    """
    counted = (
        standing_members()
        .filter(team__organisation__is_verified=True, team__organisation__closed_at=None)
        .order_by()
        .annotate(done=logs_in_week("user", week))
        .values("team", "team__name", "team__weekly_goal", "team__organisation__name")
        .annotate(members=Count("pk"), people=Count("pk", filter=Q(done__gt=0)), logs=Sum("done"))
    )
    return [
        BoardRow(
            board=Board.TEAM,
            key=str(row["team"]),
            name=f"{row['team__organisation__name'][:38]} · {row['team__name']}"[:60],
            members=row["members"],
            people=row["people"],
            logs=row["logs"],
            goal=row["team__weekly_goal"],
        )
        for row in counted
    ]


def _persons(week: date) -> Iterable[BoardRow]:
    """Grown-ups who take part in the personal list and whose consent stands, under masked names."""
    decisions = Consent.objects.filter(user=OuterRef("resident"), purpose=Consent.Purpose.RANKING_ALIAS)
    counted = (
        HabitChoice.objects.filter(in_ranking=True, resident__is_active=True, resident__kept_by=None)
        .exclude(resident__age_band__in=[User.AgeBand.UNDER_14, User.AgeBand.TEEN])
        .annotate(
            agreed=Subquery(decisions.order_by("-at", "-pk").values("given")[:1]),
            done=Coalesce(logs_in_week("resident", week), 0),
        )
        .filter(agreed=True, done__gt=0)
        .select_related("resident")
    )
    return [
        BoardRow(
            board=Board.PERSON,
            key=str(choice.resident_id),
            name=masked(choice.resident.display_name),
            people=1,
            members=1,
            logs=choice.done,
        )
        for choice in counted
    ]
