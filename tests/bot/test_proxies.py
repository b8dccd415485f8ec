"""Which proxy the environment names for a server."""

from __future__ import annotations

import pytest

from bot.proxies import ProxyError, proxy_for

TELEGRAM = "https://telegram.example"
PROXY = "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("root", "environment", "proxy"),
    [
        (TELEGRAM, {}, None),
        (TELEGRAM, {"HTTPS_PROXY": PROXY}, PROXY),
        (TELEGRAM, {"HTTPS_PROXY": "proxy.example:3128"}, PROXY),
        (TELEGRAM, {"HTTP_PROXY": PROXY}, None),
        (TELEGRAM, {"ALL_PROXY": PROXY}, PROXY),
        (TELEGRAM, {"HTTPS_PROXY": PROXY, "ALL_PROXY": "http://other.example"}, PROXY),
        (TELEGRAM, {"HTTPS_PROXY": PROXY, "NO_PROXY": "telegram.example"}, None),
        ("http://127.0.0.1:8081", {"HTTP_PROXY": PROXY}, None),
        ("http://localhost:8081", {"ALL_PROXY": PROXY}, None),
        ("http://[::1]:8081", {"ALL_PROXY": PROXY}, None),
    ],
)
def test_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, root: str, environment: dict[str, str], proxy: str | None
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(root) == proxy


@pytest.mark.parametrize(
    ("proxy", "scheme"),
    [
        ("socks5://name:secret@proxy.example:1080", "socks5"),
        ("http://[bad", ""),
        ("http://name:secret@proxy.example:99999", ""),
        ("http://", ""),
    ],
)
def test_what_is_no_http_proxy_is_refused(monkeypatch: pytest.MonkeyPatch, proxy: str, scheme: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(ProxyError, match=f"^{scheme}$"):
        proxy_for(TELEGRAM)
