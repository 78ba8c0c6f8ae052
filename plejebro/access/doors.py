"""The doors. Guarded things are opened, listed and shown here and nowhere else; every look is put on record.

A door loads, decides, writes the log row and returns the thing, or raises: 404 when it is not the viewer's to see,
403 when it may be seen but not for this. If the log row cannot be written there is no thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, TypeVar, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Model, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest

from plejebro.access import registry
from plejebro.access.guard import may_write
from plejebro.access.map import MAP
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.audit.actions import record_read
from plejebro.audit.types import Subject

M = TypeVar("M", bound=Model)

_READ = {
    "placements.Placement": Permission.PLACEMENT_READ,
    "families.Family": Permission.FAMILY_READ,
    "enquiries.Enquiry": Permission.ENQUIRY_READ,
    "decisions.DecisionCase": Permission.DECISION_READ,
    "agreements.Contract": Permission.CONTRACT_READ,
    "agreements.TaskAgreement": Permission.TASK_READ,
    "agreements.Expense": Permission.EXPENSE_READ,
    "agenda.Entry": Permission.ENTRY_READ,
    "agenda.ContactPlan": Permission.CONTACT_READ,
    "agenda.Meeting": Permission.MEETING_READ,
    "agenda.RespiteStay": Permission.RESPITE_READ,
    "agenda.HolidayWish": Permission.HOLIDAY_READ,
    "agenda.CareArrangement": Permission.CARE_READ,
    "practice_review.Study": Permission.REVIEW_READ,
    "practice_review.SampledDecision": Permission.REVIEW_DECISION,
    "practice_review.Coding": Permission.REVIEW_CODE,
    "surveys.Questionnaire": Permission.SURVEY_QUESTIONNAIRE,
    "surveys.Round": Permission.SURVEY_ROUND,
}


def viewer_of(request: HttpRequest) -> Viewer:
    """The person behind the request; PermissionDenied if nobody is logged in."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise PermissionDenied
    return viewer


def user_of(request: HttpRequest) -> User:
    """The logged-in user behind the viewer, who owns drafts and uploads."""
    return cast(User, request.user)


def condition(viewer: Viewer, permission: Permission) -> Q:
    """The map's rule for `permission` as a condition on the thing it is about."""
    rule = MAP[permission]
    if not rule.model:
        raise ValueError(f"{permission} is about the person, not about a thing")
    return reduce(or_, (registry.fact_named(name)(viewer) for name in rule.facts), registry.NOTHING)


def allowed(viewer: Viewer, permission: Permission) -> bool:
    """Whether the person has a permission that is about the person alone."""
    rule = MAP[permission]
    if rule.model:
        raise ValueError(f"{permission} is about a {rule.model}")
    return any(registry.person_fact_named(name)(viewer) for name in rule.facts)


def require(request: HttpRequest, permission: Permission) -> Viewer:
    """The viewer, if the person has `permission`; else 403."""
    viewer = viewer_of(request)
    if not allowed(viewer, permission):
        raise PermissionDenied
    return viewer


def scope(viewer: Viewer, model: type[M], permission: Permission) -> QuerySet[M]:
    """The things of `model` on which the viewer has `permission`. Not on record: whoever shows them calls `shown`."""
    if MAP[permission].model != model._meta.label:
        raise ValueError(f"{permission} is not about {model._meta.label}")
    return model._default_manager.filter(condition(viewer, permission))


def with_grants(things: QuerySet[M], viewer: Viewer, permissions: Iterable[Permission]) -> QuerySet[M]:
    """Adds a column `may_<name>` per permission, decided in the same query."""
    columns = {
        f"may_{permission.name.lower()}": Case(
            When(condition(viewer, permission), then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        for permission in permissions
    }
    annotated: QuerySet[M] = things.annotate(**columns)
    return annotated


def open_thing(
    request: HttpRequest,
    things: type[M] | QuerySet[M],
    public_id: UUID,
    permission: Permission,
    also: Iterable[Permission] = (),
) -> M:
    """The thing with `public_id`, on record as seen. Pass a queryset to join what the page needs; `also` adds `may_…`."""
    thing = reach(viewer_of(request), things, public_id, permission, also)
    shown(request, permission, [thing])
    return thing


def reach(
    viewer: Viewer,
    things: type[M] | QuerySet[M],
    public_id: UUID,
    permission: Permission,
    also: Iterable[Permission] = (),
) -> M:
    """The thing, for a call that shows nothing: the door's rules and refusals, but no look is put on record.

    A call that ends up showing it after all hands it to `shown` first. What is changed is on record by its verb.
    """
    queryset: QuerySet[M] = things if isinstance(things, QuerySet) else things._default_manager.all()
    label = queryset.model._meta.label
    if MAP[permission].model != label:
        raise ValueError(f"{permission} is not about {label}")
    found = queryset.filter(public_id=public_id)
    thing = with_grants(found.filter(condition(viewer, permission)), viewer, also).first()
    if thing is not None:
        return thing
    if found.filter(condition(viewer, _READ[label])).exists():
        raise PermissionDenied
    raise Http404


def shown(request: HttpRequest, permission: Permission, things: Iterable[Model]) -> None:
    """Puts on record that the viewer is shown `things`: one row of the log for the page, with all its subjects."""
    shown_subjects(request, permission, [subject for thing in things for subject in registry.subjects_of(thing)])


def shown_subjects(request: HttpRequest, permission: Permission, subjects: Iterable[Subject]) -> None:
    """The same for a page model, whose rows carry their subjects and not the things behind them."""
    viewer = viewer_of(request)
    once = list(dict.fromkeys(subjects))
    if once:
        route: Any = request.resolver_match.view_name if request.resolver_match else ""
        with may_write():
            record_read(actor=viewer, action=permission.code, subjects=once, details={"route": route})
