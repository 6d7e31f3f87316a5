"""Asks an address outside whether it is there: only public machines, nothing kept of the answer."""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

FINE: Final = "fine"
BROKEN: Final = "broken"
UNSURE: Final = "unsure"
REFUSED: Final = "refused"
PORTS: Final = frozenset({80, 443, 8080, 8443})
HOPS: Final = 4
SECONDS: Final = 8.0
# Between two requests to one machine.
PAUSE: Final = 1.0
# They look global, and lead through a gateway to any address at all.
_GATEWAYS: Final = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))
_HEADERS: Final = {"User-Agent": "Mozilla/5.0 (compatible; link check of a government site)", "Accept": "*/*"}


class NotAsked(Exception):
    """This address must not be asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How an address answered; `status` is None when nobody did."""

    state: str
    status: int | None = None
    reason: str = ""


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the open internet, and not of this house."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            found = found.ipv4_mapped
        elif any(found in net for net in _GATEWAYS):
            return False
    return found.is_global and not found.is_multicast


class _Pinned(http.client.HTTPConnection):
    """A connection to one numeric address: the name is not looked up a second time."""

    def __init__(self, parts: SplitResult, address: str, port: int) -> None:
        super().__init__(parts.hostname or "", port, timeout=SECONDS)
        self._address = address
        self._secure = parts.scheme == "https"

    def connect(self) -> None:
        """Open the socket, with TLS for the name that was asked for."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def ask(
    url: str,
    *,
    allowed: Callable[[str], bool] = is_public,
    ports: frozenset[int] = PORTS,
    pause: Callable[[float], None] = time.sleep,
) -> Answer:
    """How the address answers now; HEAD first, GET where HEAD is not understood. Never raises."""
    try:
        status = _status_behind(url, "HEAD", allowed, ports, pause)
        if status >= 400:
            pause(PAUSE)
            status = _status_behind(url, "GET", allowed, ports, pause)
    except NotAsked as refused:
        return Answer(REFUSED, reason=str(refused))
    except socket.gaierror:
        return Answer(UNSURE, reason="找不到这个域名")
    except ssl.SSLError:
        return Answer(UNSURE, reason="安全证书有问题")
    except TimeoutError:
        return Answer(UNSURE, reason="等候超时")
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(UNSURE, reason="连接不上")
    return judged(status)


def judged(status: int) -> Answer:
    """What a status code means for a reader."""
    if status < 400:
        return Answer(FINE, status)
    if status in {404, 410}:
        return Answer(BROKEN, status, "页面不存在")
    if status in {401, 403, 405, 406, 429}:
        return Answer(UNSURE, status, "对方不让自动检查，请人工打开看看")
    return Answer(UNSURE, status, "对方网站出错")


def _status_behind(
    url: str,
    method: str,
    allowed: Callable[[str], bool],
    ports: frozenset[int],
    pause: Callable[[float], None],
) -> int:
    """The status after at most some redirects; each new address is looked at like the first."""
    for hop in range(HOPS + 1):
        if hop:
            pause(PAUSE)
        status, location = _one_answer(url, method, allowed, ports)
        if status not in {301, 302, 303, 307, 308} or not location:
            return status
        url = urljoin(url, location)
    raise NotAsked("转来转去，没有到达页面")


def _one_answer(
    url: str, method: str, allowed: Callable[[str], bool], ports: frozenset[int]
) -> tuple[int, str]:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotAsked("只检查 http 和 https 网址")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if port not in ports:
        raise NotAsked("端口不是网站常用的端口")
    addresses = [row[4][0] for row in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)]
    if not addresses or not all(allowed(str(address)) for address in addresses):
        raise NotAsked("不是公开的网站地址")
    connection = _Pinned(parts, str(addresses[0]), port)
    try:
        target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        connection.request(method, _ascii(target), headers=_HEADERS)
        answer = connection.getresponse()
        # The body is never read.
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def _ascii(target: str) -> str:
    """A path as it goes over the wire: Chinese letters and blanks in percent signs."""
    return "".join(
        char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode()) for char in target
    )
