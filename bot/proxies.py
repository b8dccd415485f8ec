"""The proxy that the environment names for a server."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from telegram.error import NetworkError


class ProxyError(NetworkError):
    """The environment names a proxy that cannot be used; its text is the proxy's scheme, if it has any."""


def proxy_for(root: str) -> str | None:
    """As ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` say; none for a server on this machine.

    An address without a scheme is an HTTP proxy's. ProxyError where it is another kind of proxy, or makes no sense.
    """
    server = urlsplit(root)
    host = server.hostname or ""
    if _is_here(host) or proxy_bypass(host):
        return None
    named = getproxies()
    proxy = named.get(server.scheme) or named.get("all")
    if not proxy:
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if (scheme := _scheme(proxy)) not in ("http", "https"):
        raise ProxyError(scheme)
    return proxy


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _scheme(proxy: str) -> str:
    """Empty where the address makes no sense."""
    try:
        address = urlsplit(proxy)
        usable = address.hostname and address.port != 0
    except ValueError:
        return ""
    return address.scheme if usable else ""
