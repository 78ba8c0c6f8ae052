"""The placement's page as PDF, made by typst from the page model: what the page does not show, the PDF cannot show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from plejebro.access.viewer import Viewer
from plejebro.kernel import clock
from plejebro.kernel.danish import datetime_text
from plejebro.web.queries.placement_page import PlacementPage, Waiting
from plejebro.web.queries.timeline import Entry

TEMPLATE = Path(__file__).parent / "typst" / "record.typ"


def record_pdf(page: PlacementPage, viewer: Viewer) -> bytes:
    """PDF/UA-1, Danish, tagged. Text goes in as data and is never read as typst code."""
    data = json.dumps(content_of(page, viewer), ensure_ascii=False)
    made: Any = typst.compile(str(TEMPLATE), sys_inputs={"data": data}, format="pdf", pdf_standards=["ua-1"])
    return bytes(made)


def content_of(page: PlacementPage, viewer: Viewer) -> dict[str, Any]:
    """Exactly what the template prints."""
    people = [(member.name, "plejeforælder") for member in page.members] or [(page.home.name, page.home.address)]
    people += [(contact.name, f"{contact.role}, {contact.since}") for contact in page.contacts]
    if page.representative:
        people.append((page.representative.name, "udpeget af kommunen til at varetage familiens interesser"))
    return {
        "title": page.child.title,
        "facts": page.facts,
        "people": people,
        "waiting": [(waiting.row.title, _waiting(waiting)) for waiting in page.waiting],
        "dates": [(row.when, row.what) for row in page.dates],
        "agreed": [(f"{row.title} ({row.on})", row.text) for row in page.agreed],
        "days": [(day.heading, [_sentence(entry) for entry in day.entries]) for day in page.timeline.days],
        "made": f"Hentet fra Plejebro {datetime_text(clock.now())} af {viewer.name}",
    }


def _waiting(waiting: Waiting) -> str:
    row = waiting.row
    clock_text = f"{row.face.text}. {row.face.detail}" if row.face else f"{row.turn_text}."
    return f"Sagsnummer {row.case_number}. {clock_text} {waiting.raised}".strip()


def _sentence(entry: Entry) -> str:
    role = f"({entry.role})" if entry.role else ""
    said = " ".join(part for part in (entry.who, role, entry.did, entry.about) if part)
    rest = " · ".join(part for part in (entry.time, entry.note) if part)
    return f"{said} – {rest}" if rest else said
