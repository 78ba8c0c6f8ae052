"""What the pages of a study show, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, When

from plejebro.access.viewer import Viewer
from plejebro.audit.types import Subject
from plejebro.kernel.danish import date_text
from plejebro.practice_review.enums import DecisionState, Part, Slot, Source, StudyState
from plejebro.practice_review.lawview import name_of
from plejebro.practice_review.models import Coding, SampledDecision, Study, StudyMember
from plejebro.practice_review.queries import names_of_municipalities
from plejebro.practice_review.results import ROUTE_NAMES

PAGE_SIZE = 25
_TONES = {StudyState.DRAFT: "neutral", StudyState.CODING: "info", StudyState.CLOSED: "success"}
_PARTS = (("coders", Part.CODER), ("settlers", Part.SETTLER))
_DECISION_TONES = {DecisionState.WAITING: "info", DecisionState.DISPUTED: "warning", DecisionState.SETTLED: "success"}


@dataclass(frozen=True)
class StudyRow:
    """A study in a list."""

    public_id: UUID
    title: str
    period: str
    state: str
    tone: str
    progress: str
    is_synthetic: bool


@dataclass(frozen=True)
class DecisionRow:
    """A sampled decision in a list: its number in the study, never anything that leads back."""

    public_id: UUID
    case_number: str
    municipality: str
    decided_on: str
    age: int
    route: str
    state: str
    tone: str


@dataclass(frozen=True)
class CodingRow:
    """A decision on a reviewer's list."""

    public_id: UUID
    case_number: str
    study: str
    decided_on: str
    progress: str
    is_finished: bool


def studies_page(number: str) -> tuple[Page[Any], list[StudyRow]]:
    """Studies, the newest first, with how far each is. Two queries."""
    done = Count("decisions", filter=Q(decisions__state=DecisionState.SETTLED))
    rows = Study.objects.annotate(sampled=Count("decisions"), done=done).order_by("-created_at", "-pk")
    found = Paginator(rows, PAGE_SIZE).get_page(number)
    return found, [_study_row(row) for row in found.object_list]


def _study_row(row: Any) -> StudyRow:
    progress = f"{row.done} af {row.sampled} afgørelser færdige" if row.sampled else "Ingen afgørelser endnu"
    return StudyRow(
        public_id=row.public_id,
        title=row.title,
        period=f"{date_text(row.period_from)} – {date_text(row.period_to)}",
        state=row.get_state_display(),
        tone=_TONES[row.state],
        progress=progress,
        is_synthetic=row.is_synthetic,
    )


@dataclass(frozen=True)
class StudyPage:
    """A study's own page."""

    row: StudyRow
    purpose: str
    facts: tuple[tuple[str, str], ...]
    coders: tuple[str, ...]
    settlers: tuple[str, ...]
    requirements: tuple[tuple[str, str], ...]
    is_draft: bool
    is_coding: bool
    is_closed: bool
    from_file: bool
    has_decisions: bool
    may_start: bool
    may_close: bool
    found: Page[Any] | None
    decisions: tuple[DecisionRow, ...]
    subjects: tuple[Subject, ...]


def study_page(study: Study, number: str, *, with_decisions: bool) -> StudyPage:
    """The study; the list of its decisions only for those who manage it."""
    counted = Study.objects.annotate(
        sampled=Count("decisions"), done=Count("decisions", filter=Q(decisions__state=DecisionState.SETTLED))
    ).get(pk=study.pk)
    sampled, done = counted.sampled, counted.done
    members = list(StudyMember.objects.filter(study=study).select_related("user").order_by("pk"))
    found, rows = _decisions_page(study, number) if with_decisions and sampled else (None, [])
    state = StudyState(study.state)
    return StudyPage(
        row=_study_row(counted),
        purpose=study.purpose,
        facts=_facts(study),
        coders=tuple(row.user.full_name for row in members if row.part == Part.CODER),
        settlers=tuple(row.user.full_name for row in members if row.part == Part.SETTLER),
        requirements=tuple((key, name_of(key)) for key in study.requirements),
        is_draft=state == StudyState.DRAFT,
        is_coding=state == StudyState.CODING,
        is_closed=state == StudyState.CLOSED,
        from_file=study.source == Source.FILE,
        has_decisions=sampled > 0,
        may_start=state == StudyState.DRAFT and sampled > 0,
        may_close=state == StudyState.CODING and sampled == done > 0,
        found=found,
        decisions=tuple(row for row, _ in rows),
        subjects=tuple(subject for _, subject in rows),
    )


def members_now(study: Study) -> dict[str, Any]:
    """Who takes part, as the form begins."""
    parts = list(study.members.select_related("user").order_by("pk"))
    people = {name: [str(row.user.public_id) for row in parts if row.part == part] for name, part in _PARTS}
    return {**people, "version": study.version}


def _facts(study: Study) -> tuple[tuple[str, str], ...]:
    found = [("Kilde", study.get_source_display())]
    if study.source == Source.PLEJEBRO:
        found += [
            ("Udtræk", study.get_method_display()),
            ("Afgørelser, der skal trækkes", str(study.sample_size)),
            ("Tilfældighedstal", str(study.seed)),
        ]
    known = f"{study.frame_size} i alt" if study.frame_size else "ikke oplyst"
    names = names_of_municipalities() if study.municipality_codes else {}
    chosen = ", ".join(names.get(code, code) for code in study.municipality_codes)
    return (
        *found,
        ("Afgørelser, stikprøven er taget af", known),
        ("Kommuner", chosen or "alle"),
        ("Veje", ", ".join(study.routes) or "alle"),
    )


def _decisions_page(study: Study, number: str) -> tuple[Page[Any], list[tuple[DecisionRow, Subject]]]:
    found = Paginator(study.decisions.order_by("number"), PAGE_SIZE).get_page(number)
    names = names_of_municipalities()
    return found, [(_decision_row(row, names), Subject("sampled_decision", row.public_id)) for row in found.object_list]


def _decision_row(row: SampledDecision, names: dict[str, str]) -> DecisionRow:
    return DecisionRow(
        public_id=row.public_id,
        case_number=row.case_number,
        municipality=names.get(row.municipality_code, f"Kommune {row.municipality_code}"),
        decided_on=date_text(row.decided_on),
        age=row.age,
        route=row.route or "–",
        state=row.get_state_display(),
        tone=_DECISION_TONES[DecisionState(row.state)],
    )


# --- the reviewer ---------------------------------------------------------------------------------------------------


def codings_page(viewer: Viewer, number: str) -> tuple[Page[Any], list[CodingRow], list[Subject]]:
    """The viewer's own codings, those that wait first, and what the page is a look at. Two queries."""
    rows = Coding.objects.filter(coder_id=viewer.user_id, slot__lt=Slot.FINAL).select_related("decision__study")
    unfinished_first = Case(When(finished_at__isnull=True, then=0), default=1)
    ordered = rows.annotate(coded=Count("codes"), later=unfinished_first).order_by(
        "later", "decision__study__created_at", "decision__number"
    )
    found = Paginator(ordered, PAGE_SIZE).get_page(number)
    shown = list(found.object_list)
    subjects = [Subject("sampled_decision", row.decision.public_id) for row in shown]
    return found, [_coding_row(row) for row in shown], subjects


def _coding_row(row: Any) -> CodingRow:
    wanted = len(row.decision.study.requirements)
    return CodingRow(
        public_id=row.public_id,
        case_number=row.decision.case_number,
        study=row.decision.study.title,
        decided_on=date_text(row.decision.decided_on),
        progress="Færdig" if row.finished_at else f"{row.coded} af {wanted} krav bedømt",
        is_finished=row.finished_at is not None,
    )


@dataclass(frozen=True)
class Worklist:
    """What awaits somebody who codes or settles."""

    waiting: int
    finished: int
    disputed: tuple[DecisionRow, ...]
    closed: tuple[StudyRow, ...]
    subjects: tuple[Subject, ...]


def worklist(viewer: Viewer) -> Worklist:
    """How many codings wait, the decisions to settle, and the closed studies whose results may be read."""
    mine = Coding.objects.filter(coder_id=viewer.user_id, slot__lt=Slot.FINAL)
    counted = mine.aggregate(all=Count("pk"), done=Count("finished_at"))
    disputed = disputed_for(viewer)
    part = StudyMember.objects.filter(user_id=viewer.user_id).values("study_id")
    done = Count("decisions", filter=Q(decisions__state=DecisionState.SETTLED))
    closed = Study.objects.filter(pk__in=part, state=StudyState.CLOSED).annotate(sampled=Count("decisions"), done=done)
    return Worklist(
        waiting=counted["all"] - counted["done"],
        finished=counted["done"],
        disputed=tuple(row for row, _ in disputed),
        closed=tuple(_study_row(row) for row in closed.order_by(F("closed_at").desc(), "pk")),
        subjects=tuple(subject for _, subject in disputed),
    )


def disputed_for(viewer: Viewer) -> list[tuple[DecisionRow, Subject]]:
    """The first decisions the viewer is to settle."""
    settles = StudyMember.objects.filter(user_id=viewer.user_id, part=Part.SETTLER).values("study_id")
    rows = SampledDecision.objects.filter(
        study_id__in=settles, study__state=StudyState.CODING, state=DecisionState.DISPUTED
    ).order_by("study_id", "number")[:PAGE_SIZE]
    names = names_of_municipalities()
    return [(_decision_row(row, names), Subject("sampled_decision", row.public_id)) for row in rows]


# --- one decision ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DecisionPage:
    """What a reviewer is shown of a decision."""

    public_id: UUID
    case_number: str
    study: str
    study_id: UUID
    state: str
    tone: str
    facts: tuple[tuple[str, str], ...]


def decision_page(row: SampledDecision) -> DecisionPage:
    """The decision without names: number, municipality, dates, age and route."""
    names = names_of_municipalities()
    act = (row.assessment or {}).get("act", "")
    facts = [
        ("Kommune", names.get(row.municipality_code, row.municipality_code)),
        ("Hvad blev afgjort", row.get_kind_display()),
        ("Afgjort", date_text(row.decided_on)),
        ("Barnets alder den dag", f"{row.age} år"),
        ("Vej", ROUTE_NAMES[row.route]),
    ]
    return DecisionPage(
        public_id=row.public_id,
        case_number=row.case_number,
        study=row.study.title,
        study_id=row.study.public_id,
        state=row.get_state_display(),
        tone=_DECISION_TONES[DecisionState(row.state)],
        facts=tuple([*facts, ("Lov", act)] if act else facts),
    )
