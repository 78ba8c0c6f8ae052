"""A version of a contact plan as PDF, made by typst from the page model: what the page keeps from a side is not in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from plejebro.access.viewer import Viewer
from plejebro.agenda.contact.pages import VersionPage
from plejebro.agenda.contact.showing import HIDDEN_WORDS
from plejebro.kernel import clock
from plejebro.kernel.danish import datetime_text
from plejebro.versions.hashing import grouped

TEMPLATE = Path(__file__).parent / "typst" / "plan.typ"


def version_pdf(model: VersionPage, viewer: Viewer) -> bytes:
    """PDF/A-2a (archivable) and PDF/UA-1, Danish, tagged. Text goes in as data and is never read as typst code."""
    data = json.dumps(content_of(model, viewer), ensure_ascii=False)
    made: Any = typst.compile(str(TEMPLATE), sys_inputs={"data": data}, format="pdf", pdf_standards=["a-2a", "ua-1"])
    return bytes(made)


def content_of(model: VersionPage, viewer: Viewer) -> dict[str, Any]:
    """Exactly what the template prints."""
    frame = model.frame
    facts = [
        ("Sagsnummer", frame.case_number),
        ("Barn", frame.child.name),
        ("Plejefamilie", frame.home),
        ("Hvor tit", model.often),
        ("Gælder", model.period),
        ("Foreslået af", model.proposed),
        ("Afgjort", model.settled),
    ]
    return {
        "title": f"Samværsplan. {frame.title}, version {model.number}",
        "status": f"{model.how}." if model.how else f"{model.state}. Planen gælder ikke.",
        "holds": bool(model.how),
        "facts": [[name, text] for name, text in facts if text],
        "sections": [
            {"title": one.title, "fields": [[row.label, row.text] for row in one.fields if _is_said(row)]}
            for one in model.sections
        ],
        "hearing": _hearing(model),
        "yes": [[one.side, one.text] for one in model.yes],
        "hash": grouped(model.hash),
        "made": f"Hentet fra Plejebro {datetime_text(clock.now())} af {viewer.name}",
    }


def _is_said(field: Any) -> bool:
    return not field.is_empty or field.text == HIDDEN_WORDS


def _hearing(model: VersionPage) -> list[str]:
    if model.hearing is None:
        return []
    asked = f"Kommunen spurgte {model.hearing.asked} (barnets lov § 106)."
    if not model.hearing.answered:
        return [asked, "Familien har ikke svaret."]
    return [asked, f"Svar fra {model.hearing.answered}.", *(model.hearing.statement or "Uden bemærkninger.").splitlines()]
