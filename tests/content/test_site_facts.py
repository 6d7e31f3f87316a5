"""The footer of a government site: what staff enter, what residents see of it, what it costs."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Site

from accounts.models import User
from accounts.services.roles import ensure_roles
from config.city import City
from content.models import SiteFacts
from content.models.site_facts import SHOWN
from content.selectors.site_facts import facts_of_city, site_facts
from content.services.home import ensure_home_page
from core.remembered import Remembered

pytestmark = pytest.mark.django_db
PLAIN = "/privacy/"


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_user(username="staff", is_staff=True))
    return client


@pytest.fixture
def site() -> Site:
    ensure_home_page()
    return Site.objects.get(is_default_site=True)


def enter(site: Site, **values):
    facts, _ = SiteFacts.objects.get_or_create(site=site)
    for name, value in values.items():
        setattr(facts, name, value)
    facts.save()


def test_residents_see_nothing_of_what_is_not_known(client):
    html = client.get(PLAIN).content.decode()

    assert "待配置" not in html
    assert "主办单位：" not in html


def test_staff_see_what_is_missing(staff):
    html = staff.get(PLAIN).content.decode()

    assert html.count("待配置") == 7
    assert "党政机关标识：待配置" in html


def test_what_staff_enter_stands_in_every_footer(client, site):
    enter(site, host_unit="示例市委宣传部", contact_phone="0734-1234567", icp="湘ICP备00000000号")

    html = client.get(PLAIN).content.decode()

    assert "主办单位：示例市委宣传部" in html
    assert 'href="tel:0734-1234567"' in html
    assert '<a href="https://beian.miit.gov.cn/">湘ICP备00000000号</a>' in html


def test_an_empty_value_falls_back_to_the_citys_folder(site, settings):
    city = settings.CITY
    values = {name: getattr(city, name) for name in City.__slots__}
    settings.CITY = City(**values | {"host_unit": "文件夹里的单位", "undertaker": "文件夹里的承办"})
    enter(site, host_unit="录入的单位")

    facts = site_facts()

    assert (facts.host_unit, facts.undertaker) == ("录入的单位", "文件夹里的承办")
    assert "主办单位" not in facts.missing
    assert "备案号" in facts.missing


def test_large_print_offers_a_call_for_help(client, site):
    enter(site, help_phone="0734-7654321")
    client.cookies["mode"] = "care"

    assert "打电话求助：0734-7654321" in client.get(PLAIN).content.decode()


def test_a_footer_costs_two_queries_in_half_a_minute(site, django_assert_num_queries):
    SHOWN.forget()

    with django_assert_num_queries(2):
        assert site_facts() == site_facts() == facts_of_city()


def test_a_phone_is_a_phone(staff, site):
    editors = Group.objects.create(name="页脚")
    for codename in ("change_sitefacts", "access_admin"):
        editors.permissions.add(Permission.objects.get(codename=codename))
    User.objects.get(username="staff").groups.add(editors)

    answer = staff.post(f"/cms/settings/content/sitefacts/{site.pk}/", {"contact_phone": "打给我"})

    assert answer.context["form"].errors == {"contact_phone": ["请填写电话号码，例如 0734-1234567。"]}
    assert not SiteFacts.objects.exclude(contact_phone="").exists()


@pytest.mark.parametrize(("role", "status"), [("系统管理员", 200), ("编辑", 302)])
def test_only_administrators_change_the_footer(staff, site, role, status):
    ensure_roles()
    User.objects.get(username="staff").groups.add(Group.objects.get(name=role))

    assert staff.get(f"/cms/settings/content/sitefacts/{site.pk}/").status_code == status


def test_what_is_remembered_is_read_again_when_it_is_too_old():
    answers = iter(["one", "two", "three"])
    kept: Remembered[str] = Remembered(seconds=-1)
    fresh: Remembered[str] = Remembered(seconds=1000)

    assert [kept.get(lambda: next(answers)) for _ in range(2)] == ["one", "two"]
    assert [fresh.get(lambda: next(answers)) for _ in range(2)] == ["three", "three"]


def test_what_is_kept_stays_until_it_is_forgotten():
    kept: Remembered[str] = Remembered(seconds=-1)
    kept.keep("kept")

    assert kept.get(lambda: "read") == "kept"
    kept.forget()
    assert kept.get(lambda: "read") == "read"
