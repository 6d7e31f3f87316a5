"""What the city ships: every file loads, says enough, and agrees with the pages that people read."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from campaigns.contests.models import Criterion, Kind, Standard
from campaigns.contests.rules.standard_files import StandardFile, read_standard
from campaigns.contests.selectors.standards import tree_of
from campaigns.contests.services.standards import Loaded, load_standards
from tests.content.test_seeds import NOT_OURS

FOLDER = settings.CITY.folder / "standards"
FILES = sorted(FOLDER.glob("*.toml"))
PAGES = settings.CITY.folder / "content" / "creation"
PAGE_OF = {
    "family": "green-family",
    "school": "green-school",
    "agency": "green-office",
    "shop": "green-shop",
    "restaurant": "green-restaurant",
}
# How many lines there are to score.
LINES = {"family": range(8, 11), "works": range(6, 11)}


def read(file: Path) -> StandardFile:
    """A file that is right."""
    return read_standard(file.name, file.read_bytes(), Kind.values)


def sections_of(standard: StandardFile) -> list[tuple[str, int]]:
    """The headings with what their lines add up to."""
    headings = [line for line in standard.criteria if line.points is None and not line.is_veto]
    return [
        (heading.title, sum(line.points or 0 for line in standard.criteria if line.parent == heading.key))
        for heading in headings
    ]


@pytest.mark.django_db
def test_every_kind_has_one_and_loading_it_again_changes_nothing():
    assert load_standards(folder=FOLDER) == Loaded(added=len(Kind.values))
    assert set(Standard.objects.values_list("kind", "version", "is_draft")) == {
        (kind, 1, True) for kind in Kind.values
    }
    assert {tree_of(standard).total for standard in Standard.objects.all()} == {100}
    before = list(Criterion.objects.order_by("pk").values_list())

    assert load_standards(folder=FOLDER) == Loaded(unchanged=len(Kind.values))
    assert list(Criterion.objects.order_by("pk").values_list()) == before


@pytest.mark.django_db
def test_the_city_loads_them_at_every_start():
    call_command("load_city", verbosity=0)

    assert Standard.objects.count() == len(Kind.values)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_line_says_what_counts_what_to_show_and_how_it_is_scored(file):
    standard = read(file)
    scored = [line for line in standard.criteria if line.points is not None]

    assert len(scored) in LINES.get(standard.kind, range(10, 17))
    for line in scored:
        assert line.meaning, line.key
        assert line.evidence, line.key
        assert line.hint, line.key
    if standard.kind != "works":
        assert sum(line.needs_evidence for line in scored) >= 3
        assert "1696号" in standard.source
    vetoes = [line for line in standard.criteria if line.is_veto]
    assert len(vetoes) >= 2
    assert all(line.evidence for line in vetoes)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_word_that_is_not_ours(file):
    text = file.read_text(encoding="utf-8")

    assert NOT_OURS.findall(text) == []
    assert re.findall(r"[ \t]+$|，，|。。|[一-龥],|[一-龥]\(", text, re.MULTILINE) == []


@pytest.mark.parametrize(("kind", "page"), PAGE_OF.items())
def test_headings_and_points_are_those_of_the_page(kind, page):
    rubric = tomllib.loads((PAGES / f"{page}.toml").read_text(encoding="utf-8"))["rubric"]
    standard = next(read(file) for file in FILES if read(file).kind == kind)

    assert sections_of(standard) == [(line["title"], line["points"]) for line in rubric]
