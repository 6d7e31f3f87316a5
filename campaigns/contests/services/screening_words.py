"""What applicants are told about the desk's decisions: the reason, and the way on."""

from collections.abc import Iterable
from datetime import date

from accounts.models import OrganisationMember, User
from accounts.models.organisations import Role
from campaigns.contests.models import Contest, Entry, EntryEvent
from messaging.models import Message
from messaging.services import Notice, notify_many

What = EntryEvent.What
Decided = (What.ACCEPTED, What.RETURNED, What.REFUSED)


def readers_of(entries: Iterable[Entry]) -> dict[int, set[int]]:
    """Who reads about each entry, by its number of row: who began it, unless they have left the organisation,
    and its heads. Two queries."""
    rows = list(entries)
    standing = OrganisationMember.objects.filter(
        organisation__in={row.organisation_id for row in rows if row.organisation_id},
        role__in=(Role.HEAD, Role.STAFF),
        ended_at=None,
        user__is_active=True,
    )
    people: dict[int, dict[int, str]] = {}
    for organisation, user, role in standing.values_list("organisation", "user", "role"):
        people.setdefault(organisation, {})[user] = role
    alone = {row.applicant_id for row in rows if row.organisation_id is None}
    active = set(User.objects.filter(pk__in=alone, is_active=True).values_list("pk", flat=True))
    found: dict[int, set[int]] = {}
    for row in rows:
        if row.organisation_id is None:
            found[row.pk] = {row.applicant_id} & active
            continue
        members = people.get(row.organisation_id, {})
        found[row.pk] = {
            user for user, role in members.items() if role == Role.HEAD or user == row.applicant_id
        }
    return found


def tell(entries: Iterable[tuple[Entry, str, str, str]]) -> int:
    """Write to the people of entries: entry, what happened (its key), title, body. How many were new."""
    rows = list(entries)
    readers = readers_of(entry for entry, *_ in rows)
    return notify_many(
        Notice(
            user_id=user,
            kind=Message.Kind.CAMPAIGN,
            title=title,
            body=body,
            url=f"/contests/entries/{entry.pk}/",
            key=f"entry:{entry.pk}:{happened}",
        )
        for entry, happened, title, body in rows
        for user in sorted(readers[entry.pk])
    )


def tell_decision(contest: Contest, entry: Entry, event: EntryEvent) -> None:
    """The decision, its reason, and what can be done now."""
    title, way_on = _words(contest, event.what)
    body = "\n".join(filter(None, [f"“{contest.title}”，{entry.label}号。", _because(event.words), way_on]))
    tell([(entry, f"event:{event.pk}", title, body)])


def tell_accepted_by_date(contest: Contest, events: Iterable[EntryEvent]) -> None:
    """What was handed in and not decided about in time goes on."""
    title, way_on = _words(contest, What.ACCEPTED)
    tell(
        (
            event.entry,
            f"event:{event.pk}",
            title,
            f"“{contest.title}”，{event.entry.label}号。{event.words}。\n{way_on}",
        )
        for event in events
    )


def tell_reopened(entry: Entry, event: EntryEvent) -> None:
    """The decision of a moment ago does not hold."""
    body = "刚才的初审结果发错了，已经撤回，正在重新看，请稍等。给您添麻烦了。"
    tell([(entry, f"event:{event.pk}", "正在重新初审您的申报", body)])


def _because(reason: str) -> str:
    return f"原因：{reason}" if reason else ""


def _words(contest: Contest, what: str) -> tuple[str, str]:
    ask = f"有疑问请联系{contest.organiser_name}{f'（{contest.contact}）' if contest.contact else ''}。"
    if what == What.ACCEPTED:
        return "您的申报通过了初审", f"接下来由评委评审，{_day(contest.judging_until)}评审结束后公示结果。"
    if what == What.RETURNED:
        until = _day(contest.materials_until)
        return "您的申报需要修改", f"已经填的都还在，改好后请在{until}以前再提交一次。{ask}"
    return "您的申报没有通过初审", f"谢谢您的参与。{ask}"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
