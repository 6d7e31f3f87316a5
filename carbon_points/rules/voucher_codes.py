"""The eight digits of a voucher: how they are made, typed and read out of a QR code."""

import re
import unicodedata

CODE_LENGTH = 8
WRONG_A_MINUTE = 10
MINUTES_TO_TAKE_BACK = 5
_GAPS = re.compile(r"[\s\-‐-―]+")
# What our own QR code says: an address that ends with the code.
_IN_ADDRESS = re.compile(rf"https?://[^\s?#]+\?code=([0-9]{{{CODE_LENGTH}}})")


def digits_of(digest: bytes) -> str:
    """Eight digits out of a digest, each equally likely (to a part in 10^11)."""
    return f"{int.from_bytes(digest[:16]) % 10**CODE_LENGTH:0{CODE_LENGTH}d}"


def code_typed(typed: str) -> str:
    """The digits, however they were typed or scanned; empty when there are not eight."""
    text = unicodedata.normalize("NFKC", typed[:300]).strip()
    if match := _IN_ADDRESS.fullmatch(text):
        return match[1]
    plain = _GAPS.sub("", text)
    return plain if re.fullmatch(rf"[0-9]{{{CODE_LENGTH}}}", plain) else ""


def shown(code: str) -> str:
    """1234 5678, which is easier to read out."""
    return f"{code[:4]} {code[4:]}"
