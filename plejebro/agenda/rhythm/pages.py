"""The page of a placement's rhythm: frozen, masked, the same for both sides but for the child's wish and the reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from plejebro.access.mask import ShownPerson
from plejebro.access.viewer import Viewer
from plejebro.agenda.enums import EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.rhythm.enums import MarkKind
from plejebro.agenda.rhythm.facts import facts_of
from plejebro.agenda.rhythm.models import Mark
from plejebro.agenda.rhythm.perms import may_change
from plejebro.agenda.rhythm.words import DueRow, course_text, is_urgent, row_of
from plejebro.kernel.clock import local
from plejebro.kernel.danish import date_text, time_text, weekday_date
from plejebro.law import Due, rhythm
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of
from plejebro.versions.enums import Side

# So many of the things written down stand on the page at once; the rest is folded away.
SHOWN_AT_ONCE = 5

# Which page writes down what a rule asks for, and who may open it.
_STEPS = {
    "follow_up_first": ("may_rhythm_record", "rhythm_follow_up", "Skriv opfølgningen ned"),
    "follow_up_later": ("may_rhythm_record", "rhythm_follow_up", "Skriv opfølgningen ned"),
    "supervision": ("may_rhythm_record", "rhythm_visit", "Skriv besøget ned"),
    "support_start": ("may_rhythm_support", "rhythm_support", "Skriv støtten ned"),
    "support_done": ("may_rhythm_support", "rhythm_support", "Skriv støtten ned"),
    "courses": ("may_rhythm_note", "rhythm_course", "Skriv kursusdage ned"),
    "inspection": ("may_rhythm_note", "rhythm_inspection", "Skriv besøget ned"),
}
_NEXT = ("may_rhythm_record", "rhythm_next", "Bestem datoen")
# One thing done is good for one of these.
_PROVES = {
    MarkKind.FOLLOW_UP: ("follow_up_first", "follow_up_later"),
    MarkKind.SUPERVISION: ("supervision",),
    MarkKind.SUPPORT_BEGAN: ("support_start",),
    MarkKind.SUPPORT_DONE: ("support_done", "support_start"),
    MarkKind.INSPECTION: ("inspection",),
}


@dataclass(frozen=True)
class Item:
    """A thing the law asks, who wrote it down, and the step the viewer can take now (empty without one)."""

    row: DueRow
    by: str
    step: str
    url: str


@dataclass(frozen=True)
class Line:
    """Something that was written down: what, when, by whom, and what became of it."""

    public_id: UUID
    what: str
    on: str
    by: str
    side: str
    details: tuple[str, ...]
    private: tuple[str, ...]
    status: str
    tone: str
    is_gone: bool
    answer_url: str
    correct_url: str
    withdraw_url: str


@dataclass(frozen=True)
class RhythmPage:
    """The page."""

    public_id: UUID
    child: ShownPerson
    is_family: bool
    is_own_record: bool
    is_over: bool
    headline: str
    urgent: list[Item]
    coming: list[Item]
    past: list[Item]
    planned: list[str]
    waiting: list[Line]
    lines: list[Line]
    older: list[Line]
    may_record: bool
    may_support: bool
    may_note: bool


def rhythm_page(placement: Any, viewer: Viewer) -> RhythmPage:
    """The page of a placement that came through `with_mask` and its door with `GRANTS`; six queries."""
    facts = facts_of(Placement.objects.filter(pk=placement.pk), viewer.today)[placement.pk]
    dues = rhythm(facts, viewer.today)
    marks = _marks(placement)
    items = [_item(placement, due, _who_wrote(marks, placement, viewer)) for due in dues]
    pairs = list(zip(dues, items, strict=True))
    urgent = [item for due, item in pairs if is_urgent(due) and not _is_over(placement, viewer.today)]
    coming = [item for due, item in pairs if due.state in ("soon", "ahead", "excepted")]
    lines = [line_of(placement, mark, viewer) for mark in marks]
    return RhythmPage(
        public_id=placement.public_id,
        child=child_of(placement, viewer.today),
        is_family=viewer.is_family,
        is_own_record=placement.shared_at is None,
        is_over=_is_over(placement, viewer.today),
        headline=_headline(dues, viewer.today, is_over=_is_over(placement, viewer.today)),
        urgent=urgent,
        coming=coming,
        past=[item for _, item in reversed(pairs) if item not in urgent and item not in coming],
        planned=_planned(placement, viewer.today),
        waiting=[line for line in lines if line.answer_url],
        lines=lines[:SHOWN_AT_ONCE],
        older=lines[SHOWN_AT_ONCE:],
        may_record=placement.may_rhythm_record,
        may_support=placement.may_rhythm_support,
        may_note=placement.may_rhythm_note,
    )


def _is_over(placement: Any, today: date) -> bool:
    return placement.ends is not None and placement.ends < today


def _marks(placement: Any) -> list[Mark]:
    rows = Mark.objects.filter(placement=placement).select_related("answer", "replaced_by")
    return list(rows.order_by("-on", "-written_at", "-pk"))


def _who_wrote(marks: list[Mark], placement: Any, viewer: Viewer) -> dict[tuple[str, date], str]:
    found: dict[tuple[str, date], str] = {}
    for mark in marks:
        if _is_standing(mark):
            for rule in _PROVES.get(MarkKind(mark.kind), ()):
                found.setdefault((rule, mark.on), _who(placement, mark, viewer))
    return found


def _item(placement: Any, due: Due, wrote: dict[tuple[str, date], str]) -> Item:
    may, name, label = _NEXT if due.state == "undecided" else _STEPS[due.rule]
    open_to = due.is_open or due.state == "missed"
    url = reverse(f"agenda:{name}", args=[placement.public_id]) if open_to and getattr(placement, may) else ""
    by = wrote.get((due.rule, due.done), "") if due.done else ""
    return Item(row_of(due), by, label if url else "", url)


def _headline(dues: Iterable[Due], today: date, *, is_over: bool) -> str:
    if is_over:
        return "Anbringelsen er slut. Her står det, der blev gjort."
    late = sum(1 for due in dues if is_urgent(due) and due.state != "undecided")
    undecided = any(due.state == "undecided" for due in dues)
    if late:
        words = "Én ting er over fristen." if late == 1 else f"{late} ting er over fristen."
        return words + (" Datoen for næste opfølgning mangler også." if undecided else "")
    if undecided:
        return "Intet er over fristen. Datoen for næste opfølgning mangler."
    coming = min((due.due for due in dues if due.state in ("soon", "ahead") and due.due), default=None)
    return (
        f"Intet er over fristen. Den næste frist er {weekday_date(coming, today)}." if coming else "Intet er over fristen."
    )


def _planned(placement: Any, today: date) -> list[str]:
    """What is in the calendar already: "Tilsynsbesøg torsdag 3. december kl. 13.00"."""
    kinds = (Kind.SUPERVISION, Kind.FOLLOW_UP)
    rows = Entry.objects.filter(placement=placement, kind__in=kinds, state=EntryState.PLANNED)
    rows = rows.filter(starts__gte=today - timedelta(days=30)).order_by("starts", "starts_at", "pk")
    return [
        f"{Kind(row.kind).label} {weekday_date(row.starts, today)}"
        + (f" {time_text(row.starts_at)}" if row.starts_at else "")
        for row in rows
    ]


def line_of(placement: Any, mark: Mark, viewer: Viewer) -> Line:
    """What was written down, as the viewer may read it; `placement` came through `with_mask` and `GRANTS`."""
    answer, args = getattr(mark, "answer", None), [placement.public_id, mark.public_id]
    may = _is_standing(mark) and may_change(placement, mark, viewer)
    waits = _is_standing(mark) and mark.kind == MarkKind.COURSE and mark.side == Side.FAMILY and answer is None
    status, tone = _status(mark, answer, waits=waits and placement.shared_at is not None)
    return Line(
        public_id=mark.public_id,
        what=_what(mark),
        on=date_text(mark.on),
        by=f"{_who(placement, mark, viewer)}, {date_text(local(mark.written_at).date())}",
        side=mark.side,
        details=tuple(_details(mark, answer)),
        private=tuple(_private(mark)) if placement.may_rhythm_record else (),
        status=status,
        tone=tone,
        is_gone=not _is_standing(mark),
        answer_url=reverse("agenda:rhythm_answer", args=args) if waits and placement.may_rhythm_support else "",
        correct_url=reverse("agenda:rhythm_correct", args=args) if may else "",
        withdraw_url=reverse("agenda:rhythm_withdraw", args=args) if may else "",
    )


def _is_standing(mark: Mark) -> bool:
    return not mark.withdrawn and not hasattr(mark, "replaced_by")


def _what(mark: Mark) -> str:
    if mark.kind == MarkKind.COURSE and mark.days is not None:
        return course_text(mark.days)
    return str(MarkKind(mark.kind).label)


def _status(mark: Mark, answer: Any, *, waits: bool) -> tuple[str, str]:
    if mark.withdrawn:
        return "Taget tilbage", "neutral"
    if hasattr(mark, "replaced_by"):
        return "Rettet", "neutral"
    if answer is not None:
        return ("Bekræftet", "success") if answer.confirmed else ("Ikke bekræftet", "warning")
    return ("Venter på kommunen", "warning") if waits else ("", "")


def _details(mark: Mark, answer: Any) -> Iterable[str]:
    if mark.kind == MarkKind.SUPERVISION:
        yield (
            "Barnet blev talt med." if mark.child_spoken_to else "Barnet blev ikke talt med. Besøget er ikke et af årets to."
        )
        if mark.two_advisers is not None and mark.child_spoken_to:
            yield "To børne- og ungerådgivere var med." if mark.two_advisers else "Én børne- og ungerådgiver var med."
    if mark.next_on:
        yield f"Næste opfølgning senest {date_text(mark.next_on)}."
    if mark.text:
        yield mark.text
    if mark.proof:
        yield f"Bevis: {mark.proof}"
    if answer is not None and answer.text:
        yield f"Kommunen skriver: {answer.text}"
    if mark.why:
        yield f"Hvorfor: {mark.why}"


def _private(mark: Mark) -> Iterable[str]:
    """What only those who decide about the child read."""
    if mark.next_reason:
        yield f"Hvorfor den dag: {mark.next_reason}"
    if mark.wish:
        yield f"Barnets ønske: {mark.wish}"


def _who(placement: Any, mark: Mark, viewer: Viewer) -> str:
    """Who wrote it; the family is not named to those who may not know where a protected child lives."""
    hides = (placement.place_protected or placement.name_protected) and not (viewer.is_family or placement.may_child_name)
    if mark.side == Side.FAMILY and hides:
        return "Familien"
    return f"{mark.written_name} ({mark.written_label.lower()})" if mark.written_label else mark.written_name
