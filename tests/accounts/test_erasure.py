"""Erasing an account: nothing says any more whose it was, and what others built on stays."""

from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import models

from accounts import erasing
from accounts.models import Consent, HouseholdMember, OrganisationMember, SmsSent, User
from accounts.refusals import ErasureRefused
from accounts.sealing import phone_digest
from accounts.selectors.consents import consents_standing
from accounts.services import organisations, phone_codes, residents
from accounts.services.erasure import erase_resident
from accounts.services.profile import update_profile
from carbon_points.models import ActionLog
from carbon_points.services.verification import verify
from core import clock
from core.models import StoredAnswer
from core.refusals import Refused
from tests.accounts.conftest import PHONE
from tests.accounts.people import household, kept, someone
from tests.carbon_points.ledger_world import make_action, record

pytestmark = pytest.mark.django_db

TEXT = (models.CharField, models.TextField, models.JSONField)


def places_with(*needles: str) -> list[str]:
    """Every table and column of the site in which one of these texts stands."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if not isinstance(field, TEXT):
                continue
            values = model._default_manager.values_list(field.attname, flat=True)
            if any(needle in str(value) for value in values for needle in needles):
                found.append(f"{model._meta.label}.{field.name}")
    return found


def erase(user: User, by: User | None = None) -> None:
    erase_resident(user=user, by=by or user, now=clock.now())


def test_no_table_says_whose_the_account_was(visitor, sign_in, messages):
    sign_in(visitor)
    user = User.objects.get()
    update_profile(user=user, nickname="纸上春秋", area=None)
    kept(user, "竹林里的外婆")
    place = organisations.ensure_organisation(code="shop-1", name="老街粮油", kind="merchant")
    organisations.invite(organisation=place, phone="+8613900139000", role="staff")
    StoredAnswer.objects.create(
        person=user, route="POST /x", key="1", body_sha256="0", status=201, body="纸上春秋"
    )
    needles = [phone_digest(PHONE), user.phone_sealed, "纸上春秋", "竹林里的外婆", "13800138000"]
    assert set(places_with(*needles)) >= {
        "accounts.User.nickname",
        "accounts.User.phone_digest",
        "accounts.User.phone_sealed",
        "accounts.PhoneCode.phone_digest",
        "accounts.SmsSent.phone_digest",
        "core.StoredAnswer.body",
    }

    erase(user)

    assert places_with(*needles) == []
    user.refresh_from_db()
    assert (user.is_active, user.phone_digest, user.area, user.last_login) == (False, None, None, None)
    assert user.display_name == "已注销的用户"
    assert SmsSent.objects.count() == 1


def test_sessions_end_at_once(visitor, sign_in, new_visitor):
    sign_in(visitor)
    user = User.objects.get()
    app = new_visitor()
    app.force_login(user)
    assert UserSession.objects.count() >= 1

    erase(user)

    assert not Session.objects.filter(session_key=visitor.session.session_key).exists()
    assert UserSession.objects.count() == 0
    for browser in (visitor, app):
        assert browser.get("/me/points/").status_code == 302


def test_the_same_phone_comes_back_as_somebody_new(resident):
    erase(resident)

    newcomer = residents.welcome(phone=PHONE, channel="web")

    assert newcomer.pk != resident.pk
    assert User.objects.filter(is_active=True).get() == newcomer


def test_household_and_organisations_are_left_and_consents_withdrawn(resident):
    other = someone("老二")
    kept(resident)
    household(resident, other)
    place = organisations.ensure_organisation(code="shop-1", name="老街粮油", kind="merchant")
    organisations.add_member(organisation=place, user=resident, role="head")

    erase(resident)

    standing = HouseholdMember.objects.filter(left_at=None)
    assert [(row.user, row.role) for row in standing] == [(other, "keeper")]
    assert not OrganisationMember.objects.filter(ended_at=None).exists()
    assert consents_standing(resident) == []
    # What was agreed to, and that it was taken back, stays as evidence.
    account = Consent.objects.filter(user=resident, purpose="account").order_by("pk")
    assert [row.given for row in account] == [True, False]
    assert Consent.objects.filter(user__kept_by=None, given_by=resident, given=False).count() == 3


def test_people_who_are_kept_are_erased_with_their_keeper(resident):
    child = kept(resident, "小宝", "under14")

    erase(resident)

    child.refresh_from_db()
    assert (child.nickname, child.age_band, child.kept_by, child.is_active) == ("", "", None, False)


def test_a_second_time_changes_nothing(resident):
    erase(resident)
    first = User.objects.get()
    erase(resident)

    assert User.objects.get().erased_at == first.erased_at
    assert Consent.objects.count() == 2


def test_strangers_and_staff_are_refused(resident):
    keeper = someone()
    person = kept(keeper)
    staff = User.objects.create_user("clerk", "a-long-password", is_staff=True)

    for user, by in ((resident, keeper), (person, resident), (staff, staff), (keeper, person)):
        with pytest.raises(ErasureRefused):
            erase(user, by)
    assert not User.objects.exclude(erased_at=None).exists()

    erase(person, keeper)
    assert User.objects.exclude(erased_at=None).get() == person


def test_apps_above_go_first_and_can_refuse(resident, monkeypatch):
    person = kept(resident)
    seen = []

    def burn(*, user, now):
        seen.append((user.pk, bool(user.phone_digest)))

    def refuse(*, user, now):
        raise Refused("还有一张兑换券正在核销，请稍后再注销。")

    monkeypatch.setattr(erasing, "_steps", {})
    erasing.on_erasure("a-burn")(burn)
    erasing.on_erasure("b-refuse")(refuse)

    with pytest.raises(Refused, match="兑换券"):
        erase(resident)
    resident.refresh_from_db()
    assert (resident.erased_at, resident.is_active) == (None, True)

    del erasing._steps["b-refuse"]
    seen.clear()
    erase(resident)
    assert seen == [(resident.pk, True), (person.pk, False)]


def test_a_code_on_its_way_is_void(resident, code):
    phone_codes.send_code(phone=PHONE, network="203.0.113.0/24")

    erase(resident)

    with pytest.raises(Refused):
        phone_codes.check_code(phone=PHONE, code="000000")
    assert SmsSent.objects.filter(network="203.0.113.0/24").count() == 1


def test_the_list_of_the_erased_is_applied_to_an_older_backup(resident, tmp_path):
    person = kept(resident)
    other = someone("老二")
    before = list(User.objects.filter(pk__in=[resident.pk, person.pk]).order_by("pk"))
    erase(resident)
    listed = StringIO()
    call_command("erasures", stdout=listed)
    file = tmp_path / "erased.txt"
    file.write_text(listed.getvalue() + "\nu0000000000000000 2026-01-01T00:00:00+00:00\n", encoding="utf-8")
    assert [line.split()[0] for line in listed.getvalue().splitlines()] == [
        resident.username,
        person.username,
    ]
    # The backup of the evening before.
    for user in before:
        user.save()
    assert residents.welcome(phone=PHONE, channel="web") == resident

    said = StringIO()
    call_command("erasures", apply=file, stdout=said)

    assert "名单3人" in said.getvalue()
    assert User.objects.filter(erased_at=None).get() == other
    assert places_with(phone_digest(PHONE), "外婆") == []


def test_a_list_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="读不出名单"):
        call_command("erasures", apply=tmp_path / "none.txt")


@pytest.fixture
def app(visitor, code):
    """Erases over the API with a session token; the last answer."""

    def act(body: object, key: str = "") -> object:
        headers = {"X-Session-Token": token} | ({"Idempotency-Key": key} if key else {})
        return visitor.post("/api/v1/me/erase", body, content_type="application/json", headers=headers)

    visitor.post("/accounts/login/", {"phone": "13800138000"})
    visitor.post("/accounts/login/confirm/", {"code": code(), "consent": "yes"})
    token = visitor.cookies["sessionid"].value
    visitor.cookies.clear()
    return act


@pytest.mark.parametrize("key", ["", "one-key"])
def test_an_app_erases_the_account_and_its_token_is_void(app, key):
    answer = app({"confirm": "注销"}, key)

    assert (answer.status_code, answer.json()) == (200, {"erased": True})
    user = User.objects.get()
    assert (user.is_active, user.phone_digest) == (False, None)
    assert Consent.objects.filter(given=False).get().channel == "app"
    assert app({"confirm": "注销"}, key).status_code == 401


@pytest.mark.parametrize(
    "body", [{}, {"confirm": "erase"}, {"confirm": "注" * 30}, {"confirm": "注销", "x": 1}]
)
def test_an_app_without_the_word_erases_nothing(app, body):
    answer = app(body)

    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")
    assert User.objects.get().is_active


def test_a_stranger_erases_nothing(client, resident):
    answer = client.post("/api/v1/me/erase", {"confirm": "注销"}, content_type="application/json")

    assert answer.status_code == 401
    assert User.objects.get().is_active


def test_logs_and_ledger_stay_and_still_agree(resident):
    log = record(resident, make_action())

    erase(resident)

    kept_log = ActionLog.objects.select_related("resident").get(pk=log.pk)
    assert (kept_log.milligrams, kept_log.resident.display_name) == (log.milligrams, "已注销的用户")
    assert verify().is_proven
