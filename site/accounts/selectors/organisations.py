"""Organisations and who stands in them."""

from collections.abc import Collection

from django.db.models import QuerySet

from accounts.models import Organisation, OrganisationInvitation, OrganisationMember, User
from accounts.models.organisations import Role
from core.refusals import NotFound


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


def memberships_of(user: User) -> "QuerySet[OrganisationMember]":
    """Where a person stands now, in open organisations of whatever kind, with these. One query."""
    rows = OrganisationMember.objects.filter(user=user, ended_at=None, organisation__closed_at=None)
    return rows.select_related("organisation__area").order_by("organisation__name", "pk")


def own_membership(user: User, code: str) -> OrganisationMember:
    """A person's standing in an open organisation. Raises NotFound for everybody else."""
    row = memberships_of(user).filter(organisation__code=code).first()
    if row is None:
        raise NotFound("没有找到这个组织，或者您不是它的成员。")
    return row


def led_organisation(user: User, code: str) -> Organisation:
    """An open organisation, for its heads. Raises NotFound for everybody else."""
    row = own_membership(user, code)
    if row.role != Role.HEAD:
        raise NotFound("没有找到这个组织，或者您不是它的负责人。")
    return row.organisation
