"""Pages that belong to no app: health, reading mode, refusals."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.addresses import is_own_path
from core.context import MODE_COOKIE
from core.problems import problem
from core.refusals import Refused


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve people: database and cache answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        cache.set("readyz", "ok", 10)
        ready = cache.get("readyz") == "ok"
    except Exception:
        ready = False
    return JsonResponse({"status": "ok" if ready else "not ready"}, status=200 if ready else 503)


@require_POST
def set_mode(request: HttpRequest) -> HttpResponse:
    """Switch between the standard and the large-print reading mode, and go back to the page."""
    mode = "care" if request.POST.get("mode") == "care" else "normal"
    response = HttpResponseRedirect(safe_next(request, "/"))
    response.set_cookie(MODE_COOKIE, mode, max_age=365 * 86400, httponly=True, samesite="Lax")
    return response


def safe_next(request: HttpRequest, default: str) -> str:
    """The `next` field when it is a path of this site, else the default."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if is_own_path(target) else default


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal as a problem document (API), a fragment (htmx) or a page."""
    if request.path.startswith("/api/"):
        return problem(refused.status, "请求被拒绝", refused.message, refused.code)
    fragment = request.headers.get("HX-Request") == "true"
    template = "components/alert.html" if fragment else "refused.html"
    return render(request, template, {"message": refused.message, "kind": "error"}, status=refused.status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came from elsewhere, or from a page that was open for too long."""
    return refusal(request, Refused("页面停留太久或来源不明，请刷新页面后重试。", code="csrf", status=403))
