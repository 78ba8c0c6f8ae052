"""Finding things by their words."""

from __future__ import annotations

from django.db.models import Q

from plejebro.kernel.danish import stems
from plejebro.wordindex.models import Word

_LONGEST = 60


def key_of(word: str) -> str:
    """The word as hex of its UTF-8 bytes, cut at 60 bytes."""
    return word.encode()[:_LONGEST].hex()


def having(kind: str, text: str, column: str = "pk") -> Q | None:
    """A condition for "has every word of `text`, or one that begins with it"; None when `text` holds no words."""
    words = stems(text)
    if not words:
        return None
    condition = Q()
    for word in words[:6]:
        low = key_of(word)
        # 'g' is the first letter after the hex digits, so the range holds exactly the words that begin with `word`.
        found = Word.objects.filter(kind=kind, key__gte=low, key__lt=low + "g")
        condition &= Q(**{f"{column}__in": found.values("object_id")})
    return condition
