"""Organisations, who belongs to them, and invitations that wait for a phone to sign in."""

from datetime import datetime

from django.db import transaction

from accounts.models import Area, Organisation, OrganisationInvitation, OrganisationMember, User
from accounts.models.organisations import Role
from accounts.refusals import OrganisationRefused
from accounts.sealing import phone_digest
from core import clock


@transaction.atomic
def ensure_organisation(
    *, code: str, name: str, kind: str, area: Area | None = None, is_verified: bool = False
) -> Organisation:
    """The organisation of a code, made when not there; an existing one stays as staff left it."""
    organisation, _ = Organisation.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind, "area": area, "is_verified": is_verified}
    )
    return organisation


@transaction.atomic
def add_member(*, organisation: Organisation, user: User, role: str) -> OrganisationMember:
    """Let somebody belong to an organisation; another role ends the earlier membership and begins a new one.

    Raises OrganisationRefused.
    """
    organisation = _open(organisation)
    if role not in Role.values:
        raise OrganisationRefused("请选择这个人在机构里的身份。", status=422)
    if user.is_kept or not user.is_active:
        raise OrganisationRefused("机构成员要有自己的手机号账号，请先让他登录一次。")
    now = clock.now()
    standing = OrganisationMember.objects.filter(organisation=organisation, user=user, ended_at=None).first()
    if standing is not None and standing.role == role:
        return standing
    if standing is not None:
        standing.ended_at = now
        standing.save(update_fields=["ended_at"])
    return OrganisationMember.objects.create(organisation=organisation, user=user, role=role, since=now)


@transaction.atomic
def end_membership(*, organisation: Organisation, user: User) -> bool:
    """End what stands between a person and an organisation; False when nothing does."""
    standing = OrganisationMember.objects.filter(organisation=organisation, user=user, ended_at=None)
    return bool(standing.update(ended_at=clock.now()))


@transaction.atomic
def invite(
    *, organisation: Organisation, phone: str, role: str, by: User | None = None
) -> OrganisationInvitation:
    """Invite the owner of a +86… number: a member at once when known, else at the first sign-in.

    The same number again changes the role of the invitation that waits. Raises OrganisationRefused.
    """
    organisation = _open(organisation)
    if role not in Role.values:
        raise OrganisationRefused("请选择这个人在机构里的身份。", status=422)
    digest = phone_digest(phone)
    invitation, _ = OrganisationInvitation.objects.update_or_create(
        organisation=organisation,
        phone_digest=digest,
        accepted_at=None,
        defaults={"role": role, "invited_by": by, "created_at": clock.now(), "phone_tail": phone[-4:]},
    )
    known = User.objects.filter(phone_digest=digest, is_active=True).first()
    if known is not None:
        _accept(invitation, known)
    return invitation


@transaction.atomic
def withdraw_invitation(*, organisation: Organisation, invitation_id: int) -> bool:
    """Forget an invitation that waits; False when there is none."""
    waiting = OrganisationInvitation.objects.filter(
        organisation=organisation, pk=invitation_id, accepted_at=None
    )
    return bool(waiting.delete()[0])


@transaction.atomic
def accept_invitations(*, user: User) -> int:
    """What waits for the number that this person has just proven; how many memberships."""
    if user.phone_digest is None:
        return 0
    waiting = OrganisationInvitation.objects.filter(
        phone_digest=user.phone_digest, accepted_at=None, organisation__closed_at=None
    )
    found = list(waiting.select_related("organisation"))
    for invitation in found:
        _accept(invitation, user)
    return len(found)


@transaction.atomic
def purge_invitations(*, before: datetime) -> int:
    """Forget invitations that nobody followed before a moment, with their numbers; how many."""
    return OrganisationInvitation.objects.filter(accepted_at=None, created_at__lt=before).delete()[0]


def _accept(invitation: OrganisationInvitation, user: User) -> None:
    add_member(organisation=invitation.organisation, user=user, role=invitation.role)
    invitation.accepted_at = clock.now()
    invitation.phone_digest = invitation.phone_tail = ""
    invitation.save(update_fields=["accepted_at", "phone_digest", "phone_tail"])


def _open(organisation: Organisation) -> Organisation:
    """The row as it is now, held: two invitations of one person come one after the other."""
    held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if held.closed_at is not None:
        raise OrganisationRefused("这个机构已经停用，不能再添加成员。")
    return held
