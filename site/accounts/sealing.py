"""How phone numbers and codes are kept: a keyed digest to find them by, a sealed text to read them."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache(maxsize=8)
def _key(pepper: str, purpose: str) -> bytes:
    """32 bytes for one purpose, so that no key serves two."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"accounts/{purpose}".encode()).derive(pepper.encode())


def phone_digest(phone: str) -> str:
    """HMAC-SHA256 of a +86… number: the same number gives the same digest, and only with the pepper."""
    return hmac.new(_key(settings.PHONE_PEPPER, "digest"), phone.encode(), hashlib.sha256).hexdigest()


def code_hash(phone: str, salt: str, code: str) -> str:
    """HMAC-SHA256 of a code for one phone; a million codes cannot be tried without the pepper."""
    text = f"{phone}:{salt}:{code}".encode()
    return hmac.new(_key(settings.PHONE_PEPPER, "code"), text, hashlib.sha256).hexdigest()


def keyed(purpose: str, text: str) -> bytes:
    """HMAC-SHA256 of a text under a key that serves this purpose alone."""
    return hmac.new(_key(settings.PHONE_PEPPER, purpose), text.encode(), hashlib.sha256).digest()


def seal(text: str) -> str:
    """Encrypt for storage."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt; raises cryptography.fernet.InvalidToken when the pepper has changed."""
    return _fernet().decrypt(sealed.encode()).decode()


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(settings.PHONE_PEPPER, "seal")))
