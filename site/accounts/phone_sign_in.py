"""Sign-in by phone and code on allauth's stages: allauth keeps the session, our services keep the code.

allauth keeps code and failed tries in the session, where parallel requests outrun the count. Here the session
holds the sealed phone number and nothing else; until the code is right no account is looked up or made, so an
unknown number cannot be told from a known one.
"""

import time
from typing import Any, Self
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login, stash_login
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from cryptography.fernet import InvalidToken
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import rules
from accounts.sealing import seal, unseal
from accounts.services import phone_codes, residents


class PhoneSignIn:
    """One sign-in under way, kept in the session as allauth's stage login_by_code."""

    def __init__(self, stage: LoginByCodeStage, phone: str) -> None:
        self.stage = stage
        self.request: HttpRequest = stage.request
        self.phone = phone

    @classmethod
    def begin(cls, request: HttpRequest, *, phone: str, next_url: str = "") -> Self:
        """Send a code and remember the phone; a Refused leaves the session as it was."""
        login = Login()
        controller = LoginStageController(request, login)
        controller.set_current(LoginStageKey.LOGIN_BY_CODE.value)
        stage = LoginByCodeStage(controller, request, login)
        stage.state.update({"phone_sealed": seal(phone), "next": next_url})
        process = cls(stage, phone)
        process.send()
        return process

    @classmethod
    def under_way(cls, request: HttpRequest) -> Self | None:
        """This session's sign-in, when its code can still be alive."""
        stage = LoginStageController.enter(request, LoginStageKey.LOGIN_BY_CODE.value)
        if stage is None:
            return None
        state = stage.state
        try:
            phone = unseal(state["phone_sealed"])
            alive = time.time() - state["at"] <= rules.CODE_LIFETIME_SECONDS
        except (KeyError, InvalidToken):
            alive = False
        if not alive:
            clear_login(request)
            return None
        return cls(stage, phone)

    @property
    def next_url(self) -> str:
        """Where the person wanted to go, checked when it was stored."""
        return str(self._state.get("next", ""))

    @property
    def resend_wait(self) -> int:
        """Seconds until another message may be asked for."""
        sent_at = float(self._state["at"])
        return max(0, round(sent_at + rules.SECONDS_BETWEEN_MESSAGES - time.time()))

    def send(self) -> None:
        """Send a fresh code; the earlier one is void. Raises TooManyMessages, SentJustNow or PhoneLocked."""
        network = rules.network_of(get_adapter(self.request).get_client_ip(self.request))
        phone_codes.send_code(phone=self.phone, network=network)
        self._state["at"] = time.time()
        # A code that was sent again starts allauth's own clock again as well.
        self.stage.login.initiated_at = time.time()
        stash_login(self.request, self.stage.login)

    def finish(self, *, code: str, channel: str) -> HttpResponse:
        """Check the code and sign its owner in, with a fresh session key.

        Raises WrongCode, CodeExpired, PhoneLocked or AccountClosed.
        """
        phone_codes.check_code(phone=self.phone, code=code)
        user = residents.welcome(phone=self.phone, channel=channel)
        clear_login(self.request)
        record_authentication(self.request, user, method="code")
        # First to what the guest had begun, then on to where the person wanted to go.
        target = reverse("account_continue") + (
            f"?{urlencode({'next': self.next_url})}" if self.next_url else ""
        )
        answer: HttpResponse = perform_login(self.request, Login(user=user, redirect_url=target))
        return answer

    @property
    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.stage.state
        return state
