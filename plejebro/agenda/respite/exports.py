"""The year's stays, holidays and care of one placement for a spreadsheet: semicolons, UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
import io
from typing import Final

from plejebro.access.viewer import Viewer
from plejebro.agenda.respite import pages, plan_pages
from plejebro.placements.models import Placement

BOM: Final = "\ufeff"
_HEAD: Final = ("slags", "hvornår", "dage", "hos", "hvem betaler", "status", "sagsnummer")


def year_csv(placement: Placement, viewer: Viewer, year: int) -> str:
    """What the page shows, masked as the page; holiday by the holiday year that begins in `year`."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEAD)
    for stay in pages.built(pages.stays_of(placement, viewer, year), viewer):
        cells = [stay.when, str(stay.days), stay.relief, stay.payer, stay.status, stay.case_number]
        writer.writerow(["Støtteophold (aflastning)", *map(_cell, cells)])
    for wish in plan_pages.wishes_of(placement, viewer, year):
        row = plan_pages.wish_row(wish, viewer)
        writer.writerow([f"Ferie, {row.what.lower()}", row.when, str(row.days), "", "", row.status, row.case_number])
    for care in plan_pages.care_of(placement, viewer, year):
        one = plan_pages.care_row(care, viewer)
        writer.writerow(["Pasning", one.when, "", _cell(one.carer), one.payer, one.status, one.case_number])
    return BOM + text.getvalue()


def _cell(value: str) -> str:
    """A spreadsheet must not take what somebody typed for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
