"""The search page and what is suggested while somebody types. Both work by address alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from core.pagination import page_of
from core.text import clean
from search.questions import LONGEST_QUESTION
from search.selectors.help import corrections
from search.selectors.hits import Findings, find
from search.selectors.promoted import promoted
from search.selectors.results import results_of, suggestions
from search.services.terms import record_search
from search.sources import TABS


def asked(request: HttpRequest) -> str:
    """The question, on one line and not longer than is read."""
    return " ".join(clean(request.GET.get("q", "")).split())[:LONGEST_QUESTION]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, in one tab or in all of them."""
    question = asked(request)
    if not question:
        return render(request, "search/search.html", {"question": ""})
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    findings = find(question)
    first = promoted(question) if not tab else []
    hits = [*first, *(hit for hit in findings.in_tab(tab) if hit not in first)]
    page = page_of(hits, request)
    if request.method == "GET" and "page" not in request.GET and not tab:
        record_search(question=question, found=0 if findings.is_relaxed else len(hits))
    context = {
        "question": question,
        "tab_chosen": tab,
        "tabs_offered": _tabs(findings, tab, question),
        "page": page,
        "results": results_of(list(page.object_list), findings.marks, first),
        "count": f"{len(hits)}{'+' if findings.is_cut_off else ''}",
        "query": _query(question, tab),
        "is_relaxed": findings.is_relaxed and bool(findings.hits),
        "corrections": corrections(question) if findings.is_relaxed else [],
    }
    return render(request, "search/search.html", context)


def _query(question: str, tab: str) -> str:
    return f"{urlencode({'q': question, **({'tab': tab} if tab else {})})}&"


def _tabs(findings: Findings, chosen: str, question: str) -> list[dict[str, Any]]:
    """全部 and the tabs that hold something, with counts."""
    counts = findings.counts
    rows = [("", "全部", len(findings.hits)), *((tab, TABS[tab], counts[tab]) for tab in counts)]
    return [
        {
            "label": f"{label} {count}",
            "url": f"?{_query(question, tab)[:-1]}",
            "current": tab == chosen,
        }
        for tab, label, count in rows
    ]


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that begin as somebody types: a list for htmx, a page for everybody else."""
    question = asked(request)
    fragment = request.headers.get("HX-Request") == "true"
    context = {"question": question, "suggestions": suggestions(question) if question else []}
    template = "search/partials/suggestions.html" if fragment else "search/suggest.html"
    response = render(request, template, context)
    response["Cache-Control"] = "public, max-age=60" if fragment else "private"
    response["Vary"] = "HX-Request"
    return response
