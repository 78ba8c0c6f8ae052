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


# An uploaded file is shown without anything of ours around it, so its policy is stricter than a page's.
FILE_POLICY = ("default-src 'none'", "sandbox")


def wrong(answer: Any) -> list[str]:
    """The headers of `answer` that are not as the table says."""
    is_file = "Content-Disposition" in answer and "sandbox" in answer.get("Content-Security-Policy", "")
    found = [name for name, value in TABLE.items() if answer.get(name) != value]
    if is_file and answer.get("Referrer-Policy") == "no-referrer":
        found.remove("Referrer-Policy")
    policy = answer.get("Content-Security-Policy", "")
    found += [part for part in (FILE_POLICY if is_file else POLICY) if part not in policy]
    found += ["unsafe in the policy"] if "unsafe" in policy else []
    found += ["Permissions-Policy"] if "camera=()" not in answer.get("Permissions-Policy", "") else []
    return found + (["Cache-Control"] if "no-store" not in answer.get("Cache-Control", "") else [])
