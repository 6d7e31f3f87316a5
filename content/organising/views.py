"""Pages of organisers: my campaigns, a template, one form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organisation
from accounts.requests import ResidentRequest
from content.models import CampaignPage
from content.organising import drafts
from content.organising.forms import CampaignForm, RecapForm, first_values
from content.organising.recap import photos_to_choose, write_recap
from content.organising.selectors import organisation_of, own_page, own_pages, with_states
from content.organising.templates import template_named, templates
from core.pagination import page_of
from core.refusals import Refused

HANDED_IN = "已经交上去了。三位审核人看过以后自动公开，结果会在“消息”里告诉您。"


@require_safe
@login_required
@never_cache
def campaigns(request: ResidentRequest, code: str) -> HttpResponse:
    """What this organisation runs and writes."""
    organisation = organisation_of(request.user, code)
    page = page_of(own_pages(organisation), request)
    context = {"tab": "me", "organisation": organisation, "page": page, "rows": with_states(list(page))}
    return render(request, "content/organising/campaigns.html", context)


@require_safe
@login_required
@never_cache
def choose(request: ResidentRequest, code: str) -> HttpResponse:
    """Which template to begin with."""
    context = {
        "tab": "me",
        "organisation": organisation_of(request.user, code),
        "templates": templates(),
    }
    return render(request, "content/organising/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def begin(request: ResidentRequest, code: str, key: str) -> HttpResponse:
    """The form, filled in from the template; the POST keeps a draft or hands it in."""
    organisation, template = organisation_of(request.user, code), template_named(key)
    if request.method != "POST":
        return _form(request, organisation, CampaignForm(initial=first_values(template)))
    form = CampaignForm(request.POST)
    if not form.is_valid():
        return _form(request, organisation, form, status=422)
    page = drafts.begin_campaign(
        organisation=organisation, by=request.user, template=template, values=form.cleaned_data
    )
    return _kept(request, organisation, page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def edit(request: ResidentRequest, code: str, page_id: int) -> HttpResponse:
    """The draft again."""
    organisation = organisation_of(request.user, code)
    page = own_page(organisation, page_id)
    if request.method != "POST":
        (row,) = with_states([page])
        form = CampaignForm(initial=drafts.form_values(page))
        return _form(request, organisation, form, row=row)
    form = CampaignForm(request.POST)
    if not form.is_valid():
        return _form(request, organisation, form, status=422)
    try:
        drafts.change_campaign(page=page, by=request.user, values=form.cleaned_data)
    except Refused as refused:
        return _form(request, organisation, form, refusal=refused.message, status=refused.status)
    return _kept(request, organisation, page)


@require_POST
@login_required
@never_cache
def take_back(request: ResidentRequest, code: str, page_id: int) -> HttpResponse:
    """Go on writing what was handed in."""
    page = own_page(organisation_of(request.user, code), page_id)
    drafts.take_back(page=page, by=request.user)
    messages.success(request, "已经撤回，可以继续修改。")
    return redirect("content:org-campaign", code, page_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def recap(request: ResidentRequest, code: str, page_id: int) -> HttpResponse:
    """Write the recap; the POST hands it in."""
    organisation = organisation_of(request.user, code)
    page = own_page(organisation, page_id)
    photos = photos_to_choose(page)
    first = {"title": f"回顾：{page.title}"[:32], "summary": page.summary}
    form = RecapForm(request.POST or None, initial=first, photos=[one.pk for one in photos])
    if form.is_valid():
        write_recap(page=page, by=request.user, **form.cleaned_data)
        messages.success(request, HANDED_IN)
        return redirect("content:org-campaigns", code)
    context = {"tab": "me", "organisation": organisation, "page": page, "form": form, "photos": photos}
    return render(request, "content/organising/recap.html", context, status=422 if form.is_bound else 200)


def _kept(request: ResidentRequest, organisation: Organisation, page: CampaignPage) -> HttpResponse:
    if "hand_in" in request.POST:
        drafts.hand_in(page=page, by=request.user)
        messages.success(request, HANDED_IN)
    else:
        messages.success(request, "草稿存好了。")
    return redirect("content:org-campaigns", organisation.code)


def _form(
    request: ResidentRequest,
    organisation: Organisation,
    form: CampaignForm,
    *,
    row: object = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"tab": "me", "organisation": organisation, "form": form, "row": row, "refusal": refusal}
    return render(request, "content/organising/form.html", context, status=status)
