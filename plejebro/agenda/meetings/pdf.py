"""A meeting on paper, made by typst from the page model: what the page does not show, the PDF cannot show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from plejebro.access.viewer import Viewer
from plejebro.agenda.meetings.pages import MeetingPage, MinutesShown, PersonShown
from plejebro.kernel import clock
from plejebro.kernel.danish import datetime_text

TEMPLATE = Path(__file__).parent / "typst" / "meeting.typ"


def meeting_pdf(model: MeetingPage, viewer: Viewer) -> bytes:
    """PDF/A-2a (archivable) and PDF/UA-1, Danish, tagged. Text goes in as data and is never read as typst code."""
    data = json.dumps(content_of(model, viewer), ensure_ascii=False)
    made: Any = typst.compile(str(TEMPLATE), sys_inputs={"data": data}, format="pdf", pdf_standards=["a-2a", "ua-1"])
    return bytes(made)


def content_of(model: MeetingPage, viewer: Viewer) -> dict[str, Any]:
    """Exactly what the template prints: the newest minutes with their objections, or the invitation where there are none."""
    row, newest = model.row, model.minutes[0] if model.minutes else None
    return {
        "title": f"{'Referat' if newest else 'Indkaldelse'}: {row.title}",
        "facts": [[name, text] for name, text in _facts(model) if text],
        "purpose": model.purpose,
        "people": [_person(one, with_answer=model.is_coming) for one in model.people],
        "points": [one.text for one in model.points],
        "minutes": _minutes(newest) if newest else None,
        "made": f"Hentet fra Plejebro {datetime_text(clock.now())} af {viewer.name}",
    }


def _facts(model: MeetingPage) -> list[tuple[str, str]]:
    row = model.row
    return [
        ("Sagsnummer", row.case_number),
        ("Barn", row.child.name),
        ("Tid", f"{row.when} {row.hours}".strip()),
        ("Sted", row.place),
        ("Videomøde", model.video),
        ("Indkaldt af", model.invited),
        ("Status", "Aflyst" if model.is_cancelled else ""),
    ]


def _person(one: PersonShown, *, with_answer: bool) -> str:
    what = "bisidder" if one.is_companion else one.label.lower()
    said = f": {one.answer.lower()}" if one.answer and with_answer else ""
    return f"{one.name}{f' ({what})' if what else ''}{said}"


def _minutes(newest: MinutesShown) -> dict[str, Any]:
    return {
        "by": newest.by,
        "window": newest.window,
        "text": newest.text,
        "agreed": newest.agreed,
        "objections": [[by, text] for by, _, text in newest.objections],
    }
