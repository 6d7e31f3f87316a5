"""The judged questions on what the city's folder brings, and on the real plan where it is at hand."""

import pytest

from content.models import PlanPassage
from content.services.plan_import import import_plan
from search.services.index import reindex
from tests.content.official import FILES, needs_the_document
from tests.search.judging import QUESTIONS, measure

pytestmark = pytest.mark.django_db


def test_the_set_is_large_and_asks_nothing_twice():
    assert len(QUESTIONS) >= 60
    assert len({question["q"] for question in QUESTIONS}) == len(QUESTIONS)


def test_nine_of_ten_first_results_are_to_the_point_and_nearly_all_is_found(whole_city):
    figures = measure(with_document=False)
    assert figures.precision >= 0.9, figures.remarks
    assert figures.recall >= 0.95, figures.remarks


@needs_the_document
def test_the_same_holds_with_the_real_plan(whole_city):
    import_plan(path=FILES[0])
    reindex(PlanPassage)
    figures = measure(with_document=True)
    assert figures.precision >= 0.9, figures.remarks
    assert figures.recall >= 0.95, figures.remarks
