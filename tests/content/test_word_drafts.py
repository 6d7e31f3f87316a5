"""A Word file becomes a draft with its pictures and report, over the screens that editors use."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Page, Revision

from content.models import ArticlePage, GuideIndexPage, GuidePage, HomePage, NewsIndexPage, WordImport
from media.models import Picture
from tests.content.reviewing import Room, as_, person, staffed
from tests.content.word_files import FILES

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return staffed()


@pytest.fixture
def news(room: Room) -> NewsIndexPage:
    return column(NewsIndexPage(title="资讯", slug="news"))


def column(page: Any) -> Any:
    return HomePage.objects.get().add_child(instance=page)


def upload(name: str = "notice", called: str = "通知.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(called, FILES[name]())


def bring(user: Any, place: str, file: SimpleUploadedFile) -> Any:
    return as_(user).post("/cms/word/new/", {"place": place, "file": file})


def counts() -> tuple[int, ...]:
    models = (Page, Revision, WordImport, Picture)
    return tuple(model._default_manager.count() for model in models)


def test_a_file_becomes_a_draft_that_only_its_editors_see(room, news):
    answer = bring(room.editor, f"articlepage-{news.pk}", upload())
    page = ArticlePage.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/cms/pages/{page.pk}/edit/")
    assert (page.live, page.owner, page.title) == (False, room.editor, "关于开展节能宣传周活动的通知")
    assert page.slug == "guanyukaizhanjienengxuanchuanzhouhuodongdetongzhi"
    assert page.document_number == "青禾发改〔2026〕12号"
    assert (page.source, page.responsible_editor) == ("青禾市发展和改革局", room.editor.display_name)
    assert [block.block_type for block in page.body] == [
        *("paragraph", "heading", "paragraph", "heading", "heading", "paragraph", "heading", "paragraph"),
        *("heading", "paragraph"),
    ]
    assert page.latest_revision.user == room.editor
    assert as_(room.editor).get(f"/news/{page.slug}/").status_code == 404


def test_pictures_are_written_anew_and_those_that_cannot_be_are_named(room, news):
    bring(room.editor, f"articlepage-{news.pk}", upload("pictures", "骑行.docx"))
    page = ArticlePage.objects.get()
    shown = [block.value["image"] for block in page.body if block.block_type == "picture"]
    assert [picture.collection.name for picture in shown] == ["Word 导入"] * 3
    assert [picture.contextual_alt_text for picture in shown] == ["居民在广场推着自行车准备出发", "", ""]
    rows = page.word_import.report
    assert {
        "kind": "lost",
        "place": "第 4 张图片",
        "sentence": "没有导入：无法识别这张图片，请上传JPG、PNG或WebP格式的照片。",
    } in rows
    again = Picture.objects.count()
    bring(room.editor, f"articlepage-{news.pk}", upload("pictures", "骑行.docx"))
    assert Picture.objects.count() == again == 3


def test_the_report_stands_above_the_editor_until_it_is_put_away(room, news):
    bring(room.editor, f"articlepage-{news.pk}", upload("awkward", "怎么算.docx"))
    page = ArticlePage.objects.get()
    client, edit = as_(room.editor), f"/cms/pages/{page.pk}/edit/"
    body = client.get(edit).content.decode()
    assert "从“怎么算.docx”导入的报告" in body
    assert "第 1 条批注：“这里要再核实”没有放进正文" in body
    assert "都看过了" in client.get(f"/cms/word/{page.pk}/report/").content.decode()
    answer = client.post(f"/cms/word/{page.pk}/dismiss/")
    assert (answer.status_code, answer.url) == (302, edit)
    assert "导入的报告" not in client.get(edit).content.decode()
    page.word_import.refresh_from_db()
    assert page.word_import.report
    assert page.word_import.dismissed_at is not None


def test_a_refused_file_leaves_nothing_behind(room, news):
    before = counts()
    old = SimpleUploadedFile("旧稿.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99)
    answer = bring(room.editor, f"articlepage-{news.pk}", old)
    assert answer.status_code == 422
    assert "这是旧版 .doc 文件，读不出来。" in answer.content.decode()
    assert counts() == before


def test_a_column_without_rights_and_a_type_it_does_not_take_are_refused(room, news):
    before = counts()
    stranger = person("stranger", "统计员")
    assert bring(stranger, f"articlepage-{news.pk}", upload()).status_code == 422
    assert bring(room.editor, f"guidepage-{news.pk}", upload()).status_code == 422
    assert counts() == before


def test_somebody_else_can_neither_read_nor_put_away_the_report(room, news):
    bring(room.editor, f"articlepage-{news.pk}", upload())
    page = ArticlePage.objects.get()
    stranger = as_(person("stranger", "统计员"))
    assert stranger.get(f"/cms/word/{page.pk}/report/").status_code == 404
    assert stranger.post(f"/cms/word/{page.pk}/dismiss/").status_code == 404
    page.word_import.refresh_from_db()
    assert page.word_import.dismissed_at is None


def test_a_guide_keeps_the_document_number_in_its_text(room, news):
    guides = column(GuideIndexPage(title="指南", slug="guides"))
    bring(room.editor, f"guidepage-{guides.pk}", upload())
    first = GuidePage.objects.get().body[0]
    assert str(first.value).count("青禾发改〔2026〕12号") == 1


def test_deleting_the_draft_takes_everything_but_the_pictures_back(room, news):
    before = counts()
    bring(room.editor, f"articlepage-{news.pk}", upload())
    ArticlePage.objects.get().delete()
    assert counts() == before


def test_the_button_stands_in_the_explorer_and_on_the_front_page(room, news):
    client = as_(room.editor)
    assert f"/cms/word/new/?below={news.pk}" in client.get(f"/cms/pages/{news.pk}/").content.decode()
    assert "/cms/word/new/" in client.get("/cms/").content.decode()
    assert "/cms/word/new/" not in as_(room.first).get("/cms/").content.decode()
