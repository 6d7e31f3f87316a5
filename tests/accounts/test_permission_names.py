"""Rights have Chinese names in the screens of groups."""

import pytest
from django.contrib.auth.models import Permission

from accounts.services.permission_names import name_permissions

pytestmark = pytest.mark.django_db


def test_usual_rights_are_named_once():
    assert name_permissions() > 100

    assert (
        Permission.objects.get(codename="add_user", content_type__app_label="accounts").name == "可以添加用户"
    )
    assert name_permissions() == 0


def test_a_right_with_words_of_its_own_keeps_them():
    before = Permission.objects.get(codename="view_reports").name

    name_permissions()

    assert Permission.objects.get(codename="view_reports").name == before == "查看内容报告"
