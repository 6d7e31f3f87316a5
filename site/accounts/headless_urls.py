"""Addresses of the app client under /_allauth/; allauth's others, such as passwords, do not exist here."""

from collections.abc import Callable

from allauth.headless.base.views import APIView, ConfigView
from allauth.headless.constants import Client
from django.http import HttpResponseBase
from django.urls import path

from accounts import headless_views as views


def _view(view: type[APIView]) -> Callable[..., HttpResponseBase]:
    made: Callable[..., HttpResponseBase] = view.as_api_view(client=Client.APP)
    return made


urlpatterns = [
    path("app/v1/config", _view(ConfigView), name="headless_config"),
    path("app/v1/auth/session", _view(views.SessionView), name="headless_session"),
    path("app/v1/auth/code/request", _view(views.RequestCodeView), name="headless_code_request"),
    path("app/v1/auth/code/resend", _view(views.ResendCodeView), name="headless_code_resend"),
    path("app/v1/auth/code/confirm", _view(views.ConfirmCodeView), name="headless_code_confirm"),
    # Without it the pages' tree would be asked, which sends an unknown address on to one with a slash.
    path("<path:rest>", views.unknown, name="headless_unknown"),
]
