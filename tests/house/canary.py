"""What must not be on whose page: markers of the protected child and of the other municipality's child."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from plejebro.people import vault
from tests.cast import Cast

KNOW_SIGRUN = {"ruth", "nadia", "ida", "mette"}
ADAL_STAFF = {"sara", "lars", "nadia", "mette", "ida", "kaj", "hanne", "bo", "ole", "birgit", "tove"}
FJORDBY_STAFF = {"peter", "gerda", "rikke", "jens_falk", "lone"}

SIGRUN = ("Sigrun", "Kvistgaard", "Tranehøjvej", "Ravnsby", "Torben Vang")
MIA = (r"\bMia\b", "Nørskov", "Pasning efter skole", "Mias sommerferie", "Peter Skov")
NOAH = (r"\bNoah\b", "Dreyer", "Aflastning i uge 7", "Sara Lund", "Mette Holm")

Rule = tuple[re.Pattern[str], Callable[[str], bool]]


def rules(cast: Cast) -> list[Rule]:
    """Each marker with the people on whose pages it is a leak."""
    cpr = [part for number in numbers(cast).values() for part in (number, f"{number[:6]}-{number[6:]}")]
    return [
        *((re.compile(marker), lambda who: who not in KNOW_SIGRUN) for marker in SIGRUN),
        *((re.compile(marker), ADAL_STAFF.__contains__) for marker in MIA),
        *((re.compile(marker), FJORDBY_STAFF.__contains__) for marker in NOAH),
        (re.compile("|".join(cpr)), lambda who: True),
    ]


def numbers(cast: Cast) -> dict[str, str]:
    """The CPR number of each child, by the child's key: the one thing its own adviser may be shown on request."""
    people = {key: cast.child(key) for key in cast.keys("child:")}
    return {key: vault.unseal(person.cpr.sealed, owner=person.public_id) for key, person in people.items()}


def without_number(text: str, number: str) -> str:
    """`text` without that one number, however it is written."""
    return text.replace(number, "").replace(f"{number[:6]}-{number[6:]}", "")


def leaks(some: Iterable[Rule], who: str, text: str) -> list[str]:
    """The markers in `text` that `who` must not see."""
    return [pattern.pattern[:40] for pattern, is_leak in some if is_leak(who) and pattern.search(text)]


def text_of(answer: Any) -> str:
    """The body and the address of an answer as text; for files that are not text, their bytes read as Latin-1."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    charset = "utf-8" if "text" in answer.get("Content-Type", "") or "json" in answer.get("Content-Type", "") else "latin-1"
    return f"{answer.get('Location', '')} {answer.get('Content-Disposition', '')} {body.decode(charset, 'replace')}"
