"""The page of a case: the step list with what is missing, the dated facts, the family, the letters and the stop-light."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from plejebro.access.mask import ShownPerson, ShownPlace
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.decisions import lawbook, letters, rules, shown
from plejebro.decisions.enums import Cause, Kind, LetterKind, RouteCode, Status
from plejebro.decisions.models import CaseFact, Complaint, DecisionCase, Evidence, Letter
from plejebro.decisions.rows import child_of, home_of
from plejebro.decisions.rules import Judged
from plejebro.decisions.shown import FactRow, LightShown, StepRow
from plejebro.kernel.danish import date_text, datetime_text, weekday_date
from plejebro.law import Finding

GRANTS = (
    Permission.DECISION_WORK,
    Permission.DECISION_FINALISE,
    Permission.DECISION_FILES,
    Permission.DECISION_FAMILY_READ,
)


@dataclass(frozen=True)
class Group:
    """Steps that stand alike. `is_folded` groups are closed until somebody opens them."""

    key: str
    title: str
    lead: str
    rows: list[StepRow]
    is_folded: bool
    is_compact: bool


@dataclass(frozen=True)
class Link:
    """Something that can be done."""

    label: str
    url: str


@dataclass(frozen=True)
class LetterRow:
    """A letter, and whether it is written and sent."""

    name: str
    state: str
    url: str


@dataclass(frozen=True)
class Recorded:
    """How the decision was recorded: what was missing then, why it was taken all the same, and by which law data."""

    decided: str
    by: str
    gaps: list[str]
    reason: str
    law_version: str


@dataclass(frozen=True)
class FamilyPart:
    """What the family has been asked and has given."""

    told: str
    asked: str
    given: str
    preview_url: str
    ask_url: str


@dataclass(frozen=True)
class CasePage:
    """Everything the page shows."""

    public_id: UUID
    placement_id: UUID
    version: int
    case_number: str
    title: str
    child: ShownPerson
    home: ShownPlace
    municipality: str
    status: str
    is_open: bool
    is_decided: bool
    end_line: str
    opened: str
    reason: str
    cause: str
    trap: str
    counted: str
    headline: str
    next: Link | None
    route: str
    route_url: str
    no_birthday: bool
    groups: list[Group]
    gap_count: int
    facts: list[FactRow]
    light: LightShown | None
    family: FamilyPart
    letters: list[LetterRow]
    recorded: Recorded | None
    may_work: bool
    may_finalise: bool
    may_reopen: bool
    law: str


def case_page(case: Any, viewer: Viewer) -> CasePage:
    """The page of a case that came through the door with `case_rows` and `GRANTS`. Four more queries."""
    evidence = list(Evidence.objects.filter(case_id=case.pk).order_by("pk"))
    facts = list(CaseFact.objects.filter(case_id=case.pk).order_by("pk"))
    sent = {row.kind: row for row in Letter.objects.filter(case_id=case.pk).order_by("pk")}
    complaints = list(Complaint.objects.filter(case_id=case.pk).order_by("received_on", "pk"))
    return _page(case, viewer, evidence, facts, sent, complaints)


def _page(
    case: Any,
    viewer: Viewer,
    evidence: list[Evidence],
    facts: list[CaseFact],
    sent: dict[str, Letter],
    complaints: list[Complaint],
) -> CasePage:
    today, child = viewer.today, child_of(case, viewer)
    on = rules.counted_from(decided=case.decided_on, planned=case.planned_on, today=today)
    judged = lawbook.judge(case, evidence, on, today)
    masked, may = child.is_masked, bool(case.may_decision_work)
    gap_list = rules.gaps(judged) if judged else []
    told = sent[LetterKind.DECISION].sent_on if LetterKind.DECISION in sent else None
    return CasePage(
        public_id=case.public_id,
        placement_id=case.placement.public_id,
        version=case.version,
        case_number=case.case_number,
        title=str(Kind(case.kind).label),
        child=child,
        home=home_of(case),
        municipality=str(case.placement.municipality),
        status=str(Status(case.status).label) if case.status != Status.OPEN or not case.decided_on else "Afgjort",
        is_open=case.status == Status.OPEN,
        is_decided=case.decided_on is not None,
        end_line=_end_line(case, masked),
        opened=f"Åbnet {date_text(case.opened_on)} af {case.opened_name}",
        reason=shown.HIDDEN if masked else case.reason,
        cause=str(Cause(case.cause).label) if case.cause else "",
        trap=rules.trap_of(case.cause, case.route) if case.status == Status.OPEN and not case.decided_on else "",
        counted=_counted(case, on, today),
        headline=_headline(case, gap_list, today, has_birthday=judged is not None),
        next=_next(case, gap_list, judged, [row for row in complaints if row.settled_on is None]) if may else None,
        route=str(RouteCode(case.route).label) if case.route else "",
        route_url=reverse("decisions:route", args=[case.public_id]) if may else "",
        no_birthday=judged is None,
        groups=_groups(case, judged, is_masked=masked) if judged else [],
        gap_count=len(gap_list),
        facts=shown.fact_rows(case, facts, is_masked=masked),
        light=shown.light_shown(case, judged, facts, complaints, told, today, is_masked=masked) if judged else None,
        family=_family(case),
        letters=_letters(case, sent),
        recorded=_recorded(case, judged, is_masked=masked),
        may_work=may and case.status != Status.DROPPED,
        may_finalise=bool(case.may_decision_finalise) and case.status == Status.OPEN and case.decided_on is None,
        may_reopen=may and case.status != Status.OPEN,
        law="" if judged is None else judged.assessment.act,
    )


_GRAVE = "Mangler et af disse trin, er afgørelsen normalt ugyldig, eller den kan blive det."
_LESS = "Mangler et af disse trin, giver det normalt kritik, eller sagen bliver sendt tilbage."
_LETTER = "Skriv brevet med afgørelsen, og skriv ned, når det er sendt. Så er disse trin dokumenteret."
_UNCLEAR = (
    "Her siger loven eller sagen ikke klart, om trinet gælder. Det er ikke en fejl, men tag stilling, og spørg en jurist."
)


def _groups(case: DecisionCase, judged: Judged, *, is_masked: bool) -> list[Group]:
    gap_list = rules.gaps(judged)
    wanted: list[tuple[str, str, str, list[Finding], bool]] = [
        ("mangler", "Må ikke springes over", _GRAVE, [row for row in gap_list if rules.is_grave(row)], False),
        ("ogsaa", "Skal også være på plads", _LESS, [row for row in gap_list if not rules.is_grave(row)], False),
        ("brevet", "Følger med afgørelsens brev", _LETTER, rules.with_letter(judged), False),
        ("uafklaret", "Uafklaret", _UNCLEAR, rules.open_questions(judged), bool(case.route)),
        ("gjort", "Dokumenteret eller undtaget", "", rules.settled(judged), False),
        ("efter", "Efter afgørelsen", "", rules.after(judged), case.decided_on is None),
        ("gaelder-ikke", "Gælder ikke i denne sag", "", rules.not_for_this(judged), True),
    ]
    return [
        Group(
            key,
            title,
            lead,
            [shown.step_row(case, row, judged, is_masked=is_masked) for row in rows],
            folded,
            key in ("gjort", "gaelder-ikke"),
        )
        for key, title, lead, rows, folded in wanted
        if rows
    ]


def _counted(case: DecisionCase, on: date, today: date) -> str:
    if case.decided_on is not None:
        return f"Trinene er set efter på afgørelsens dag, {date_text(on)}."
    if case.planned_on is not None and case.planned_on > today:
        return f"Trinene er set efter på den planlagte dag, {date_text(on)}."
    if case.planned_on is not None and case.planned_on < today:
        return f"Den planlagte dag, {date_text(case.planned_on)}, er gået. Trinene er set efter i dag."
    return "Trinene er set efter i dag."


def _headline(case: DecisionCase, gap_list: list[Finding], today: date, *, has_birthday: bool) -> str:
    if not has_birthday:
        return "Vi mangler barnets fødselsdag. Uden den kan trinene ikke ses efter."
    if case.status == Status.DROPPED:
        return "Sagen er opgivet uden en afgørelse."
    if case.decided_on is not None:
        done = f"Afgørelsen er truffet {date_text(case.decided_on)}."
        return f"{done} {_count(len(gap_list))} mangler stadig eller kom for sent." if gap_list else f"{done} Intet mangler."
    if not case.route:
        return "Vælg først, hvilken vej sagen går. Vejen afgør, hvem der bestemmer, og hvilke trin der gælder."
    by = f" Afgørelsen er planlagt til {weekday_date(case.planned_on, today)}." if case.planned_on else ""
    if gap_list:
        return f"{_count(len(gap_list))} er ikke dokumenteret.{by}"
    return f"Alle de trin, der skal være på plads før afgørelsen, er dokumenteret.{by}"


def _count(number: int) -> str:
    return "1 trin" if number == 1 else f"{number} trin"


def _next(case: Any, gap_list: list[Finding], judged: Judged | None, open_complaints: list[Complaint]) -> Link | None:
    """The one thing to do now."""
    if judged is None:
        return Link("Skriv barnets fødselsdag", reverse("placements:edit", args=[case.placement.public_id]))
    if case.status != Status.OPEN:
        return None
    if not case.route:
        return Link("Vælg vejen", reverse("decisions:route", args=[case.public_id]))
    if case.decided_on is not None:
        return _after_decision(case, open_complaints)
    if rules.STATEMENT in rules.ids(gap_list) and not case.statement_asked_on:
        return Link("Bed familien om en udtalelse", reverse("decisions:ask", args=[case.public_id]))
    if rules.CONVERSATION in rules.ids(gap_list):
        return Link("Skriv samtalen med barnet ned", reverse("decisions:conversation", args=[case.public_id]))
    if gap_list:
        return Link(f"Gå til {gap_list[0].name}", reverse("decisions:step", args=[case.public_id, gap_list[0].id]))
    return Link("Træf afgørelse", reverse("decisions:finalise", args=[case.public_id]))


def _after_decision(case: Any, open_complaints: list[Complaint]) -> Link:
    if open_complaints:
        return Link(
            "Følg det, der er kommet ind",
            reverse("decisions:complaint", args=[case.public_id, open_complaints[0].public_id]),
        )
    if case.family_notified_on is None:
        slug = letters.slug_of(LetterKind.FAMILY_NOTICE)
        return Link("Giv plejefamilien besked", reverse("decisions:letter", args=[case.public_id, slug]))
    return Link("Afslut sagen", reverse("decisions:finish", args=[case.public_id]))


def _family(case: Any) -> FamilyPart:
    given = f"Familien gav sin udtalelse {date_text(case.statement_given_on)}." if case.statement_given_on else ""
    asked = ""
    if case.statement_asked_on:
        due = f" Svar senest {date_text(case.statement_due_on)}." if case.statement_due_on else ""
        asked = f"Bedt om udtalelse {date_text(case.statement_asked_on)}.{due}"
    return FamilyPart(
        told=date_text(case.told_family_on) if case.told_family_on else "",
        asked=asked,
        given=given,
        preview_url=reverse("decisions:family", args=[case.public_id]),
        ask_url=reverse("decisions:ask", args=[case.public_id])
        if case.may_decision_work and case.status == Status.OPEN
        else "",
    )


def _letters(case: Any, sent: dict[str, Letter]) -> list[LetterRow]:
    if not case.may_decision_files:
        return []
    found = []
    for kind in LetterKind:
        row = sent.get(kind)
        state = "Ikke skrevet"
        if row and row.sent_on:
            state = f"Sendt {date_text(row.sent_on)}, version {row.sent_number}"
        elif row and row.number:
            state = f"Kladde, version {row.number}"
        url = reverse("decisions:letter", args=[case.public_id, letters.slug_of(kind)])
        found.append(LetterRow(str(kind.label), state, url))
    return found


def _recorded(case: Any, judged: Judged | None, *, is_masked: bool) -> Recorded | None:
    row = getattr(case, "finalisation", None)
    if row is None:
        return None
    names = {finding.id: finding.name for finding in judged.assessment.requirements} if judged else {}
    return Recorded(
        decided=date_text(row.decided_on),
        by=f"{row.recorded_name}, {datetime_text(row.recorded_at)}",
        gaps=[names.get(key, key) for key in row.gaps],
        reason=shown.HIDDEN if is_masked and row.gaps_reason else row.gaps_reason,
        law_version=row.law_version,
    )


def _end_line(case: DecisionCase, is_masked: bool) -> str:
    if case.ended_on is None:
        return ""
    word = "Afsluttet" if case.status == Status.FINISHED else "Opgivet"
    note = "" if is_masked or not case.end_note else f" {case.end_note}"
    return f"{word} {date_text(case.ended_on)}.{note}"
