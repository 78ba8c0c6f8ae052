"""Verbs of the coding: two people code independently, a third settles where they disagree."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor
from plejebro.db.versions import still_as_seen
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.practice_review import messages
from plejebro.practice_review.actions import CODERS_PER_DECISION
from plejebro.practice_review.enums import CodeValue, DecisionState, Part, Slot, StudyState
from plejebro.practice_review.models import Code, Coding, SampledDecision, StudyMember
from plejebro.practice_review.perms import subjects_of_decision

Codes = Mapping[str, str]


@transaction.atomic
def save_coding(
    *, actor: Viewer, coding: Coding, codes: Codes, note: str = "", finish: bool = False, seen: int | None = None
) -> Coding:
    """Keeps what has been coded so far; `finish` closes it, and then nothing of it can be changed.

    Raises `NotPossible` when the coding is finished or a requirement is left out at the end, and `ChangedMeanwhile`.
    When both are finished the decision is settled at once if they agree, and else waits for a third.
    """
    still_as_seen(coding, seen)
    decision = SampledDecision.objects.select_for_update(of=("self",)).select_related("study").get(pk=coding.decision_id)
    locked = Coding.objects.select_for_update().get(pk=coding.pk)
    if locked.finished_at is not None or decision.study.state != StudyState.CODING:
        raise NotPossible("Bedømmelsen er afsluttet og kan ikke ændres.")
    missing = [key for key in decision.study.requirements if not codes.get(key)]
    if finish and missing:
        raise NotPossible(f"Der mangler en bedømmelse af {', '.join(missing)}.")
    _write(locked, codes, decision)
    locked.note, locked.version = note.strip(), locked.version + 1
    locked.finished_at = clock.now() if finish else None
    locked.save(update_fields=["note", "version", "finished_at"])
    action = "review.code" if finish else "review.code_draft"
    record_change(actor=actor, action=action, subjects=subjects_of_decision(decision))
    if finish:
        compare(actor=actor, decision=decision)
    return locked


@transaction.atomic
def settle(*, actor: Viewer, decision: SampledDecision, codes: Codes, note: str = "") -> None:
    """A third says what holds where the two disagree; what they agree on stands.

    Raises `NotPossible` when there is nothing to settle, when something disputed is left out, or when the actor coded it.
    """
    locked = SampledDecision.objects.select_for_update(of=("self",)).select_related("study").get(pk=decision.pk)
    if locked.state != DecisionState.DISPUTED or locked.study.state != StudyState.CODING:
        raise NotPossible("Der er ikke noget at afgøre her mere.")
    if locked.codings.filter(coder_id=actor.user_id).exists():
        raise NotPossible("Du har selv bedømt afgørelsen. En tredje skal afgøre uenigheden.")
    if not StudyMember.objects.filter(study_id=locked.study_id, user_id=actor.user_id, part=Part.SETTLER).exists():
        raise NotPossible("Du er ikke udpeget til at afgøre uenighed i denne undersøgelse.")
    first, second = independent_codes(locked)
    agreed, disputed = _apart(first, second)
    missing = [key for key in disputed if codes.get(key) not in CodeValue.values]
    if missing:
        raise NotPossible(f"Der mangler en afgørelse af {', '.join(missing)}.")
    end = _final(locked, {**agreed, **{key: codes[key] for key in disputed}}, coder_id=actor.user_id, note=note.strip())
    record_change(
        actor=actor,
        action="review.settle",
        subjects=subjects_of_decision(locked),
        details={"requirements": disputed, "final": str(end.public_id)},
    )


def compare(*, actor: Actor, decision: SampledDecision) -> None:
    """Settles a decision whose two codings are finished and agree; asks for a third where they do not.

    Call it in the transaction that finished the second. A decision with an unfinished coding is left alone.
    """
    if decision.codings.filter(slot__lt=Slot.FINAL, finished_at__isnull=False).count() < CODERS_PER_DECISION:
        return
    first, second = independent_codes(decision)
    agreed, disputed = _apart(first, second)
    if disputed:
        decision.state = DecisionState.DISPUTED
        decision.save(update_fields=["state"])
        messages.tell_settlers(decision)
        return
    _final(decision, agreed)
    record_change(actor=actor, action="review.agreed", subjects=subjects_of_decision(decision))


def independent_codes(decision: SampledDecision) -> tuple[dict[str, str], dict[str, str]]:
    """What the two have coded, requirement by requirement."""
    rows = Code.objects.filter(coding__decision=decision, coding__slot__lt=Slot.FINAL)
    found: dict[int, dict[str, str]] = {Slot.FIRST: {}, Slot.SECOND: {}}
    for slot, requirement, value in rows.values_list("coding__slot", "requirement", "value"):
        found[slot][requirement] = value
    return found[Slot.FIRST], found[Slot.SECOND]


def _apart(first: Codes, second: Codes) -> tuple[dict[str, str], list[str]]:
    """What both say alike, and the requirements on which they differ (also where only one has coded it)."""
    agreed = {key: value for key, value in first.items() if second.get(key) == value}
    return agreed, sorted((first.keys() | second.keys()) - agreed.keys())


def _final(decision: SampledDecision, codes: Codes, coder_id: int | None = None, note: str = "") -> Coding:
    end = Coding.objects.create(decision=decision, slot=Slot.FINAL, coder_id=coder_id, note=note, finished_at=clock.now())
    Code.objects.bulk_create([Code(coding=end, requirement=key, value=value) for key, value in sorted(codes.items())])
    decision.state = DecisionState.SETTLED
    decision.save(update_fields=["state"])
    return end


def _write(coding: Coding, codes: Codes, decision: SampledDecision) -> None:
    wanted = {key: codes[key] for key in decision.study.requirements if codes.get(key) in CodeValue.values}
    coding.codes.all().delete()
    Code.objects.bulk_create([Code(coding=coding, requirement=key, value=value) for key, value in wanted.items()])
