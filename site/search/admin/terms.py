"""搜索词报告: what people looked for and did not find, so that editors write it or put a page on top."""

from typing import Any

import django_filters
from django.contrib.auth.decorators import permission_required
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.search_promotions.models import Query

from core.text import harmless
from search.models import LONGEST_TERM, SearchTerm

MAY_LOOK = "search.view_searchterm"
MAY_PROMOTE = "wagtailsearchpromotions.add_searchpromotion"
NAME = "搜索词"
SHOWN = [("none", "没有找到的"), ("all", "全部")]


class TermFilter(WagtailFilterSet):
    """Which days, and whether what was found counts too."""

    day = django_filters.DateFromToRangeFilter(label="日期", widget=DateRangePickerWidget)
    shown = django_filters.ChoiceFilter(
        label="看哪些词", choices=SHOWN, empty_label=None, method="leave", initial="none"
    )

    class Meta:
        model = SearchTerm
        fields: list[str] = []

    def leave(self, rows: QuerySet[SearchTerm], name: str, value: str) -> QuerySet[SearchTerm]:
        """The view reads this one: without it only what was not found is shown."""
        return rows


class PromoteColumn(Column):
    """A button that puts a page on top for this word."""

    cell_template_name = "search/admin/promote_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Without the right there is no button."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        return context | {
            "term": instance["term"],
            "csrf_token": get_token(request),
            "may_promote": request.user.has_perm(MAY_PROMOTE),
        }


class TermReport(ReportView):
    """Words with how often they were asked for and how much was found at best."""

    page_title = NAME
    header_icon = "search"
    model = SearchTerm
    is_searchable = True
    search_fields = ["term"]
    filterset_class = TermFilter
    default_ordering = "-total"
    index_url_name = "search-terms:list"
    index_results_url_name = "search-terms:results"
    columns = [
        Column("term", label="搜索词", sort_key="term"),
        NumberColumn("total", label="搜索次数", sort_key="total"),
        NumberColumn("best", label="最多找到几条", sort_key="best"),
        DateColumn("last_day", label="最近一次", sort_key="last_day"),
        PromoteColumn("promote", label=""),
    ]
    list_export = ["term", "total", "best", "last_day"]
    export_headings = {"term": "搜索词", "total": "搜索次数", "best": "最多找到几条", "last_day": "最近一次"}
    # What somebody typed must be no formula in a spreadsheet.
    custom_field_preprocess = {"term": {"csv": harmless, "xlsx": harmless}}
    export_filename = "search-terms"

    def get_base_queryset(self) -> QuerySet[Any, Any]:
        """A row for each word, not for each day."""
        rows = SearchTerm.objects.values("term").annotate(
            total=Sum("searches"), best=Max("found"), last_day=Max("day")
        )
        return rows if self.request.GET.get("shown") == "all" else rows.filter(best=0)


@require_POST
@permission_required(MAY_PROMOTE, raise_exception=True)
def promote(request: HttpRequest) -> HttpResponse:
    """Make ready the word and go on to choose its pages."""
    query = Query.get(request.POST.get("term", "")[:LONGEST_TERM])
    return redirect("wagtailsearchpromotions:edit", query.pk)


class TermsMenuItem(MenuItem):
    """In the menu of reports for those who may look."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Nobody else sees it."""
        return request.user.has_perm(MAY_LOOK)


def menu_item() -> MenuItem:
    """Where the report stands."""
    return TermsMenuItem(NAME, reverse("search-terms:list"), icon_name="search", order=1200)


_may_look = permission_required(MAY_LOOK, raise_exception=True)
urlpatterns: list[URLPattern] = [
    path("", _may_look(TermReport.as_view()), name="list"),
    path("results/", _may_look(TermReport.as_view(results_only=True)), name="results"),
    path("promote/", promote, name="promote"),
]
