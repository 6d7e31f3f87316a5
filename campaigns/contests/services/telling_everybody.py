"""What everybody in a contest is told at once."""

from campaigns.contests.models import Contest, Entry, PanelMember
from messaging.models import Message
from messaging.services import Notice, notify_many

# Whoever withdrew, or was refused, waits for nothing.
WAITING = (Entry.State.DRAFT, Entry.State.SUBMITTED, Entry.State.RETURNED, Entry.State.ACCEPTED)


def tell_everybody(contest: Contest, *, happened: str, title: str, body: str) -> int:
    """Tell those with an entry, or their keepers, and the panel, in the caller's transaction; how many."""
    people = {
        keeper or person
        for person, keeper in Entry.objects.filter(
            contest=contest, state__in=WAITING, applicant__is_active=True
        ).values_list("applicant_id", "applicant__kept_by_id")
    }
    panel = PanelMember.objects.filter(contest=contest, ended_at=None, user__is_active=True)
    people.update(panel.values_list("user_id", flat=True))
    return notify_many(
        Notice(
            user_id=person,
            kind=Message.Kind.CAMPAIGN,
            title=title,
            body=body,
            url=contest.url,
            key=f"contest:{contest.pk}:{happened}",
        )
        for person in sorted(people)
    )
