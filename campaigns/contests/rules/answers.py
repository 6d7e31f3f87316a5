"""What people type into an application: scores, names, addresses of videos."""

import re
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from core.text import without_zeros

LONGEST_WORDS = 1000
LONGEST_ALIAS = 20
LONGEST_NAME = 60
LONGEST_TITLE = 60
LONGEST_TEXT = 5000
LONGEST_ADDRESS = 300
_SCORE = re.compile(r"\d{1,3}(\.\d)?", re.ASCII)


class Fault(ValueError):
    """Not possible; the sentence says what is."""


def read_score(text: str, most: Decimal) -> Decimal | None:
    """Points of 0 to `most` in steps of a tenth; None for nothing typed. Raises Fault."""
    text = text.strip()
    if not text:
        return None
    limit = f"请填0到{shown(most)}之间的数，最多一位小数。"
    if not _SCORE.fullmatch(text):
        raise Fault(limit)
    try:
        score = Decimal(text)
    except InvalidOperation:
        raise Fault(limit) from None
    if score > most:
        raise Fault(limit)
    return score


def check_length(text: str, most: int) -> str:
    """The same text. Raises Fault when it has more than so many characters."""
    if len(text) > most:
        raise Fault(f"最多{most}个字，现在有{len(text)}个，请写短一点。")
    return text


def check_video(address: str) -> str:
    """An https address with a host, or nothing. Raises Fault."""
    address = address.strip()
    if not address:
        return ""
    check_length(address, LONGEST_ADDRESS)
    wrong = "视频链接要以 https:// 开头，例如 https://v.example.cn/abc。"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        is_good = parts.scheme == "https" and "." in host.strip(".") and parts.username is None
    except ValueError:
        raise Fault(wrong) from None
    if not is_good or any(char.isspace() or not char.isprintable() for char in address):
        raise Fault(wrong)
    return address


def shown(points: Decimal | None) -> str:
    """60, 7.5; empty for none."""
    if points is None:
        return ""
    return without_zeros(f"{points:f}")
