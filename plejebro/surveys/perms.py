"""Facts about rounds and questionnaires. They follow from the platform hat."""

from __future__ import annotations

from django.db.models import Q

from plejebro.access.registry import NOTHING, fact, guard
from plejebro.access.viewer import Viewer
from plejebro.accounts.enums import PlatformRoleKind
from plejebro.audit.types import Subject
from plejebro.surveys.models import Questionnaire, Round
from plejebro.surveys.results import perms as result_perms  # noqa: F401

EVERYTHING = Q(pk__isnull=False)


def _is_analyst(viewer: Viewer) -> bool:
    return viewer.acting_kind == "platform" and viewer.role == PlatformRoleKind.ANALYST


@fact
def analyst_of_round(viewer: Viewer) -> Q:
    """The viewer is an analyst; rounds are common to the analysts of an installation."""
    return EVERYTHING if _is_analyst(viewer) else NOTHING


@fact
def analyst_of_questionnaire(viewer: Viewer) -> Q:
    """The same of questionnaires."""
    return EVERYTHING if _is_analyst(viewer) else NOTHING


def subjects_of_round(round_: Round) -> list[Subject]:
    """A look at a round is a look at nobody who was asked."""
    return [Subject("survey_round", round_.public_id)]


def subjects_of_questionnaire(questionnaire: Questionnaire) -> list[Subject]:
    """A look at a questionnaire."""
    return [Subject("questionnaire", questionnaire.public_id)]


guard("surveys.Round", subjects_of_round)
guard("surveys.Questionnaire", subjects_of_questionnaire)
