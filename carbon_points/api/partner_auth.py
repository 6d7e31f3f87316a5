"""Who calls the partner API: the holder of a key, by a signature over timestamp and body."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja.security import APIKeyHeader

from carbon_points.models import Partner, PartnerKey
from carbon_points.refusals.partners import Unsigned
from carbon_points.rules.partners import is_current, is_signed, trace_of
from carbon_points.sealing import open_secret
from carbon_points.selectors.partners import key_named
from carbon_points.services.partner_signatures import use_signature
from core import clock
from core.text import is_readable

KEY, TIMESTAMP, SIGNATURE = "X-Partner-Key", "X-Partner-Timestamp", "X-Partner-Signature"
READS = {"GET", "HEAD"}
LONGEST_KEY_ID = 24


@dataclass(frozen=True, slots=True)
class Caller:
    """A partner, and the key that it signed with."""

    key: PartnerKey

    @property
    def partner(self) -> Partner:
        """Whose key it is."""
        return self.key.partner


class PartnerSignature(APIKeyHeader):
    """Three headers; request.auth is then a Caller. No address is trusted, and no session is looked at."""

    param_name = KEY
    openapi_name = KEY
    openapi_description = (
        f"{KEY}：密钥编号；{TIMESTAMP}：Unix 秒；{SIGNATURE}："
        "HMAC-SHA256（密钥，时间戳 + 请求体）的十六进制小写。"
    )

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller:
        """The caller. Raises Unsigned, TooManyCalls or Replayed; says which part is wrong, never how."""
        now = clock.now()
        timestamp, signature = request.headers.get(TIMESTAMP, ""), request.headers.get(SIGNATURE, "")
        known = key_named(key, now) if key and len(key) <= LONGEST_KEY_ID and is_readable(key) else None
        if known is None:
            raise Unsigned("密钥编号不对，或者已经停用，请联系平台管理员。", code="partner_key")
        if not is_current(timestamp, now):
            raise Unsigned(
                "时间戳要写成 Unix 秒，和标准时间相差不超过5分钟，请校准时钟后重新签名。",
                code="partner_clock",
            )
        if not is_signed(open_secret(known.secret_sealed), timestamp, request.body, signature):
            raise Unsigned("签名不对，请对照接口文档检查签名的算法和内容。", code="partner_signature")
        address = request.get_full_path() if request.method in READS else ""
        use_signature(key=known, trace=trace_of(signature, address), now=now)
        return Caller(known)


partner_signature = PartnerSignature()
