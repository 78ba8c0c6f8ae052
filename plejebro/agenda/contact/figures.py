"""How the agreed contact went: planned, held, cancelled and by whom, made up. Counted in one query a period."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plejebro.agenda.contact.enums import VisitKind
from plejebro.agenda.enums import NO_LONGER_AGREED, CancelledBy, EntryState
from plejebro.agenda.models import Entry

CANCELLERS = tuple(CancelledBy)


@dataclass(frozen=True)
class Figures:
    """Numbers of visits. `agreed` are those the plan gave and those that were added, without make-up visits; they are
    `held` + `unwritten` + `ahead` + `cancelled`. `made_up` are cancelled ones that have got another day, and `lost` the
    cancelled ones that have not. A make-up visit that was held is in `make_up_held` alone."""

    name: str
    agreed: int
    held: int
    unwritten: int
    ahead: int
    cancelled: int
    by: tuple[tuple[str, int], ...]
    made_up: int
    make_up_held: int
    lost: int
    moved: int


def visits_in(plan_ids: Iterable[int], first: date, last: date) -> list[Entry]:
    """The visits of the plans that begin in the period, with the plan and what made them up; one query."""
    rows = Entry.objects.filter(contact_visit__plan_id__in=list(plan_ids), starts__gte=first, starts__lte=last)
    # What was to come when the plan or the placement ended was never cancelled by anybody.
    rows = rows.exclude(state=EntryState.CANCELLED, reason__in=NO_LONGER_AGREED)
    rows = rows.select_related("contact_visit", "made_up_by")
    return list(rows.order_by("starts", "starts_at", "pk"))


def figures_of(name: str, visits: Sequence[Entry], today: date) -> Figures:
    """The numbers of some visits as of `today`."""
    own = [one for one in visits if one.contact_visit.kind != VisitKind.MAKE_UP]
    states = Counter(one.state for one in own)
    cancelled = [one for one in own if one.state == EntryState.CANCELLED]
    by = Counter(one.cancelled_by for one in cancelled)
    planned = [one for one in own if one.state == EntryState.PLANNED]
    made_up = sum(1 for one in cancelled if _made_up(one))
    extra = [one for one in visits if one.contact_visit.kind == VisitKind.MAKE_UP]
    return Figures(
        name=name,
        agreed=len(own),
        held=states[EntryState.HELD],
        unwritten=sum(1 for one in planned if one.ends < today),
        ahead=sum(1 for one in planned if one.ends >= today),
        cancelled=len(cancelled),
        by=tuple((str(who.label), by[who]) for who in CANCELLERS),
        made_up=made_up,
        make_up_held=sum(1 for one in extra if one.state == EntryState.HELD),
        lost=len(cancelled) - made_up,
        moved=sum(1 for one in visits if one.moved_from is not None),
    )


def as_csv(rows: Sequence[Figures], first: date, last: date) -> bytes:
    """The figures as a sheet: UTF-8 with a mark, semicolons, so that a Danish spreadsheet opens it as it is."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    first_columns = ["Samvær med", "Fra", "Til", "Aftalt", "Holdt", "Ikke skrevet ned", "Kommer", "Aflyst"]
    cancellers = [f"Aflyst af: {who.label}" for who in CANCELLERS]
    last_columns = ["Har fået en ny dag", "Erstatning holdt", "Aflyst uden ny dag", "Flyttet"]
    writer.writerow([*first_columns, *cancellers, *last_columns])
    for row in rows:
        counts = [row.agreed, row.held, row.unwritten, row.ahead, row.cancelled, *(number for _, number in row.by)]
        tail = [row.made_up, row.make_up_held, row.lost, row.moved]
        writer.writerow([_safe(row.name), f"{first:%d.%m.%Y}", f"{last:%d.%m.%Y}", *counts, *tail])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _made_up(row: Any) -> bool:
    replacement = getattr(row, "made_up_by", None)
    return replacement is not None and replacement.state != EntryState.CANCELLED


def _safe(text: str) -> str:
    """A name that begins as a formula is kept from being one."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
