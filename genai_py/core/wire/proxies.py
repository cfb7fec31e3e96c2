"""Selection of the proxy for a request. No socket."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from ..building.urls import is_local, is_private, without_credentials
from ..errors import GenAIAPIException

_SCHEMES = ("http", "https")


def check_proxy(where: str, url: str) -> str:
    """Return the URL of a proxy. where: the setting that the error names.

    Raises ValueError unless it is the URL of an HTTP proxy, with its scheme and a host.
    """
    problem = _problem(url)
    if problem:
        raise ValueError(f"{where}: {without_credentials(url)!r} {problem}")
    return url


def environment_proxy(url: str) -> str | None:
    """Return the proxy that the environment names for a URL; None where there is none.

    None as well for this machine and for hosts of the local network. Reads ``HTTP_PROXY``, ``HTTPS_PROXY``,
    ``ALL_PROXY`` and ``NO_PROXY``, in upper and lower case, and the settings of Windows and macOS. Raises
    GenAIAPIException where they name a proxy that cannot be used.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if is_local(url) or is_private(host):
        return None
    proxies = getproxies()
    name = parts.scheme if proxies.get(parts.scheme) else "all"
    proxy = proxies.get(name)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if not proxy or is_excepted(host, port, proxies.get("no", "")) or proxy_bypass(host):
        return None
    if "://" not in proxy:
        proxy = "http://" + proxy
    problem = _problem(proxy)
    if problem:
        raise GenAIAPIException(
            0,
            f"{name.upper()}_PROXY of the environment: {without_credentials(proxy)!r} {problem}; or add "
            f"{parts.hostname!r} to NO_PROXY, or set HttpClient.TrustEnvironment = False to connect directly",
        )
    return proxy


def is_excepted(host: str, port: int, exceptions: str) -> bool:
    """Return whether ``NO_PROXY`` names a host.

    exceptions: separated by commas or spaces: names, which stand for their subdomains too, with or without a dot or
    ``*.`` before them; addresses; ranges such as ``10.0.0.0/8``; each with a port or without one; ``*`` for all.
    """
    return any(_excepts(each, host.lower(), port) for each in exceptions.replace(",", " ").lower().split())


def _excepts(exception: str, host: str, port: int) -> bool:
    if exception == "*":
        return True
    name, found, number = exception.rpartition(":")
    if found and number.isdecimal() and (":" not in name or name.endswith("]")):
        if int(number) != port:
            return False
        exception = name
    exception = exception.strip("[]")
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(exception, strict=False)
    except ValueError:
        # At least one of them is a name.
        domain = exception.removeprefix("*").strip(".")
        return bool(domain) and (host == domain or host.endswith("." + domain))


def proxy_address(url: str) -> str:
    """Return the host and port of a proxy, without a user's name."""
    return urlsplit(url).netloc.rpartition("@")[2]


def _problem(url: str) -> str:
    """Return what is wrong with the URL of a proxy and what to do, or ""."""
    scheme = url.partition("://")[0].lower() if "://" in url else ""
    try:
        parts = urlsplit(url)
        usable = bool(scheme) and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if scheme.startswith("socks"):
        return (
            "is a SOCKS proxy, which is not supported; use its HTTP port if it has one, or put an HTTP proxy such as "
            "Privoxy before it"
        )
    if scheme and scheme not in _SCHEMES:
        return f"has the scheme {scheme!r}; expected a proxy such as 'http://127.0.0.1:8080'"
    return "" if usable else "is not the URL of a proxy; expected one such as 'http://127.0.0.1:8080'"
