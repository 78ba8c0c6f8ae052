"""Verbs of a study: define it, say who takes part, begin and close. The sample and the coding have modules of their own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.audit.actions import record_change
from plejebro.db.versions import still_as_seen
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.practice_review import messages
from plejebro.practice_review.enums import DecisionState, Method, Part, Slot, Source, StudyState
from plejebro.practice_review.models import Coding, SampledDecision, Study, StudyMember
from plejebro.practice_review.perms import subjects_of_study
from plejebro.practice_review.tabulation import REQUIREMENT_IDS

CODERS_PER_DECISION = 2


@dataclass(frozen=True)
class StudyPlan:
    """A study as the form hands it in. Empty lists narrow nothing; `frame_size` is stated for files only."""

    title: str
    source: Source
    period_from: date
    period_to: date
    requirements: tuple[str, ...]
    purpose: str = ""
    kinds: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    municipality_codes: tuple[str, ...] = ()
    method: Method = Method.SIMPLE
    sample_size: int | None = None
    frame_size: int | None = None
    is_synthetic: bool = False


@transaction.atomic
def create_study(*, actor: Viewer, plan: StudyPlan, seed: int | None = None) -> Study:
    """A study under construction. Its seed is drawn here, once, unless one is given. Raises `NotPossible`."""
    _is_sound(plan)
    study = Study.objects.create(
        **_columns(plan),
        seed=seed if seed is not None else random.SystemRandom().randrange(1, 2**31),
        created_by_id=actor.user_id,
        created_at=clock.now(),
    )
    record_change(actor=actor, action="review.create", subjects=subjects_of_study(study), details={"source": study.source})
    return study


@transaction.atomic
def correct_study(*, actor: Viewer, study: Study, plan: StudyPlan, seen: int | None = None) -> Study:
    """Corrects what is asked. Raises `NotPossible` once decisions are sampled, and `ChangedMeanwhile`."""
    still_as_seen(study, seen)
    locked = lock(study, StudyState.DRAFT)
    _is_sound(plan)
    if locked.decisions.exists():
        raise NotPossible("Stikprøven er taget. Det, den bygger på, kan ikke ændres mere.")
    for name, value in _columns(plan).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    record_change(actor=actor, action="review.correct", subjects=subjects_of_study(locked))
    return locked


@transaction.atomic
def set_members(
    *, actor: Viewer, study: Study, coders: Sequence[User], settlers: Sequence[User], seen: int | None = None
) -> None:
    """Says who codes and who settles. Raises `NotPossible` when somebody would do both or coding has begun, and
    `ChangedMeanwhile`."""
    still_as_seen(study, seen)
    locked = lock(study, StudyState.DRAFT)
    if {user.pk for user in coders} & {user.pk for user in settlers}:
        raise NotPossible("Den samme person kan ikke både bedømme og afgøre uenighed.")
    locked.version += 1
    locked.save(update_fields=["version"])
    StudyMember.objects.filter(study=locked).delete()
    StudyMember.objects.bulk_create(
        [
            StudyMember(study=locked, user=user, part=part)
            for part, people in ((Part.CODER, coders), (Part.SETTLER, settlers))
            for user in people
        ]
    )
    record_change(
        actor=actor,
        action="review.members",
        subjects=subjects_of_study(locked),
        details={"coders": [str(user.public_id) for user in coders], "settlers": [str(user.public_id) for user in settlers]},
    )


@transaction.atomic
def start_coding(*, actor: Viewer, study: Study) -> None:
    """Hands every decision that nobody has coded to two coders, in turn, and tells them. Raises `NotPossible`."""
    locked = lock(study, StudyState.DRAFT)
    if not locked.decisions.exists():
        raise NotPossible("Der er ingen afgørelser i undersøgelsen endnu. Træk stikprøven, eller indlæs en fil først.")
    uncoded = list(locked.decisions.filter(codings__isnull=True).order_by("number"))
    coders = list(locked.members.filter(part=Part.CODER).order_by("pk").values_list("user_id", flat=True))
    disputed = locked.decisions.filter(state=DecisionState.DISPUTED).exists()
    if uncoded and len(coders) < CODERS_PER_DECISION:
        raise NotPossible("Der skal være mindst to bedømmere, så hver afgørelse bliver bedømt af to.")
    if (uncoded or disputed) and not locked.members.filter(part=Part.SETTLER).exists():
        raise NotPossible("Der mangler en, der afgør uenighed.")
    Coding.objects.bulk_create(
        [
            Coding(decision=decision, slot=slot, coder_id=coders[(turn + slot) % len(coders)])
            for turn, decision in enumerate(uncoded)
            for slot in (Slot.FIRST, Slot.SECOND)
        ]
    )
    locked.state = StudyState.CODING
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    if uncoded:
        messages.tell_coders(locked)
    for decision in locked.decisions.filter(state=DecisionState.DISPUTED).order_by("number"):
        messages.tell_settlers(decision)
    record_change(actor=actor, action="review.start", subjects=subjects_of_study(locked))


@transaction.atomic
def close_study(*, actor: Viewer, study: Study) -> None:
    """The results stand from now on. Raises `NotPossible` while a decision is not finished."""
    locked = lock(study, StudyState.CODING)
    waiting = locked.decisions.exclude(state=DecisionState.SETTLED).count()
    if waiting:
        raise NotPossible(f"{waiting} afgørelser er ikke færdige endnu.")
    locked.state, locked.closed_at = StudyState.CLOSED, clock.now()
    locked.version += 1
    locked.save(update_fields=["state", "closed_at", "version"])
    record_change(actor=actor, action="review.close", subjects=subjects_of_study(locked))


def lock(study: Study, state: StudyState) -> Study:
    """The study's row, held until the transaction ends. Raises `NotPossible` when it does not stand in `state`."""
    locked = Study.objects.select_for_update().get(pk=study.pk)
    if locked.state != state:
        raise NotPossible(f"Undersøgelsen er nu: {locked.get_state_display().lower()}. Derfor kan det ikke lade sig gøre.")
    return locked


def add_decisions(study: Study, rows: list[SampledDecision]) -> list[SampledDecision]:
    """Numbers the rows after those already there, writes them, and gives them back as they stand."""
    first = study.decisions.count() + 1
    for number, row in enumerate(rows, start=first):
        row.study, row.number = study, number
    return SampledDecision.objects.bulk_create(rows)


def _is_sound(plan: StudyPlan) -> None:
    if plan.period_to < plan.period_from:
        raise NotPossible("Periodens sidste dag ligger før den første.")
    if not plan.requirements:
        raise NotPossible("Vælg mindst ét krav, der skal bedømmes.")
    if plan.source == Source.PLEJEBRO and not plan.sample_size:
        raise NotPossible("Skriv, hvor mange afgørelser der skal trækkes.")


def _columns(plan: StudyPlan) -> dict[str, Any]:
    return {
        "title": plan.title.strip(),
        "purpose": plan.purpose.strip(),
        "source": plan.source,
        "period_from": plan.period_from,
        "period_to": plan.period_to,
        "kinds": list(plan.kinds),
        "routes": list(plan.routes),
        "municipality_codes": list(plan.municipality_codes),
        "method": plan.method,
        "sample_size": plan.sample_size if plan.source == Source.PLEJEBRO else None,
        "frame_size": plan.frame_size if plan.source == Source.FILE else None,
        "requirements": [key for key in REQUIREMENT_IDS if key in plan.requirements],
        "is_synthetic": plan.is_synthetic,
    }
