"""Under which addresses pupils reach this server from other machines."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

_ELSEWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses for documentation, which nobody has: nothing is sent to them."""


def is_local(host: str) -> bool:
    """Whether only this machine reaches a server that listens there."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def reachable(host: str, port: int, root: str, asked: str) -> list[str]:
    """The addresses of the server's first page, the one to be preferred first; none where it
    listens to this machine alone.

    `host` and `port` are where it listens, `asked` is the address under which it was asked for
    this: where that is no local one, others get there too, even through a proxy.
    """
    found = []
    if not is_local(urlsplit(asked).hostname or "localhost"):
        found.append(asked.rstrip("/"))
    if not is_local(host):
        hosts = _own_addresses() if _is_any(host) else [host]
        found += (f"http://{_in_url(each)}:{port}{root}" for each in hosts)
    return list(dict.fromkeys(found))


def _is_any(host: str) -> bool:
    if host == "":
        return True
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _own_addresses() -> list[str]:
    """The addresses of this machine's networks, that of the way out first; then its name."""
    found = dict.fromkeys([*_of_the_way_out(), *_of_the_name()])
    usable = [each for each in found if _is_usable(each)]
    usable.sort(key=lambda each: ":" in each)
    return [*usable, socket.gethostname().lower()]


def _of_the_way_out() -> Iterator[str]:
    for family, elsewhere in _ELSEWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as way:
                # Only chooses the network that would be used.
                way.connect((elsewhere, 9))
                yield way.getsockname()[0]
        except OSError:
            continue


def _of_the_name() -> Iterator[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        return
    for *_, address in found:
        yield str(address[0])


def _is_usable(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or address.is_link_local)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
