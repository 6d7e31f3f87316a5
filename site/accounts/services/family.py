"""People without a phone of their own, kept by a family member or neighbour."""

from django.db import transaction

from accounts import rules
from accounts.models import Consent, User
from accounts.refusals import ConsentMissing, KeepingRefused, NicknameUnfit, TooManyKept
from accounts.sealing import phone_digest, seal
from accounts.selectors.family import kept_person, people_kept_by
from accounts.selectors.households import household_of
from accounts.services import households
from accounts.services.consents import record_consent
from accounts.services.erasure import erase_resident
from accounts.services.household_rows import lock_own_household
from accounts.services.organisations import accept_invitations
from accounts.services.profile import fit_name
from accounts.services.rows import lock_user
from accounts.texts import privacy_notice
from core import clock


@transaction.atomic
def keep_person(*, keeper: User, nickname: str, age_band: str, consented: bool, channel: str) -> User:
    """Take somebody without a phone under one's care, who has agreed to it; they live where the keeper lives.

    The same name and age band again gives the same person. They join the keeper's household.
    Raises ConsentMissing, NicknameUnfit, TooManyKept, KeepingRefused or HouseholdFull.
    """
    if not consented:
        raise ConsentMissing("请先当面问过本人（未满14岁的问监护人），同意后打勾，再添加。")
    name = _name(nickname)
    if age_band not in User.AgeBand.values:
        raise KeepingRefused("请选择年龄段。", status=422)
    # Lock order: household, then person.
    household = lock_own_household(keeper)
    keeper = lock_user(keeper)
    if keeper.kept_by_id or not keeper.is_active or keeper.age_band == User.AgeBand.TEEN:
        raise KeepingRefused("代管家人需要成年人用自己的手机号登录后操作。", status=403)
    if household is None and household_of(keeper) is not None:
        raise KeepingRefused("您刚刚加入了一个家庭，请再点一次“添加”。")
    kept = list(people_kept_by(keeper))
    for person in kept:
        if person.nickname == name:
            return _the_same(person, age_band)
    if len(kept) >= rules.PEOPLE_KEPT:
        raise TooManyKept(f"一个账号最多代管 {rules.PEOPLE_KEPT} 位家人，请先移除一位再添加。")
    person = User.objects.create(
        nickname=name, age_band=age_band, kept_by=keeper, area_id=keeper.area_id, password="!"
    )
    for purpose in (Consent.Purpose.ACCOUNT, Consent.Purpose.KEPT_PERSON):
        record_consent(
            user=person, notice=privacy_notice(), channel=channel, purpose=purpose, given_by=keeper
        )
    if household is not None:
        households.bring_along(household=household, people=[person], by=keeper, channel=channel)
    return person


@transaction.atomic
def rename_kept(*, keeper: User, person_id: int, nickname: str) -> User:
    """Give a kept person another name. Raises NicknameUnfit, KeepingRefused or NotFound."""
    name = _name(nickname)
    keeper = lock_user(keeper)
    person = kept_person(keeper, person_id)
    if people_kept_by(keeper).filter(nickname=name).exclude(pk=person.pk).exists():
        raise KeepingRefused(f"您已经有一位叫“{name}”的家人，请换一个称呼。")
    person.nickname = name
    person.save(update_fields=["nickname"])
    return person


@transaction.atomic
def remove_kept(*, keeper: User, person_id: int) -> None:
    """Erase a kept person: the records stay as numbers, nothing says whose they were. Raises NotFound."""
    erase_resident(user=kept_person(keeper, person_id), by=keeper, now=clock.now())


@transaction.atomic
def give_phone(*, keeper: User, person_id: int, phone: str) -> User:
    """Let a kept person stand on their own, with a +86… number that has just been proven to be theirs.

    Household, logs and points stay with the person. Raises KeepingRefused or NotFound.
    """
    keeper = lock_user(keeper)
    person = kept_person(keeper, person_id)
    if person.age_band == User.AgeBand.UNDER_14:
        raise KeepingRefused("不满14周岁不能有自己的账号，请由监护人继续代管。", status=403)
    digest = phone_digest(phone)
    if User.objects.filter(phone_digest=digest).exists():
        raise KeepingRefused("这个手机号已经有账号了，请换一个号码。")
    person.phone_digest, person.phone_sealed, person.phone_verified = digest, seal(phone), True
    person.kept_by = None
    person.save(update_fields=["phone_digest", "phone_sealed", "phone_verified", "kept_by"])
    accept_invitations(user=person)
    return person


def _name(typed: str) -> str:
    name = fit_name(typed)
    if not name:
        raise NicknameUnfit("请填写称呼，例如“外婆”“楼下刘奶奶”，不用写真名。")
    return name


def _the_same(person: User, age_band: str) -> User:
    if person.age_band != age_band:
        raise KeepingRefused(f"您已经有一位叫“{person.nickname}”的家人，请换一个称呼。")
    return person
