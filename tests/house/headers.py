"""The header table, literally: what stands on every answer."""

from __future__ import annotations

from typing import Any

TABLE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)


def wrong(answer: Any) -> list[str]:
    """The headers of `answer` that are not as the table says."""
    found = [name for name, value in TABLE.items() if answer.get(name) != value]
    policy = answer.get("Content-Security-Policy", "")
    found += [part for part in POLICY if part not in policy]
    found += ["unsafe in the policy"] if "unsafe" in policy else []
    found += ["Permissions-Policy"] if "camera=()" not in answer.get("Permissions-Policy", "") else []
    return found + (["Cache-Control"] if "no-store" not in answer.get("Cache-Control", "") else [])
