"""Titles: the register, asking about a code, and what their holders keep and print."""

import csv
import io
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest, ResidentRequest
from campaigns.contests.forms.titles import RegisterForm
from campaigns.contests.models.standards import Kind
from campaigns.contests.refusals.titles import NoSuchTitle
from campaigns.contests.rules.titles import NAMES
from campaigns.contests.selectors import papers
from campaigns.contests.selectors.rechecks import recheck_of, scans_of
from campaigns.contests.selectors.register import HEADINGS, line_of, register, row_of
from campaigns.contests.selectors.titles import (
    award_of,
    my_title,
    standing_of,
    titles_of,
    verified_title,
)
from campaigns.services.code_tries import check_tries, count_wrong_code
from carbon_points.selectors.places import scan_address
from core.pagination import page_of
from core.spreadsheets import attachment
from core.text import harmless
from media.certificates import draw_certificate
from media.plaques import draw_plaque
from media.qr import qr_svg

PRINTED = 500
BOM = "\ufeff"
PAPERS = ("certificate", "plaque")


@require_safe
def all_titles(request: PageRequest) -> HttpResponse:
    """The register, by year, kind, township and how they stand; ?print=1 on one sheet."""
    form = RegisterForm(request.GET)
    for_print = request.GET.get("print") == "1"
    page = page_of(register(form.wanted()), request, size=PRINTED if for_print else 20)
    kept = {name: value for name, value in form.cleaned_data.items() if value}
    context = {
        "tab": "campaigns",
        "form": form,
        "rows": [row_of(title) for title in page],
        "page": page,
        "kept": f"{urlencode(kept)}&" if kept else "",
        "for_print": for_print,
    }
    return render(request, "contests/titles/register.html", context)


@require_safe
def file(request: PageRequest) -> HttpResponse:
    """The register as open data (CSV), with the same choices."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for title in register(RegisterForm(request.GET).wanted()).iterator(chunk_size=500):
        writer.writerow([harmless(str(value)) for value in line_of(title)])
    return attachment((BOM + out.getvalue()).encode(), "titles.csv", "text/csv; charset=utf-8")


@require_safe
@never_cache
def verify(request: PageRequest, code: str) -> HttpResponse:
    """What anybody learns of a code; wrong ones are counted together with those of certificates."""
    network = get_adapter(request).get_client_ip(request)
    check_tries(network=network)
    found = verified_title(code)
    if found is None:
        count_wrong_code(network=network)
    context = {"tab": "campaigns", "found": found, "typed": code[:40]}
    return render(request, "contests/titles/verify.html", context, status=200 if found else 404)


@require_safe
@login_required
@never_cache
def mine(request: ResidentRequest) -> HttpResponse:
    """Titles of my family, my works and my organisations."""
    page = page_of(titles_of(request.user), request)
    rows = [{"title": one, "award": award_of(one), "standing": standing_of(one)} for one in page]
    return render(request, "contests/titles/mine.html", {"tab": "me", "page": page, "rows": rows})


@require_safe
@login_required
@never_cache
def one(request: ResidentRequest, title_id: int) -> HttpResponse:
    """One of them: its papers, its code, its re-check."""
    title = my_title(request.user, title_id)
    standing = standing_of(title)
    context = {
        "tab": "me",
        "title": title,
        "award": award_of(title),
        "standing": standing,
        "standing_words": NAMES[standing],
        "paper": None if papers.is_void(title) else papers.certificate_of(title),
        "recheck": recheck_of(title),
        "scans": scans_of(title),
        "has_plaque": title.kind != Kind.WORKS,
    }
    return render(request, "contests/titles/one.html", context)


@require_safe
@login_required
@never_cache
def certificate(request: ResidentRequest, title_id: int) -> HttpResponse:
    """The certificate as PNG."""
    paper = papers.certificate_of(my_title(request.user, title_id))
    return HttpResponse(draw_certificate(paper), content_type="image/png")


@require_safe
@login_required
@never_cache
def plaque(request: ResidentRequest, title_id: int) -> HttpResponse:
    """The plaque as PNG."""
    paper = papers.plaque_of(my_title(request.user, title_id))
    return HttpResponse(draw_plaque(paper), content_type="image/png")


@require_safe
@login_required
@never_cache
def print_page(request: ResidentRequest, title_id: int, paper: str) -> HttpResponse:
    """Nothing but one paper, for a printer."""
    title = my_title(request.user, title_id)
    if papers.is_void(title):
        return redirect("contests:my-title", title_id)
    if paper not in PAPERS:
        raise NoSuchTitle("没有这种证书，请回到称号页面选择。")
    words = papers.plaque_of(title) if paper == "plaque" else papers.certificate_of(title)
    context = {"tab": "me", "title": title, "paper": paper, "award": award_of(title), "words": words}
    return render(request, "contests/titles/print.html", context)


@require_safe
@login_required
@never_cache
def sheet(request: ResidentRequest, title_id: int) -> HttpResponse:
    """The code that residents scan, to print and put up."""
    title = my_title(request.user, title_id)
    place = title.place
    if place is None:
        raise NoSuchTitle("这个称号没有给居民扫的码。")
    size = request.GET.get("size", "")
    address = scan_address(place)
    context = {
        "place": place,
        "size": size if size in {"a4", "a5"} else "a4",
        "address": address,
        "code_svg": qr_svg(address, f"扫码记录：{place.name}，{place.action.name}"),
        "back_url": f"/contests/titles/{title.pk}/",
        "back_label": "回到称号",
    }
    return render(request, "carbon_points/places/sheet.html", context)
