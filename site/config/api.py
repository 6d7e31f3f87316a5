"""The API under /api/v1: one object, and the routers that apps put on it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Swagger

from accounts.api import router as account
from campaigns.api.check_ins import router as check_ins
from campaigns.api.online import router as online_campaigns
from campaigns.api.registrations import router as registrations
from campaigns.contests.api.contests import router as contests
from campaigns.contests.api.entries import router as contest_entries
from campaigns.contests.api.judging import router as judging
from campaigns.contests.api.likes import router as contest_likes
from carbon_points.api.catalogue import router as catalogue
from carbon_points.api.desk import router as desk
from carbon_points.api.habits import router as habits
from carbon_points.api.open_budget import router as budgets
from carbon_points.api.open_rules import router as open_rules
from carbon_points.api.open_seals import router as seals
from carbon_points.api.partner import router as partners
from carbon_points.api.partner_links import router as partner_links
from carbon_points.api.places import router as places
from carbon_points.api.records import router as carbon_points
from carbon_points.api.rewards import router as rewards
from carbon_points.api.submissions import router as submissions
from core.api import install_handlers
from core.json_bodies import BodyParser
from core.middleware import POLICY
from feedback.api import open_router as open_feedback
from feedback.api import router as feedback
from indicators.api import router as indicators
from media.api import router as photos
from messaging.api import router as messaging
from search.api import router as search


def _docs_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Swagger UI writes style attributes; its scripts are our own files, nothing comes from elsewhere."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = view(request, **kwargs)
        response["Content-Security-Policy"] = f"{POLICY}; style-src 'self' 'unsafe-inline'"
        return response

    return answer


api = NinjaAPI(
    title=f"{settings.CITY.site_name} 开放接口",
    version="1",
    description=(
        "居民接口用 `X-Session-Token` 请求头登录。创建内容的请求可以带 `Idempotency-Key`："
        "同样的值和内容只做一次，得到同样的回答。出错时返回 RFC 9457 问题文档（application/problem+json）。"
    ),
    urls_namespace="api",
    # The bundle would ask a validator of its makers otherwise.
    docs=Swagger(settings={"validatorUrl": None}),
    docs_decorator=_docs_page,
    parser=BodyParser(),
)
install_handlers(api)
api.add_router("", catalogue)
api.add_router("", account)
api.add_router("", carbon_points)
api.add_router("", desk)
api.add_router("", places)
api.add_router("", habits)
api.add_router("", check_ins)
api.add_router("", registrations)
api.add_router("", online_campaigns)
api.add_router("", contests)
api.add_router("", contest_likes)
api.add_router("", contest_entries)
api.add_router("", judging)
api.add_router("", messaging)
api.add_router("", feedback)
api.add_router("", search)
api.add_router("", photos)
api.add_router("", rewards)
api.add_router("", submissions)
api.add_router("", partner_links)
api.add_router("/partner", partners)
api.add_router("/open", indicators)
api.add_router("/open", open_rules)
api.add_router("/open", seals)
api.add_router("/open", budgets)
api.add_router("/open", open_feedback)
