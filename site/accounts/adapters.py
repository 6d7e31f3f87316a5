"""Our answers to what django-allauth asks: whose phone, which address, where to."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import clean_client_ip, get_client_ip
from allauth.headless.adapter import DefaultHeadlessAdapter
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from accounts import rules
from accounts.models import User, random_username
from accounts.refusals import AccountClosed
from accounts.sealing import phone_digest, seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """Residents are known by a phone number that was proven; they have no mail address and no password."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The first address of the visitor's network: the full address is counted on and kept nowhere."""
        try:
            address = get_client_ip(request)
        except ImproperlyConfigured:
            # Fewer addresses than proxies of ours: the request came round them, so its header proves nothing.
            address = clean_client_ip(request.META.get("REMOTE_ADDR", ""))
        network = rules.network_of(address or "")
        return "0.0.0.0" if network == "unknown" else network.split("/")[0]

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """The +86… number and whether it is proven."""
        return (unseal(user.phone_sealed), user.phone_verified) if user.phone_sealed else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Put a number in place of the earlier one."""
        user.phone_digest, user.phone_sealed, user.phone_verified = phone_digest(phone), seal(phone), verified
        user.save(update_fields=["phone_digest", "phone_sealed", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        """The number has been proven."""
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Whose number it is."""
        return User.objects.filter(phone_digest=phone_digest(phone)).first()

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """Never: codes are made and sent by services.phone_codes, where they are counted and hashed."""
        raise RuntimeError("Codes are sent by accounts.services.phone_codes.")

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """A name that says nothing about its owner."""
        user.username = user.username or random_username()

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """There is no sign-up of its own: the first sign-in makes the account."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: our views have their own words, and allauth's name people by their username."""

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """An account that was switched off."""
        raise AccountClosed("这个账号已停用。如有疑问，请通过页脚的投诉建议联系我们。")


class HeadlessAdapter(DefaultHeadlessAdapter):
    """What an app is told about the person who signed in."""

    def serialize_user(self, user: User) -> dict[str, Any]:
        """The number of the account and the name that others see; the username is shown nowhere."""
        return {
            "id": user.pk,
            "display": user.display_name,
            "has_usable_password": user.has_usable_password(),
        }
