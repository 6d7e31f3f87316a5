"""Sign-in of the app client: allauth's answers, our codes and limits."""

import json
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.account.views import SessionView as AllauthSessionView
from allauth.headless.base.response import AuthenticationResponse, ConflictResponse
from allauth.headless.base.views import APIView
from allauth.headless.internal.restkit.response import APIResponse
from django.http import Http404, HttpRequest, HttpResponse

from accounts.forms import CodeForm, PhoneForm
from accounts.models import Consent
from accounts.phone_sign_in import PhoneSignIn
from core.refusals import Refused
from core.text import is_readable


def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """There is no such address."""
    raise Http404(rest)


class ReadableMixin:
    """Says no in allauth's own form: a status, and errors with a sentence in Chinese."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer a Refused as JSON."""
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except Refused as refused:
            error = {"message": refused.message, "code": refused.code}
            return APIResponse(request, status=refused.status, errors=[error])

    def _parse_json(self, request: HttpRequest) -> dict[str, Any] | None:
        """A JSON object of readable text; allauth's own reader falls over deep or broken ones."""
        if request.method == "GET" or not request.body:
            return None
        try:
            data = json.loads(request.body)
            fine = isinstance(data, dict) and is_readable(json.dumps(data, ensure_ascii=False))
        except (ValueError, RecursionError):
            fine = False
        if not fine:
            error = {"message": "请求的内容读不出来，请按接口文档用 JSON 提交。", "code": "unreadable"}
            raise ImmediateHttpResponse(APIResponse(request, status=400, errors=[error]))
        # A list or an object where text belongs is no text; str() would make some of it.
        return {name: str(value) for name, value in data.items() if type(value) in {str, int}}


class SessionView(ReadableMixin, AllauthSessionView):
    """Who is signed in; DELETE signs out."""


class RequestCodeView(ReadableMixin, APIView):
    """POST {phone}: sends a code. 401 with the pending flow and the session token for the next step."""

    input_class = PhoneForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send a code."""
        if request.user.is_authenticated:
            return ConflictResponse(request)
        PhoneSignIn.begin(request, phone=self.input.cleaned_data["phone"])
        return AuthenticationResponse(request)


class ResendCodeView(ReadableMixin, APIView):
    """POST: sends a fresh code to the same phone."""

    handle_json_input = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send again."""
        process = PhoneSignIn.under_way(request)
        if request.user.is_authenticated or process is None:
            return ConflictResponse(request)
        process.send()
        return APIResponse(request)


class ConfirmCodeView(ReadableMixin, APIView):
    """POST {code}: signs in, and up the first time. An app shows the privacy notice before it sends this."""

    input_class = CodeForm

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Without a code under way there is nothing to confirm."""
        process = None if request.user.is_authenticated else PhoneSignIn.under_way(request)
        if process is None:
            return ConflictResponse(request)
        self.process = process
        return super().handle(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Check the code."""
        response = self.process.finish(code=self.input.cleaned_data["code"], channel=Consent.Channel.APP)
        return AuthenticationResponse.from_response(request, response)
