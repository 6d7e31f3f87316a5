"""Wishes to register an organisation, for who asked and for staff."""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Lower, Replace

from accounts.models import Organisation, OrganisationRequest, User

Kind = Organisation.Kind
# What a resident may register; merchants and volunteers are made by staff.
REQUESTED_KINDS = (
    Kind.SCHOOL,
    Kind.COMMUNITY,
    Kind.AGENCY,
    Kind.SHOP,
    Kind.RESTAURANT,
    Kind.ENTERPRISE,
)


def same_organisations(name: str, kind: str) -> "QuerySet[Organisation]":
    """Open organisations of that name and kind; blanks and case make no difference."""
    rows = Organisation.objects.filter(kind=kind, closed_at=None).select_related("area")
    bare = "".join(name.split()).lower()
    return rows.annotate(bare=Lower(Replace(F("name"), Value(" "), Value("")))).filter(bare=bare)


def latest_request(user: User) -> OrganisationRequest | None:
    """The last request of a person, whatever became of it."""
    rows = OrganisationRequest.objects.filter(by=user).exclude(state=OrganisationRequest.State.WITHDRAWN)
    return rows.select_related("organisation", "area").first()


def requests_in(state: str) -> "QuerySet[OrganisationRequest]":
    """For staff: those that wait, the oldest first; or those of another state, the latest first."""
    rows = OrganisationRequest.objects.select_related("by", "area", "organisation", "decided_by")
    if state == OrganisationRequest.State.WAITING:
        return rows.filter(state=state).order_by("pk")
    return rows.filter(state=state) if state in OrganisationRequest.State.values else rows
