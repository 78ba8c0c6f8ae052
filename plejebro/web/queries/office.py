"""The homes of those who see no case: the municipality's administrator and the operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from plejebro.access.viewer import Viewer
from plejebro.clocks.rules import DEFAULT_REPLY_WORKDAYS
from plejebro.db.periods import current, not_over
from plejebro.kernel.danish import date_text
from plejebro.municipalities.enums import Topic
from plejebro.municipalities.models import Employment, Municipality, ReplyTime, Unit
from plejebro.municipalities.queries import real_municipalities
from plejebro.placements.enums import Task
from plejebro.placements.models import DesignatedRepresentative, Placement
from plejebro.placements.queries import has_task
from plejebro.web.links import maybe
from plejebro.web.queries.caseload import Tile
from plejebro.web.queries.nav import unread_column

WITHOUT_LOGIN_SHOWN = 20


@dataclass(frozen=True)
class WithoutLogin:
    """An employee who has not accepted the invitation."""

    name: str
    role: str
    unit: str
    email: str


@dataclass(frozen=True)
class AgreedTime:
    """The agreed reply time of a topic, or that the platform's default holds."""

    topic: str
    workdays: int
    is_set: bool


@dataclass(frozen=True)
class AdministrationPage:
    """The administrator's home: people, units, reply times. No case content, only a count of what nobody looks after."""

    municipality: str
    tiles: list[Tile]
    without_login: list[WithoutLogin]
    more_without_login: int
    units: list[tuple[str, int]]
    times: list[AgreedTime]
    has_consultants: bool
    nobody_named: int
    employees_url: str
    units_url: str
    times_url: str
    import_url: str
    unread: int


@dataclass(frozen=True)
class MunicipalityRow:
    """A municipality in the operator's list; an empty `since` has not joined."""

    name: str
    code: str
    since: str
    is_invented: bool
    url: str


@dataclass(frozen=True)
class OperationPage:
    """The operator's home."""

    joined: list[MunicipalityRow]
    others: list[MunicipalityRow]
    add_url: str


def administration_page(viewer: Viewer) -> AdministrationPage:
    """Four queries at any size."""
    municipality: Any = _municipality_with_counts(viewer)
    waiting = _without_login(viewer)
    units = _units(municipality, viewer.today)
    times = _times(municipality, viewer.today)
    set_times = sum(1 for row in times if row.is_set)
    missing = municipality.nobody_named
    return AdministrationPage(
        municipality=str(municipality),
        tiles=[
            Tile(str(municipality.people), "medarbejdere"),
            Tile(str(municipality.waiting), "har ikke taget imod invitationen", "warning" if municipality.waiting else ""),
            Tile(f"{set_times} af {len(times)}", "emner har en aftalt svarfrist"),
            Tile(str(missing), "anbringelser, hvor ingen passer på familien", "error" if missing else ""),
        ],
        without_login=waiting,
        more_without_login=municipality.waiting - len(waiting),
        units=units,
        times=times,
        has_consultants=municipality.has_consultants,
        nobody_named=missing,
        employees_url=maybe("municipalities:employees"),
        units_url=maybe("municipalities:units"),
        times_url=maybe("municipalities:reply_times"),
        import_url=maybe("flows:import"),
        unread=municipality.unread,
    )


def operation_page(*, with_invented: bool) -> OperationPage:
    """Every municipality, those who have joined first."""
    rows = [_municipality(row) for row in real_municipalities(with_invented)]
    return OperationPage(
        joined=[row for row in rows if row.since],
        others=[row for row in rows if not row.since],
        add_url=maybe("municipalities:all"),
    )


def _municipality_with_counts(viewer: Viewer) -> Any:
    """The municipality with the figures of the page as columns."""
    people = Employment.objects.filter(not_over(viewer.today), municipality=OuterRef("pk"))
    return Municipality.objects.annotate(
        people=_count(people, "municipality"),
        waiting=_count(people.filter(user__isnull=True), "municipality"),
        nobody_named=_count(_nobody_named(viewer.today), "municipality"),
        unread=unread_column(viewer.user_id),
    ).get(pk=viewer.tenant_id)


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _without_login(viewer: Viewer) -> list[WithoutLogin]:
    rows = Employment.objects.filter(not_over(viewer.today), municipality_id=viewer.tenant_id, user__isnull=True)
    first = rows.select_related("unit").order_by("full_name", "pk")[:WITHOUT_LOGIN_SHOWN]
    return [
        WithoutLogin(row.full_name, row.get_role_display(), row.unit.name if row.unit else "", row.email) for row in first
    ]


def _units(municipality: Municipality, today: date) -> list[tuple[str, int]]:
    at_work = current(today, "employments__")
    rows = Unit.objects.filter(municipality=municipality, closed_on__isnull=True)
    counted = rows.annotate(people=Count("employments", filter=at_work, distinct=True)).order_by("name", "pk")
    return list(counted.values_list("name", "people"))


def _times(municipality: Municipality, today: date) -> list[AgreedTime]:
    rows = ReplyTime.objects.filter(current(today), municipality=municipality)
    agreed = dict(rows.order_by("starts").values_list("topic", "workdays"))
    return [
        AgreedTime(str(topic.label), agreed.get(topic.value, DEFAULT_REPLY_WORKDAYS), topic.value in agreed)
        for topic in Topic
    ]


def _nobody_named(today: date) -> QuerySet[Placement]:
    """The municipality's placements with neither a consultant nor anybody named to look after the family."""
    named = DesignatedRepresentative.objects.filter(current(today)).values("placement_id")
    rows = Placement.objects.filter(not_over(today), municipality=OuterRef("pk"), shared_at__isnull=False)
    return rows.filter(~Q(has_task(Task.CONSULTANT, today)), ~Q(pk__in=named))


def _municipality(row: Any) -> MunicipalityRow:
    return MunicipalityRow(
        name=str(row),
        code=row.code,
        since=date_text(row.joined_on) if row.joined_on else "",
        is_invented=row.is_invented,
        url=maybe("municipalities:one", row.public_id),
    )
