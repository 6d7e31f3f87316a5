"""Spreadsheets of official values: the template out, the filled one in, and a look before it counts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ResidentRequest
from core.refusals import NotFound, Refused
from core.spreadsheets import attachment
from indicators.access import ENTER, staff_with
from indicators.forms.official import SheetForm
from indicators.models import ValueSheet
from indicators.selectors.official import indicators_of
from indicators.services.official.refusals import SheetRefused
from indicators.services.official.sheet_making import template_xlsx
from indicators.services.official.sheets import keep_sheet, take_over_sheet

CHANGES = {"new": "新填", "correction": "更正", "same": "不变"}


@require_safe
@staff_with(ENTER)
def template(request: ResidentRequest) -> HttpResponse:
    """The spreadsheet to fill in; ?filled=1 has what stands in it."""
    is_filled = request.GET.get("filled") == "1"
    name = "official-values.xlsx" if is_filled else "official-values-template.xlsx"
    return attachment(template_xlsx(by=request.user, is_filled=is_filled), name)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(ENTER)
def upload(request: ResidentRequest) -> HttpResponse:
    """How it goes; the POST reads a spreadsheet and shows what it would enter, or what is wrong."""
    is_sent = request.method == "POST"
    form = SheetForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    refusal, faults, status = "", [], 422 if is_sent else 200
    if form.is_valid():
        sent = form.cleaned_data["sheet"]
        try:
            sheet = keep_sheet(by=request.user, data=sent.read(), file_name=sent.name or "")
            return redirect("indicators:official-sheet", sheet.pk)
        except SheetRefused as refused:
            refusal, faults = refused.message, refused.faults
        except Refused as refused:
            refusal, status = refused.message, refused.status
    context = {
        "tab": "stats",
        "form": form,
        "refusal": refusal,
        "faults": faults,
        "total": indicators_of(request.user).count(),
        "sheets": ValueSheet.objects.filter(uploaded_by=request.user)[:10],
    }
    return render(request, "indicators/official/sheets.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(ENTER)
def preview(request: ResidentRequest, sheet_id: int) -> HttpResponse:
    """What a spreadsheet would enter; the POST enters it, all or nothing."""
    sheet = ValueSheet.objects.filter(uploaded_by=request.user, pk=sheet_id).first()
    if sheet is None:
        raise NotFound("没有这张表格，请重新上传。")
    refusal, faults, status = "", [], 200
    if request.method == "POST":
        try:
            take_over_sheet(by=request.user, sheet_id=sheet_id, is_sure=request.POST.get("is_sure") == "on")
            messages.success(request, "已全部填报，等另一位同事确认后公布。")
            return redirect("indicators:official-sheet", sheet_id)
        except SheetRefused as refused:
            refusal, faults, status = refused.message, refused.faults, refused.status
        except Refused as refused:
            refusal, status = refused.message, refused.status
    lines = [{**line, "change_label": CHANGES[line["change"]]} for line in sheet.lines]
    context = {
        "tab": "stats",
        "sheet": sheet,
        "lines": [line for line in lines if line["change"] != "same"],
        "same": [line for line in lines if line["change"] == "same"],
        "jumps": sum(line["jump"] for line in lines),
        "refusal": refusal,
        "faults": faults,
    }
    return render(request, "indicators/official/sheet.html", context, status=status)
