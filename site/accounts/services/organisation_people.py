"""People without a phone whom an organisation looks after: they stay when a helper leaves."""

from django.db import transaction

from accounts import rules
from accounts.models import Consent, Organisation, User
from accounts.models.organisations import KEEPING_KINDS, Role
from accounts.refusals import ConsentMissing, KeepingRefused, NicknameUnfit, TooManyKept
from accounts.selectors.organisations import membership_in, people_of_organisation
from accounts.services.consents import record_consent
from accounts.services.erasure import erase_resident
from accounts.services.profile import fit_name
from accounts.texts import privacy_notice
from core import clock
from core.refusals import NotFound


@transaction.atomic
def keep_for_organisation(
    *, organisation_id: int, by: User, nickname: str, age_band: str, consented: bool, channel: str
) -> User:
    """Let an organisation look after somebody without a phone, who has agreed to it; they live where it is.

    The same name and age band again gives the same person. Raises NotFound for whom does not belong to the
    organisation, ConsentMissing, NicknameUnfit, TooManyKept or KeepingRefused.
    """
    if not consented:
        raise ConsentMissing("请先当面问过本人，同意后打勾，再添加。")
    name = fit_name(nickname)
    if not name:
        raise NicknameUnfit("请填写称呼，例如“楼下刘奶奶”“三组老周”，不用写真名。")
    if age_band not in User.AgeBand.values:
        raise KeepingRefused("请选择年龄段。", status=422)
    if age_band == User.AgeBand.UNDER_14:
        raise KeepingRefused("不满14岁的孩子要由监护人在“我的家人”里添加，机构不登记孩子。", status=403)
    organisation = _held(organisation_id, by)
    for person in people_of_organisation(organisation).filter(nickname=name):
        if person.age_band == age_band:
            return person
        raise KeepingRefused(f"已经有一位叫“{name}”的，请换一个称呼。")
    if people_of_organisation(organisation).count() >= rules.PEOPLE_OF_AN_ORGANISATION:
        raise TooManyKept(f"一家机构最多登记 {rules.PEOPLE_OF_AN_ORGANISATION} 位，请先移除不再需要的。")
    person = User.objects.create(
        nickname=name,
        age_band=age_band,
        kept_by_organisation=organisation,
        area_id=organisation.area_id,
        password="!",
    )
    for purpose, detail in (
        (Consent.Purpose.ACCOUNT, ""),
        (Consent.Purpose.HELPER_RECORD, f"organisation:{organisation.pk}"),
    ):
        record_consent(
            user=person,
            notice=privacy_notice(),
            channel=channel,
            purpose=purpose,
            detail=detail,
            given_by=by,
        )
    return person


@transaction.atomic
def remove_from_organisation(*, organisation_id: int, by: User, person_id: int) -> None:
    """Erase somebody whom an organisation looks after. Raises NotFound, or KeepingRefused for a volunteer."""
    organisation = _held(organisation_id, by)
    person = people_of_organisation(organisation).filter(pk=person_id).first()
    if person is None:
        raise NotFound("没有找到这位居民，请回到名单里重新选择。")
    membership = membership_in(by, organisation.pk)
    if membership is None or membership.role == Role.HELPER:
        raise KeepingRefused("移除名单里的人，请找本机构的工作人员或负责人。", status=403)
    erase_resident(user=person, by=by, now=clock.now())


def _held(organisation_id: int, by: User) -> Organisation:
    """The organisation, locked, so that two additions come one after the other."""
    membership = membership_in(by, organisation_id)
    if membership is None:
        raise NotFound("没有找到这个组织，或者您不是它的成员。")
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if organisation.kind not in KEEPING_KINDS or not organisation.is_verified:
        raise KeepingRefused("只有核实过的村社区和志愿服务队可以登记没有手机的居民。", status=403)
    return organisation
