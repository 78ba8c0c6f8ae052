"""The hash of a version: whoever has the PDF can see that it is the one both sides accepted. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID


def canonical(content: Mapping[str, Any]) -> str:
    """JSON that is the same for the same content: keys in order, no spaces, letters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def version_hash(
    *, document: UUID, number: int, content: Mapping[str, Any], starts: date, ends: date | None, previous: str
) -> str:
    """SHA-256 in 64 hexadecimal digits over everything that was agreed, chained to the version before."""
    whole = {
        "document": str(document),
        "number": number,
        "content": dict(content),
        "starts": starts.isoformat(),
        "ends": ends.isoformat() if ends else None,
        "previous": previous,
    }
    return hashlib.sha256(canonical(whole).encode()).hexdigest()


def grouped(digest: str) -> str:
    """The hash in groups of eight, as people read it."""
    return " ".join(digest[first : first + 8] for first in range(0, len(digest), 8))


def ungrouped(text: str) -> str:
    """What somebody typed or pasted, as a hash; the empty text when it is none."""
    digest = "".join(text.split()).lower()
    return digest if len(digest) == 64 and all(sign in "0123456789abcdef" for sign in digest) else ""
