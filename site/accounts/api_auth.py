"""Who calls the API: an app by its session token, or a page of ours by its session cookie."""

from allauth.headless.contrib.ninja.security import XSessionTokenAuth
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.utils import check_csrf

from accounts.models import User


class TokenOrSession(XSessionTokenAuth):
    """X-Session-Token, else the cookie. request.user and request.auth are then the same person.

    A cookie travels by itself, so an unsafe method with it must carry the CSRF token; a header does not.
    """

    openapi_in = "header"
    openapi_name = "X-Session-Token"
    param_name = "X-Session-Token"

    def __call__(self, request: HttpRequest) -> User | None:
        """The caller, or None for 401. A token that is given and wrong does not fall back to the cookie."""
        if self.get_session_token(request) is not None:
            user: User | None = super().__call__(request)
            if user is not None:
                request.user = user
            return user
        if not isinstance(request.user, User):
            return None
        if check_csrf(request) is not None:
            raise HttpError(403, "CSRF check failed")
        return request.user


token_or_session = TokenOrSession()
