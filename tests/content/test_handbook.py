"""The editors' handbook inside the admin, and the libraries that it speaks of."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Collection, GroupCollectionPermission

from accounts.models import User
from accounts.services.roles import ensure_roles
from config.city import load_city
from content.admin.handbook import chapters
from content.models import ArticlePage, Department, NewsIndexPage
from content.selectors.samples import samples
from content.services.home import ensure_home_page
from content.services.libraries import open_libraries

pytestmark = pytest.mark.django_db
TOML = 'name = "示例市"\nshort_name = "示例"\nsite_name = "绿动示例"\ncode = "000000"\n'


@pytest.fixture
def city(tmp_path: Path, settings) -> Path:
    """A city whose handbook has two pages."""
    (tmp_path / "city.toml").write_text(TOML, encoding="utf-8")
    folder = tmp_path / "content" / "handbook"
    folder.mkdir(parents=True)
    (folder / "01-titles.md").write_text(
        "---\ntitle: 标题怎么写\nsummary: 长度和写法\n---\n\n# 标题怎么写\n\n- 不超过 32 字\n"
    )
    (folder / "02-pictures.md").write_text("# 图片和版权\n\n<script>alert(1)</script>\n")
    settings.CITY = load_city(tmp_path)
    return folder


@pytest.fixture
def editor(client: Client) -> Client:
    ensure_roles()
    user = User.objects.create_user(username="editor", is_staff=True)
    user.groups.add(Group.objects.get(name="编辑"))
    client.force_login(user)
    return client


def test_the_menu_leads_to_all_pages_of_the_handbook(editor, city):
    assert "/cms/handbook/" in editor.get("/cms/").content.decode()

    html = editor.get("/cms/handbook/").content.decode()

    assert html.index("标题怎么写") < html.index("图片和版权")
    assert "长度和写法" in html


@pytest.mark.parametrize("many", [1, 3])
def test_samples_are_shown_by_kind(editor, city, django_assert_num_queries, many):
    news = NewsIndexPage(title="资讯", slug="news")
    ensure_home_page().add_child(instance=news)
    for number in range(many):
        news.add_child(instance=ArticlePage(title=f"样稿{number}", slug=f"s{number}", is_sample=True))
    news.add_child(instance=ArticlePage(title="正式稿", slug="real"))
    news.add_child(instance=ArticlePage(title="没发的样稿", slug="draft", is_sample=True, live=False))
    samples()

    with django_assert_num_queries(9):
        found = samples()
    html = editor.get("/cms/handbook/").content.decode()

    assert [(row.title, row.kind) for row in found] == [(f"样稿{n}", "资讯文章") for n in range(many)]
    assert '<a href="/news/s0/">样稿0</a>' in html
    assert "没发的样稿" not in html


def test_a_page_shows_its_words_and_its_neighbours(editor, city):
    html = editor.get("/cms/handbook/pictures/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "上一篇：标题怎么写" in html
    assert "下一篇" not in html
    assert "<ul><li>不超过 32 字</li></ul>" in editor.get("/cms/handbook/titles/").content.decode()


def test_a_changed_page_is_read_again(city):
    file = city / "02-pictures.md"
    assert chapters()[1].title == "图片和版权"

    file.write_text("# 图片说明\n")

    assert chapters()[1].title == "图片说明"


def test_an_unknown_page_is_not_found(editor, city):
    assert editor.get("/cms/handbook/none/").status_code == 404


def test_a_city_without_a_handbook_says_so(editor, city):
    for file in city.iterdir():
        file.unlink()

    assert "编辑手册还没有写好" in editor.get("/cms/handbook/").content.decode()


def test_the_handbook_is_for_staff_only(client, city):
    answer = client.get("/cms/handbook/")

    assert (answer.status_code, answer["Location"]) == (302, "/cms/login/?next=/cms/handbook/")


def test_each_department_has_a_drawer_once():
    ensure_roles()
    Department.objects.create(name="市发展和改革局", short_name="市发改局", slug="fgj")
    Department.objects.create(name="市林业局", slug="lyj")

    open_libraries()
    open_libraries()

    root = Collection.get_first_root_node()
    assert root.name == "公共"
    assert list(root.get_children().values_list("name", flat=True)) == ["市发改局", "市林业局"]


def test_editors_add_and_reviewers_choose():
    ensure_roles()

    open_libraries()

    def may(role):
        rows = GroupCollectionPermission.objects.filter(group__name=role)
        return sorted(rows.values_list("permission__codename", flat=True))

    assert may("一审") == may("三审") == ["choose_document", "choose_image"]
    assert may("编辑") == [
        "add_document",
        "add_image",
        "change_document",
        "change_image",
        "choose_document",
        "choose_image",
    ]
    assert may("核验员") == []
