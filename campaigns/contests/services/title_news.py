"""What holders of titles are told: heads and staff of an organisation, or the family."""

from accounts.models import OrganisationMember
from campaigns.contests.models import Title
from campaigns.contests.selectors.people import RUNNERS
from messaging.models import Message
from messaging.services import Notice, notify_many


def tell_holder(*, title: Title, happened: str, heading: str, body: str, path: str = "") -> int:
    """Write to everybody who looks after a title, in the caller's transaction; the same happening once."""
    return notify_many(
        Notice(
            user_id=user_id,
            kind=Message.Kind.CAMPAIGN,
            title=heading,
            body=body,
            url=path or f"/contests/titles/{title.pk}/",
            key=f"title:{title.pk}:{happened}",
        )
        for user_id in _keepers(title)
    )


def _keepers(title: Title) -> list[int]:
    if title.organisation_id is None:
        applicant = title.entry.applicant
        return [applicant.pk] if applicant.is_active else []
    standing = OrganisationMember.objects.filter(
        organisation=title.organisation_id, ended_at=None, role__in=RUNNERS, user__is_active=True
    )
    return list(standing.order_by("user").values_list("user", flat=True).distinct())
