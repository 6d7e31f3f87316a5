"""What a partner signs, and the shapes of numbers and records that partners send. No Django, no database."""

import hashlib
import hmac
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

# A signed request is good this long, to both sides of the server's clock.
WINDOW = timedelta(seconds=300)
# Used signatures are kept longer than both sides of the window together take.
SIGNATURES_KEPT = timedelta(minutes=15)
CALLS_A_MINUTE = 120
RECORDS_A_BATCH = 500
# How old a deed may be when it is reported.
EARLIEST = timedelta(days=31)
# Two sources that tell of one behaviour of one person so close together tell of one deed.
NEAR = timedelta(minutes=15)
LINKS_A_DAY = 5

_TIMESTAMP = re.compile(r"[0-9]{10}(\.[0-9]{1,6})?", re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SUBJECT = re.compile(r"[0-9A-Z]{4,32}", re.ASCII)
_GAPS = re.compile(r"[\s\-‐-―._/]+")


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 in small hex over the bytes of the timestamp, then those of the body, nothing between.

    No other pair gives the same bytes: a body is empty or begins with "{", which no timestamp holds.
    """
    return hmac.new(secret.encode(), timestamp.encode() + body, hashlib.sha256).hexdigest()


def is_signed(secret: str, timestamp: str, body: bytes, signature: str) -> bool:
    """Whether this is the signature, told in the same time for every wrong one."""
    if not _SIGNATURE.fullmatch(signature):
        return False
    return hmac.compare_digest(signature_of(secret, timestamp, body), signature)


def is_current(timestamp: str, now: datetime) -> bool:
    """Whether Unix seconds, with up to six decimals, lie within the window around `now`."""
    if not _TIMESTAMP.fullmatch(timestamp):
        return False
    return abs(Decimal(timestamp) - Decimal(str(now.timestamp()))) <= int(WINDOW.total_seconds())


def trace_of(signature: str, address: str) -> str:
    """What is remembered of a used signature.

    `address` is that of a request that only reads, else empty: two reads of one second have the same
    signature, because neither has a body, and are still two requests.
    """
    return hashlib.sha256(f"{signature} {address}".encode()).hexdigest()


def subject_of(typed: str) -> str:
    """A card or account number as both sides write it: capital letters and digits, no gaps.

    Raises ValueError when there are not 4 to 32 of them.
    """
    plain = _GAPS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if not _SUBJECT.fullmatch(plain):
        raise ValueError("not a card or account number")
    return plain


def request_key(partner: str, external_id: str) -> str:
    """The request key of the log of a record, at most 80 characters."""
    return f"partner:{hashlib.sha256(f'{partner}:{external_id}'.encode()).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Report:
    """One deed as a partner tells it. `id` is the partner's own; `subject` is in the form of subject_of."""

    id: str
    scope: str
    subject: str
    action: str
    quantity: Decimal
    done_at: datetime
    reference: str = ""
    # The id of an earlier record that this one puts right.
    corrects: str = ""

    def text(self) -> str:
        """The content in one spelling: 1 and 1.000 are one quantity, two zones may name one moment."""
        parts = (self.scope, self.subject, self.action, format(self.quantity.normalize(), "f"))
        moment = f"{self.done_at.timestamp():.6f}"
        return json.dumps([*parts, moment, self.reference, self.corrects], ensure_ascii=False)
