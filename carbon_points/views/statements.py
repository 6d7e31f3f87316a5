"""A desk's statements: the months, one month line by line, the same as a spreadsheet."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from carbon_points.selectors.merchant import books_of
from carbon_points.selectors.statements import month_named, month_rows, settlements_of, statement_lines
from carbon_points.services import rewards as services
from carbon_points.views.requests import ResidentRequest
from core.pagination import page_of
from core.spreadsheets import attachment


@require_safe
@login_required
@never_cache
def statements(request: ResidentRequest, desk_id: int) -> HttpResponse:
    """The months in which something was handed over."""
    place = books_of(request.user, desk_id)
    page = page_of(month_rows(place.organisation), request)
    context = {"tab": "me", "desk": place.organisation, "page": page}
    return render(request, "carbon_points/merchant/statements.html", context)


@require_safe
@login_required
@never_cache
def statement(request: ResidentRequest, desk_id: int, month: str) -> HttpResponse:
    """One month, line by line."""
    place = books_of(request.user, desk_id)
    first = month_named(month)
    lines = statement_lines(desk_id, first)
    context = {
        "tab": "me",
        "desk": place.organisation,
        "month": first,
        "lines": len(lines),
        "points": sum(line.points for line in lines),
        "page": page_of(lines, request),
        "settled": settlements_of(place.organisation).filter(month=first).first(),
    }
    return render(request, "carbon_points/merchant/statement.html", context)


@require_safe
@login_required
@never_cache
def statement_file(request: ResidentRequest, desk_id: int, month: str) -> HttpResponse:
    """The same as a spreadsheet."""
    place = books_of(request.user, desk_id)
    first = month_named(month)
    data = services.statement_xlsx(merchant=place.organisation, month=first)
    return attachment(data, f"statement-{first:%Y-%m}.xlsx")
