"""How the API says no: every error becomes a problem document with a sentence in Chinese, never a trace."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.request import RawPostDataException
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import ConfigDict

from core.json_bodies import check_body, check_upload
from core.problems import problem
from core.refusals import Refused

log = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]
PREFIX = "/api/"
MACHINES = (PREFIX, "/_allauth/")

# Status: title, sentence, code. For what Django or ninja refuse before a rule of ours is asked.
WORDS = {
    400: ("请求读不出来", "请求的格式不对，请对照接口文档检查后重试。", "unreadable"),
    401: ("需要登录", "请先登录，再重试这个请求。", "login_required"),
    403: ("不允许", "没有权限做这件事；如果是在网页上操作，请刷新页面后重试。", "forbidden"),
    404: ("没有找到", "没有这个地址，请对照接口文档检查。", "not_found"),
    405: ("方法不对", "这个地址不接受这种请求方法，请对照接口文档检查。", "method_not_allowed"),
    413: ("内容太大", "提交的内容太大，请减少后重试。", "too_large"),
    415: ("格式不对", "请用 Content-Type: application/json 提交。", "unsupported_media_type"),
    429: ("太频繁", "操作太频繁，请稍等一会儿再试。", "too_many_requests"),
    500: ("服务出错", "服务暂时出错，已经记录下来，请稍后再试。", "server_error"),
    503: ("暂时繁忙", "现在有点忙，请过几秒再试，不会重复记录。", "busy"),
}
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate", "Set-Cookie")

# Kinds of pydantic errors whose own words are English.
SENTENCES = {
    "missing": "缺少这个字段。",
    "extra_forbidden": "没有这个字段，请去掉。",
    "string_too_long": "太长了。",
    "string_too_short": "太短了。",
    "greater_than_equal": "数值太小。",
    "greater_than": "数值太小。",
    "less_than_equal": "数值太大。",
    "less_than": "数值太大。",
    "int_parsing": "要写成整数。",
    "int_parsing_size": "数值太大。",
}


class Strict(Schema):
    """A body of the API: a field that is not listed is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Strict):
    """An empty object, or no body at all."""


def worded(status: int) -> HttpResponse:
    """The standing problem document for a status."""
    title, detail, code = WORDS.get(status, WORDS[500] if status >= 500 else WORDS[400])
    return problem(status, title, detail, code)


def problem_documents(answer: Answer) -> Answer:
    """Middleware: an error under /api/ that Django worded itself becomes a problem document."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code < 400 or not request.path.startswith(PREFIX):
            return response
        if response.get("Content-Type", "").startswith("application/problem+json"):
            return response
        document = worded(response.status_code)
        for name in KEPT_HEADERS:
            if name in response:
                document[name] = response[name]
        return document

    return middleware


def refuse_other_bodies(answer: Answer) -> Answer:
    """Middleware: what answers programs takes JSON objects, and files where it says so; no more."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(MACHINES) or request.META.get("CONTENT_LENGTH") in {None, "", "0"}:
            return answer(request)
        try:
            if request.path in settings.API_TAKING_FILES:
                check_upload(request)
            else:
                check_body(request)
        except Refused as refused:
            return _refused(request, refused)
        except RequestDataTooBig:
            return worded(413)
        except UnreadablePostError:
            return worded(400)
        return answer(request)

    return middleware


def install_handlers(api: NinjaAPI) -> None:
    """Give an API object our words for everything that can go wrong in it."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refused: _refused,
        ValidationError: _invalid,
        HttpError: _http_error,
        Http404: lambda request, error: worded(404),
        RequestDataTooBig: lambda request, error: worded(413),
        RawPostDataException: lambda request, error: worded(415),
        UnreadablePostError: lambda request, error: worded(400),
        OperationalError: _busy,
        Exception: _broken,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return problem(refused.status, "请求被拒绝", refused.message, refused.code)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422 with one sentence for each field."""
    fields = [{"field": _field(item), "message": _sentence(item)} for item in error.errors]
    detail = "；".join(f"{field['field']}：{field['message'].rstrip('。')}" for field in fields)
    return problem(422, "填写有误", f"{detail}。", "invalid", errors=fields)


def _field(item: dict[str, Any]) -> str:
    """The name that the caller wrote, without the wrapper that ninja puts around a body."""
    where, *names = item["loc"]
    if where == "body" and len(names) > 1:
        names = names[1:]
    return ".".join(str(name) for name in names) or "body"


def _sentence(item: dict[str, Any]) -> str:
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    return SENTENCES.get(item["type"], "格式不对，请对照接口文档检查。")


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Refused):
        return _refused(request, error.__cause__)
    response = worded(error.status_code)
    if error.status_code == 401:
        response["WWW-Authenticate"] = 'Session realm="api"'
    return response


def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """The database did not answer in time; nothing was written."""
    log.warning("database busy on %s %s: %s", request.method, request.path, error)
    response = worded(503)
    response["Retry-After"] = "1"
    return response


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("error on %s %s", request.method, request.path)
    return worded(500)


def unknown_address(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """404 for whatever else stands under /api/, before a page or a redirect could answer."""
    return worded(404)


# A program that calls a wrong address has no CSRF token, and should learn of the address.
unknown_address.csrf_exempt = True  # type: ignore[attr-defined]
