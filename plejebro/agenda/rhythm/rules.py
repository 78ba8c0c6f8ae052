"""What may be written down, and when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plejebro.agenda.rhythm.enums import MarkKind
from plejebro.kernel.danish import date_text

_HALF = Decimal("0.5")
LONGEST_AHEAD_YEARS = 3


@dataclass(frozen=True)
class Written:
    """What is written down, as a form hands it in."""

    on: date
    text: str = ""
    proof: str = ""
    child_spoken_to: bool | None = None
    two_advisers: bool | None = None
    days: Decimal | None = None
    next_on: date | None = None
    next_reason: str = ""
    wish: str = ""


def refusal(kind: str, written: Written, *, starts: date, ends: date | None, today: date) -> str:
    """Why it cannot be written down, as a sentence; the empty text when it can."""
    if written.on > today:
        return "Datoen ligger i fremtiden. Skriv det ned, når det er gjort. Et besøg, der kommer, kan lægges i kalenderen."
    if written.on < starts and kind != MarkKind.INSPECTION:
        return f"Datoen ligger før den dag, barnet flyttede ind: {date_text(starts)}."
    if ends is not None and written.on > ends:
        return f"Datoen ligger efter den dag, anbringelsen sluttede: {date_text(ends)}."
    if kind == MarkKind.COURSE:
        return _of_days(written.days)
    if kind == MarkKind.SUPPORT_POSTPONED and not written.text.strip():
        return "Skriv, hvilket hensyn til barnet der gør, at støtten begynder senere."
    return _of_next(kind, written, ends)


def _of_days(days: Decimal | None) -> str:
    if days is None or not 0 < days <= 10:
        return "Skriv, hvor mange kursusdage det var: fra en halv til ti."
    return "" if days % _HALF == 0 else "Kursusdage tælles i hele og halve. Skriv for eksempel 1 eller 1,5."


def _of_next(kind: str, written: Written, ends: date | None) -> str:
    given = written.next_on
    if given is None:
        return "Skriv, hvornår næste opfølgning senest skal være." if kind == MarkKind.NEXT_DATE else ""
    if given <= written.on:
        return "Næste opfølgning skal ligge efter den dag, det bliver bestemt."
    if given.year > written.on.year + LONGEST_AHEAD_YEARS:
        return "Næste opfølgning ligger mere end tre år ude i fremtiden. Se datoen igennem."
    if ends is not None and given > ends:
        return f"Anbringelsen slutter {date_text(ends)}. Næste opfølgning skal ligge før."
    if not written.next_reason.strip() or not written.wish.strip():
        return "Skriv, hvorfor det bliver den dag, og hvad barnet ønsker."
    return ""
