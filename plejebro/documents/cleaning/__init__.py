"""Type by content, and cleaning, bytes in and bytes out. Runs in the cleaning process; knows no Django, no vault."""

from __future__ import annotations

from plejebro.documents.cleaning.sniff import sniff
from plejebro.documents.rules import KINDS, MAX_CLEANED_BYTES, FileRefused, Kind, Refusal


def clean(data: bytes) -> tuple[Kind, bytes]:
    """The kind of file and a harmless copy without metadata; raises FileRefused. For the cleaning process only."""
    found = sniff(data)
    # The parsers are imported one at a time: the process starts faster and holds less that can be attacked.
    if found == "pdf":
        from plejebro.documents.cleaning.pdf import clean_pdf

        result = KINDS["pdf"], clean_pdf(data)
    elif found == "zip":
        from plejebro.documents.cleaning.office import clean_office

        result = clean_office(data)
    else:
        from plejebro.documents.cleaning.images import clean_image

        result = clean_image(data, found)
    if len(result[1]) > MAX_CLEANED_BYTES:
        raise FileRefused(Refusal.TOO_HEAVY)
    return result
