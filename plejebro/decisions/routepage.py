"""The page where a person chooses the route: the routes of the day with their questions, and what has been chosen before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from plejebro import law
from plejebro.access.viewer import Viewer
from plejebro.decisions import lawbook, rules
from plejebro.decisions.models import RouteChoice
from plejebro.kernel.danish import datetime_text


@dataclass(frozen=True)
class RouteShown:
    """A route with the questions that decide it."""

    code: str
    name: str
    trigger: str
    who_decides: str
    basis: str
    questions: list[str]
    note: str
    absent: str


@dataclass(frozen=True)
class ChoiceShown:
    """An earlier choice, with its reason."""

    route: str
    reason: str
    who: str


@dataclass(frozen=True)
class RoutePage:
    """Everything beside the form."""

    routes: list[RouteShown]
    absent: list[RouteShown]
    chosen: list[ChoiceShown]
    trap: str


def day_of(case: Any, today: date) -> date:
    """The day the law is asked about, within what its data covers."""
    return max(rules.counted_from(decided=case.decided_on, planned=case.planned_on, today=today), lawbook.FIRST_DAY)


def available(case: Any, today: date) -> list[law.Route]:
    """The routes a case of this kind can go on that day."""
    return [row for row in law.routes(day_of(case, today)) if row.available and case.kind in row.kinds]


def route_page(case: Any, viewer: Viewer) -> RoutePage:
    """What stands beside the form; one query."""
    every = [row for row in law.routes(day_of(case, viewer.today)) if case.kind in row.kinds]
    chosen = RouteChoice.objects.filter(case_id=case.pk).order_by("-pk")
    return RoutePage(
        routes=[_shown(row) for row in every if row.available],
        absent=[_shown(row) for row in every if not row.available],
        chosen=[
            ChoiceShown(row.get_route_display(), row.reason, f"{row.chosen_name}, {datetime_text(row.chosen_at)}")
            for row in chosen
        ],
        trap=rules.trap_of(case.cause, ""),
    )


def _shown(row: law.Route) -> RouteShown:
    return RouteShown(
        code=row.code,
        name=row.name,
        trigger=row.trigger,
        who_decides=row.who_decides,
        basis="; ".join(row.basis),
        questions=list(row.deciding_facts),
        note=row.note,
        absent=row.absent,
    )
