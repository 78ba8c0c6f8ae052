"""Verbs that bring decisions into a study: drawn from Plejebro without names, or read from a file, all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils.crypto import salted_hmac

from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.audit.actions import record_change
from plejebro.kernel import clock
from plejebro.kernel.cpr import CprError, parse_cpr
from plejebro.kernel.csv_files import BadFile, Fault
from plejebro.kernel.danish import age as age_on
from plejebro.kernel.refusals import NotPossible
from plejebro.practice_review import frame
from plejebro.practice_review.actions import CODERS_PER_DECISION, add_decisions, lock
from plejebro.practice_review.coded_files import read_coded
from plejebro.practice_review.enums import DecisionState, Method, Part, Slot, Source, StudyState
from plejebro.practice_review.models import Code, Coding, SampledDecision, Study
from plejebro.practice_review.perms import subjects_of_study
from plejebro.practice_review.sampling import draw, month_of
from plejebro.practice_review.tabulation import CodedDecision

MARK_SALT = "plejebro.practice_review.source"


@transaction.atomic
def draw_sample(*, actor: Viewer, study: Study) -> int:
    """Draws the study's sample from the decisions in Plejebro, once, and returns how many it got.

    What is kept of each is what the coding needs: municipality, dates, age, route and the law's answer. The log says
    which cases were drawn, and not which number each of them got. Raises `NotPossible`.
    """
    locked = lock(study, StudyState.DRAFT)
    if locked.source != Source.PLEJEBRO:
        raise NotPossible("Undersøgelsens afgørelser kommer fra en fil.")
    if locked.decisions.exists():
        raise NotPossible("Stikprøven er allerede taget.")
    units = frame.units_of(locked)
    if not units:
        raise NotPossible("Der er ingen afgørelser, som passer til undersøgelsen.")
    keys = draw(units, size=locked.sample_size or 0, seed=locked.seed, method=Method(locked.method))
    rows = [_drawn(locked, number, found) for number, found in enumerate(frame.facts_of(keys), start=1)]
    add_decisions(locked, rows)
    locked.frame_size, locked.drawn_at = len(units), clock.now()
    locked.version += 1
    locked.save(update_fields=["frame_size", "drawn_at", "version"])
    record_change(
        actor=actor,
        action="review.draw",
        subjects=[*subjects_of_study(locked), *frame.subjects_of(sorted(keys))],
        details={"frame": len(units), "drawn": len(rows), "seed": locked.seed},
    )
    return len(rows)


@transaction.atomic
def import_decisions(*, actor: Viewer, study: Study, data: bytes, coded: bool = True) -> int:
    """Brings the file's decisions into the study, all or none, and returns how many decisions that were.

    With a column `coder` each decision stands twice, once per coder, and they are compared as if they had coded here; a
    coder that is the e-mail of one of the study's reviewers is that person. Without it the codes are what holds.
    Raises `BadFile` with every bad row, and `NotPossible`.
    """
    locked = lock(study, StudyState.DRAFT)
    if locked.source != Source.FILE:
        raise NotPossible("Undersøgelsens afgørelser trækkes i Plejebro.")
    decisions = read_coded(data, with_coder=True, coded=coded)
    by_id: dict[str, list[CodedDecision]] = defaultdict(list)
    for row in decisions:
        by_id[row.decision_id].append(row)
    if faults := sorted([*_faults(locked, decisions), *_coder_faults(by_id)], key=lambda fault: fault.line):
        raise BadFile(faults)
    rows = add_decisions(locked, [_from_file(group[0]) for group in by_id.values()])
    if coded:
        _bring_codings(locked, {row.case_number: row for row in rows}, by_id)
    locked.version += 1
    locked.save(update_fields=["version"])
    record_change(actor=actor, action="review.import", subjects=subjects_of_study(locked), details={"decisions": len(rows)})
    return len(rows)


def source_mark(study: Study, key: str) -> str:
    """A keyed hash of a decision's own id within one study."""
    return salted_hmac(f"{MARK_SALT}:{study.public_id}", key, algorithm="sha256").hexdigest()


def _drawn(study: Study, number: int, found: frame.Found) -> SampledDecision:
    facts = found.facts
    return SampledDecision(
        case_number=f"A-{number:03d}",
        municipality_code=found.municipality_code,
        kind=facts.kind,
        route=facts.route or "",
        decided_on=facts.decision_date,
        born_month=month_of(facts.child_born),
        age=age_on(facts.child_born, facts.decision_date),
        assessment=found.assessment,
        source_mark=source_mark(study, found.key),
    )


def _from_file(row: CodedDecision) -> SampledDecision:
    return SampledDecision(
        case_number=row.decision_id,
        municipality_code=row.municipality_code,
        route=row.route,
        decided_on=row.decision_date,
        born_month=month_of(row.child_born),
        age=age_on(row.child_born, row.decision_date),
    )


def _faults(study: Study, decisions: Sequence[CodedDecision]) -> list[Fault]:
    """Rows that are sound in themselves but do not fit the study."""
    there = set(study.decisions.values_list("case_number", flat=True))
    found = []
    for row in decisions:
        if row.decision_id in there:
            found.append(Fault(row.line, f"decision_id “{row.decision_id}” står allerede i undersøgelsen."))
        elif _is_cpr(row.decision_id):
            found.append(Fault(row.line, "decision_id ligner et CPR-nummer. Brug undersøgelsens eget nummer."))
        elif not study.period_from <= row.decision_date <= study.period_to:
            found.append(Fault(row.line, f"decision_date {row.decision_date} ligger uden for undersøgelsens periode."))
        elif outside := [key for key in row.codes if key not in study.requirements]:
            found.append(Fault(row.line, f"Undersøgelsen bedømmer ikke {', '.join(outside)}."))
    return found


def _coder_faults(by_id: dict[str, list[CodedDecision]]) -> list[Fault]:
    """Decisions with another number of coders than two, or whose coders disagree on what was decided when."""
    found = []
    for group in by_id.values():
        first, last = group[0], group[-1]
        if first.coder and len(group) != CODERS_PER_DECISION:
            found.append(Fault(last.line, f"Afgørelsen skal stå to gange, en gang for hver bedømmer, og står {len(group)}."))
        elif len(group) > 1 and not all(row.coder for row in group):
            found.append(Fault(last.line, "Bedømmeren mangler i kolonnen coder."))
        elif len({row.coder.lower() for row in group}) < len(group):
            found.append(Fault(last.line, "De to bedømmere i kolonnen coder er den samme."))
        elif _facts(first) != _facts(last):
            found.append(Fault(last.line, f"Kommune, datoer eller vej er ikke de samme som på linje {first.line}."))
    return found


def _facts(row: CodedDecision) -> tuple[object, ...]:
    return row.municipality_code, row.decision_date, row.child_born, row.route


def _bring_codings(study: Study, rows: dict[str, SampledDecision], by_id: dict[str, list[CodedDecision]]) -> None:
    people = _coders_by_email(study)
    codings: list[tuple[Coding, CodedDecision]] = []
    for case_number, group in by_id.items():
        slots = [Slot.FIRST, Slot.SECOND] if group[0].coder else [Slot.FINAL]
        for slot, row in zip(slots, group, strict=True):
            codings.append((_coding(rows[case_number], slot, row.coder, people), row))
        codings += _outcome(rows[case_number], group)
    Coding.objects.bulk_create([coding for coding, _ in codings])
    Code.objects.bulk_create(
        [Code(coding=coding, requirement=key, value=value) for coding, row in codings for key, value in row.codes.items()],
        batch_size=500,
    )
    SampledDecision.objects.bulk_update(rows.values(), ["state"])


def _outcome(decision: SampledDecision, group: list[CodedDecision]) -> list[tuple[Coding, CodedDecision]]:
    """Sets where the decision stands; two coders who agree settle it, with their codes as the end."""
    if len(group) == CODERS_PER_DECISION and group[0].codes != group[1].codes:
        decision.state = DecisionState.DISPUTED
        return []
    decision.state = DecisionState.SETTLED
    if len(group) < CODERS_PER_DECISION:
        return []
    return [(_coding(decision, Slot.FINAL, "", {}), group[0])]


def _coding(decision: SampledDecision, slot: Slot, coder: str, people: dict[str, User]) -> Coding:
    person = people.get(coder.lower())
    label = "" if person else coder[:60]
    return Coding(decision=decision, slot=slot, coder=person, coder_label=label, finished_at=clock.now())


def _coders_by_email(study: Study) -> dict[str, User]:
    members = study.members.filter(part=Part.CODER).select_related("user").order_by("pk")
    return {member.user.email.lower(): member.user for member in members}


def _is_cpr(text: str) -> bool:
    try:
        parse_cpr(text)
    except CprError:
        return False
    return True
