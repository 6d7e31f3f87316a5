"""What editors put on top for a question. Only pages: a free link would go around the three reviews."""

from typing import Any

from django.apps import apps
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.search.utils import normalise_query_string

from search.selectors.hits import Hit
from search.sources.pages import PAGES, public_pages


def promoted(question: str) -> list[Hit]:
    """The promoted pages that anybody may see, in the editors' order."""
    rows: Any = SearchPromotion.objects.filter(
        query__query_string=normalise_query_string(question), page__in=public_pages()
    )
    keys = rows.values_list("page_id", "page__content_type__app_label", "page__content_type__model")
    return [Hit(PAGES, str(pk), _tab(app, model)) for pk, app, model in keys]


def _tab(app: str, model: str) -> str:
    return PAGES.tab_of(apps.get_model(app, model))
