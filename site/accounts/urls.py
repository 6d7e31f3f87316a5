"""Addresses of the account; of allauth's pages only these exist. The names are the ones allauth looks for."""

from django.urls import path

from accounts.views import account as views
from accounts.views import family, household, organisations, rights
from core import converters as _converters

# Registers the converter that addresses below use.
assert _converters.LARGEST_ID

urlpatterns = [
    path("accounts/login/", views.login, name="account_login"),
    # allauth sends a sign-in that has run out to this name.
    path("accounts/login/", views.login, name="account_request_login_code"),
    path("accounts/login/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("accounts/logout/", views.logout, name="account_logout"),
    path("accounts/continue/", views.after_login, name="account_continue"),
    path("me/", views.me, name="me"),
    path("me/family/", family.family, name="family"),
    path("me/family/<row:person_id>/", family.family_person, name="family-person"),
    path("me/family/<row:person_id>/remove/", family.remove_person, name="family-remove"),
    path("me/household/", household.household, name="household"),
    path("me/household/create/", household.create, name="household-create"),
    path("me/household/join/", household.join, name="household-join"),
    path("me/household/rename/", household.rename, name="household-rename"),
    path("me/household/code/", household.renew_code, name="household-code"),
    path("me/household/leave/", household.leave, name="household-leave"),
    path("me/household/members/<row:user_id>/remove/", household.remove_member, name="household-remove"),
    path("me/consents/", rights.consents, name="consents"),
    path("me/consents/withdraw/", rights.withdraw, name="consent-withdraw"),
    path("me/data/", rights.my_data, name="my-data"),
    path("me/erase/", rights.erase, name="erase"),
    path("privacy/", views.privacy, name="privacy"),
    # Before the desks of an organisation's own address: no organisation is called "new".
    path("org/new/", organisations.new, name="organisation-new"),
    path("org/new/<row:request_id>/withdraw/", organisations.take_back, name="organisation-take-back"),
    path("org/<slug:code>/members/", organisations.members, name="organisation-members"),
    path("org/<slug:code>/members/<row:user_id>/", organisations.member, name="organisation-member"),
    path(
        "org/<slug:code>/invitations/<row:invitation_id>/withdraw/",
        organisations.withdraw,
        name="organisation-invitation-withdraw",
    ),
    path("org/<slug:code>/leave/", organisations.leave, name="organisation-leave"),
]
