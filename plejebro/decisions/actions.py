"""Verbs of a decision case itself: open it, choose its route, plan, record the decision, end it. One transaction each."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from plejebro import law
from plejebro.access.viewer import Viewer
from plejebro.decisions import lawbook, rules
from plejebro.decisions.base import as_seen, by_now, lock, not_in_future, record, save, still_open
from plejebro.decisions.enums import Cause, FactKind, Kind, RouteCode, Source, Status
from plejebro.decisions.models import CaseFact, DecisionCase, Finalisation, RouteChoice
from plejebro.decisions.proving import evidence_from, withdraw_from
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.ids import case_number
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.placements.models import Placement


@dataclass(frozen=True)
class Opening:
    """What a case is opened with, as the form hands it in. The cause is recorded; it never sets the route."""

    kind: Kind
    reason: str
    cause: Cause | None = None
    planned_on: date | None = None


@transaction.atomic
def open_case(*, actor: Viewer, placement: Placement, opening: Opening, submission: UUID) -> DecisionCase:
    """A new case. The same `submission` again gives the case that is already there; one open case of a kind at a time."""
    Placement.objects.select_for_update().get(pk=placement.pk)
    if already := DecisionCase.objects.filter(submission=submission).first():
        return already
    if DecisionCase.objects.filter(placement=placement, kind=opening.kind, status=Status.OPEN).exists():
        raise NotPossible("Der er allerede en åben sag om det samme på anbringelsen.")
    case = DecisionCase.objects.create(
        case_number=_unused_case_number(),
        placement=placement,
        kind=opening.kind,
        opened_on=clock.today(),
        opened_by_id=actor.user_id,
        opened_name=actor.name[:120],
        reason=opening.reason.strip(),
        cause=opening.cause or "",
        planned_on=opening.planned_on,
        submission=submission,
    )
    record(actor, case, "open", kind=opening.kind.value)
    return case


@transaction.atomic
def plan(*, actor: Viewer, case: DecisionCase, planned_on: date | None, reason: str, cause: str, seen_version: int) -> None:
    """Corrects why the case is open and when the decision is expected; until then the steps are judged on that day."""
    locked = lock(case)
    as_seen(locked, seen_version)
    still_open(locked)
    if planned_on and locked.statement_due_on and not locked.statement_given_on and planned_on < locked.statement_due_on:
        due = date_text(locked.statement_due_on)
        raise NotPossible(f"Plejefamilien har frist til {due}. Afgørelsen skal komme efter udtalelsen.")
    locked.planned_on, locked.reason, locked.cause = planned_on, reason.strip(), cause
    save(locked)
    record(actor, locked, "plan", planned=str(planned_on or ""), cause=cause)


@transaction.atomic
def choose_route(
    *, actor: Viewer, case: DecisionCase, route: RouteCode, reason: str, submission: UUID, seen_version: int
) -> RouteChoice:
    """A person classifies the case, with a reason. Where the municipality decides, the choice shows the right body (R01)."""
    locked = lock(case)
    if already := RouteChoice.objects.filter(submission=submission).first():
        return already
    as_seen(locked, seen_version)
    still_open(locked)
    if not reason.strip():
        raise NotPossible("Skriv, hvorfor sagen går den vej.")
    choice = RouteChoice.objects.create(
        case=locked, route=route, reason=reason.strip(), submission=submission, **by_now(actor, "chosen")
    )
    withdraw_from(actor, locked, Source.ROUTE, rules.ROUTE, "Vejen er valgt om.")
    if route in rules.ROUTE_SHOWS:
        evidence_from(
            actor,
            locked,
            rules.ROUTE,
            on=clock.today(),
            proof="begrundet valg af vej",
            note=reason.strip(),
            source=Source.ROUTE,
        )
    locked.route = route
    save(locked)
    record(actor, locked, "route", route=route.value)
    return choice


@transaction.atomic
def record_fact(
    *,
    actor: Viewer,
    case: DecisionCase,
    kind: FactKind,
    on: date | None,
    text: str,
    submission: UUID,
    seen: int | None,
) -> CaseFact:
    """Writes one of the dated facts, corrects it, or takes it back (`on` None). `seen` is the row that was shown, if any.

    The decision itself is first recorded by `finalise`, which looks at the steps; here it can be corrected. Raises
    `ChangedMeanwhile` when somebody else has corrected it.
    """
    locked = lock(case)
    if already := CaseFact.objects.filter(submission=submission).first():
        return already
    if locked.status == Status.DROPPED:
        raise NotPossible("Sagen er opgivet.")
    now = current_fact(locked, kind)
    if (now.pk if now else None) != seen:
        raise ChangedMeanwhile
    _fact_is_possible(locked, kind, now, on, text)
    fact = CaseFact.objects.create(
        case=locked, kind=kind, on=on, text=text.strip(), replaces=now, submission=submission, **by_now(actor)
    )
    if kind == FactKind.DECIDED:
        locked.decided_on = on
    _show_fact(actor, locked, fact)
    save(locked)
    record(actor, locked, "fact", kind=kind.value, on=str(on or ""), corrects=now is not None)
    return fact


@transaction.atomic
def finalise(
    *, actor: Viewer, case: DecisionCase, decided_on: date, reason: str, submission: UUID, seen_version: int
) -> Finalisation:
    """Records that the decision is taken, with the steps as they stood: what the law said and which data it said it from.

    With gaps it wants a written reason, which is kept. What is recorded here is never changed; steps that come later show
    as late. Raises `ChangedMeanwhile` when the case is not as it was when the writer looked, `NotPossible` otherwise.
    """
    locked = lock(case)
    if already := Finalisation.objects.filter(submission=submission).first():
        return already
    as_seen(locked, seen_version)
    still_open(locked)
    if locked.decided_on is not None or Finalisation.objects.filter(case=locked).exists():
        raise NotPossible("Afgørelsen er allerede skrevet ned. Er datoen forkert, kan den rettes under datoerne.")
    not_in_future(decided_on, "Afgørelsens dato")
    judged = lawbook.judge(locked, locked.evidence.order_by("pk"), decided_on, clock.today())
    if judged is None:
        raise NotPossible("Vi mangler barnets fødselsdag. Skriv den på anbringelsen først.")
    if decided_on < max(lawbook.FIRST_DAY, _born(locked)):
        raise NotPossible("Den dato kan ikke være afgørelsens.")
    if rules.needs_reason(judged) and not reason.strip():
        raise NotPossible("Der mangler trin. Skriv, hvorfor afgørelsen alligevel er truffet.")
    missing = rules.ids(rules.gaps(judged))
    row = Finalisation.objects.create(
        case=locked,
        decided_on=decided_on,
        assessment=law.as_json(judged.assessment),
        law_version=lawbook.law_version(),
        gaps=missing,
        gaps_reason=reason.strip(),
        submission=submission,
        **by_now(actor),
    )
    CaseFact.objects.create(
        case=locked,
        kind=FactKind.DECIDED,
        on=decided_on,
        replaces=current_fact(locked, FactKind.DECIDED),
        submission=submission,
        **by_now(actor),
    )
    locked.decided_on = decided_on
    save(locked)
    record(actor, locked, "finalise", on=str(decided_on), gaps=missing)
    return row


@transaction.atomic
def finish(*, actor: Viewer, case: DecisionCase, note: str, seen_version: int) -> DecisionCase:
    """Ends a case whose decision is recorded. A complaint that comes later opens it again."""
    locked = lock(case)
    if locked.status == Status.FINISHED:
        return locked
    as_seen(locked, seen_version)
    still_open(locked)
    if locked.decided_on is None:
        raise NotPossible("Skriv først afgørelsen ned. Bliver der ingen afgørelse, kan sagen opgives.")
    if locked.complaints.filter(settled_on__isnull=True).exists():
        raise NotPossible("Der er en klage eller en anmodning, som ikke er afgjort endnu.")
    return _end(actor, locked, Status.FINISHED, note)


@transaction.atomic
def drop(*, actor: Viewer, case: DecisionCase, reason: str, seen_version: int) -> DecisionCase:
    """Gives the case up without a decision, and says why."""
    locked = lock(case)
    if locked.status == Status.DROPPED:
        return locked
    as_seen(locked, seen_version)
    still_open(locked)
    if locked.decided_on is not None:
        raise NotPossible("Afgørelsen er truffet. Sagen kan afsluttes, men ikke opgives.")
    if not reason.strip():
        raise NotPossible("Skriv, hvorfor sagen opgives.")
    return _end(actor, locked, Status.DROPPED, reason)


@transaction.atomic
def reopen(*, actor: Viewer, case: DecisionCase, seen_version: int) -> DecisionCase:
    """Opens an ended case again."""
    locked = lock(case)
    as_seen(locked, seen_version)
    if locked.status != Status.OPEN:
        open_again(locked)
        save(locked)
        record(actor, locked, "reopen")
    return locked


def open_again(case: DecisionCase) -> None:
    """Makes a locked case open; the caller saves it."""
    case.status, case.ended_on, case.end_note = Status.OPEN, None, ""


def current_fact(case: DecisionCase, kind: FactKind) -> CaseFact | None:
    """The row that holds: the one nothing replaces."""
    return case.facts.filter(kind=kind, replaced_by__isnull=True).order_by("-pk").first()


def _end(actor: Viewer, case: DecisionCase, status: Status, note: str) -> DecisionCase:
    case.status, case.ended_on, case.end_note = status, clock.today(), note.strip()
    save(case)
    record(actor, case, "finish" if status == Status.FINISHED else "drop")
    return case


def _fact_is_possible(case: DecisionCase, kind: FactKind, now: CaseFact | None, on: date | None, text: str) -> None:
    if kind not in rules.FACTS_OF[Kind(case.kind)]:
        raise NotPossible("Den dato hører ikke til denne slags sag.")
    if kind == FactKind.DECIDED and now is None:
        raise NotPossible("Skriv afgørelsen ned på siden »Træf afgørelse«, så trinene bliver set efter.")
    if on is None and now is None:
        raise NotPossible("Skriv datoen.")
    if (now is not None or kind == FactKind.IMMEDIATE) and not text.strip():
        raise NotPossible(
            "Skriv, hvorfor datoen rettes." if now else "Skriv de særlige forhold, der gør det nødvendigt at handle straks."
        )
    if on is not None and kind != FactKind.CONTRACT:  # a contract is ended for a day to come
        not_in_future(on)
    if on is None and kind == FactKind.DECIDED:
        raise NotPossible("Afgørelsen kan få en anden dato, men den kan ikke tages tilbage her. Opret en ny sag.")


def _show_fact(actor: Viewer, case: DecisionCase, fact: CaseFact) -> None:
    """What a dated fact shows by itself; a correction takes the old back."""
    requirement = rules.FACT_SHOWS.get(fact.kind)
    if requirement is None:
        return
    withdraw_from(actor, case, Source.FACT, requirement, "Datoen er rettet.")
    if fact.on is not None:
        name = rules.fact_name(case.kind, fact.kind)
        evidence_from(actor, case, requirement, on=fact.on, proof=name, note=fact.text, source=Source.FACT)


def _born(case: DecisionCase) -> date:
    return case.placement.child.born_on or date.min


def _unused_case_number() -> str:
    rng = random.SystemRandom()
    while DecisionCase.objects.filter(case_number=(number := case_number(rng))).exists():
        pass
    return number
