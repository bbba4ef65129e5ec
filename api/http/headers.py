"""The security headers of every answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import MutableHeaders

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)

ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "X-Robots-Tag": "noindex, nofollow",
    }
)
# A route may set a narrower or wider one of its own: pictures in a frame, files that never change.
UNLESS_SET: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)
HSTS = "max-age=31536000"


def add_headers(headers: MutableHeaders, *, language: str, request_id: str, tls: bool) -> None:
    """Put the headers of the house on an answer."""
    for name, value in ALWAYS.items():
        headers[name] = value
    for name, value in UNLESS_SET.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Language", language)
    headers.add_vary_header("Accept-Language, Cookie")
    headers["Request-Id"] = request_id
    if tls:
        headers["Strict-Transport-Security"] = HSTS
