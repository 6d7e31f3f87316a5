"""What the head of an organisation does with its people; somebody always answers for it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from accounts.models import Organisation, OrganisationInvitation, OrganisationMember, User
from accounts.models.organisations import Role
from accounts.refusals import LastHead, OrganisationRefused
from accounts.selectors.organisations import members_of
from accounts.services import organisations as services
from accounts.telling import tell
from core import clock
from core.refusals import NotFound

# The kind of entry in the admin's history.
MEMBERS_CHANGED = "accounts.members"
INVITATIONS_A_DAY, DAY = 20, timedelta(days=1)
NOT_YOURS = "没有找到这个组织，或者您不是它的负责人。"


@transaction.atomic
def invite_delegate(*, organisation_id: int, by: User, phone: str, role: str) -> OrganisationInvitation:
    """Invite the owner of a +86… number, as `invite` does; at most 20 a day. Who is a member at once is told.

    Raises NotFound for who is no head, LastHead or OrganisationRefused.
    """
    organisation = _led(organisation_id, by)
    lately = OrganisationInvitation.objects.filter(
        organisation=organisation, created_at__gt=clock.now() - DAY
    )
    if lately.count() >= INVITATIONS_A_DAY:
        raise OrganisationRefused(f"一天最多邀请{INVITATIONS_A_DAY}个手机号，请明天再来。", status=429)
    before = {row.user_id: row.role for row in members_of(organisation)}
    invitation = services.invite(organisation=organisation, phone=phone, role=role, by=by)
    for member in members_of(organisation):
        if before.get(member.user_id) == member.role:
            continue
        if member.user_id == by.pk:
            raise OrganisationRefused("这是您自己的手机号，您已经是负责人了。")
        _tell(organisation, member.user, member, f"您是“{organisation.name}”的{member.get_role_display()}了")
    _check_led(organisation)
    log(organisation, MEMBERS_CHANGED, user=by)
    return invitation


@transaction.atomic
def take_back_invitation(*, organisation_id: int, by: User, invitation_id: int) -> bool:
    """Forget an invitation that waits; False when there is none. Raises NotFound for who is no head."""
    organisation = _led(organisation_id, by)
    done = services.withdraw_invitation(organisation=organisation, invitation_id=invitation_id)
    if done:
        log(organisation, MEMBERS_CHANGED, user=by)
    return done


@transaction.atomic
def change_role(*, organisation_id: int, by: User, user_id: int, role: str) -> OrganisationMember:
    """Give a member another role. Raises NotFound, LastHead or OrganisationRefused."""
    organisation = _led(organisation_id, by)
    member = _member(organisation, user_id)
    if member.role == role:
        return member
    changed = services.add_member(organisation=organisation, user=member.user, role=role)
    _check_led(organisation)
    log(organisation, MEMBERS_CHANGED, user=by)
    if user_id != by.pk:
        title = f"您现在是“{organisation.name}”的{changed.get_role_display()}"
        _tell(organisation, member.user, changed, title)
    return changed


@transaction.atomic
def hand_over(*, organisation_id: int, by: User, user_id: int) -> OrganisationMember:
    """Make another member the head; who led becomes staff. Raises NotFound or OrganisationRefused."""
    organisation = _led(organisation_id, by)
    member = _member(organisation, user_id)
    if user_id == by.pk:
        raise OrganisationRefused("请选择另一位成员来接任。", status=422)
    head = services.add_member(organisation=organisation, user=member.user, role=Role.HEAD)
    services.add_member(organisation=organisation, user=by, role=Role.STAFF)
    log(organisation, MEMBERS_CHANGED, user=by)
    _tell(organisation, member.user, head, f"“{organisation.name}”请您接任负责人")
    return head


@transaction.atomic
def end_member(*, organisation_id: int, by: User, user_id: int) -> None:
    """End a membership, also one's own. Raises NotFound or LastHead."""
    organisation = _led(organisation_id, by)
    member = _member(organisation, user_id)
    services.end_membership(organisation=organisation, user=member.user)
    _check_led(organisation)
    log(organisation, MEMBERS_CHANGED, user=by)
    if user_id != by.pk:
        _tell(organisation, member.user, member, f"您不再是“{organisation.name}”的成员", has_ended=True)


@transaction.atomic
def leave(*, organisation_id: int, user: User) -> None:
    """Leave, whatever one's role. Raises NotFound or LastHead."""
    organisation = _held(organisation_id)
    mine = members_of(organisation).filter(user=user).first() if organisation else None
    if organisation is None or mine is None:
        raise NotFound("没有找到这个组织，或者您不是它的成员。")
    services.end_membership(organisation=organisation, user=user)
    if mine.role == Role.HEAD:
        _check_led(organisation)
    log(organisation, MEMBERS_CHANGED, user=user)


def _held(organisation_id: int) -> Organisation | None:
    rows = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id, closed_at=None)
    return rows.first()


def _led(organisation_id: int, by: User) -> Organisation:
    """The organisation, locked, for its head: asked under the lock, where two heads meet."""
    organisation = _held(organisation_id)
    if organisation is None or not heads_of(organisation).filter(user=by).exists():
        raise NotFound(NOT_YOURS)
    return organisation


def heads_of(organisation: Organisation) -> "QuerySet[OrganisationMember]":
    """Who leads it now."""
    return members_of(organisation).filter(role=Role.HEAD, user__is_active=True)


def _member(organisation: Organisation, user_id: int) -> OrganisationMember:
    member = members_of(organisation).filter(user=user_id).first()
    if member is None:
        raise NotFound("没有找到这位成员，请回到名单里重新选择。")
    return member


def _check_led(organisation: Organisation) -> None:
    if not heads_of(organisation).exists():
        raise LastHead("至少要有一位负责人，请先把负责人交给别的成员。")


def _tell(
    organisation: Organisation, user: User, member: OrganisationMember, title: str, *, has_ended: bool = False
) -> None:
    body = "如果不对，请联系机构的负责人。" if has_ended else "如果您不在这家机构，可以在“我的组织”里退出。"
    happened = "ended" if has_ended else member.role
    tell(
        user=user,
        title=title,
        body=body,
        url="/org/",
        key=f"organisation:{organisation.pk}:member:{member.pk}:{happened}",
    )
