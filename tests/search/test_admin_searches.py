"""The admin's own searches and choosers find Chinese, one character and mixed writing too."""

import pytest
from django.core.files.base import ContentFile

from accounts.models import User
from accounts.services import roles, staff
from content.models import HomePage, ThemeDay
from content.services.home import ensure_home_page
from media.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client) -> User:
    roles.ensure_roles()
    ensure_home_page().add_child(instance=HomePage(title="生活垃圾分类指南", slug="sorting"))
    user = staff.ensure_staff(
        username="guanli", nickname="李管理", password="a-long-secret", role="编辑", is_superuser=True
    )
    client.force_login(user)
    return user


@pytest.mark.parametrize("question", ["垃圾", "分类", "圾", "垃圾 指南", "“垃圾分类”", '"垃圾分类"'])
def test_pages_and_their_choosers(admin, client, question):
    for address in ("/cms/pages/search/", "/cms/choose-page/search/"):
        answer = client.get(address, {"q": question})
        assert answer.status_code == 200
        assert "生活垃圾分类指南" in answer.content.decode()


@pytest.mark.parametrize("question", ['"', "（", "%", "\\"])
def test_a_lone_sign_is_no_error(admin, client, question):
    for address in (
        *("/cms/pages/search/", "/cms/choose-page/search/", "/cms/images/", "/cms/documents/"),
        *("/cms/images/chooser/results/", "/cms/documents/chooser/results/", "/cms/users/"),
    ):
        assert client.get(address, {"q": question}).status_code == 200


def test_snippets(admin, client):
    ThemeDay.objects.create(
        name="全国低碳日", slug="low", rule="notice", month=6, description="专说低碳的一天", source="通知"
    )
    address = "/cms/snippets/content/themeday/"
    assert "全国低碳日" in client.get(address, {"q": "低碳"}).content.decode()
    assert "全国低碳日" not in client.get(address, {"q": "植树"}).content.decode()


def test_documents(admin, client):
    paper = Paper(title="LED灯采购清单2026")
    paper.file.save("list.pdf", ContentFile(b"%PDF-1.4 x"), save=False)
    paper.save()
    for address in ("/cms/documents/", "/cms/documents/chooser/results/"):
        for question in ("采购", "LED", "2026"):
            assert "LED灯采购清单" in client.get(address, {"q": question}).content.decode()
        assert "LED灯采购清单" not in client.get(address, {"q": "光伏"}).content.decode()
