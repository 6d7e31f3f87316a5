"""Residents, their profile, their consents, the roles of staff."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.checks import run_checks
from django.db import IntegrityError, transaction

from accounts import sealing
from accounts.models import Area, Consent, User
from accounts.refusals import NicknameUnfit
from accounts.services import consents, residents, roles
from accounts.services.profile import update_profile
from accounts.services.staff import ensure_staff
from accounts.texts import privacy_notice
from core.refusals import Unreadable
from tests.accounts.conftest import PHONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    city = Area.objects.create(code="999999", name="某市", level="city")
    return Area.objects.create(code="999999001", name="某街道", level="town", parent=city)


def test_the_first_sign_in_makes_the_resident_and_the_second_finds_it():
    first = residents.welcome(phone=PHONE, channel="web")
    second = residents.welcome(phone=PHONE, channel="app")

    assert second == first
    assert User.objects.count() == 1
    assert first.phone_verified
    assert not first.is_staff
    assert not first.has_usable_password()


def test_the_number_is_kept_sealed_and_found_by_its_digest(resident):
    assert "13800138000" not in resident.phone_sealed
    assert "13800138000" not in resident.phone_digest
    assert sealing.unseal(resident.phone_sealed) == PHONE
    assert User.objects.get(phone_digest=sealing.phone_digest(PHONE)) == resident


def test_another_pepper_finds_nobody(resident, settings):
    settings.PHONE_PEPPER = "another pepper"

    assert not User.objects.filter(phone_digest=sealing.phone_digest(PHONE)).exists()


def test_two_people_cannot_have_one_number(resident):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(phone_digest=resident.phone_digest)


def test_the_database_refuses_a_proven_number_that_is_not_there():
    with pytest.raises(IntegrityError, match="user_verified_phone_is_known"), transaction.atomic():
        User.objects.create_user(phone_verified=True)


def test_somebody_without_a_nickname_is_called_a_resident(resident, settings):
    assert resident.display_name == f"{settings.CITY.resident_label}·{resident.username[-4:]}"
    assert str(resident) == resident.get_full_name() == resident.display_name


def test_nickname_and_area_are_the_residents_own_choice(resident, town):
    update_profile(user=resident, nickname="  骑车的  老王 ", area=town)

    resident.refresh_from_db()
    assert (resident.nickname, resident.area) == ("骑车的 老王", town)
    assert resident.display_name == "骑车的 老王"


def test_an_age_band_is_told_or_not(resident):
    update_profile(user=resident, nickname="", area=None, age_band="14to17")
    update_profile(user=resident, nickname="老王", area=None)

    resident.refresh_from_db()
    assert (resident.age_band, resident.nickname) == ("14to17", "老王")

    update_profile(user=resident, nickname="老王", area=None, age_band="")
    resident.refresh_from_db()
    assert resident.age_band == ""


def test_a_nickname_can_be_given_up_again(resident, town):
    update_profile(user=resident, nickname="老王", area=town)
    update_profile(user=resident, nickname="", area=None)

    resident.refresh_from_db()
    assert (resident.nickname, resident.area) == ("", None)


@pytest.mark.parametrize("nickname", ["官方小助手", "我是13800138000", "一" * 21])
def test_an_unfit_nickname_changes_nothing(resident, town, nickname):
    with pytest.raises(NicknameUnfit):
        update_profile(user=resident, nickname=nickname, area=town)

    resident.refresh_from_db()
    assert (resident.nickname, resident.area) == ("", None)


@pytest.mark.parametrize("nickname", ["老\x00王", "\ud800"])
def test_a_nickname_that_no_database_can_carry_is_refused(resident, nickname):
    with pytest.raises(Unreadable):
        update_profile(user=resident, nickname=nickname, area=None)


def test_characters_that_cannot_be_seen_are_left_out(resident):
    update_profile(user=resident, nickname="老\u202e王\u200b", area=None)

    assert resident.nickname == "老王"


def test_consent_is_recorded_with_the_version_and_the_very_words(resident):
    notice = privacy_notice()

    consent = Consent.objects.get(user=resident)

    assert (consent.purpose, consent.given, consent.channel) == ("account", True, "web")
    assert (consent.document, consent.document_version) == ("privacy", notice.version)
    assert consent.document_sha256 == notice.sha256
    assert len(consent.document_sha256) == 64


def test_the_same_version_is_agreed_to_once(resident):
    assert consents.record_consent(user=resident, notice=privacy_notice(), channel="web") is None
    assert Consent.objects.count() == 1


def test_a_changed_text_is_agreed_to_again(resident, settings, tmp_path):
    (tmp_path / "texts").mkdir()
    words = "---\ntitle: 隐私说明\nversion: 2\nupdated_on: 2027-01-01\n---\n\n新的说明。\n"
    (tmp_path / "texts" / "privacy.md").write_text(words, encoding="utf-8")

    class Elsewhere:
        folder = tmp_path

    settings.CITY = Elsewhere

    assert consents.record_consent(user=resident, notice=privacy_notice(), channel="web") is not None
    assert list(Consent.objects.order_by("pk").values_list("document_version", flat=True)[1:]) == ["2"]


def test_a_consent_is_never_changed_or_deleted(resident):
    consent = Consent.objects.get()

    with pytest.raises(TypeError, match="never changed"):
        consent.save()
    with pytest.raises(TypeError, match="never deleted"):
        consent.delete()

    assert Consent.objects.count() == 1


def test_staff_sign_in_by_name_and_password():
    staff = User.objects.create_superuser("root", "a-long-password", nickname="管理")

    assert (staff.is_staff, staff.is_superuser) == (True, True)
    assert staff.check_password("a-long-password")
    assert staff.display_name == "管理"


def test_every_role_is_a_group_with_access_to_the_admin():
    roles.ensure_roles()
    roles.ensure_roles()

    names = ["编辑", "一审", "二审", "三审", "统计员", "核验员", "客服", "系统管理员", "安全管理员", "审计员"]
    names += ["积分运营", "积分复核"]
    groups = Group.objects.filter(name__in=names)
    assert groups.count() == 12
    for group in groups:
        assert group.permissions.filter(codename="access_admin").exists(), group.name


def test_every_permission_that_a_role_names_exists():
    known = {f"{app}.{codename}" for app, codename in Permission.objects.values_list(
        "content_type__app_label", "codename")}  # fmt: skip

    assert {name for names in roles.ROLES.values() for name in names} <= known


def test_roles_keep_what_was_added_by_hand():
    editors = roles.ensure_roles()[0]
    added = Group.objects.get(name="安全管理员").permissions.get(codename="change_user")
    editors.permissions.add(added)

    roles.ensure_roles()

    assert editors.permissions.filter(pk=added.pk).exists()


def test_only_security_administrators_change_accounts():
    roles.ensure_roles()

    may = Group.objects.filter(name__in=roles.ROLES, permissions__codename="change_user")

    assert [group.name for group in may] == ["安全管理员"]


def test_a_site_open_to_the_world_is_warned_about_codes_in_a_file(settings):
    def warnings() -> list[str]:
        return [str(message.id) for message in run_checks(tags=["security"])]

    settings.HTTPS = False
    assert "accounts.W001" not in warnings()

    settings.HTTPS = True
    assert "accounts.W001" in warnings()

    settings.SMS_BACKEND = "provider.Adapter"
    assert "accounts.W001" not in warnings()


def test_staff_stay_where_they_were_put(town):
    roles.ensure_roles()
    values = {"username": "verifier", "nickname": "核验员", "password": "a-long-password", "role": "核验员"}
    ensure_staff(**values)
    # An account of the time before reviewers had a township gets one; nobody moves afterwards.
    user = ensure_staff(**values, area=town)
    assert user.area == town

    update_profile(user=user, nickname="核验员小谢", area=None)

    user.refresh_from_db()
    assert (user.nickname, user.area) == ("核验员小谢", town)
