"""The staff's list of releases, with what was stopped and why."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import ResidentRequest
from core.pagination import page_of
from core.refusals import Refused
from indicators import access, stretches
from indicators.forms.releases import CorrectionForm
from indicators.models import Release
from indicators.services import publication

_ON_A_PAGE = 40


@require_safe
@access.staff_with(access.REPORT, access.VIEW)
def releases(request: ResidentRequest) -> HttpResponse:
    """Every version, the latest stretch first."""
    found = Release.objects.defer("tables", "exact", "targets")
    page = page_of(found, request, size=_ON_A_PAGE)
    for release in page:
        release.name = stretches.name_of(release.period, release.start)
    context = {
        "tab": "stats",
        "page": page,
        "last": found.order_by("-pk").first(),
        "stopped": found.filter(state=Release.State.STOPPED).count(),
        "may_correct": request.user.has_perm(access.REPORT),
    }
    return render(request, "indicators/releases.html", context)


@require_POST
@access.staff_with(access.REPORT)
def correct(request: ResidentRequest) -> HttpResponse:
    """Make the next version. The form names the version that was seen, so a double click makes one."""
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有这一期，请刷新页面再试。")
        return redirect("indicators:releases")
    try:
        made = publication.correct(**form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        if made is None:
            messages.info(request, "没有可以公布的变化：不足10人的改动不公布，原来的数字保持不变。")
        elif made.state == Release.State.STOPPED:
            messages.error(request, f"第{made.version}版能推算出不足10人的数字，已被拦下，没有公开。")
        else:
            messages.success(request, f"已发布第{made.version}版，旧版仍可查阅。")
    return redirect("indicators:releases")
