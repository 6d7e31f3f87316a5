"""Codes of the hall's screen and of people's own phones: what they say, and for how long. Pure."""

import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize

from carbon_points.rules.rotating import STEP_SECONDS, is_fresh, step_of, token_at

DIGITS = 6
# A device's clock may be ahead of ours.
AHEAD = timedelta(minutes=2)
# How long after its last day a session still takes what a scanner without a network has kept.
KEPT_FOR = timedelta(days=7)

_NUMBER = r"([1-9][0-9]{0,17})"
_TOKEN = r"([A-Za-z0-9_-]{10})"
_OWN = re.compile(rf"(?:\S*/)?ticket/{_NUMBER}/{_TOKEN}/?", re.ASCII)
_SCREEN = re.compile(rf"(?:\S*/)?{_NUMBER}/{_TOKEN}/?", re.ASCII)
_SPOKEN = re.compile(rf"([1-9][0-9]{{0,8}})(\d{{{DIGITS}}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ScreenCode:
    """What the hall's screen showed."""

    session_id: int
    token: str


@dataclass(frozen=True, slots=True)
class OwnCode:
    """What somebody's own phone showed, read by a camera."""

    registration_id: int
    token: str


@dataclass(frozen=True, slots=True)
class SpokenCode:
    """What somebody's own phone showed, said aloud: the number in line and six digits."""

    number: int
    digits: str


def read(text: str) -> ScreenCode | OwnCode | SpokenCode | None:
    """What a scanned address, its tail, or typed digits are; None for anything else."""
    text = text.strip()
    if found := _OWN.fullmatch(text):
        return OwnCode(int(found[1]), found[2])
    if found := _SCREEN.fullmatch(text):
        return ScreenCode(int(found[1]), found[2])
    # Chinese keyboards write wide digits.
    if found := _SPOKEN.fullmatch(re.sub(r"[\s号·.,，。-]", "", normalize("NFKC", text))):
        return SpokenCode(int(found[1]), found[2])
    return None


def screen_token(secret: bytes, session_id: int, moment: datetime) -> str:
    """What the screen shows at a moment."""
    return token_at(secret, _screen(session_id), step_of(moment.timestamp()))


def own_token(secret: bytes, registration_id: int, moment: datetime) -> str:
    """What the phone of somebody who registered shows at a moment."""
    return token_at(secret, _own(registration_id), step_of(moment.timestamp()))


def own_digits(secret: bytes, registration_id: int, moment: datetime) -> str:
    """The six digits beside it, to be said aloud together with the number in line."""
    return _digits_at(secret, registration_id, step_of(moment.timestamp()))


def is_fresh_screen(secret: bytes, session_id: int, token: str, moment: datetime) -> bool:
    """Whether the screen showed this at most a minute before."""
    return is_fresh(secret, _screen(session_id), token, moment.timestamp())


def is_fresh_own(secret: bytes, registration_id: int, token: str, moment: datetime) -> bool:
    """Whether a phone showed this at most a minute before a scanner saw it.

    The scanner's clock may be a little behind ours: what comes in the next 30 seconds is taken too, which
    no photo can show.
    """
    at, name = moment.timestamp(), _own(registration_id)
    return any([is_fresh(secret, name, token, at), is_fresh(secret, name, token, at + STEP_SECONDS)])


def is_fresh_spoken(secret: bytes, registration_id: int, digits: str, moment: datetime) -> bool:
    """The same for the six digits."""
    now = step_of(moment.timestamp())
    return digits in {_digits_at(secret, registration_id, step) for step in (now - 1, now, now + 1)}


def may_be_seen_at(seen_at: datetime, *, opens: datetime, ends: datetime, now: datetime) -> str:
    """Why a device cannot have seen somebody then, as a sentence; empty when it can.

    `opens` and `ends` are the first moment of the session's first day and the end of its last one.
    """
    if seen_at > now + AHEAD:
        return "这台设备的时钟快了，请校准时间后重新扫码。"
    if seen_at < opens:
        return "活动当天才能签到，请到活动那天再来。"
    if seen_at >= ends:
        return "这一场已经结束，不能再签到了。"
    if now >= ends + KEPT_FOR:
        return f"活动结束超过{KEPT_FOR.days}天了，不能再补记签到。"
    return ""


def _screen(session_id: int) -> str:
    return f"session:{session_id}"


def _own(registration_id: int) -> str:
    return f"registration:{registration_id}"


def _digits_at(secret: bytes, registration_id: int, step: int) -> str:
    key = urlsafe_b64decode(token_at(secret, f"digits:{registration_id}", step)[:8])
    return f"{int.from_bytes(key, 'big') % 10**DIGITS:0{DIGITS}d}"
