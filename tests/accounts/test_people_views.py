"""The pages 我的家人, 我的家庭, 我的同意 and 注销账号."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Consent, Household, User
from accounts.selectors.family import people_kept_by
from accounts.selectors.households import household_of
from accounts.services.consents import record_consent
from accounts.services.households import join_household
from accounts.texts import privacy_notice
from tests.accounts.people import household, kept, someone

FAMILY, HOUSEHOLD, CONSENTS, ERASE = "/me/family/", "/me/household/", "/me/consents/", "/me/erase/"
GRANNY = {"nickname": "外婆", "age_band": "adult", "consented": "on"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, resident):
    """The resident's browser."""
    client.force_login(resident)
    return client


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("path", [FAMILY, HOUSEHOLD, CONSENTS, ERASE, f"{HOUSEHOLD}leave/"])
def test_a_guest_is_asked_to_sign_in_and_nothing_is_cached(client, resident, path):
    assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"

    client.force_login(resident)
    assert "no-store" in client.get(path).headers["Cache-Control"]


def test_the_menu_leads_to_all_of_them(page):
    shown = text(page.get("/me/"))

    for path in (FAMILY, HOUSEHOLD, CONSENTS):
        assert f'href="{path}"' in shown
    assert f'href="{ERASE}"' in text(page.get(CONSENTS))


def test_somebody_is_added_renamed_and_removed(page, resident):
    assert "还没有添加家人" in text(page.get(FAMILY))

    assert page.post(FAMILY, GRANNY).status_code == 302
    person = people_kept_by(resident).get()
    assert "外婆" in text(page.get(FAMILY))
    assert "18岁以上" in text(page.get(FAMILY))

    own = f"{FAMILY}{person.pk}/"
    assert page.get(own).status_code == 200
    assert page.post(own, {"nickname": "姥姥"}).status_code == 302
    assert people_kept_by(resident).get().nickname == "姥姥"

    assert "要移除“姥姥”吗" in text(page.get(f"{own}remove/"))
    assert people_kept_by(resident).count() == 1
    assert page.post(f"{own}remove/").status_code == 302
    assert people_kept_by(resident).count() == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"consented": ""}, "当面问过本人"),
        ({"nickname": ""}, "请填写称呼"),
        ({"nickname": "一" * 21}, "最多 20 个字"),
        ({"nickname": "官方外婆"}, "官方"),
        ({"age_band": ""}, "请选择年龄段"),
        ({"age_band": "old"}, "请从列表里选择"),
    ],
)
def test_what_is_wrong_with_an_addition_is_said_and_nothing_changes(page, change, says):
    answer = page.post(FAMILY, GRANNY | change)

    assert answer.status_code == 422
    assert says in text(answer)
    assert User.objects.count() == 1


def test_a_double_tap_adds_one_person(page, resident):
    page.post(FAMILY, GRANNY)
    page.post(FAMILY, GRANNY)

    assert people_kept_by(resident).count() == 1


def test_a_seventh_person_is_refused_on_the_page(page, resident):
    for number in range(6):
        kept(resident, f"家人{number}")

    assert "最多代管 6 位" in text(page.get(FAMILY))
    assert page.post(FAMILY, GRANNY).status_code == 409
    assert people_kept_by(resident).count() == 6


def test_other_peoples_family_is_not_found(page, resident):
    other = someone()
    person = kept(other)

    for path in (f"{FAMILY}{person.pk}/", f"{FAMILY}{resident.pk}/", f"{FAMILY}{2**63 - 1}/"):
        assert page.get(path).status_code == 404
        assert page.post(path, {"nickname": "改名"}).status_code == 404
        assert page.post(f"{path}remove/").status_code == 404

    person.refresh_from_db()
    assert (person.nickname, person.is_active) == ("外婆", True)


def test_an_unfit_new_name_is_refused(page, resident):
    person = kept(resident)

    assert page.post(f"{FAMILY}{person.pk}/", {"nickname": "管理员"}).status_code == 422

    assert people_kept_by(resident).get().nickname == "外婆"


def queries(page, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert page.get(path).status_code == 200
    return len(seen)


def test_the_pages_ask_the_same_number_of_questions_for_one_and_for_many(page, resident):
    kept(resident, "家人0")
    household(resident)
    detail = {"user": resident, "notice": privacy_notice(), "channel": "web", "purpose": "partner_data"}
    before = [queries(page, path) for path in (FAMILY, HOUSEHOLD, CONSENTS, ERASE)]

    for number in range(1, 5):
        kept(resident, f"家人{number}")
        record_consent(**detail, detail=f"partner:bus/{number}")
    for _ in range(4):
        join_household(user=someone("家人"), code=Household.objects.get().join_code, channel="web")

    assert [queries(page, path) for path in (FAMILY, HOUSEHOLD, CONSENTS, ERASE)] == before == [3, 4, 3, 3]
    assert queries(page, f"{FAMILY}{people_kept_by(resident)[0].pk}/") == 3


def test_a_household_is_made_joined_and_left(page, resident, new_visitor):
    assert "您还没有加入家庭" in text(page.get(HOUSEHOLD))
    assert page.post(f"{HOUSEHOLD}create/", {"name": "老街人家"}).status_code == 302
    # A second tap is no error.
    assert page.post(f"{HOUSEHOLD}create/", {"name": "老街人家"}).status_code == 302
    place = Household.objects.get()
    assert place.join_code in text(page.get(HOUSEHOLD))

    guest, other = someone("老二"), new_visitor()
    other.force_login(guest)
    joined = other.post(f"{HOUSEHOLD}join/", {"code": place.join_code.lower()}, follow=True)
    assert "已加入“老街人家”" in text(joined)
    assert place.join_code not in text(joined)
    assert "老二" in text(page.get(HOUSEHOLD))

    assert "要退出家庭吗" in text(other.get(f"{HOUSEHOLD}leave/"))
    assert other.post(f"{HOUSEHOLD}leave/").status_code == 302
    assert other.post(f"{HOUSEHOLD}leave/").status_code == 302
    assert household_of(guest) is None


def test_a_wrong_code_is_said_at_the_field_and_the_eleventh_is_429(page, resident):
    for _ in range(10):
        answer = page.post(f"{HOUSEHOLD}join/", {"code": "AAAAAA"})
        assert answer.status_code == 422
        assert "没有找到这个加入码" in text(answer)

    answer = page.post(f"{HOUSEHOLD}join/", {"code": "AAAAAA"})
    assert (answer.status_code, "试的次数太多了" in text(answer)) == (429, True)
    assert page.post(f"{HOUSEHOLD}join/", {}).status_code == 422


def test_the_keeper_renames_renews_and_sends_away(page, resident):
    guest = someone("老二")
    place = household(resident, guest)

    assert page.post(f"{HOUSEHOLD}rename/", {"name": "新名字"}).status_code == 302
    assert page.post(f"{HOUSEHOLD}rename/", {"name": "官方"}).status_code == 422
    assert page.post(f"{HOUSEHOLD}code/").status_code == 302
    renewed = Household.objects.get()
    assert renewed.name == "新名字"
    assert renewed.join_code != place.join_code

    away = f"{HOUSEHOLD}members/{guest.pk}/remove/"
    assert "离开" in text(page.get(away))
    assert household_of(guest) == place
    assert page.post(away).status_code == 302
    assert household_of(guest) is None
    assert page.post(away).status_code == 404


def test_a_member_who_is_no_keeper_is_refused(client, resident):
    guest = someone()
    place = household(resident, guest)
    client.force_login(guest)

    assert client.post(f"{HOUSEHOLD}rename/", {"name": "我的"}).status_code == 422
    assert client.post(f"{HOUSEHOLD}code/").status_code == 403
    assert client.post(f"{HOUSEHOLD}members/{resident.pk}/remove/").status_code == 403

    assert (Household.objects.get().name, Household.objects.get().join_code) == ("老街人家", place.join_code)


def test_a_consent_is_taken_back_with_one_tap(page, resident):
    record_consent(
        user=resident,
        notice=privacy_notice(),
        channel="web",
        purpose="partner_data",
        detail="partner:bus/trips",
    )
    assert "合作方提供数据" in text(page.get(CONSENTS))

    fields = {"purpose": "partner_data", "detail": "partner:bus/trips"}
    for _ in range(2):
        assert page.post(f"{CONSENTS}withdraw/", fields).status_code == 302

    assert "合作方提供数据" not in text(page.get(CONSENTS))
    rows = Consent.objects.filter(user=resident, purpose="partner_data").order_by("pk")
    assert [row.given for row in rows] == [True, False]


@pytest.mark.parametrize("purpose", ["account", "kept_person", "household", "nonsense", ""])
def test_what_ends_elsewhere_is_not_withdrawn_here(page, purpose):
    assert page.post(f"{CONSENTS}withdraw/", {"purpose": purpose}).status_code == 404
    assert Consent.objects.count() == 1


def test_an_account_is_erased_with_a_typed_word(page, resident):
    kept(resident)
    shown = text(page.get(ERASE))
    assert "会删掉什么" in shown
    assert "会留下什么" in shown
    assert "外婆" in shown

    answer = page.post(ERASE, {"confirm": "注销"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert page.get(FAMILY).status_code == 302
    assert User.objects.filter(erased_at=None).count() == 0


@pytest.mark.parametrize("word", ["", "注 销", "erase", "注" * 30])
def test_another_word_erases_nothing(page, resident, word):
    assert page.post(ERASE, {"confirm": word}).status_code == 422

    resident.refresh_from_db()
    assert (resident.erased_at, resident.is_active) == (None, True)


def test_staff_do_not_erase_themselves(client):
    staff = User.objects.create_superuser("root", "a-long-password")
    client.force_login(staff)

    answer = client.post(ERASE, {"confirm": "注销"})

    assert answer.status_code == 403
    assert "安全管理员" in text(answer)
    assert User.objects.get().is_active


def test_every_page_of_people_needs_a_post_to_change_anything(page, resident):
    for path in ("create/", "join/", "rename/", "code/"):
        assert page.get(f"{HOUSEHOLD}{path}").status_code == 405
    assert page.get(f"{CONSENTS}withdraw/").status_code == 405
    assert Household.objects.count() == 0
