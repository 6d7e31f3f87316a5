"""Partners in the admin: who they are, what they may report, their keys, how their records fared."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import log

from accounts.requests import ResidentRequest
from carbon_points.admin.frames import PermittedMenuItem, frame
from carbon_points.forms.partners import KeyForm, PartnerChangeForm, PartnerForm, ScopeForm
from carbon_points.models import Partner, PartnerKey, PartnerScope
from carbon_points.selectors.claims import claim_lines
from carbon_points.selectors.partner_records import figures_of
from carbon_points.selectors.partners import keys_of, partners_listed, scopes_of
from carbon_points.services.partner_keys import issue_key, revoke_key, rotate_key
from carbon_points.services.partner_setup import add_partner, change_partner, save_scope
from core.pagination import page_of
from core.refusals import Refused

PERMISSION = "carbon_points.change_partner"
may_change = permission_required(PERMISSION, raise_exception=True)
# Kinds of entries in the admin's history.
CHANGED, EXPORTED = "carbon_points.partner_changed", "carbon_points.claims_exported"
GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
@never_cache
@may_change
def partners(request: ResidentRequest) -> HttpResponse:
    """All partners, and a form to add one."""
    form = PartnerForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            partner = add_partner(**form.cleaned_data)
            return _changed(request, partner, "已添加，请接着添加数据范围。")
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    context = {"page": page_of(partners_listed(), request), "form": form, **_frame("合作方")}
    return render(request, "carbon_points/admin/partners.html", context, status=status)


@require_http_methods(GET_AND_POST)
@never_cache
@may_change
def partner(request: ResidentRequest, partner_id: int) -> HttpResponse:
    """One partner: its facts to change, scopes, keys and figures."""
    row = get_object_or_404(Partner, pk=partner_id)
    form = PartnerChangeForm(
        request.POST if request.method == "POST" else None, instance=Partner.objects.get(pk=row.pk)
    )
    if form.is_valid():
        change_partner(partner=row, **form.cleaned_data)
        return _changed(request, row, "已保存。")
    return _partner_page(request, row, form=form, status=422 if form.is_bound else 200)


@require_http_methods(GET_AND_POST)
@never_cache
@may_change
def scope(request: ResidentRequest, partner_id: int, scope_id: int = 0) -> HttpResponse:
    """Add a scope, or change one with the words that residents read."""
    row = get_object_or_404(Partner, pk=partner_id)
    known = get_object_or_404(PartnerScope, pk=scope_id, partner=row) if scope_id else None
    form = ScopeForm(
        request.POST if request.method == "POST" else None,
        instance=PartnerScope.objects.get(pk=known.pk) if known else PartnerScope(partner=row),
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            values = {"code": known.code if known else "", **form.cleaned_data}
            save_scope(partner=row, scope=known, **values)
            return _changed(request, row, "数据范围已保存。")
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    title = known.name if known else "添加数据范围"
    context = {"partner": row, "form": form, **_frame(title, row)}
    return render(request, "carbon_points/admin/partner_scope.html", context, status=status)


@require_POST
@never_cache
@may_change
def add_key(request: ResidentRequest, partner_id: int) -> HttpResponse:
    """Make a key; its secret is on this one page and nowhere else."""
    row = get_object_or_404(Partner, pk=partner_id)
    form = KeyForm(request.POST, partner=row)
    if not form.is_valid():
        return _partner_page(request, row, key_form=form, status=422)
    key, secret = issue_key(partner=row, scopes=list(form.cleaned_data["scopes"]))
    return _new_key(request, row, key, secret)


@require_POST
@never_cache
@may_change
def next_key(request: ResidentRequest, partner_id: int, key_id: int) -> HttpResponse:
    """Make the key that follows one."""
    old = get_object_or_404(PartnerKey.objects.select_related("partner"), pk=key_id, partner=partner_id)
    try:
        key, secret = rotate_key(key=old)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("partners:detail", partner_id)
    return _new_key(request, old.partner, key, secret)


@require_POST
@never_cache
@may_change
def end_key(request: ResidentRequest, partner_id: int, key_id: int) -> HttpResponse:
    """End a key at once."""
    key = get_object_or_404(PartnerKey.objects.select_related("partner"), pk=key_id, partner=partner_id)
    revoke_key(key=key)
    return _changed(request, key.partner, f"密钥 {key.key_id} 已停用。")


@require_safe
@never_cache
@may_change
def export(request: ResidentRequest) -> StreamingHttpResponse:
    """The register of claims as CSV, streamed."""
    log(request.user, EXPORTED, user=request.user)
    response = StreamingHttpResponse(_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="claims.csv"'
    return response


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv() -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"
    for line in claim_lines():
        yield writer.writerow(line)


def _partner_page(
    request: ResidentRequest,
    row: Partner,
    *,
    form: PartnerChangeForm | None = None,
    key_form: KeyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "partner": row,
        "form": form or PartnerChangeForm(instance=row),
        "key_form": key_form or KeyForm(partner=row),
        "scopes": scopes_of(row),
        "keys": keys_of(row),
        "figures": figures_of(row),
        **_frame(row.name),
    }
    return render(request, "carbon_points/admin/partner.html", context, status=status)


def _new_key(request: ResidentRequest, row: Partner, key: PartnerKey, secret: str) -> HttpResponse:
    log(row, CHANGED, user=request.user, data={"key": key.key_id})
    context = {"partner": row, "key": key, "secret": secret, **_frame("新密钥", row)}
    return render(request, "carbon_points/admin/partner_key.html", context)


def _changed(request: ResidentRequest, row: Partner, sentence: str) -> HttpResponse:
    log(row, CHANGED, user=request.user)
    messages.success(request, sentence)
    return redirect("partners:detail", row.pk)


def _frame(title: str, row: Partner | None = None) -> dict[str, Any]:
    """Heading and way back."""
    way = [("合作方", reverse("partners:list"))]
    if row is not None:
        way.append((row.name, reverse("partners:detail", args=[row.pk])))
    return frame(title, "link-external", *way)


def menu_item() -> MenuItem:
    """Where partners stand in the menu."""
    return PermittedMenuItem(
        "合作方", reverse("partners:list"), icon_name="link-external", order=430, rights=(PERMISSION,)
    )


urlpatterns: list[URLPattern] = [
    path("", partners, name="list"),
    path("claims.csv", export, name="claims"),
    path("<row:partner_id>/", partner, name="detail"),
    path("<row:partner_id>/scopes/add/", scope, name="scope-add"),
    path("<row:partner_id>/scopes/<row:scope_id>/", scope, name="scope"),
    path("<row:partner_id>/keys/add/", add_key, name="key-add"),
    path("<row:partner_id>/keys/<row:key_id>/next/", next_key, name="key-next"),
    path("<row:partner_id>/keys/<row:key_id>/end/", end_key, name="key-end"),
]
