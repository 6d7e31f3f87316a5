"""Erasing a person: logs and transfers stay as numbers, nothing says any more whose they were."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from accounts import erasing
from accounts.models import (
    Consent,
    JoinTries,
    OrganisationInvitation,
    OrganisationMember,
    PendingAction,
    PhoneCode,
    SmsSent,
    SmsText,
    User,
)
from accounts.models.organisations import Role
from accounts.refusals import ErasureRefused
from accounts.selectors.consents import consents_standing
from accounts.selectors.family import people_kept_by
from accounts.selectors.organisations import membership_in
from accounts.services import household_rows
from accounts.services.consents import withdraw_consent
from accounts.services.organisation_requests import forget_requests
from accounts.services.rows import lock_user
from core import clock
from core.models import StoredAnswer


@transaction.atomic
def erase_resident(*, user: User, by: User, now: datetime, channel: str = Consent.Channel.WEB) -> None:
    """Erase a resident and everybody whom they keep, for good. `by` is the person or who keeps them.

    A second time changes nothing. Raises ErasureRefused for staff and strangers, and what the steps of other
    apps raise (accounts.erasing).
    """
    if by.pk not in {user.pk, user.kept_by_id} and not _answers_for(by, user):
        raise ErasureRefused("只能注销自己的账号，或者自己代管的家人。")
    if user.is_staff:
        raise ErasureRefused("工作人员账号请由安全管理员停用。")
    # Lock order: household, then persons by number, then what other apps hold.
    household = household_rows.lock_own_household(user)
    held = lock_user(user)
    if held.erased_at is not None:
        return
    people = [held, *people_kept_by(held)]
    for person in people:
        erasing.carry_out(user=person, now=now)
    if household is not None:
        household_rows.end(household, people, by=by, channel=channel)
    # Those who are kept go first: their rows name the keeper.
    for person in reversed(people):
        _withdraw_all(person, by, channel)
        _forget_traces(person, now)
        _empty(person, now)


def erase_again(*, username: str) -> bool:
    """Erase somebody of a list of erased accounts; False when nobody of that name is there to be erased."""
    user = User.objects.filter(username=username, erased_at=None, is_staff=False).first()
    if user is None:
        return False
    erase_resident(user=user, by=user, now=clock.now())
    return True


def _answers_for(by: User, person: User) -> bool:
    """Somebody of the staff of the organisation that looks after the person."""
    if person.kept_by_organisation_id is None:
        return False
    membership = membership_in(by, person.kept_by_organisation_id)
    return membership is not None and membership.role != Role.HELPER


def _withdraw_all(person: User, by: User, channel: str) -> None:
    for consent in consents_standing(person):
        withdraw_consent(
            user=person,
            purpose=consent.purpose,
            detail=consent.detail,
            channel=channel,
            given_by=None if by.pk == person.pk else by,
        )


def _forget_traces(person: User, now: datetime) -> None:
    """Sessions end at once; memberships end; what names the phone goes."""
    for session in UserSession.objects.filter(user=person):
        session.end()
    OrganisationMember.objects.filter(user=person, ended_at=None).update(ended_at=now)
    forget_requests(person)
    PendingAction.objects.filter(user=person).delete()
    JoinTries.objects.filter(user=person).delete()
    # A request that is being answered right now keeps its row (status 0) to write its answer into.
    StoredAnswer.objects.filter(person=person).exclude(status=0).delete()
    if person.phone_digest:
        OrganisationInvitation.objects.filter(phone_digest=person.phone_digest).delete()
        PhoneCode.objects.filter(phone_digest=person.phone_digest).delete()
        # The message still counts for its network and for the city's day, without its number.
        SmsSent.objects.filter(phone_digest=person.phone_digest).update(phone_digest="")
        SmsText.objects.filter(phone_digest=person.phone_digest).update(phone_digest="")


def _empty(person: User, now: datetime) -> None:
    person.phone_digest, person.phone_sealed, person.phone_verified = None, "", False
    person.nickname = person.age_band = ""
    person.area = person.kept_by = person.kept_by_organisation = None
    person.is_active, person.erased_at = False, now
    person.set_unusable_password()
    person.last_login = None
    person.save()
    person.groups.clear()
