"""Keyed digests, which tell two things apart without saying what they are; and secrets kept sealed."""

import base64
import hashlib
import hmac
import json
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def fingerprint(*parts: object) -> str:
    """HMAC-SHA256 in hex of the texts of the parts, in their order; nobody can try numbers without the key.

    A part is a text, a number or a day; where one ends is kept, so ("ab", "c") is not ("a", "bc").
    """
    return _digest("claim", json.dumps([str(part) for part in parts], ensure_ascii=False))


def meter_digest(number: str) -> str:
    """The digest of an account number as it stands on a bill; the number itself is kept nowhere."""
    return _digest("meter", number)


def subject_digest(number: str) -> str:
    """The digest of a number under which a partner knows a resident: a card, an account."""
    return _digest("partner-subject", number)


def record_digest(text: str) -> str:
    """The digest of a partner's record; keyed, because the number in it could be guessed."""
    return _digest("partner-record", text)


def seal_secret(secret: str) -> str:
    """A partner's secret, encrypted for storage."""
    return _fernet().encrypt(secret.encode()).decode()


def open_secret(sealed: str) -> str:
    """Decrypt; raises cryptography.fernet.InvalidToken when the pepper has changed."""
    return _fernet().decrypt(sealed.encode()).decode()


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(settings.PHONE_PEPPER, "partner-secret")))


def lot(purpose: str, number: int) -> int:
    """A number from 0 to 99 that nobody without the key can foretell; the same one each time."""
    return int(_digest(purpose, str(number))[:15], 16) % 100


def _digest(purpose: str, text: str) -> str:
    return hmac.new(_key(settings.PHONE_PEPPER, purpose), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _key(pepper: str, purpose: str) -> bytes:
    """32 bytes for one purpose, so that no key serves two."""
    info = f"carbon_points/{purpose}".encode()
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(pepper.encode())
