"""Addresses of the account; of allauth's pages only these exist. The names are the ones allauth looks for."""

from django.urls import path

from accounts.views import account as views

urlpatterns = [
    path("accounts/login/", views.login, name="account_login"),
    # allauth sends a sign-in that has run out to this name.
    path("accounts/login/", views.login, name="account_request_login_code"),
    path("accounts/login/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("accounts/logout/", views.logout, name="account_logout"),
    path("accounts/continue/", views.after_login, name="account_continue"),
    path("me/", views.me, name="me"),
    path("privacy/", views.privacy, name="privacy"),
]
