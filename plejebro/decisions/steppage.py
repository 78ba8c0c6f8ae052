"""The page of one step: what the law asks, what shows it, everything that is on file for it, also what was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from plejebro.access.viewer import Viewer
from plejebro.decisions import lawbook, rules, shown
from plejebro.decisions.enums import ParentPresent, Status
from plejebro.decisions.models import Conversation, DecisionCase, Evidence, Statement, StatementFile, StatementRequest
from plejebro.decisions.rows import child_of
from plejebro.decisions.shown import HIDDEN, EvidenceLine, StepRow
from plejebro.documents.queries import FileLine, line
from plejebro.kernel.danish import date_text, datetime_text
from plejebro.law import Finding

_DUE = {"before": "Før afgørelsen", "with": "Samtidig med afgørelsen", "after": "Efter afgørelsen"}
_SURE = {"H": "læst i lovteksten", "M": "fra en anden kilde end lovteksten", "L": "ikke bekræftet: spørg en jurist"}


@dataclass(frozen=True)
class TalkShown:
    """A talk with the child as it was written down."""

    public_id: UUID
    on: str
    where: str
    who: str
    words: str
    about_this: bool
    parent: str
    recorded: str
    withdrawn: str
    withdraw_url: str


@dataclass(frozen=True)
class FileShown:
    """A file of a statement."""

    line: FileLine
    url: str


@dataclass(frozen=True)
class StatementShown:
    """The family's statement as it was given; `late` says so when it came after the decision."""

    public_id: UUID
    given: str
    author: str
    text: str
    late: str
    files: list[FileShown]


@dataclass(frozen=True)
class AskedShown:
    """A request for a statement."""

    asked: str
    due: str
    text: str


@dataclass(frozen=True)
class StepPage:
    """Everything the page shows. `row` is None while the child's birthday is not known."""

    public_id: UUID
    placement_id: UUID
    case_number: str
    child_name: str
    is_masked: bool
    version: int
    title: str
    row: StepRow
    due: str
    exceptions: list[str]
    sources: list[str]
    confidence: str
    applies_to: str
    late: str
    evidence: list[EvidenceLine]
    talks: list[TalkShown]
    statements: list[StatementShown]
    asked: list[AskedShown]
    is_talk: bool
    is_statement: bool
    may_work: bool
    may_except: bool
    ask_url: str
    talk_url: str


def step_page(case: Any, viewer: Viewer, requirement: str) -> StepPage | None:
    """The step `requirement` of a case that came through the door; None for a step nobody knows, or without a birthday."""
    rows = list(Evidence.objects.filter(case_id=case.pk).select_related("document").order_by("pk"))
    on = rules.counted_from(decided=case.decided_on, planned=case.planned_on, today=viewer.today)
    judged = lawbook.judge(case, rows, on, viewer.today)
    finding = next((row for row in judged.assessment.requirements if row.id == requirement), None) if judged else None
    if judged is None or finding is None:
        return None
    child, may = child_of(case, viewer), bool(case.may_decision_work) and case.status != Status.DROPPED
    masked, files = child.is_masked, bool(case.may_decision_files)
    is_talk, is_statement = requirement == rules.CONVERSATION, requirement == rules.STATEMENT
    return StepPage(
        public_id=case.public_id,
        placement_id=case.placement.public_id,
        case_number=case.case_number,
        child_name=child.short_name,
        is_masked=masked,
        version=case.version,
        title=finding.name,
        row=shown.step_row(case, finding, judged, is_masked=masked),
        due=_DUE[finding.due],
        exceptions=list(finding.known_exceptions),
        sources=list(finding.sources),
        confidence=_SURE[finding.confidence],
        applies_to=finding.rule.applies_to,
        late=_late(finding, on),
        evidence=[
            shown.evidence_line(case, row, is_masked=masked, may_work=may, may_files=files)
            for row in rows
            if row.requirement == requirement
        ],
        talks=talks_of(case, is_masked=masked, may_work=may) if is_talk else [],
        statements=statements_of(case, is_masked=masked, may_files=files) if is_statement else [],
        asked=asked_of(case, is_masked=masked) if is_statement else [],
        is_talk=is_talk,
        is_statement=is_statement,
        may_work=may,
        may_except=bool(finding.known_exceptions),
        ask_url=reverse("decisions:ask", args=[case.public_id]) if may and is_statement else "",
        talk_url=reverse("decisions:conversation", args=[case.public_id]) if may and is_talk else "",
    )


def talks_of(case: DecisionCase, *, is_masked: bool, may_work: bool) -> list[TalkShown]:
    """Every talk with the child, the newest first; the child's words only for those who know the child."""
    rows = Conversation.objects.filter(case_id=case.pk).order_by("-on", "-pk")
    return [
        TalkShown(
            public_id=row.public_id,
            on=date_text(row.on),
            where="" if is_masked else row.where,
            who="" if is_masked else row.who,
            words=HIDDEN if is_masked else row.words,
            about_this=row.about_this,
            parent=str(ParentPresent(row.parent_present).label).lower(),
            recorded=f"{row.recorded_name}, {datetime_text(row.recorded_at)}",
            withdrawn="" if row.withdrawn_at is None else ("Taget tilbage" if is_masked else row.withdrawn_reason),
            withdraw_url=(
                reverse("decisions:withdraw_conversation", args=[case.public_id, row.public_id])
                if may_work and row.withdrawn_at is None
                else ""
            ),
        )
        for row in rows
    ]


def statements_of(
    case: DecisionCase, *, is_masked: bool, may_files: bool, file_route: str = "decisions:file"
) -> list[StatementShown]:
    """Every statement the family has given, the newest first."""
    rows = list(Statement.objects.filter(case_id=case.pk).order_by("-given_at", "-pk"))
    files: dict[int, list[FileShown]] = {}
    if may_files and rows:
        kept = StatementFile.objects.filter(statement__case_id=case.pk).select_related("document").order_by("pk")
        for row in kept:
            if row.statement_id is not None:
                url = reverse(file_route, args=[case.public_id, row.document.public_id])
                files.setdefault(row.statement_id, []).append(FileShown(line(row.document), url))
    return [
        StatementShown(
            public_id=row.public_id,
            given=date_text(row.given_on),
            author="" if is_masked else row.author_name,
            text=HIDDEN if is_masked else row.text,
            late=_after(case, row),
            files=files.get(row.pk, []),
        )
        for row in rows
    ]


def asked_of(case: DecisionCase, *, is_masked: bool) -> list[AskedShown]:
    """When the family was asked, and for what."""
    rows = StatementRequest.objects.filter(case_id=case.pk).order_by("-pk")
    return [
        AskedShown(
            asked=f"{date_text(row.asked_on)} af {row.asked_name}",
            due=date_text(row.answer_by),
            text=HIDDEN if is_masked else row.text,
        )
        for row in rows
    ]


def _after(case: DecisionCase, row: Statement) -> str:
    if case.decided_on is None or row.given_on <= case.decided_on:
        return ""
    return f"Givet efter afgørelsen {date_text(case.decided_on)}. Den kan ikke have haft betydning for den."


def _late(finding: Finding, on: date) -> str:
    if finding.status != "late":
        return ""
    dates = [row.date for row in finding.evidence if row.date is not None]
    return (
        f"Rækkefølgen er forkert: Det tidligste, der viser trinet, er fra {date_text(min(dates))}, og afgørelsen er fra "
        f"{date_text(on)}. Det, der kommer efter afgørelsen, kan ikke have indgået i den."
    )


def belongs(case: DecisionCase, document_id: UUID) -> bool:
    """Whether a file is one of the case's: evidence, or of a statement."""
    in_evidence = Evidence.objects.filter(case_id=case.pk, document__public_id=document_id)
    in_statement = StatementFile.objects.filter(statement__case_id=case.pk, document__public_id=document_id)
    return in_evidence.exists() or in_statement.exists()
