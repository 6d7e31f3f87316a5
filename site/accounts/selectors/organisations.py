"""Organisations and who stands in them."""

from collections.abc import Collection

from django.db.models import QuerySet

from accounts.models import Organisation, OrganisationInvitation, OrganisationMember, User


def organisations_of(
    user: User, *, roles: Collection[str] = (), kinds: Collection[str] = ()
) -> "QuerySet[Organisation]":
    """Open organisations that a person stands in; only with one of these roles, only of these kinds."""
    standing = OrganisationMember.objects.filter(user=user, ended_at=None)
    if roles:
        standing = standing.filter(role__in=roles)
    rows = Organisation.objects.filter(pk__in=standing.values("organisation"), closed_at=None)
    return rows.filter(kind__in=kinds) if kinds else rows


def membership_in(user: User, organisation_id: int) -> OrganisationMember | None:
    """The person's standing membership in an open organisation, with that organisation."""
    rows = OrganisationMember.objects.filter(
        user=user, organisation=organisation_id, ended_at=None, organisation__closed_at=None
    )
    return rows.select_related("organisation").first()


def members_of(organisation: Organisation) -> "QuerySet[OrganisationMember]":
    """Who stands in an organisation now, with their users."""
    rows = OrganisationMember.objects.filter(organisation=organisation, ended_at=None)
    return rows.select_related("user").order_by("since", "pk")


def open_invitations(organisation: Organisation) -> "QuerySet[OrganisationInvitation]":
    """Who has been invited and has not signed in since, latest first."""
    return OrganisationInvitation.objects.filter(organisation=organisation, accepted_at=None)


def people_of_organisation(organisation: Organisation) -> "QuerySet[User]":
    """People without a phone whom an organisation looks after, in the order in which they were added."""
    return User.objects.filter(kept_by_organisation=organisation, is_active=True).order_by("pk")
