"""Danish letters as machines can compare them: for search and for sorting."""

from __future__ import annotations

import unicodedata


def plain_letters(text: str) -> str:
    """Case-folded text with a to z, æ, ø and å only: é is e, ä is æ, ö is ø, ü is y, and aa is å."""
    folded = unicodedata.normalize("NFC", text).casefold()
    for foreign, danish in (("ä", "æ"), ("ö", "ø"), ("ü", "y"), ("aa", "å")):
        folded = folded.replace(foreign, danish)
    return "".join(sign if sign in "æøå" else _without_accents(sign) for sign in folded)


def sort_key(text: str) -> str:
    """A text that sorts as Danish does, æ, ø and å last, so that Aabenraa comes after Ærø.

    Meant to be stored beside the name. The three letters become letters after every real z-word, because the
    databases disagree on anything but a to z (no Danish collation can be counted on).
    """
    key = plain_letters(text)
    for letter, last in (("æ", "zzza"), ("ø", "zzzb"), ("å", "zzzc")):
        key = key.replace(letter, last)
    return " ".join(key.split())


def _without_accents(sign: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
