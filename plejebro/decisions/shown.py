"""Pieces that several pages of a case show: evidence, dated facts, steps and the stop-light, already masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from plejebro.decisions import rules, stoplight
from plejebro.decisions.enums import About, By, ComplaintKind, EvidenceState, FactKind, Kind, Outcome, Source
from plejebro.decisions.models import CaseFact, Complaint, DecisionCase, Evidence
from plejebro.decisions.rules import Face, Judged
from plejebro.documents.queries import FileLine, line
from plejebro.kernel.clock import local
from plejebro.kernel.danish import date_text, datetime_text
from plejebro.law import Finding

HIDDEN = "Teksten er skjult, fordi barnets navn er beskyttet."
FACT_SLUGS = {
    "afgoerelsen": FactKind.DECIDED,
    "valg-af-sted": FactKind.PLACE,
    "straks": FactKind.IMMEDIATE,
    "flytningen": FactKind.MOVED,
    "kontrakten": FactKind.CONTRACT,
}


@dataclass(frozen=True)
class EvidenceLine:
    """A row of evidence as it is read. `withdrawn` says when and why it was taken back; empty while it counts."""

    public_id: UUID
    label: str
    on: str
    proof: str
    note: str
    recorded: str
    source: str
    file: FileLine | None
    file_url: str
    withdrawn: str
    withdraw_url: str


@dataclass(frozen=True)
class StepRow:
    """A step: what must happen, what shows it, how it stands, and what normally follows when it is missing."""

    id: str
    name: str
    plain: str
    basis: str
    face: Face
    is_gap: bool
    is_grave: bool
    why: str
    proof: str
    consequence: str
    note: str
    evidence: list[str]
    url: str


@dataclass(frozen=True)
class FactRow:
    """One of the dated facts as it holds, and how often it has been corrected."""

    name: str
    slug: str
    on: str
    text: str
    recorded: str
    corrections: int
    url: str


@dataclass(frozen=True)
class Reason:
    """What has come in, and whether it stops the move."""

    label: str
    answer: str
    why: str
    basis: str
    note: str


@dataclass(frozen=True)
class DeadlineRow:
    """A deadline in words and, where it can be counted, as a date. `is_over` means the day has passed."""

    name: str
    who: str
    when: str
    on: date | None
    basis: str
    hardness: str
    note: str
    is_over: bool


@dataclass(frozen=True)
class ComplaintRow:
    """A complaint or a request for a review as it stands."""

    public_id: UUID
    title: str
    received: str
    state: str
    note: str
    warning: str
    url: str


@dataclass(frozen=True)
class LightShown:
    """The stop-light as the page shows it."""

    state: str
    word: str
    icon: str
    tone: str
    headline: str
    moved_anyway: str
    reasons: list[Reason]
    deadlines: list[DeadlineRow]
    complaints: list[ComplaintRow]


def step_row(case: DecisionCase, finding: Finding, judged: Judged, *, is_masked: bool) -> StepRow:
    """One finding of the law. For those who may not know the child, nothing that tells its age is shown."""
    gap_ids = rules.ids(rules.gaps(judged))
    return StepRow(
        id=finding.id,
        name=finding.name,
        plain=finding.plain,
        basis="; ".join(finding.basis),
        face=rules.face_of(finding, is_decided=case.decided_on is not None),
        is_gap=finding.id in gap_ids,
        is_grave=rules.is_grave(finding),
        why="" if is_masked else finding.why,
        proof=finding.proof,
        consequence=finding.consequence,
        note="" if is_masked else finding.note,
        evidence=[_short(row.date, row.kind) for row in finding.evidence],
        url=reverse("decisions:step", args=[case.public_id, finding.id]),
    )


def evidence_line(case: DecisionCase, row: Evidence, *, is_masked: bool, may_work: bool, may_files: bool) -> EvidenceLine:
    """A row of evidence; its words are hidden from those who may not know the child."""
    file = line(row.document) if row.document is not None and not is_masked else None
    taken_back = row.withdrawn_at is not None
    own = row.source in rules.TAKEN_BACK_HERE
    return EvidenceLine(
        public_id=row.public_id,
        label=str(EvidenceState(row.state).label),
        on=date_text(row.on) if row.on else "",
        proof="" if is_masked else row.proof,
        note=HIDDEN if is_masked and row.note else row.note,
        recorded=f"{row.recorded_name}, {datetime_text(row.recorded_at)}",
        source="" if row.source == Source.RECORDED else str(Source(row.source).label),
        file=file,
        file_url=reverse("decisions:file", args=[case.public_id, file.public_id]) if file and may_files else "",
        withdrawn=_withdrawn(row, is_masked=is_masked),
        withdraw_url=(
            reverse("decisions:withdraw_evidence", args=[case.public_id, row.public_id])
            if may_work and own and not taken_back
            else ""
        ),
    )


def fact_rows(case: DecisionCase, facts: Iterable[CaseFact], *, is_masked: bool) -> list[FactRow]:
    """The facts that belong to this kind of case, in their order, recorded or not. One row each."""
    rows = list(facts)
    replaced = {row.replaces_id for row in rows}
    now = {row.kind: row for row in rows if row.pk not in replaced}
    slugs = {kind: slug for slug, kind in FACT_SLUGS.items()}
    found = []
    for kind in rules.FACTS_OF[Kind(case.kind)]:
        row = now.get(kind)
        has = row is not None and row.on is not None
        address = (
            reverse("decisions:finalise", args=[case.public_id])
            if kind == FactKind.DECIDED and not has
            else reverse("decisions:fact", args=[case.public_id, slugs[kind]])
        )
        found.append(
            FactRow(
                name=rules.fact_name(case.kind, kind),
                slug=slugs[kind],
                on=date_text(row.on) if row and row.on else "",
                text=_text(row.text, is_masked) if row and has else "",
                recorded=f"{row.recorded_name}, {datetime_text(row.recorded_at)}" if row else "",
                corrections=sum(1 for one in rows if one.kind == kind) - 1 if row else 0,
                url=address,
            )
        )
    return found


def fact_date(facts: Iterable[CaseFact], kind: FactKind) -> date | None:
    """The day that holds for `kind`, if any."""
    rows = list(facts)
    replaced = {row.replaces_id for row in rows}
    return next((row.on for row in rows if row.kind == kind and row.pk not in replaced), None)


def law_case(case: DecisionCase, judged: Judged) -> stoplight.Case:
    """The case as the stop-light's rules take it."""
    found = judged.assessment
    return stoplight.Case(kind=case.kind, route=case.route, decided=found.decision_date, age=found.age)


def light_shown(
    case: DecisionCase,
    judged: Judged,
    facts: Iterable[CaseFact],
    complaints: Iterable[Complaint],
    told_on: date | None,
    today: date,
    *,
    is_masked: bool,
) -> LightShown:
    """The stop-light with its deadlines. `told_on` is the day the parties were sent the decision."""
    rows, dated = list(complaints), list(facts)
    incoming = [incoming_of(row) for row in rows]
    found = law_case(case, judged)
    immediate = fact_date(dated, FactKind.IMMEDIATE) is not None
    answer = stoplight.light(found, incoming, immediate=immediate)
    events = {"told": told_on, "decided": case.decided_on}
    word, icon, tone = _LIGHTS[answer.state]
    return LightShown(
        state=answer.state,
        word=word,
        icon=icon,
        tone=tone,
        headline=answer.headline,
        moved_anyway=_moved_anyway(fact_date(dated, FactKind.MOVED), rows, answer),
        reasons=[_reason(label, one, immediate=immediate) for label, one in answer.reasons],
        deadlines=[_deadline(row, today) for row in stoplight.deadlines(found, events, incoming)] if case.decided_on else [],
        complaints=[complaint_row(case, row, judged, is_masked=is_masked) for row in rows],
    )


def incoming_of(row: Complaint) -> stoplight.Incoming:
    """A complaint as the rules take it."""
    return stoplight.Incoming(
        what=row.kind,
        about=row.about,
        received=row.received_on,
        forwarded=row.forwarded_on,
        settled=row.settled_on,
        label=f"{_SHORT[ComplaintKind(row.kind)]} af {date_text(row.received_on)}",
    )


def complaint_row(case: DecisionCase, row: Complaint, judged: Judged, *, is_masked: bool) -> ComplaintRow:
    """A complaint with a warning where the law names no such right for the one who sent it."""
    if row.settled_on:
        state = f"{Outcome(row.outcome).label} {date_text(row.settled_on)}"
    elif row.forwarded_on:
        state = f"Sendt til Ankestyrelsen {date_text(row.forwarded_on)}"
    else:
        state = "Hos kommunen" if row.kind == ComplaintKind.COMPLAINT else "Hos Ankestyrelsen"
    return ComplaintRow(
        public_id=row.public_id,
        title=f"{ComplaintKind(row.kind).label} fra {_lower(By(row.by).label)} over {_lower(About(row.about).label)}",
        received=date_text(row.received_on),
        state=state,
        note=_text(row.note, is_masked),
        warning="" if is_masked else _no_right(row, judged),
        url=reverse("decisions:complaint", args=[case.public_id, row.public_id]),
    )


_SHORT = {ComplaintKind.COMPLAINT: "klagen", ComplaintKind.REVIEW: "anmodningen"}
_LIGHTS = {
    "red": ("Stop", "alert", "error"),
    "amber": ("Vent", "pause", "warning"),
    "green": ("Intet standser", "check", "success"),
}
_WHO = {
    By.CUSTODY: "forældremyndighedsindehaver",
    By.PARENT: "forælder uden forældremyndighed",
    By.CHILD: "barn",
    By.FAMILY: "plejefamilie",
    By.SUPPORT: "plejefamilie",
    By.FRIENDS: "plejefamilie",
}


def _no_right(row: Complaint, judged: Judged) -> str:
    right = "klage" if row.kind == ComplaintKind.COMPLAINT else "vurdering"
    if row.kind == ComplaintKind.COMPLAINT and row.by in (By.SUPPORT, By.FRIENDS):
        allowed = False
    else:
        allowed = rules.right_of(judged.assessment, _WHO[By(row.by)], right)
    if allowed:
        return ""
    return (
        "Loven nævner ikke denne ret for afsenderen i en sag som denne. Afvis ikke selv: Vejled afsenderen, og spørg en "
        "jurist. Brevet kan være en underretning til Ankestyrelsen."
    )


def _reason(label: str, found: stoplight.Suspension, *, immediate: bool) -> Reason:
    words = {"ja": "Standser", "nej": "Standser ikke", "uklart": "Uafklaret"}
    return Reason(
        label=label[:1].upper() + label[1:],
        answer=words[stoplight.stops(found, immediate=immediate)],
        why=found.why,
        basis="; ".join(found.basis),
        note=found.note,
    )


def _deadline(row: stoplight.Deadline, today: date) -> DeadlineRow:
    return DeadlineRow(
        name=row.name,
        who=row.who,
        when=date_text(row.on) if row.on else row.words or row.waits_for,
        on=row.on,
        basis="; ".join(row.basis),
        hardness="" if row.on is None else "Fast frist" if row.hard else "Så vidt muligt",
        note=row.note,
        is_over=row.on is not None and row.on < today,
    )


def _moved_anyway(moved: date | None, rows: list[Complaint], answer: stoplight.Light) -> str:
    if moved is None or answer.state == "green":
        return ""
    if any(row.received_on <= moved and row.settled_on is None for row in rows):
        return f"Barnet flyttede {date_text(moved)}, efter at det var kommet ind. Spørg en jurist med det samme."
    return ""


def _withdrawn(row: Evidence, *, is_masked: bool) -> str:
    if row.withdrawn_at is None:
        return ""
    when = date_text(local(row.withdrawn_at).date())
    reason = "" if is_masked else f": {row.withdrawn_reason}"
    return f"Taget tilbage {when} af {row.withdrawn_name}{reason}"


def _short(on: date | None, kind: str) -> str:
    text = date_text(on) if on else "uden dato"
    return f"{kind}, {text}" if kind else text


def _text(text: str, is_masked: bool) -> str:
    return HIDDEN if is_masked and text else text


def _lower(text: Any) -> str:
    words = str(text)
    return words[:1].lower() + words[1:]
