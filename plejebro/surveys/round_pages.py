"""What the analyst's pages of a round show: the plan and how far it is, never who has answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, Sum

from plejebro.kernel.danish import date_text
from plejebro.kernel.small_numbers import THRESHOLD
from plejebro.surveys.enums import Method, RoundKind, RoundState, Side, TextState
from plejebro.surveys.models import Frame, FreeText, Round, Ticket
from plejebro.surveys.rounds import MOST_REMINDERS

PAGE_SIZE = 25
FEW = f"færre end {THRESHOLD}"
_TONES = {
    RoundState.DRAFT: "neutral",
    RoundState.OPEN: "info",
    RoundState.CLOSED: "success",
    RoundState.PUBLISHED: "success",
}
_TEXT_TONES = {TextState.WAITING: "warning", TextState.SHOWN: "success", TextState.WITHHELD: "neutral"}


@dataclass(frozen=True)
class RoundRow:
    """A round in a list."""

    public_id: UUID
    title: str
    period: str
    state: str
    tone: str
    is_synthetic: bool


@dataclass(frozen=True)
class SideRow:
    """How far one side is. Whole sides only: smaller parts would soon say who."""

    side: str
    population: int
    asked: int
    answered: str
    share: str
    without_email: int


@dataclass(frozen=True)
class RoundPage:
    """A round's own page."""

    row: RoundRow
    purpose: str
    facts: tuple[tuple[str, str], ...]
    sides: tuple[SideRow, ...]
    municipalities: int
    is_draft: bool
    is_open: bool
    is_closed: bool
    is_published: bool
    is_drawn: bool
    may_remind: bool
    needs_codes: bool
    texts: int
    texts_waiting: int
    opens: str


@dataclass(frozen=True)
class TextRow:
    """A free text to be read."""

    id: UUID
    question: str
    side: str
    text: str
    state: str
    tone: str


def rounds_page(number: str) -> tuple[Page[Any], list[RoundRow]]:
    """Planned surveys, the newest first; the pulse has pages of its own. Two queries."""
    rows = Round.objects.filter(kind=RoundKind.SURVEY).order_by("-opens_on", "-pk")
    found = Paginator(rows, PAGE_SIZE).get_page(number)
    return found, [_row(row) for row in found.object_list]


def round_page(round_: Round) -> RoundPage:
    """The round; the page has joined its questionnaires and the previous round. Three queries."""
    state = RoundState(round_.state)
    sides = _sides(round_)
    texts = FreeText.objects.filter(round=round_).aggregate(
        all=Count("pk"), waiting=Count("pk", filter=Q(state=TextState.WAITING))
    )
    return RoundPage(
        row=_row(round_),
        purpose=round_.purpose,
        facts=_facts(round_),
        sides=sides,
        municipalities=Frame.objects.filter(round=round_).values("municipality_code").distinct().count(),
        is_draft=state == RoundState.DRAFT,
        is_open=state == RoundState.OPEN,
        is_closed=state in (RoundState.CLOSED, RoundState.PUBLISHED),
        is_published=state == RoundState.PUBLISHED,
        is_drawn=bool(sides),
        may_remind=state == RoundState.OPEN and round_.reminders_sent < MOST_REMINDERS,
        needs_codes=any(side.without_email for side in sides),
        texts=texts["all"],
        texts_waiting=texts["waiting"],
        opens=date_text(round_.opens_on),
    )


def texts_page(round_: Round, number: str) -> tuple[Page[Any], list[TextRow]]:
    """The free texts of a round, those that wait first, in an order that says nothing: their ids are drawn by lot."""
    waiting_first = Q(state=TextState.WAITING)
    rows = FreeText.objects.filter(round=round_).annotate(waits=Count("pk", filter=waiting_first)).order_by("-waits", "pk")
    found = Paginator(rows, PAGE_SIZE).get_page(number)
    words = question_words(round_)
    return found, [text_row(row, words) for row in found.object_list]


def text_row(row: FreeText, words: dict[tuple[str, str], str]) -> TextRow:
    """One text with its question."""
    return TextRow(
        id=row.id,
        question=words.get((row.side, row.question), row.question),
        side=row.get_side_display(),
        text=row.cleaned or row.text,
        state=row.get_state_display(),
        tone=_TEXT_TONES[TextState(row.state)],
    )


def question_words(round_: Round) -> dict[tuple[str, str], str]:
    """The words of each question, by side and key."""
    from plejebro.surveys.answering import form_of

    sides = {Side.FAMILY: round_.family_form_id, Side.MUNICIPALITY: round_.municipality_form_id}
    return {(side, one.key): one.text for side, form in sides.items() if form for one in form_of(round_, side).questions}


def _row(row: Round) -> RoundRow:
    return RoundRow(
        public_id=row.public_id,
        title=row.title,
        period=f"{date_text(row.opens_on)} – {date_text(row.closes_on)}",
        state=row.get_state_display(),
        tone=_TONES[RoundState(row.state)],
        is_synthetic=row.is_synthetic,
    )


def _sides(round_: Round) -> tuple[SideRow, ...]:
    frames = Frame.objects.filter(round=round_).order_by("side").values_list("side")
    counted = frames.annotate(all=Sum("population"), asked=Sum("drawn"), done=Sum("answered"))
    done, unreached = Count("pk", filter=Q(answered=True)), Count("pk", filter=Q(address="", answered=False))
    tickets = Ticket.objects.filter(round=round_).order_by("side").values_list("side")
    live = {side: (answered, unreached) for side, answered, unreached in tickets.annotate(done=done, unreached=unreached)}
    is_open = round_.state == RoundState.OPEN
    rows = []
    for side, there, asked, answered in counted:
        now, without_email = live.get(side, (0, 0))
        rows.append(_side_row(Side(side), there, asked, now if is_open else answered, without_email))
    return tuple(rows)


def _side_row(side: Side, there: int, asked: int, answered: int, unreached: int) -> SideRow:
    few = 0 < answered < THRESHOLD
    share = "" if few or not asked else f"{100 * answered / asked:.0f} %"
    return SideRow(side.label, there, asked, FEW if few else str(answered), share, unreached)


def _facts(round_: Round) -> tuple[tuple[str, str], ...]:
    drawn = f"{round_.get_method_display()}"
    if round_.method == Method.SAMPLE:
        drawn = f"{drawn}: {round_.sample_percent} procent"
    reminders = f"højst {MOST_REMINDERS}, hver {round_.remind_after_days}. dag; {round_.reminders_sent} sendt"
    return (
        ("Plejefamiliernes skema", str(round_.family_form or "spørges ikke")),
        ("Kommunernes skema", str(round_.municipality_form or "spørges ikke")),
        ("Opgjort", date_text(round_.population_on)),
        ("Hvem spørges", drawn),
        ("Tilfældighedstal", str(round_.seed)),
        ("Påmindelser", reminders),
        ("Forrige måling", str(round_.previous or "ingen")),
    )
