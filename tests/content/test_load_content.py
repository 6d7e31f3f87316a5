"""load_content: drafts for the three reviews, published for a demo, never over an editor."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, PageLogEntry, Revision

from accounts.models import User
from content.models import GuideIndexPage, GuidePage
from content.seeds import SeedRefused
from content.services.seed_store import ContentReport
from content.services.seeds import load_content
from media.models import Picture
from tests.content.seeded import GUIDE, city_folder

pytestmark = pytest.mark.django_db


def everything():
    return (
        list(Page.objects.order_by("pk").values()),
        list(GuidePage.objects.order_by("pk").values()),
        list(Picture.objects.order_by("pk").values()),
        Revision.objects.count(),
        PageLogEntry.objects.count(),
    )


def edit(page, user, **values):
    """What an editor saves in the admin."""
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(user=user, log_action=True)


@pytest.fixture
def editor():
    return User.objects.create_user(username="editor")


def test_pages_begin_as_drafts_below_a_public_column(tmp_path):
    report = load_content(folder=city_folder(tmp_path))

    assert report == ContentReport(created=1)
    guide = GuidePage.objects.get()
    assert (guide.live, guide.has_unpublished_changes, guide.first_published_at) == (False, True, None)
    assert guide.get_latest_revision_as_object().title == "秸秆怎么还田"
    assert GuideIndexPage.objects.get().live


def test_what_nobody_touched_can_be_published_later(tmp_path, editor):
    folder = city_folder(tmp_path, guides__other=GUIDE.replace("三步。", "分三步。"))
    load_content(folder=folder)
    edit(GuidePage.objects.get(slug="other"), editor, title="编辑的题目")

    report = load_content(folder=folder, publish=True)

    assert report == ContentReport(published=1)
    assert list(GuidePage.objects.live().values_list("slug", flat=True)) == ["straw"]


def test_new_words_reach_a_page_that_nobody_touched(tmp_path):
    load_content(folder=city_folder(tmp_path), publish=True)
    changed = city_folder(tmp_path, guides__straw=GUIDE.replace("旋耕翻下去。", "灌浅水再旋耕。"))

    report = load_content(folder=changed)

    assert report == ContentReport(updated=1)
    guide = GuidePage.objects.get()
    # A draft: new words pass the three reviews too.
    assert guide.steps[1].value["text"] == "旋耕翻下去。"
    assert guide.get_latest_revision_as_object().steps[1].value["text"] == "灌浅水再旋耕。"
    assert load_content(folder=changed) == ContentReport()


def test_an_editors_words_stay(tmp_path, editor):
    load_content(folder=city_folder(tmp_path), publish=True)
    edit(GuidePage.objects.get(), editor, summary="编辑写的摘要。")
    before = everything()

    report = load_content(
        folder=city_folder(tmp_path, guides__straw=GUIDE.replace("旋耕翻下去。", "深翻。")), publish=True
    )

    assert report == ContentReport(kept=1)
    assert everything() == before


def test_a_page_in_review_is_left_to_its_reviewers(tmp_path, editor):
    load_content(folder=city_folder(tmp_path))
    guide = GuidePage.objects.get()
    guide.get_workflow().start(guide, editor)

    report = load_content(folder=city_folder(tmp_path, guides__straw=GUIDE.replace("翻下去。", "翻。")))

    assert report == ContentReport(kept=1)
    assert guide.get_latest_revision_as_object().steps[1].value["text"] == "旋耕翻下去。"


def test_what_was_deleted_stays_away(tmp_path):
    load_content(folder=city_folder(tmp_path), publish=True)
    GuidePage.objects.get().delete()

    assert load_content(folder=city_folder(tmp_path), publish=True) == ContentReport()
    assert not GuidePage.objects.exists()


def test_an_editors_page_at_the_same_address_stays(tmp_path):
    load_content(folder=city_folder(tmp_path / "first"))
    column = GuideIndexPage.objects.get()
    column.add_child(instance=GuidePage(title="编辑的", slug="other", category="food"))

    report = load_content(
        folder=city_folder(tmp_path / "second", guides__other=GUIDE.replace("三步。", "分三步。"))
    )

    assert report == ContentReport(kept=1)
    assert GuidePage.objects.get(slug="other").title == "编辑的"


def test_a_column_that_was_renamed_keeps_its_name(tmp_path):
    load_content(folder=city_folder(tmp_path))
    column = GuideIndexPage.objects.get()
    column.title = "大家的指南"
    column.save_revision().publish()

    load_content(folder=city_folder(tmp_path))

    assert GuideIndexPage.objects.get().title == "大家的指南"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('department = "nyj"', 'department = "zzz"', "guides/straw.toml，“department”：没有“zzz”。"),
        (
            'department = "nyj"',
            'department = "nyj"\naction = "XX"',
            "guides/straw.toml，“action”：没有“XX”。",
        ),
        ('department = "nyj"', 'department = "nyj"\ncover = "x"', "guides/straw.toml，“cover”：没有“x”。"),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_is_written(tmp_path, old, new, sentence):
    with pytest.raises(SeedRefused) as caught:
        load_content(folder=city_folder(tmp_path, guides__straw=GUIDE.replace(old, new)))

    assert str(caught.value) == sentence
    assert not GuideIndexPage.objects.exists()
    assert not Picture.objects.exists()


def test_a_part_that_the_plan_no_longer_has_is_left_out(tmp_path):
    load_content(folder=city_folder(tmp_path))

    assert GuidePage.objects.get().plan_part_id is None


def test_without_the_font_pictures_have_no_words(tmp_path, settings):
    settings.POSTER_FONTS = dict.fromkeys(settings.POSTER_FONTS, tmp_path / "missing.otf")

    load_content(folder=city_folder(tmp_path))

    assert (Picture.objects.get().width, Picture.objects.get().height) == (1080, 608)


def test_the_command_says_what_it_did(tmp_path, settings, capsys):
    settings.CITY = replace(settings.CITY, folder=city_folder(tmp_path))

    call_command("load_content")

    assert capsys.readouterr().out == "内容：新建 1 篇，更新 0 篇，发布 0 篇，编辑改过而保留 0 篇。\n"


def test_the_command_names_the_wrong_file(tmp_path, settings):
    settings.CITY = replace(settings.CITY, folder=city_folder(tmp_path, guides__straw="title ="))

    with pytest.raises(CommandError, match=r"没有载入，一切保持原样。guides/straw.toml：读不了"):
        call_command("load_content")
