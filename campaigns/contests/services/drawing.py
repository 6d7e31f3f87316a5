"""The draw: once, when screening is over; and again for one entry whose juror stood back."""

import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from campaigns.contests.models import Assignment, Contest, Entry, JudgingEvent, PanelMember
from campaigns.contests.rules.drawing import assign, replace
from campaigns.contests.rules.phases import Phase, phase_on
from campaigns.contests.selectors.conflicts import conflicts_of
from campaigns.contests.services.advancing import step
from campaigns.contests.services.judging_log import held, write
from core import clock
from messaging.models import Message
from messaging.services import Notice, notify_many

State, What = Assignment.State, JudgingEvent.What
TIME_TO_DRAW = (Phase.VISITS, Phase.JUDGING)
BECAUSE_CLOSE = "与申报单位或申报人有关联，系统自动回避"


@step
def draw(contest_id: int, now: datetime) -> None:
    """Give every entry that passed screening its jurors, by the seed that is kept with the contest.

    Whoever came to stand close to an entry after the draw stands back by the same step.
    """
    with transaction.atomic():
        contest = held(contest_id)
        if phase_on(contest.calendar, timezone.localdate(now)) not in TIME_TO_DRAW:
            return
        if contest.drawn_at is not None:
            _part_the_close(contest)
        elif not contest.entries.filter(state=Entry.State.SUBMITTED).exists():
            # Nothing waits for screening any more.
            _draw(contest, now)


def fill(contest: Contest, *, by: User | None = None, entries: "QuerySet[Entry] | None" = None) -> None:
    """After the draw: find jurors for entries that have too few, as far as there are any who may.

    In the caller's transaction, under the lock of the contest.
    """
    if contest.drawn_at is None:
        return
    standing = Count("assignments", filter=~Q(assignments__state=State.RECUSED))
    rows = (contest.entries if entries is None else entries).filter(state=Entry.State.ACCEPTED)
    for entry in rows.annotate(standing=standing).order_by("number"):
        for _ in range(contest.jurors_per_entry - entry.standing):
            _give(contest, entry, by)


def stand_back(sheet: Assignment, *, because: str, by: User | None) -> None:
    """Take an open sheet from its juror and draw another one, under the locks of contest and sheet."""
    contest = sheet.entry.contest
    sheet.state, sheet.recused_because = State.RECUSED, because[:120]
    sheet.save(update_fields=["state", "recused_because"])
    write(What.RECUSED, contest_id=contest.pk, entry=sheet.entry, member=sheet.member, words=because, by=by)
    fill(contest, by=by, entries=Entry.objects.filter(pk=sheet.entry_id))


def _draw(contest: Contest, now: datetime) -> None:
    entries = list(contest.entries.filter(state=Entry.State.ACCEPTED).order_by("number"))
    jurors = list(_jurors(contest))
    conflicts = conflicts_of(jurors, entries)
    seed = secrets.token_hex(16)
    found = assign(
        entries=[entry.pk for entry in entries],
        jurors=[juror.pk for juror in jurors],
        conflicts=conflicts,
        per_entry=contest.jurors_per_entry,
        seed=seed,
    )
    Assignment.objects.bulk_create(
        Assignment(entry_id=entry, member_id=juror, drawn_at=now)
        for entry, chosen in found.items()
        for juror in chosen
    )
    contest.draw_seed, contest.drawn_at = seed, now
    contest.save(update_fields=["draw_seed", "drawn_at"])
    users = {juror.pk: juror.user_id for juror in jurors}
    counts = Counter(users[juror] for chosen in found.values() for juror in chosen)
    _tell(contest, counts, happened="drawn")
    # All that somebody needs to draw again.
    data: dict[str, Any] = {
        "seed": seed,
        "per_entry": contest.jurors_per_entry,
        "entries": sorted(entry.pk for entry in entries),
        "jurors": sorted(juror.pk for juror in jurors),
        "conflicts": sorted(map(list, conflicts)),
        "found": [[entry, chosen] for entry, chosen in found.items()],
    }
    words = f"{len(entries)} 件，{len(jurors)} 位评委，每件 {contest.jurors_per_entry} 位"
    write(What.DRAWN, contest_id=contest.pk, words=words, data=data)


def _tell(contest: Contest, sheets: Mapping[int, int], *, happened: str) -> None:
    """Write to jurors how many entries (by user) came to them."""
    until = contest.judging_until
    notify_many(
        Notice(
            user_id=user_id,
            kind=Message.Kind.CAMPAIGN,
            title=f"“{contest.title}”有{count}件请您评审",
            body=f"评审到{until.month}月{until.day}日截止。认识申报的人，请在那一件里点“回避”。",
            url="/jury/",
            key=f"contest:{contest.pk}:{happened}",
        )
        for user_id, count in sheets.items()
    )


def _jurors(contest: Contest) -> "QuerySet[PanelMember]":
    rows = contest.panel.filter(role=PanelMember.Role.JUROR, ended_at=None, user__is_active=True)
    return rows.order_by("pk")


def _give(contest: Contest, entry: Entry, by: User | None) -> None:
    """One more juror for an entry; nobody who had it before, in whatever seat."""
    had = Assignment.objects.filter(entry=entry).values("member__user")
    members = list(_jurors(contest).exclude(user__in=had))
    conflicts = conflicts_of(members, [entry])
    may = [member.pk for member in members if (entry.pk, member.pk) not in conflicts]
    rows = Assignment.objects.filter(member__in=may).exclude(state=State.RECUSED).order_by()
    loads = dict(rows.values_list("member").annotate(Count("pk")))
    again = JudgingEvent.objects.filter(contest=contest, what=What.REDRAWN).count() + 1
    chosen = replace(may=may, loads=loads, seed=contest.draw_seed, counter=again)
    if chosen is None:
        return
    sheet = Assignment.objects.create(entry=entry, member_id=chosen, drawn_at=clock.now())
    data = {"counter": again, "may": sorted(may), "loads": sorted(loads.items()), "chosen": chosen}
    write(What.REDRAWN, contest_id=contest.pk, entry=entry, member=sheet.member, data=data, by=by)
    _tell(contest, {sheet.member.user_id: 1}, happened=f"redrawn:{sheet.pk}")


def _part_the_close(contest: Contest) -> None:
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("entry", "member")
    sheets = list(rows.filter(entry__contest=contest, state=State.OPEN).order_by("pk"))
    close = conflicts_of({one.member for one in sheets}, {one.entry for one in sheets})
    for sheet in sheets:
        if (sheet.entry_id, sheet.member_id) in close:
            sheet.entry.contest = contest
            stand_back(sheet, because=BECAUSE_CLOSE, by=None)
