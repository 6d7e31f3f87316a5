"""The user admin shows and changes staff, never residents."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import Area, User
from accounts.services.roles import ensure_roles
from accounts.services.staff import ensure_staff

USERS = "/cms/users/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return User.objects.create_superuser("root", "a-long-password", nickname="系统主管")


@pytest.fixture
def admin(client, root):
    client.force_login(root)
    return client


@pytest.fixture
def guard():
    """A security administrator, who manages accounts without being an administrator."""
    ensure_roles()
    user = User.objects.create_user("guard", "a-long-password", is_staff=True, nickname="安全员")
    user.groups.add(Group.objects.get(name="安全管理员"))
    return user


def test_staff_sign_in_by_name_and_password(client, root):
    answer = client.post("/cms/login/", {"username": "root", "password": "a-long-password"})

    assert answer.status_code == 302
    assert client.get("/cms/").status_code == 200


def test_the_list_shows_staff_and_no_residents(admin, resident):
    User.objects.filter(pk=resident.pk).update(nickname="骑车老王")

    page = admin.get(USERS).content.decode()

    assert "系统主管" in page
    assert "骑车老王" not in page


def test_the_list_can_be_searched_and_sorted(admin):
    assert admin.get(USERS, {"q": "root"}).status_code == 200
    assert admin.get(USERS, {"ordering": "username"}).status_code == 200
    assert admin.get(USERS, {"ordering": "name"}).status_code == 200


def test_a_staff_account_is_made_with_a_role(admin):
    ensure_roles()
    assert admin.get(f"{USERS}new/").status_code == 200

    answer = admin.post(
        f"{USERS}new/",
        {
            "username": "editor1",
            "nickname": "王编辑",
            "password1": "a-long-password",
            "password2": "a-long-password",
            "groups": [Group.objects.get(name="编辑").pk],
        },
    )

    assert answer.status_code == 302
    made = User.objects.get(username="editor1")
    assert (made.is_staff, made.is_superuser, made.get_full_name()) == (True, False, "王编辑")
    assert made.check_password("a-long-password")
    assert [group.name for group in made.groups.all()] == ["编辑"]


def test_a_staff_account_says_where_its_owner_lives(admin, guard):
    city = Area.objects.create(code="999999", name="某市", level="city")
    town = Area.objects.create(code="999999001", name="某街道", level="town", parent=city)
    url = f"{USERS}edit/{guard.pk}/"
    page = admin.get(url).content.decode()
    assert "居住的乡镇街道" in page
    assert "核验员不会收到同一乡镇街道的材料" in page

    fields = {"username": "guard", "nickname": "安全员", "is_active": "on"}
    assert admin.post(url, fields | {"area": city.pk}).status_code == 200
    assert admin.post(url, fields | {"area": town.pk}).status_code == 302

    guard.refresh_from_db()
    assert guard.area == town
    made = ensure_staff(username="v", nickname="核验", password="a-long-password", role="核验员", area=town)
    assert made.area == town


def test_a_staff_account_is_changed_and_switched_off(admin, guard):
    url = f"{USERS}edit/{guard.pk}/"
    assert admin.get(url).status_code == 200

    answer = admin.post(url, {"username": "guard", "nickname": "新名字"})

    assert answer.status_code == 302
    guard.refresh_from_db()
    assert (guard.nickname, guard.is_active) == ("新名字", False)


@pytest.mark.parametrize("view", ["edit", "delete", "history"])
def test_a_residents_account_is_not_there(admin, resident, view):
    assert admin.get(f"{USERS}{view}/{resident.pk}/").status_code == 404


def test_a_security_administrator_makes_no_administrators(client, guard, root):
    client.force_login(guard)
    assert client.get(USERS).status_code == 200
    assert client.get(f"{USERS}edit/{root.pk}/").status_code == 404

    client.post(
        f"{USERS}edit/{guard.pk}/",
        {
            "username": "guard",
            "nickname": "安全员",
            "is_active": "on",
            "is_superuser": "on",
            "groups": [group.pk for group in guard.groups.all()],
        },
    )
    client.post(
        f"{USERS}new/",
        {
            "username": "second",
            "nickname": "二号",
            "is_superuser": "on",
            "password1": "a-long-password",
            "password2": "a-long-password",
        },
    )

    assert list(User.objects.filter(is_superuser=True)) == [root]
    assert User.objects.filter(username="second", is_staff=True).exists()


def test_staff_change_their_own_name_and_password(admin, root):
    assert admin.get("/cms/account/").status_code == 200

    answer = admin.post("/cms/account/", {"name_email-nickname": "主管老李", **_profile(admin)})

    assert answer.status_code == 302
    root.refresh_from_db()
    assert root.nickname == "主管老李"


def test_a_resident_does_not_get_into_the_admin(client, resident):
    client.force_login(resident)

    assert client.get("/cms/").status_code == 302
    assert client.get(USERS).status_code == 302


def _profile(admin):
    """The other fields of the account page, as the browser would send them."""
    return {
        "notifications-submitted_notifications": "on",
        "notifications-approved_notifications": "on",
        "notifications-rejected_notifications": "on",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "locale-preferred_language": "",
        "locale-current_time_zone": "",
    }
