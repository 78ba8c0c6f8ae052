"""One thing the law asks, in the words of the page: what, by when, who, and how it stands. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from plejebro.kernel.danish import date_text
from plejebro.law import Due

_ACTS: Final = {"SEL": "serviceloven", "BL": "barnets lov", "LST": "lov om socialtilsyn"}
_ORDER: Final = re.compile(r"BEK (\d+)/(\d{4})(.*)")
_CHIPS: Final = {
    "done": ("success", "check", "Gjort"),
    "done_late": ("neutral", "check", "Gjort efter fristen"),
    "ahead": ("info", "clock", "Kommer"),
    "soon": ("warning", "clock", "Snart"),
    "late": ("error", "alert", "Over fristen"),
    "missed": ("error", "alert", "Ikke skrevet ned"),
    "undecided": ("warning", "pause", "Dato mangler"),
    "unknown": ("neutral", "info", "Fra før Plejebro"),
    "excepted": ("neutral", "info", "Gælder ikke"),
}
_UNSURE: Final = {"M": "Det er vores læsning af loven.", "L": "Uafklaret: spørg en jurist."}
# What was not done within a year is history and no longer something to act on.
FORGOTTEN_AFTER_DAYS: Final = 365


@dataclass(frozen=True)
class DueRow:
    """One thing the law asks, as both sides see it. Empty texts are left out."""

    rule: str
    state: str
    title: str
    plain: str
    law: str
    source: str
    unsure: str
    who: str
    when: str
    advice: str
    late: str
    done: str
    progress: str
    note: str
    tone: str
    icon: str
    status: str
    due: date | None


def is_urgent(due: Due) -> bool:
    """Whether somebody should act: it is late, it was not done within the last year, or its date is missing."""
    return due.state in ("late", "undecided") or (due.state == "missed" and due.days_late <= FORGOTTEN_AFTER_DAYS)


def row_of(due: Due) -> DueRow:
    """The due in words."""
    tone, icon, status = _CHIPS[due.state]
    return DueRow(
        rule=due.rule,
        state=due.state,
        title=title_of(due),
        plain=due.plain,
        law=laws_text(due.basis),
        source=due.source,
        unsure=_UNSURE.get(due.confidence, ""),
        who=due.who,
        when=_when(due),
        advice=f"Godt at nå inden {date_text(due.aim)}. Det er et råd og ikke lovens frist." if due.aim else "",
        late=late_text(due),
        done=_done_text(due),
        progress=_progress(due),
        note=due.note,
        tone=tone,
        icon=icon,
        status=status,
        due=due.due,
    )


def title_of(due: Due) -> str:
    """What it is: "Tilsynsbesøg nr. 2 i 2026"."""
    day = due.due or due.done
    if due.rule == "supervision" and day:
        return f"{due.name} nr. {due.number} i {day.year}"
    if due.rule == "courses":
        return f"{due.name} i det {due.number}. år"
    return due.name


def late_text(due: Due) -> str:
    """What is late, in words that blame nobody; the empty text when nothing is."""
    if due.state == "done_late":
        return f"{days_text(due.days_late)} efter fristen."
    if due.state == "late":
        return f"{days_text(due.days_late)} over fristen."
    if due.state == "missed":
        return "Fristen er gået, og der er ikke skrevet noget ned."
    if due.state == "unknown":
        return "Det var, før noget blev skrevet ned her. Vi ved ikke, om det er gjort."
    return ""


def law_text(basis: str) -> str:
    """A paragraph with its act's name: "barnets lov § 95, stk. 2", "bekendtgørelse nr. 1489 fra 2023 §§ 5 og 7"."""
    if order := _ORDER.fullmatch(basis):
        return f"bekendtgørelse nr. {order[1]} fra {order[2]}{order[3]}"
    act, _, rest = basis.partition(" ")
    return f"{_ACTS.get(act, act)} {rest}".strip()


def laws_text(bases: Sequence[str]) -> str:
    """Several paragraphs, the act's name once: "barnets lov § 56, stk. 2, og § 56, stk. 3"."""
    words: list[str] = []
    for number, basis in enumerate(bases):
        same = number > 0 and basis.split(" ")[0] == bases[number - 1].split(" ")[0] != "BEK"
        words.append(basis.partition(" ")[2] if same else law_text(basis))
    *first, last = words
    return f"{', '.join(first)} og {last}" if first else last


def days_text(number: int) -> str:
    """'1 dag', '3 dage'; from a hundred days in months."""
    if number >= 100:
        return f"{number // 30} måneder"
    return "1 dag" if number == 1 else f"{number} dage"


def course_text(days: Decimal) -> str:
    """'1 kursusdag', '1,5 kursusdage'."""
    number = f"{days.normalize():f}".replace(".", ",")
    return f"{number} kursusdag" if days == 1 else f"{number} kursusdage"


def _when(due: Due) -> str:
    if due.due is None:
        return ""
    return f"{'Senest' if due.is_open or due.state == 'missed' else 'Fristen var'} {date_text(due.due)}"


def _done_text(due: Due) -> str:
    if due.done is None:
        return ""
    return f"{'Nået' if due.rule == 'courses' else 'Gjort'} {date_text(due.done)}"


def _progress(due: Due) -> str:
    if due.needed is None or due.got is None:
        return ""
    return f"{course_text(due.got).split()[0]} af {course_text(due.needed)} er bekræftet."
