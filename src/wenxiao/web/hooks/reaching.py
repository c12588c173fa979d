"""The one way out of the site: a POST to an address that somebody wrote down, guarded against being led elsewhere.

https alone, unless the settings name the host for http; no address inside (private, loopback, link-local ...), unless the settings
name the host; the name is resolved once and that very address is connected to; no redirect is followed; everything ends in time.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from wenxiao.told import Told, cause

#: Seconds for each wait, and for all of it.
WAIT, WHOLE = 10, 20

#: Addresses for protocols and not for hosts, some of which count as global.
_OF_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")


class Refused(Told):
    """An address to which nothing is sent; says what is wrong with it."""


class Unreachable(Told):
    """Nobody answered there, or not as HTTP does."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart."""

    secure: bool
    host: str
    port: int
    target: str

    @property
    def named(self) -> str:
        """As ``Host`` says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def parse(address: str) -> Place:
    """Take an address apart. Raises Refused where it is none to which anything is sent."""
    if any(sign <= " " or sign == "\x7f" for sign in address):
        raise Refused(
            "地址里有空格或控制字符，请删去。", "The address has blanks or control characters; take them out."
        )
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode() if not host.isascii() else host
    except ValueError:
        raise Refused("地址的写法不对，请写成如 https://platform.example.cn/hooks。", "Write the address like https://platform.example.cn/hooks.") from None  # fmt: skip
    if parts.scheme not in ("https", "http") or not host:
        raise Refused("地址应以 https:// 开头，并写明主机名。", "The address begins with https:// and names a host.")
    if parts.scheme == "http" and host not in settings.HOOKS_HTTP:
        raise Refused("地址应以 https:// 开头；确需 http 的主机由管理员在设置中列出。", "Use https; a host that needs http is named by the administrator in the settings.")  # fmt: skip
    if parts.username is not None or parts.password is not None:
        raise Refused("地址里不要写用户名和密码。", "Write no user and password into the address.")
    if parts.fragment:
        raise Refused("地址里不要写 # 及其后的部分。", "Leave out # and what follows.")
    if port == 0:
        raise Refused("端口不能是 0。", "The port cannot be 0.")
    secure = parts.scheme == "https"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not target.isascii():
        raise Refused("地址的路径请用 %XX 编码。", "Write the path of the address in %XX.")
    return Place(secure, host.rstrip("."), port or (443 if secure else 80), target)


def check(address: str) -> Place:
    """The same, and that an address written in figures is not inside. Names are looked at when something is sent."""
    place = parse(address)
    try:
        figures = ipaddress.ip_address(place.host)
    except ValueError:
        if place.host in ("localhost",) or place.host.endswith(".localhost"):
            _allow(place, ipaddress.ip_address("127.0.0.1"))
        return place
    _allow(place, figures)
    return place


def resolve(place: Place) -> str:
    """The one address that is connected to. Raises Refused where any that the name has is inside, Unreachable where it has none."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(f"找不到主机 {place.host}", f"there is no host {place.host}") from None
    figures = [str(one[4][0]) for one in found]
    for one in figures:
        _allow(place, ipaddress.ip_address(one.partition("%")[0]))
    return figures[0]


def _allow(place: Place, figures: Any) -> None:
    if place.host not in settings.HOOKS_INSIDE and inside(figures):
        raise Refused(
            f"{place.host} 是内部地址，不能发送；确需发送的主机由管理员在设置中列出。",
            f"{place.host} is an address inside; a host that needs it is named by the administrator in the settings.",
        )


def inside(figures: Any) -> bool:
    """Whether an address is not one of the open net; also where it is wrapped in another."""
    if figures.version == 6:
        wrapped = figures.ipv4_mapped or figures.sixtofour or (figures.teredo[1] if figures.teredo else None)
        if wrapped is None and figures in ipaddress.ip_network("64:ff9b::/96"):
            wrapped = ipaddress.IPv4Address(int(figures) & 0xFFFFFFFF)
        if wrapped is not None:
            return inside(wrapped)
        if figures.is_site_local:
            return True
    elif figures in _OF_PROTOCOLS:
        return True
    return not figures.is_global or figures.is_multicast or figures.is_reserved or figures.is_unspecified


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send it; the status that is answered. Raises Refused or Unreachable."""
    place = parse(address)
    to = resolve(place)
    connection = http.client.HTTPConnection(place.host, place.port, timeout=WAIT)
    opened: list[socket.socket] = []
    late = threading.Timer(WHOLE, _end, (opened,))
    late.daemon = True
    late.start()
    try:
        connection.sock = _opened(place, to, opened)
        connection.request("POST", place.target, body, {"Host": place.named, "Connection": "close", **headers})
        return int(connection.getresponse().status)
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(f"接收端证书不可信：{error.verify_message}", f"its certificate is not trusted: {error.verify_message}") from None  # fmt: skip
    except TimeoutError:
        raise Unreachable(f"{WAIT} 秒内没有应答", f"no answer within {WAIT} seconds") from None
    except (OSError, http.client.HTTPException) as error:
        zh, en = cause(error)
        raise Unreachable(f"连接未成功（{zh}）", f"no connection ({en})") from None
    finally:
        late.cancel()
        connection.close()


def _opened(place: Place, to: str, opened: list[socket.socket]) -> socket.socket:
    """Connected to that very address; over TLS as the host that was named."""
    plain = socket.create_connection((to, place.port), timeout=WAIT)
    opened.append(plain)
    if not place.secure:
        return plain
    try:
        wrapped = ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)
    except BaseException:
        plain.close()
        raise
    opened.append(wrapped)
    return wrapped


def _end(opened: list[socket.socket]) -> None:
    """Who answers a byte a second is cut off."""
    for one in opened:
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue
