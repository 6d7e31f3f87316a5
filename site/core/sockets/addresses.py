"""Whose connection it is, as far as proxies of ours vouch for it."""

import ipaddress
from typing import Any

from django.conf import settings


def headers_of(scope: dict[str, Any]) -> dict[str, str]:
    """The headers of an ASGI connection by lower-case name; of a repeated one all values, with commas."""
    headers: dict[str, str] = {}
    for name, value in scope.get("headers", []):
        key, text = name.decode("latin1").lower(), value.decode("latin1")
        headers[key] = f"{headers[key]},{text}" if key in headers else text
    return headers


def address_of(scope: dict[str, Any]) -> str:
    """The client's address: IPv4 whole, IPv6 by its /64, which is one household.

    Each proxy of ours appends the address that it saw to X-Forwarded-For; what stands further left was
    written by the client and is not believed.
    """
    client = (scope.get("client") or ("", 0))[0]
    if proxies := settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        forwarded = headers_of(scope).get("x-forwarded-for", "")
        seen = [part.strip() for part in forwarded.split(",") if part.strip()]
        if len(seen) >= proxies:
            client = seen[-proxies]
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client[:60]
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
