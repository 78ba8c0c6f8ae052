"""The foster family's page of a case: the steps that concern it, what it may give and ask for, and whom to turn to.

It is made of what the municipality has told the family, never of the case's papers. Nothing here depends on the route
before the family has been given notice of the decision: the route tells who has consented, and that is not the family's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.urls import reverse

from plejebro import law
from plejebro.access.mask import ShownPerson, ShownPlace
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.db.periods import current
from plejebro.decisions import lawbook, rules, stoplight
from plejebro.decisions.enums import FactKind, Kind, LetterKind, Status
from plejebro.decisions.models import CaseFact, DecisionCase, LetterVersion, StatementDraft, StatementFile
from plejebro.decisions.rows import child_of, home_of
from plejebro.decisions.shown import fact_date
from plejebro.decisions.steppage import AskedShown, StatementShown, asked_of, statements_of
from plejebro.documents.queries import FileLine, line
from plejebro.kernel.danish import date_text, weekday_date
from plejebro.law import Right
from plejebro.law.types import Kind as LawKind
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment

GRANTS = (Permission.DECISION_STATEMENT, Permission.DECISION_READ)
UNION = ("Plejefamiliernes Landsforening (PLF)", "https://plejefamilierne.dk/")
ANKESTYRELSEN = "https://ast.dk/"


@dataclass(frozen=True)
class FamilyStep:
    """A step that concerns the family: taken on a day, waited for by whom, or still to come."""

    title: str
    state: str
    tone: str
    icon: str
    text: str


@dataclass(frozen=True)
class MayAsk:
    """Something the family may do or ask for, by when, and by what law."""

    title: str
    text: str
    when: str
    basis: str
    note: str


@dataclass(frozen=True)
class TurnTo:
    """Somebody the family can turn to."""

    name: str
    what: str
    url: str


@dataclass(frozen=True)
class LineShown:
    """A line of the letter."""

    text: str
    is_heading: bool


@dataclass(frozen=True)
class NoticeShown:
    """The municipality's letter to the family about the decision."""

    sent: str
    lines: list[LineShown]


@dataclass(frozen=True)
class DraftShown:
    """What the viewer has begun to write."""

    text: str
    submission: UUID | None
    files: list[FileLine]


@dataclass(frozen=True)
class FamilyPage:
    """Everything the page shows. `is_preview`: somebody of the municipality looks at what the family sees."""

    public_id: UUID
    placement_id: UUID
    case_number: str
    title: str
    what: str
    child: ShownPerson
    home: ShownPlace
    municipality: str
    is_preview: bool
    is_told: bool
    is_ended: str
    headline: str
    may_state: bool
    steps: list[FamilyStep]
    asked: list[AskedShown]
    statements: list[StatementShown]
    draft: DraftShown
    may_ask: list[MayAsk]
    notice: NoticeShown | None
    turn_to: list[TurnTo]
    case_url: str


_TITLES = {
    Kind.MOVE: "Skal {child} flytte?",
    Kind.RETURN_HOME: "Skal {child} hjem?",
    Kind.CONTACT: "Skal samværet for {child} ændres?",
}
_WHAT = {
    Kind.MOVE: "Kommunen er ved at tage stilling til, om {child} skal bo et andet sted.",
    Kind.RETURN_HOME: "Kommunen er ved at tage stilling til, om {child} skal hjem.",
    Kind.CONTACT: "Kommunen er ved at tage stilling til, om samværet for {child} skal ændres.",
}


_DECIDED = {
    Kind.MOVE: "Der er truffet en afgørelse om, hvor {child} skal bo.",
    Kind.RETURN_HOME: "Der er truffet en afgørelse om, at {child} skal hjem.",
    Kind.CONTACT: "Der er truffet en afgørelse om samværet for {child}.",
}


def family_page(case: Any, viewer: Viewer) -> FamilyPage:
    """The page of a case that came through the door with `case_rows` and `GRANTS`. At most seven more queries."""
    child = child_of(case, viewer)
    name = "barnet" if child.is_masked else child.short_name
    told, own = case.told_family_on is not None, viewer.is_family
    masked = child.is_masked
    facts = list(CaseFact.objects.filter(case_id=case.pk).order_by("pk"))
    on = rules.counted_from(decided=case.decided_on, planned=case.planned_on, today=viewer.today)
    may_state = bool(case.may_decision_statement) and case.status == Status.OPEN
    return FamilyPage(
        public_id=case.public_id,
        placement_id=case.placement.public_id,
        case_number=case.case_number,
        title=_TITLES[Kind(case.kind)].format(child=name),
        what=(_DECIDED if case.family_notified_on else _WHAT)[Kind(case.kind)].format(child=name)
        if case.status != Status.DROPPED
        else "",
        child=child,
        home=home_of(case),
        municipality=str(case.placement.municipality),
        is_preview=not own,
        is_told=told,
        is_ended=_ended(case),
        headline=_headline(case, viewer.today),
        may_state=may_state,
        steps=_steps(case, facts, viewer.today),
        asked=asked_of(case, is_masked=masked),
        statements=statements_of(case, is_masked=masked, may_files=True, file_route="decisions:family_file"),
        draft=_draft(case, viewer) if may_state else DraftShown("", None, []),
        may_ask=_may_ask(case, on),
        notice=_notice(case) if not masked else None,
        turn_to=_turn_to(case, viewer),
        case_url=reverse("decisions:case", args=[case.public_id]) if case.may_decision_read else "",
    )


def _headline(case: DecisionCase, today: date) -> str:
    if case.status == Status.DROPPED:
        return "Kommunen har opgivet sagen. Der er ikke truffet en afgørelse."
    if case.status == Status.OPEN and case.statement_due_on and not case.statement_given_on:
        return f"Kommunen beder om jeres udtalelse senest {weekday_date(case.statement_due_on, today)}."
    if case.family_notified_on:
        return "Afgørelsen er truffet, og kommunen har givet jer besked."
    if case.statement_given_on:
        return "I har givet jeres udtalelse. Nu er det kommunens tur."
    return "I kan give jeres udtalelse, så længe kommunen ikke har truffet afgørelse."


def _ended(case: DecisionCase) -> str:
    if case.ended_on is None:
        return ""
    return f"Sagen er {'afsluttet' if case.status == Status.FINISHED else 'opgivet'} {date_text(case.ended_on)}."


def _steps(case: DecisionCase, facts: list[CaseFact], today: date) -> list[FamilyStep]:
    rows = [_told(case), _asked(case, today), _notified(case)]
    if case.family_notified_on:  # the dates that follow are the family's own everyday, told of with the decision
        for kind in (FactKind.IMMEDIATE, FactKind.MOVED, FactKind.CONTRACT):
            on = fact_date(facts, kind)
            if on is not None and kind in rules.FACTS_OF[Kind(case.kind)]:
                rows.append(_done(rules.fact_name(case.kind, kind), on, ""))
    return rows


def _told(case: DecisionCase) -> FamilyStep:
    if case.told_family_on is None:
        return FamilyStep("Kommunen fortæller jer om sagen", "Kommer", "info", "clock", "")
    return _done("Kommunen har fortalt jer om sagen", case.told_family_on, "")


def _asked(case: DecisionCase, today: date) -> FamilyStep:
    text = "Kommunen skal hente jeres udtalelse, før den træffer afgørelse."
    if case.statement_given_on is not None:
        return _done("I har givet jeres udtalelse", case.statement_given_on, "I kan give en mere, hvis der er noget nyt.")
    if case.statement_due_on is None:
        return FamilyStep("Kommunen beder om jeres udtalelse", "Kommer", "info", "clock", text)
    if case.statement_due_on < today:
        late = f"Fristen var {date_text(case.statement_due_on)}. I kan stadig give udtalelsen. Gør det før afgørelsen."
        return FamilyStep("Kommunen beder om jeres udtalelse", "Fristen er gået", "error", "alert", late)
    due = f"Svar senest {weekday_date(case.statement_due_on, today)}. {text}"
    return FamilyStep("Kommunen beder om jeres udtalelse", "Venter på jer", "warning", "pause", due)


def _notified(case: DecisionCase) -> FamilyStep:
    if case.family_notified_on is not None:
        return _done("Kommunen har givet jer besked om afgørelsen", case.family_notified_on, "Brevet står nedenfor.")
    text = "Når afgørelsen er truffet, skriver kommunen til jer her."
    return FamilyStep("Kommunen giver jer besked om afgørelsen", "Kommer", "info", "clock", text)


def _done(title: str, on: date, text: str) -> FamilyStep:
    return FamilyStep(title, f"Gjort {date_text(on)}", "success", "check", text)


def _may_ask(case: Any, on: date) -> list[MayAsk]:
    statement = MayAsk(
        "Giv jeres udtalelse",
        "I kender barnets hverdag. Skriv, hvordan barnet har det, hvem det er knyttet til, og hvad der kunne hjælpe.",
        _by_when(case),
        "; ".join(lawbook.spelled(_basis_of_statement(case, on))),
        "",
    )
    rows = [statement, *_review(case, on)]
    rows += [
        MayAsk(row.name, row.text, "", "; ".join(lawbook.spelled(row.basis)), "")
        for row in stoplight.guidance(str(case.kind), on)
    ]
    return rows


def _by_when(case: DecisionCase) -> str:
    if case.family_notified_on:
        return "Afgørelsen er truffet"
    return f"Senest {date_text(case.statement_due_on)}" if case.statement_due_on else "Før afgørelsen"


def _basis_of_statement(case: DecisionCase, on: date) -> tuple[str, ...]:
    rule = law.requirement(rules.STATEMENT, max(on, lawbook.FIRST_DAY))
    return rule.basis_for(cast(LawKind, str(case.kind)), None)


def _review(case: Any, on: date) -> list[MayAsk]:
    """The right to a review. Before the family has notice it stands as a condition, the same whatever the route is."""
    born = case.placement.child.born_on
    if born is None or case.kind == Kind.CONTACT:
        return []
    if case.family_notified_on:
        right = _right_of_family(case, on)
        return [_as_shown(right)] if right else []
    possible = _right_of_family(case, on, route="K1")
    if possible is None:
        return []
    return [
        MayAsk(
            "Bed måske Ankestyrelsen om en vurdering",
            "Er barnet under 10 år, når kommunen træffer afgørelse, og træffer kommunen den selv med samtykke, kan I bede "
            "Ankestyrelsen se på afgørelsen. Kommunen skriver det til jer, hvis det gælder jer.",
            "Når afgørelsen er truffet",
            "; ".join(lawbook.spelled(possible.basis)),
            "Uafklaret: Loven nævner ingen frist for at bede om det. Gør det så hurtigt I kan.",
        )
    ]


def _right_of_family(case: Any, on: date, route: str | None = None) -> Right | None:
    """What the law gives the foster family in this case, or would give it on `route`."""
    facts = lawbook.facts_of(case, case.placement.child.born_on, [], on)
    if route is not None:
        facts = replace(facts, route=route)
    rights = law.assess(facts, today=on).rights
    return next((row for row in rights if row.who == "plejefamilie" and row.right == "vurdering"), None)


def _as_shown(right: Right) -> MayAsk:
    return MayAsk(
        "Bed Ankestyrelsen om en vurdering",
        f"{right.why} Send anmodningen til Ankestyrelsen.",
        right.deadline or "Så hurtigt som muligt",
        "; ".join(lawbook.spelled(right.basis)),
        "",
    )


def _notice(case: DecisionCase) -> NoticeShown | None:
    """The text that was sent, and no other version of it."""
    if case.family_notified_on is None:
        return None
    rows = LetterVersion.objects.filter(letter__case_id=case.pk, letter__kind=LetterKind.FAMILY_NOTICE)
    row = rows.filter(sendings__isnull=False).order_by("-sendings__pk").first()
    if row is None:
        return None
    lines = [LineShown(line.removeprefix("# "), line.startswith("# ")) for line in row.text.splitlines() if line.strip()]
    return NoticeShown(date_text(case.family_notified_on), lines)


def _turn_to(case: DecisionCase, viewer: Viewer) -> list[TurnTo]:
    words = {
        Task.ADVISER: "børne- og ungerådgiver: tager stilling til det, sagen handler om",
        Task.CONSULTANT: "familieplejekonsulent: passer på jer, også i en sag som denne",
    }
    rows = Assignment.objects.filter(current(viewer.today), placement_id=case.placement_id).select_related("employment")
    people = [TurnTo(row.employment.full_name, words[Task(row.task)], "") for row in rows.order_by("-task", "pk")]
    return [
        *people,
        TurnTo(UNION[0], "kan hjælpe sine medlemmer. Er I i et andet forbund, så brug det", UNION[1]),
        TurnTo("Ankestyrelsen", "kan I altid underrette, hvis I er bekymrede for barnet eller afgørelsen", ANKESTYRELSEN),
    ]


def _draft(case: DecisionCase, viewer: Viewer) -> DraftShown:
    row = StatementDraft.objects.filter(owner_id=viewer.user_id, case_id=case.pk).first()
    if row is None:
        return DraftShown("", None, [])
    files = StatementFile.objects.filter(draft=row).select_related("document").order_by("pk")
    return DraftShown(row.text, row.submission, [line(one.document) for one in files])
