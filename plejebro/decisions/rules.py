"""What a case asks for and what may be recorded when, as pure functions over the law's answer. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from plejebro.decisions.enums import About, Cause, ComplaintKind, FactKind, Kind, LetterKind, RouteCode, Source
from plejebro.law import Assessment, Finding

# The requirements that something in Plejebro shows by itself.
STATEMENT: Final = "R07"
CONVERSATION: Final = "R08"
ROUTE: Final = "R01"
LETTER_SHOWS: Final[Mapping[str, tuple[str, ...]]] = {
    LetterKind.HEARING: ("R20",),
    LetterKind.DECISION: ("R28", "R29"),
    LetterKind.FAMILY_NOTICE: ("R37",),
    LetterKind.STATEMENT_REQUEST: (),
}
FACT_SHOWS: Final[Mapping[str, str]] = {FactKind.IMMEDIATE: "R32"}
COMPLAINT_SHOWS: Final[Mapping[str, str]] = {ComplaintKind.COMPLAINT: "R30", ComplaintKind.REVIEW: "R31"}
# Rows of these kinds are taken back where they stand; the others where they came from.
TAKEN_BACK_HERE: Final = (Source.RECORDED, Source.LETTER)
# A reasoned choice of these routes is itself what shows that the right body decides; on the others it is the minutes.
ROUTE_SHOWS: Final = (RouteCode.K1, RouteCode.K3, RouteCode.K5)

FACTS_OF: Final[Mapping[str, tuple[FactKind, ...]]] = {
    Kind.MOVE: (FactKind.DECIDED, FactKind.PLACE, FactKind.IMMEDIATE, FactKind.MOVED, FactKind.CONTRACT),
    Kind.RETURN_HOME: (FactKind.DECIDED, FactKind.IMMEDIATE, FactKind.MOVED, FactKind.CONTRACT),
    Kind.CONTACT: (FactKind.DECIDED, FactKind.MOVED),
}
_FACT_NAMES: Final[Mapping[tuple[str, str], str]] = {
    (Kind.MOVE, FactKind.DECIDED): "Afgørelsen om, at barnet skal flytte",
    (Kind.MOVE, FactKind.PLACE): "Valget af det nye sted",
    (Kind.MOVE, FactKind.IMMEDIATE): "Afgørelsen om at flytte straks",
    (Kind.MOVE, FactKind.MOVED): "Barnet flyttede",
    (Kind.MOVE, FactKind.CONTRACT): "Plejekontrakten ophører",
    (Kind.RETURN_HOME, FactKind.DECIDED): "Afgørelsen om hjemgivelse",
    (Kind.RETURN_HOME, FactKind.IMMEDIATE): "Afgørelsen om at hjemgive straks",
    (Kind.RETURN_HOME, FactKind.MOVED): "Barnet flyttede hjem",
    (Kind.RETURN_HOME, FactKind.CONTRACT): "Plejekontrakten ophører",
    (Kind.CONTACT, FactKind.DECIDED): "Afgørelsen om ændret samvær",
    (Kind.CONTACT, FactKind.MOVED): "Det ændrede samvær begyndte",
}
ABOUT_OF: Final[Mapping[str, tuple[About, ...]]] = {
    Kind.MOVE: (About.WHETHER, About.PLACE),
    Kind.RETURN_HOME: (About.RETURN_HOME,),
    Kind.CONTACT: (About.CONTACT,),
}


@dataclass(frozen=True)
class Face:
    """A status as a word with an icon and a colour."""

    word: str
    icon: str
    tone: str


FACES: Final[Mapping[str, Face]] = {
    "documented": Face("Dokumenteret", "check", "success"),
    "missing": Face("Ikke dokumenteret", "alert", "error"),
    "late": Face("For sent", "clock", "error"),
    "excepted": Face("Undtaget", "info", "neutral"),
    "not_applicable": Face("Gælder ikke her", "info", "neutral"),
    "unclear": Face("Uafklaret", "pause", "warning"),
}
_WITH_LETTER: Final = Face("Følger med brevet", "clock", "info")
_LATER: Final = Face("Kommer efter afgørelsen", "clock", "info")


def fact_name(kind: str, fact: str) -> str:
    """What a dated fact is called in a case of `kind`."""
    return _FACT_NAMES[(kind, fact)]


def counted_from(*, decided: date | None, planned: date | None, today: date) -> date:
    """The day the steps are judged on: the decision, or the planned one; a plan that has passed counts as today."""
    if decided is not None:
        return decided
    return planned if planned is not None and planned > today else today


def face_of(finding: Finding, *, is_decided: bool) -> Face:
    """How a step's status is shown. What is due after a decision nobody has taken yet is not missing."""
    if not is_decided and finding.id in LETTER_SHOWS[LetterKind.DECISION] and finding.status == "missing":
        return _WITH_LETTER
    if finding.due == "after" and finding.status in ("missing", "unclear") and not is_decided and not finding.evidence:
        return _LATER
    return FACES[finding.status]


@dataclass(frozen=True)
class Judged:
    """The law's answer on a case as it stands, the steps somebody has excepted, and whether the decision is recorded."""

    assessment: Assessment
    claimed: frozenset[str]
    is_decided: bool


def gaps(judged: Judged) -> list[Finding]:
    """The steps that should stand before or with the decision and do not: not documented, or dated after it.

    An exception that the law does not know leaves a gap. What only the decision's own letter can show is no gap before
    there is a decision to write of; it is one as soon as there is.
    """
    return [row for row in judged.assessment.requirements if _is_gap(row, judged)]


def _is_gap(row: Finding, judged: Judged) -> bool:
    if row.due == "after" or (row.id in LETTER_SHOWS[LetterKind.DECISION] and not judged.is_decided):
        return False
    if row.status == "unclear" and row.id in judged.claimed:
        return not any(one.date is not None and one.date <= judged.assessment.decision_date for one in row.evidence)
    return row.status in ("missing", "late")


def with_letter(judged: Judged) -> list[Finding]:
    """The steps the decision's letter will show, while there is no decision yet."""
    shown_by = () if judged.is_decided else LETTER_SHOWS[LetterKind.DECISION]
    return [row for row in judged.assessment.requirements if row.id in shown_by and row.status in ("missing", "late")]


def is_grave(finding: Finding) -> bool:
    """Whether a decision without the step is normally invalid, or may be: what it would be unlawful to skip."""
    return any(code in ("INV", "GAR") for code in finding.rule.consequence)


def open_questions(judged: Judged) -> list[Finding]:
    """The steps the law or the case leaves unclear, and that are no gap."""
    rows = judged.assessment.requirements
    return [row for row in rows if row.due != "after" and row.status == "unclear" and not _is_gap(row, judged)]


def after(judged: Judged) -> list[Finding]:
    """The steps that belong after the decision and are not done."""
    return [row for row in judged.assessment.requirements if row.due == "after" and row.status in ("missing", "unclear")]


def settled(judged: Judged) -> list[Finding]:
    """The steps that are shown, or excepted with a reason."""
    return [row for row in judged.assessment.requirements if row.status in ("documented", "excepted")]


def not_for_this(judged: Judged) -> list[Finding]:
    """The steps that do not apply."""
    return [row for row in judged.assessment.requirements if row.status == "not_applicable"]


def needs_reason(judged: Judged) -> bool:
    """Whether recording the decision now asks for a written reason."""
    return bool(gaps(judged)) or judged.assessment.route is None


def trap_of(cause: str, route: str) -> str:
    """A plain warning where a cause is easily taken for a route; the empty text otherwise."""
    if cause == Cause.FAMILY_NOTICE and route in ("", RouteCode.K3):
        return (
            "At plejefamilien har sagt op, gør ikke i sig selv sagen til en begivenhed udefra (K3). Spørg: "
            "Ligger årsagen hos "
            "stedet, eller ligger den i barnets forhold eller i samarbejdet? Skriv jeres vurdering i begrundelsen."
        )
    if cause == Cause.COOPERATION:
        return (
            "Vanskeligt samarbejde er ikke i sig selv en grund til at flytte et barn. Flytningen skal være "
            "nødvendig for det, "
            "anbringelsen skal opnå, og være bedst for barnet."
        )
    if cause == Cause.APPROVAL and route in ("", RouteCode.K3):
        return "En godkendelse har både en dato og en status: Er den klaget over, kan klagen udskyde tabet af den."
    return ""


def late_words(finding: Finding, day: date) -> str:
    """What is said of a step that is dated after the decision."""
    dates = [row.date for row in finding.evidence if row.date is not None]
    if finding.status != "late" or not dates:
        return ""
    return f"dateret {min(dates):%d.%m.%Y}, efter afgørelsen {day:%d.%m.%Y}"


def right_of(assessment: Assessment, who: str, right: str) -> bool:
    """Whether the law gives `who` the `right` in this decision."""
    return any(row.who == who and row.right == right for row in assessment.rights)


def ids(findings: Iterable[Finding]) -> list[str]:
    """Their ids."""
    return [row.id for row in findings]
