"""The API of the account itself."""

from django.http import HttpRequest
from ninja import Field, Router, Schema

from accounts.api_auth import token_or_session
from accounts.models import Consent
from accounts.people_forms import ERASE_WORD
from accounts.refusals import ErasureRefused
from accounts.services.erasure import erase_resident
from core import clock
from core.api import Strict
from core.idempotency import idempotent

router = Router()


class EraseIn(Strict):
    """The word that nobody sends by accident."""

    confirm: str = Field(..., max_length=20, description=f"固定写“{ERASE_WORD}”")


class ErasedOut(Schema):
    """The account is gone; the token is void."""

    erased: bool


@router.post(
    "/me/erase", response=ErasedOut, tags=["我"], summary="注销我的账号（不能恢复）", auth=token_or_session
)
@idempotent
def erase_me(request: HttpRequest, body: EraseIn) -> ErasedOut:
    """Erase my account and everybody whom I keep. Logs and transfers stay as numbers."""
    if body.confirm != ERASE_WORD:
        raise ErasureRefused(f"确认要注销，请在 confirm 里写“{ERASE_WORD}”。", status=422)
    user = request.auth  # type: ignore[attr-defined]
    erase_resident(user=user, by=user, now=clock.now(), channel=Consent.Channel.APP)
    return ErasedOut(erased=True)
