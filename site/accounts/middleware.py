"""allauth's own rate limits, in case one is reached: a page with a sentence, never a crash."""

from collections.abc import Callable

from allauth.core.exceptions import RateLimited
from django.http import HttpRequest, HttpResponse

from accounts.refusals import TooManyMessages
from core.views import refusal


class RateLimitMiddleware:
    """Answer 429 where allauth lets its RateLimited through."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a RateLimited; leave all else to Django."""
        if isinstance(error, RateLimited):
            return refusal(request, TooManyMessages("操作太频繁，请稍等几分钟再试。"))
        return None
