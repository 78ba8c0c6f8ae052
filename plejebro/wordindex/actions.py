"""Keeping the index in step: called by the verb that changed the text, in the same transaction."""

from __future__ import annotations

from plejebro.kernel.danish import stems
from plejebro.wordindex.models import Word
from plejebro.wordindex.queries import key_of


def put(*, kind: str, object_id: int, text: str) -> None:
    """Makes the words of `text` the words under which the thing is found; what it was found under before is gone."""
    wanted = {key_of(word) for word in stems(text)}
    present = set(Word.objects.filter(kind=kind, object_id=object_id).values_list("key", flat=True))
    if present - wanted:
        Word.objects.filter(kind=kind, object_id=object_id, key__in=present - wanted).delete()
    Word.objects.bulk_create([Word(kind=kind, object_id=object_id, key=key) for key in sorted(wanted - present)])
