"""The city's own first content in the database: complete, linked, and untouched by a second load."""

import pytest
from wagtail.fields import StreamField
from wagtail.models import Page, PageLogEntry, Revision

from content.models import (
    ArticlePage,
    CreationPage,
    Department,
    GuidePage,
    InfoPage,
    MaterialPage,
    PlanTaskPage,
    PublicServiceAd,
    ThemeDay,
)
from content.seeds import read_seeds
from content.services.seed_store import ContentReport
from content.services.seeds import load_content
from media.models import Picture
from tests.content.seeded import seeded, seeded_module

__all__ = ["seeded", "seeded_module"]
pytestmark = pytest.mark.django_db


def everything():
    return (
        list(Page.objects.order_by("pk").values()),
        list(GuidePage.objects.order_by("pk").values()),
        list(ThemeDay.objects.order_by("pk").values()),
        list(Picture.objects.order_by("pk").values()),
        Revision.objects.count(),
        PageLogEntry.objects.count(),
    )


def test_the_whole_city_is_published_and_complete(seeded, settings):
    seeds = read_seeds(settings.CITY.folder / "content")

    assert GuidePage.objects.live().count() == len(seeds.pages["guides"])
    assert not Page.objects.filter(live=False).exists()
    assert ThemeDay.objects.filter(live=True).count() == len(seeds.theme_days)
    assert PublicServiceAd.objects.filter(live=True).count() == 3
    assert InfoPage.objects.count() == len(seeds.pages["info"])
    for guide in GuidePage.objects.select_related("cover"):
        assert guide.cover is not None, guide.slug
        assert guide.plan_part_id, guide.slug
        assert guide.department_id, guide.slug
        with guide.cover.file.open("rb") as file:
            assert file.read(3) == b"\xff\xd8\xff"


def test_an_editor_can_save_every_page_and_record_as_it_is(seeded):
    loaded = [*Page.objects.live().specific(), *ThemeDay.objects.all(), *PublicServiceAd.objects.all()]

    for one in loaded:
        one.full_clean()
        for field in one._meta.concrete_fields:
            if isinstance(field, StreamField):
                # What the form asks of each piece; raises where one is wrong.
                field.stream_block.clean(getattr(one, field.name))
    assert len(loaded) > 100


def test_what_the_words_point_at_is_found(seeded):
    guide = GuidePage.objects.get(slug="take-the-bus")

    assert guide.url_path.endswith("/guides/take-the-bus/")
    assert guide.get_category_display() == "行"
    assert guide.linked_action.code == "TR-BUS-SELF"
    assert guide.department == Department.objects.get(slug="jtj")
    assert guide.plan_part.pk == PlanTaskPage.objects.get(anchor="a5-t1").pk
    assert len(guide.key_points) == 3
    assert guide.steps[0].value["title"] == "出门前想好去哪一站"
    assert guide.sources[1].value["url"] == "https://www.citysz.net/guonei/2022/0923/2022107136.html"
    assert guide.why.startswith("<p>方案写明，耒阳现有公交车564台")
    article = ArticlePage.objects.get(slug="low-carbon-day-skeleton")
    assert article.theme_day.slug == "low-carbon-day"
    assert [year.starts_on.isoformat() for year in article.theme_day.years.all()] == [
        "2025-06-25",
        "2024-05-15",
    ]
    assert [block.block_type for block in MaterialPage.objects.first().files] == ["picture"]
    assert sum(row.value["points"] for row in CreationPage.objects.first().rubric) == 100
    assert PublicServiceAd.objects.get(slot="home").link_page.specific == guide
    body = ArticlePage.objects.get(slug="green-purchasing").body
    (table,) = [block.value["table"] for block in body if block.block_type == "table"]
    assert [column["heading"] for column in table.columns] == ["品类", "可以写的要求", "怎么核对"]


def test_a_second_load_changes_nothing(seeded, settings):
    before = everything()

    report = load_content(folder=settings.CITY.folder, publish=True)

    assert report == ContentReport()
    assert everything() == before
