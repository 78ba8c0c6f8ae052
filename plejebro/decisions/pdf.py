"""Letters and the step list as PDF, made by typst from what the pages show. Text goes in as data, never as typst code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from plejebro.access.viewer import Viewer
from plejebro.decisions.casepage import CasePage
from plejebro.decisions.enums import LetterKind
from plejebro.decisions.models import DecisionCase
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text, datetime_text

FOLDER = Path(__file__).parent / "typst"


def letter_pdf(case: DecisionCase, kind: LetterKind, text: str, version: int, viewer: Viewer) -> bytes:
    """A version of a letter, PDF/UA-1, Danish, tagged; version 0 is the first draft."""
    return _made("letter.typ", letter_content(case, kind, text, version, viewer))


def steps_pdf(page: CasePage, viewer: Viewer) -> bytes:
    """The step list as the page shows it to this viewer, PDF/UA-1, Danish, tagged."""
    return _made("steps.typ", steps_content(page, viewer))


def letter_content(case: DecisionCase, kind: LetterKind, text: str, version: int, viewer: Viewer) -> dict[str, Any]:
    """Exactly what the letter's template prints: blocks of headings and paragraphs."""
    blocks = [
        {"heading": line[2:].strip(), "text": ""} if line.startswith("# ") else {"heading": "", "text": line}
        for line in text.splitlines()
        if line.strip()
    ]
    title = next((block["heading"] for block in blocks if block["heading"]), str(LetterKind(kind).label))
    if blocks and blocks[0]["heading"] == title:
        blocks = blocks[1:]
    draft = "Kladde" if version == 0 else f"Version {version}"
    return {
        "title": title,
        "sender": str(case.placement.municipality),
        "date": date_text(viewer.today),
        "blocks": blocks,
        "footer": f"Sagsnummer {case.case_number}. {draft}.",
    }


def steps_content(page: CasePage, viewer: Viewer) -> dict[str, Any]:
    """Exactly what the step list's template prints."""
    return {
        "title": f"{page.title}: {page.child.name}",
        "facts": [
            ["Sagsnummer", page.case_number],
            ["Kommune", page.municipality],
            ["Status", page.status],
            ["Vej", page.route or "ikke valgt"],
            ["Lov", page.law or "ikke oplyst"],
            *[[row.name, row.on or "ikke skrevet"] for row in page.facts],
        ],
        "headline": page.headline,
        "counted": page.counted,
        "groups": [
            {
                "title": group.title,
                "rows": [
                    [
                        f"{row.id} {row.name}",
                        row.face.word,
                        row.basis,
                        "; ".join(row.evidence) or f"Intet lagt på sagen. Vises ved: {row.proof}",
                    ]
                    for row in group.rows
                ],
            }
            for group in page.groups
        ],
        "light": page.light.headline if page.light else "",
        "recorded": _recorded(page),
        "made": f"Hentet fra Plejebro {datetime_text(clock.now())} af {viewer.name}",
    }


def _recorded(page: CasePage) -> str:
    row = page.recorded
    if row is None:
        return ""
    gaps = f" Manglede da: {', '.join(row.gaps)}. Begrundelse: {row.reason}" if row.gaps else " Intet manglede."
    return f"Afgørelsen blev skrevet ned {row.by}.{gaps} Lovdata: {row.law_version}."


def _made(template: str, content: dict[str, Any]) -> bytes:
    data = json.dumps(content, ensure_ascii=False)
    made: Any = typst.compile(str(FOLDER / template), sys_inputs={"data": data}, format="pdf", pdf_standards=["ua-1"])
    return bytes(made)
