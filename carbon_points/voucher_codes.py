"""The code of a voucher: computed when its owner looks at it, kept only as a keyed digest."""

from django.conf import settings

from accounts.sealing import keyed
from carbon_points.models import Voucher
from carbon_points.rules.voucher_codes import digits_of


def code_of(voucher: Voucher) -> str:
    """The eight digits. For the voucher's owner alone: never into a log, a message or another's page."""
    return code_for(voucher.resident_id, voucher.nonce)


def code_for(resident_id: int, nonce: str) -> str:
    """The eight digits of a resident's voucher with this nonce; they need the pepper."""
    return digits_of(keyed("voucher-code", f"{resident_id}:{nonce}"))


def digest_of(code: str) -> str:
    """What a code is found by. A hundred million codes cannot be tried without the pepper."""
    return keyed("voucher-digest", code).hex()


def qr_text(voucher: Voucher) -> str:
    """What the QR code says: the address of the desk's page, so that any scanner leads staff there."""
    return f"{settings.SITE_URL}/m/verify/?code={code_of(voucher)}"
