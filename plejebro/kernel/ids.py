"""Case numbers that say nothing about the case, for e-mails and for reading aloud on the phone; ids out of what was sent."""

from __future__ import annotations

import random
import re
from typing import Final
from uuid import UUID

ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0 or 1: they are misread and misheard
_LENGTH: Final = 6
_FORM: Final = re.compile(rf"PB([{ALPHABET}]{{4}})([{ALPHABET}]{{2}})")
_SYSTEM: Final = random.SystemRandom()


def case_number(rng: random.Random | None = None) -> str:
    """A new opaque case number such as 'PB-7F3K-9Q', one of about a thousand million.

    Drawn from the system's randomness unless `rng` is given (seeded demo data). Unique only by the database's
    constraint: the caller draws again when it is taken.
    """
    signs = "".join((rng or _SYSTEM).choice(ALPHABET) for _ in range(_LENGTH))
    return f"PB-{signs[:4]}-{signs[4:]}"


def parse_case_number(text: str) -> str | None:
    """The case number somebody typed, in its own form ('pb 7f3k9q' -> 'PB-7F3K-9Q'), or None when it is not one."""
    match = _FORM.fullmatch(re.sub(r"[\s\-]", "", text).upper())
    return f"PB-{match[1]}-{match[2]}" if match else None


def uuid_or_none(text: str | None) -> UUID | None:
    """The id in `text`, or None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
