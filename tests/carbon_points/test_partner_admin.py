"""Staff set partners up, hand out keys once, see how records fare, and export the register."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services.roles import ensure_roles
from accounts.services.staff import ensure_staff
from carbon_points.models import Claim, Partner, PartnerKey, PartnerScope
from carbon_points.sealing import open_secret
from carbon_points.selectors.claims import COLUMNS
from tests.carbon_points.ledger_world import make_action
from tests.carbon_points.partner_world import World, bus, linked

pytestmark = pytest.mark.django_db
LIST = "/cms/partners/"


def staff(role: str) -> Client:
    ensure_roles()
    ensure_staff(username=role, nickname=role, password="a long password", role=role, is_superuser=False)
    client = Client()
    client.force_login(User.objects.get(username=role))
    return client


@pytest.fixture
def admin(db: None) -> Client:
    return staff("系统管理员")


@pytest.fixture
def world() -> World:
    return World(bus())


def test_only_who_may_change_partners_sees_them(world):
    reviewer = staff("核验员")
    urls = [LIST, f"{LIST}{world.partner.pk}/", f"{LIST}claims.csv"]

    assert [reviewer.get(url).status_code for url in urls] == [302, 302, 302]
    assert [Client().get(url).status_code for url in urls] == [302, 302, 302]
    key_url = f"{LIST}{world.partner.pk}/keys/add/"
    reviewer.post(key_url, {"scopes": [world.scope.pk]})
    assert PartnerKey.objects.count() == 1


def test_a_partner_is_set_up_from_nothing_to_a_key(admin):
    action = bus()
    made = admin.post(LIST, {"code": "metro", "name": "地铁公司", "contact": ""})
    partner = Partner.objects.get()
    assert made.url == f"{LIST}{partner.pk}/"
    scope = {
        "code": "card",
        "name": "刷卡",
        "subject_label": "卡号",
        "transferred": "时间",
        "purpose": "核实",
        "actions": [action.pk],
        "is_open": "on",
    }
    admin.post(f"{LIST}{partner.pk}/scopes/add/", scope)
    page = admin.post(f"{LIST}{partner.pk}/keys/add/", {"scopes": [PartnerScope.objects.get().pk]})

    key = PartnerKey.objects.get()
    secret = open_secret(key.secret_sealed)
    assert secret in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert secret not in admin.get(f"{LIST}{partner.pk}/").content.decode()
    assert list(key.scopes.get().actions.all()) == [action]


def test_codes_are_used_once_and_actions_take_partners_data(admin, world):
    by_hand = make_action("FD-OWNCUP", evidence=["self"])

    twice = admin.post(LIST, {"code": "bus", "name": "又一个", "contact": ""})
    scope = {
        "code": "card",
        "name": "刷卡",
        "subject_label": "卡号",
        "transferred": "时间",
        "purpose": "核实",
        "actions": [world.scope.actions.get().pk],
    }
    again = admin.post(f"{LIST}{world.partner.pk}/scopes/add/", scope)
    unfit = admin.post(
        f"{LIST}{world.partner.pk}/scopes/add/", scope | {"code": "new", "actions": [by_hand.pk]}
    )

    assert [answer.status_code for answer in (twice, again, unfit)] == [422, 409, 422]
    assert (Partner.objects.count(), PartnerScope.objects.count()) == (1, 1)


def test_a_scope_and_a_partner_are_changed_but_not_their_codes(admin, world):
    action = world.scope.actions.get()
    values = {
        "code": "other",
        "name": "新名称",
        "subject_label": "卡号",
        "transferred": "时间",
        "purpose": "核实",
        "actions": [action.pk],
    }

    admin.post(f"{LIST}{world.partner.pk}/scopes/{world.scope.pk}/", values)
    admin.post(f"{LIST}{world.partner.pk}/", {"code": "other", "name": "新公司", "contact": "老张"})

    world.scope.refresh_from_db()
    world.partner.refresh_from_db()
    assert (world.scope.code, world.scope.name, world.scope.is_open) == ("card", "新名称", False)
    assert (world.partner.code, world.partner.name, world.partner.is_active) == ("bus", "新公司", False)
    assert world.get("/scopes").status_code == 401


def test_keys_are_followed_and_ended(admin, world):
    keys = f"{LIST}{world.partner.pk}/keys/"
    page = admin.post(f"{keys}{world.key.pk}/next/").content.decode()
    new = PartnerKey.objects.exclude(pk=world.key.pk).get()
    assert open_secret(new.secret_sealed) in page

    admin.post(f"{keys}{world.key.pk}/end/")

    assert world.get("/scopes").status_code == 401
    assert world.get("/scopes", key=new.key_id, secret=open_secret(new.secret_sealed)).status_code == 200
    refused = admin.post(f"{keys}{world.key.pk}/next/", follow=True).content.decode()
    assert "已经停用" in refused
    assert PartnerKey.objects.count() == 2


def test_the_page_says_how_records_fared(admin, world):
    action = world.scope.actions.get()
    linked(world)
    world.take(action, reference="1")
    world.take(action, reference="1")
    world.take(action, subject="000000000000")

    page = admin.get(f"{LIST}{world.partner.pk}/").content.decode()
    cells = [cell.strip() for cell in page.replace("</td>", "<td>").split("<td>") if cell.strip()]

    for label, number in (
        ("已入账", "1"),
        ("未计入", "2"),
        ("已冲正", "0"),
        ("未计入的原因：no_consent", "1"),
        ("未计入的原因：already_counted", "1"),
        ("居民授权：刷卡乘车", "1"),
    ):
        assert cells[cells.index(label) + 1] == number


def queries_of(work: Any) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


def test_pages_cost_the_same_number_of_queries_with_one_row_and_with_many(admin, world):
    action = world.scope.actions.get()
    pages = [LIST, f"{LIST}{world.partner.pk}/"]
    linked(world)
    world.take(action, reference="0")
    for page in pages:
        admin.get(page)
    one = [queries_of(lambda page=page: admin.get(page)) for page in pages]
    for number in range(3):
        World(action, code=f"more-{number}")
        world.take(action, reference=f"more-{number}")
        admin.post(f"{LIST}{world.partner.pk}/keys/add/", {"scopes": [world.scope.pk]})

    many = [queries_of(lambda page=page: admin.get(page)) for page in pages]

    assert one == many == [10, 19]


def test_the_export_is_the_register_and_no_cell_is_a_formula(admin, world, tmp_path: Path):
    action = world.scope.actions.get()
    linked(world)
    for number in range(3):
        world.take(action, id=f"x{number}", reference=str(number))
    world.post("/records/x1/reverse", {"id": "x1", "reason": "重复"})
    file = tmp_path / "claims.csv"

    call_command("export_claims", str(file), verbosity=0)
    downloaded = b"".join(admin.get(f"{LIST}claims.csv").streaming_content).decode("utf-8-sig")

    lines = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    assert list(lines[0]) == list(COLUMNS)
    told = ("claim", "fingerprint", "log", "points")
    assert [tuple(line[name] for name in told) for line in lines] == [
        (str(claim.pk), claim.fingerprint, str(claim.log_id), "5") for claim in Claim.objects.order_by("pk")
    ]
    assert [line["released_at"] != "" for line in lines] == [False, True, False]
    assert {line["source"] for line in lines} == {"partner:bus"}
    assert [line["partner_record"] for line in lines] == ["x0", "x1", "x2"]
    assert list(csv.DictReader(io.StringIO(downloaded, newline=""))) == lines


def test_a_behaviour_that_looks_like_a_formula_is_shown_as_text(world, tmp_path: Path):
    linked(world)
    world.take(world.scope.actions.get())
    Claim.objects.update(behaviour="=HYPERLINK(1)")
    file = tmp_path / "claims.csv"

    call_command("export_claims", str(file), verbosity=0)

    assert "'=HYPERLINK(1)" in file.read_text(encoding="utf-8-sig")
    with pytest.raises(CommandError):
        call_command("export_claims", str(tmp_path / "no" / "folder.csv"))
