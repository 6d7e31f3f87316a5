"""Codes that change every 30 seconds, so that a photo of the screen is soon worth nothing. Pure."""

import base64
import hashlib
import hmac

STEP_SECONDS = 30
TOKEN_LENGTH = 10
SIGNATURE_LENGTH = 22


def step_of(moment: float) -> int:
    """The number of the 30 seconds in which a moment (seconds since 1970) lies."""
    return int(moment // STEP_SECONDS)


def token_at(secret: bytes, place: str, step: int) -> str:
    """Ten url-safe characters, 60 bits, that only the holder of the place's secret can tell."""
    return _keyed(secret, f"token:{place}:{step}")[:TOKEN_LENGTH]


def is_fresh(secret: bytes, place: str, token: str, moment: float) -> bool:
    """Of these 30 seconds or of those before: up to a minute old, never older."""
    now = step_of(moment)
    # Both are compared each time: how long it takes says nothing.
    found = [_same(token, token_at(secret, place, step)) for step in (now, now - 1)]
    return any(found)


def screen_signature(secret: bytes, place: str) -> str:
    """What the address of the screen carries, so that only who was given it can show the code."""
    return _keyed(secret, f"screen:{place}")[:SIGNATURE_LENGTH]


def is_screen_signature(secret: bytes, place: str, signature: str) -> bool:
    """Whether an address of the screen is ours."""
    return _same(signature, screen_signature(secret, place))


def _keyed(secret: bytes, text: str) -> str:
    digest = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())
