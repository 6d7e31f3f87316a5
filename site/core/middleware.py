"""What happens around every request: headers, unreadable input, refusals."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from core.refusals import Refused, Unreadable
from core.text import is_readable
from core.views import refusal

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
# Wagtail's editor needs inline styles and scripts; residents' pages have none.
ADMIN_PREFIX = "/cms/"
# No address of ours comes near it; Python refuses to read a number of more than 4,300 digits.
LONGEST_ADDRESS = 1000
TOO_LARGE = f"提交的内容太大，请控制在{settings.MAX_BODY_SIZE // 1024 // 1024}MB以内再试。"


class TooLarge(Refused):
    """More bytes than any request of ours has."""

    code = "too_large"
    status = 413


def security_headers(answer: Answer) -> Answer:
    """Content security policy on everything but the editors' admin."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if not request.path.startswith(ADMIN_PREFIX):
            response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=(self)")
        return response

    return middleware


def refuse_large_bodies(answer: Answer) -> Answer:
    """Say no by the announced length, before a byte is read; servers read no more than was announced."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        # Servers pass on numbers only; Python refuses to read one of thousands of digits.
        if length.isdecimal() and int(length[:20]) > settings.MAX_BODY_SIZE:
            return refusal(request, TooLarge(TOO_LARGE))
        return answer(request)

    return middleware


def refuse_unreadable_input(answer: Answer) -> Answer:
    """Stop NUL and broken text at the door: PostgreSQL raises on them, SQLite stores them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if len(request.path) > LONGEST_ADDRESS:
            return refusal(request, Refused("地址太长，请检查后重试。", code="address_too_long", status=414))
        try:
            readable = _is_readable(request)
        except RequestDataTooBig:
            return refusal(request, TooLarge(TOO_LARGE))
        except (MultiPartParserError, TooManyFieldsSent, TooManyFilesSent, UnreadablePostError):
            # What is left of it is not read again when the page is drawn.
            request._mark_post_parse_error()  # type: ignore[attr-defined]
            return refusal(request, Unreadable("提交的内容不完整或格式不对，请返回上一页重试。"))
        if readable:
            return answer(request)
        return refusal(request, Unreadable("内容里有无法识别的字符，请删除后重试。"))

    return middleware


def _is_readable(request: HttpRequest) -> bool:
    if not is_readable(request.path):
        return False
    parts = [request.GET]
    if request.method == "POST" and request.content_type in {
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }:
        parts.append(request.POST)
    return all(
        is_readable(name) and all(is_readable(value) for value in values)
        for part in parts
        for name, values in part.lists()
    )


class RefusalMiddleware:
    """Turn a Refused that no view caught into its page or its problem document."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a Refused; leave all else to Django."""
        if isinstance(error, Refused) and not settings.DEBUG_PROPAGATE_EXCEPTIONS:
            return refusal(request, error)
        return None
