"""A version of an agreement as PDF, made by typst from the page model: both sides can fetch the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.urls import reverse

from plejebro.access.viewer import Viewer
from plejebro.agreements.pages import VersionPage, worth_of_version
from plejebro.agreements.rows import holder_name
from plejebro.kernel import clock
from plejebro.kernel.danish import datetime_text

TEMPLATE = Path(__file__).parent / "typst" / "agreement.typ"


def version_pdf(model: VersionPage, thing: Any, viewer: Viewer) -> bytes:
    """PDF/A-2a (archivable) and PDF/UA-1, Danish, tagged. Text goes in as data and is never read as typst code."""
    data = json.dumps(content_of(model, thing, viewer), ensure_ascii=False)
    made: Any = typst.compile(str(TEMPLATE), sys_inputs={"data": data}, format="pdf", pdf_standards=["a-2a", "ua-1"])
    return bytes(made)


def content_of(model: VersionPage, thing: Any, viewer: Viewer) -> dict[str, Any]:
    """Exactly what the template prints."""
    frame = model.frame
    return {
        "title": f"{frame.title}, version {model.number}",
        "status": _status(model),
        "is_agreed": model.both,
        "facts": [[name, text] for name, text in _facts(model, thing) if text],
        "sections": [
            {"title": section.title, "fields": [[one.label, one.text] for one in section.fields if not one.is_empty]}
            for section in model.sections
        ],
        "money": [list(line) for line in worth_of_version(thing, model.number)] if frame.is_contract else [],
        "signatures": [[one.side, one.text, "ja" if one.given else ""] for one in model.yes],
        "hash": model.hash_text,
        "check": f"{settings.PLEJEBRO_BASE_URL.rstrip('/')}{reverse('agreements:check')}",
        "note": "Kontrakten ligger ikke i barnets sag, og barnets forældre har ikke adgang til den."
        if frame.is_contract
        else "",
        "made": f"Hentet fra Plejebro {datetime_text(clock.now())} af {viewer.name}",
    }


def _status(model: VersionPage) -> str:
    if model.both:
        return "Godkendt af begge sider med totrins-login."
    return f"{model.state}. Ikke godkendt af begge sider."


def _facts(model: VersionPage, thing: Any) -> list[tuple[str, str]]:
    frame = model.frame
    return [
        ("Sagsnummer", frame.case_number),
        ("Barn", frame.child.name),
        ("Kommune", frame.municipality),
        ("Plejefamilie", frame.home),
        ("Kontrakten er indgået med", holder_name(thing) if frame.is_contract else ""),
        ("Gælder", model.period),
        ("Foreslået af", model.proposed),
    ]
