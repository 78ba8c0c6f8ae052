"""Facts about studies, sampled decisions and codings. They follow from the platform hat and from one's part in a study."""

from __future__ import annotations

from django.db.models import Q

from plejebro.access.registry import NOTHING, fact, guard, person_fact
from plejebro.access.viewer import Viewer
from plejebro.accounts.enums import PlatformRoleKind
from plejebro.audit.types import Subject
from plejebro.practice_review.enums import DecisionState, Part, Slot, StudyState
from plejebro.practice_review.models import Coding, SampledDecision, Study, StudyMember

EVERYTHING = Q(pk__isnull=False)


@person_fact
def is_analyst(viewer: Viewer) -> bool:
    """Makes studies for a supervising body."""
    return viewer.acting_kind == "platform" and viewer.role == PlatformRoleKind.ANALYST


@person_fact
def is_reviewer(viewer: Viewer) -> bool:
    """Codes sampled decisions."""
    return viewer.acting_kind == "platform" and viewer.role == PlatformRoleKind.REVIEWER


@fact
def analyst_of_study(viewer: Viewer) -> Q:
    """The viewer is an analyst; studies are common to the analysts of an installation."""
    return EVERYTHING if is_analyst(viewer) else NOTHING


@fact
def part_in_study(viewer: Viewer) -> Q:
    """The viewer is a reviewer with a part in the study."""
    if not is_reviewer(viewer):
        return NOTHING
    return Q(pk__in=StudyMember.objects.filter(user_id=viewer.user_id).values("study_id"))


@fact
def part_in_closed_study(viewer: Viewer) -> Q:
    """The same, once the study is closed: until then results could colour what is still to be coded."""
    return part_in_study(viewer) & Q(state=StudyState.CLOSED)


@fact
def analyst_of_decision(viewer: Viewer) -> Q:
    """The viewer is an analyst."""
    return EVERYTHING if is_analyst(viewer) else NOTHING


@fact
def codes_decision(viewer: Viewer) -> Q:
    """The viewer is one of the two who code the decision."""
    if not is_reviewer(viewer):
        return NOTHING
    mine = Coding.objects.filter(coder_id=viewer.user_id, slot__lt=Slot.FINAL)
    return Q(pk__in=mine.values("decision_id"))


@fact
def settles_decision(viewer: Viewer) -> Q:
    """The two disagree on the decision, and the viewer settles in its study."""
    if not (is_reviewer(viewer) or is_analyst(viewer)):
        return NOTHING
    mine = StudyMember.objects.filter(user_id=viewer.user_id, part=Part.SETTLER)
    return Q(state=DecisionState.DISPUTED, study__state=StudyState.CODING, study_id__in=mine.values("study_id"))


@fact
def own_coding(viewer: Viewer) -> Q:
    """The coding is the viewer's own, one of the two independent ones."""
    return Q(coder_id=viewer.user_id, slot__lt=Slot.FINAL) if is_reviewer(viewer) else NOTHING


def subjects_of_study(study: Study) -> list[Subject]:
    """A look at a study is a look at no decision."""
    return [Subject("study", study.public_id)]


def subjects_of_decision(decision: SampledDecision) -> list[Subject]:
    """A look at a sampled decision; the page has joined the study."""
    return [Subject("sampled_decision", decision.public_id), Subject("study", decision.study.public_id)]


def subjects_of_coding(coding: Coding) -> list[Subject]:
    """A look at a coding is a look at its decision; the page has joined decision and study."""
    return subjects_of_decision(coding.decision)


guard("practice_review.Study", subjects_of_study)
guard("practice_review.SampledDecision", subjects_of_decision)
guard("practice_review.Coding", subjects_of_coding)
