"""Reading placements: masked names and homes, and a page of the municipality's list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from plejebro.access.doors import scope, with_grants
from plejebro.access.mask import ShownPerson, ShownPlace, visible_place
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.db.periods import current, not_over
from plejebro.kernel.danish import day_month, time_text, weekday_date
from plejebro.people import queries as people
from plejebro.people.enums import ProtectionKind
from plejebro.people.models import Protection
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, HandoverNote, Placement
from plejebro.wordindex.queries import having

PAGE_SIZE = 50


def with_mask(rows: QuerySet[Placement], viewer: Viewer) -> QuerySet[Placement]:
    """Joins child, family and municipality, and adds what the mask needs to know."""
    rows = rows.select_related("child", "family", "municipality", "unit")
    rows = with_grants(rows, viewer, [Permission.CHILD_NAME])
    return rows.annotate(name_protected=people.hides_name("child"), place_protected=people.hides_place("child"))


def child_of(placement: Any, today: date) -> ShownPerson:
    """The child as it may be shown; the row comes from `with_mask`."""
    return people.shown(
        placement.child,
        name_protected=placement.name_protected,
        knows_name=placement.may_child_name,
        today=today,
    )


def home_of(placement: Any) -> ShownPlace:
    """The family and its address as they may be shown; the row comes from `with_mask`."""
    family = placement.family
    address = ", ".join(part for part in (family.address, f"{family.postal_code} {family.city}".strip()) if part)
    return visible_place(
        family.name,
        address,
        place_protected=placement.place_protected or placement.name_protected,
        knows_place=placement.may_child_name,
    )


def list_name(child: ShownPerson) -> str:
    """How a child stands in a list: "Noah D." where the family name is known."""
    rest = child.name.removeprefix(child.short_name).strip()
    return child.short_name if child.is_masked or not rest else f"{child.short_name} {rest[0]}."


def moment_text(on: date, at: time | None, today: date, *, with_weekday: bool = False) -> str:
    """ "9. december kl. 13.00", with the year where it is another."""
    day = weekday_date(on, today) if with_weekday or on.year != today.year else day_month(on)
    return f"{day} {time_text(at)}" if at else day


def other_records() -> dict[str, Subquery]:
    """Columns for the family's page of a child: the municipality's placement its own record was joined with (`goes_on_in`),
    and the newest own record that was joined with this one (`came_from`). Nobody else is shown them."""
    going = Placement.objects.filter(pk=OuterRef("continued_in_id"))
    coming = Placement.objects.filter(continued_in=OuterRef("pk")).order_by("-starts", "-pk")
    return {
        "goes_on_in": Subquery(going.values("public_id")[:1]),
        "came_from": Subquery(coming.values("public_id")[:1]),
    }


@dataclass(frozen=True)
class ListFilter:
    """What the reader of the list has chosen; everything is checked against the known choices."""

    sort: str = "navn"
    state: str = "aktive"
    unit: str = ""
    words: str = ""
    page: int = 1


SORTS = {"navn": "Navn", "start": "Nyeste først", "frist": "Over fristen først"}
STATES = {"aktive": "Aktive", "ophoerte": "Ophørte", "alle": "Alle"}


@dataclass(frozen=True)
class PlacementPage:
    """One page of the list as rows of the model (masked by the caller), and how many there are in all."""

    rows: list[Any]
    total: int
    page: int
    pages: int


def list_page(viewer: Viewer, chosen: ListFilter, late: QuerySet[Any], extra: dict[str, Any]) -> PlacementPage:
    """A page of the placements the viewer may see, in one query. `late` are ids of placements with an enquiry over its
    date, and `extra` columns the page wants along. A page beyond the last gives the first.

    Names the viewer does not know are sorted last and never found by their letters.
    """
    found = _narrowed(scope(viewer, Placement, Permission.PLACEMENT_READ), viewer, chosen)
    first = (chosen.page - 1) * PAGE_SIZE
    # The inner query walks one narrow index; only the fifty that are shown are joined with all that stands on them.
    ids = _ordered(found, viewer, chosen.sort, late).values("pk")[first : first + PAGE_SIZE]
    rows = with_mask(Placement.objects.filter(pk__in=ids), viewer)
    rows = rows.annotate(total=_how_many(found), **with_people(viewer.today), **extra)
    shown: list[Any] = list(_ordered(rows, viewer, chosen.sort, late))
    if not shown and chosen.page > 1:
        return list_page(viewer, replace(chosen, page=1), late, extra)
    total = shown[0].total if shown else 0
    return PlacementPage(shown, total, chosen.page, max(1, -(-total // PAGE_SIZE)))


def _how_many(rows: QuerySet[Placement]) -> Subquery:
    counted = rows.order_by().annotate(all_of_them=Value(1)).values("all_of_them").annotate(n=Count("pk"))
    return Subquery(counted.values("n"), output_field=IntegerField())


def with_people(today: date) -> dict[str, Subquery]:
    """Columns with the names of the adviser and the consultant of the day."""

    def name_of(task: Task) -> Subquery:
        rows = Assignment.objects.filter(current(today), placement=OuterRef("pk"), task=task)
        return Subquery(rows.order_by("-starts").values("employment__full_name")[:1])

    return {"adviser_name": name_of(Task.ADVISER), "consultant_name": name_of(Task.CONSULTANT)}


def masked_children() -> QuerySet[Protection, Any]:
    """Ids of children whose name is hidden from those who do not know it."""
    kinds = (ProtectionKind.NAME_AND_ADDRESS, ProtectionKind.THREATENED)
    return Protection.objects.filter(lifted_at__isnull=True, kind__in=kinds).values("person_id")


def hidden_homes() -> QuerySet[Protection, Any]:
    """Ids of children with any protection: their foster family is not named to those who do not know it."""
    return Protection.objects.filter(lifted_at__isnull=True).values("person_id")


def knows_every_name(viewer: Viewer) -> bool:
    """Whether the viewer knows the name of every child in its scope: families and those assigned do, leaders do not."""
    return viewer.is_family or viewer.role in (Task.ADVISER, Task.CONSULTANT)


def _narrowed(rows: QuerySet[Placement], viewer: Viewer, chosen: ListFilter) -> QuerySet[Placement]:
    if chosen.state == "aktive":
        rows = rows.filter(not_over(viewer.today))
    elif chosen.state == "ophoerte":
        rows = rows.filter(ends__lt=viewer.today)
    if chosen.unit.isdigit():
        rows = rows.filter(unit_id=int(chosen.unit))
    return by_name(rows, viewer, chosen.words) if chosen.words.strip() else rows


def by_name(rows: QuerySet[Placement], viewer: Viewer, words: str) -> QuerySet[Placement]:
    """Those of `rows` found by the child's or the family's name, as far as the viewer knows the names."""
    child, family = having("placement", words), having("family", words, "family_id")
    if child is None or family is None:
        return rows.none()
    if not knows_every_name(viewer):
        child &= ~Q(child_id__in=masked_children())
        family &= ~Q(child_id__in=hidden_homes())
    return rows.filter(child | family)


def _ordered(rows: QuerySet[Placement], viewer: Viewer, sort: str, late: QuerySet[Any]) -> QuerySet[Placement]:
    if sort == "start":
        return rows.order_by("-starts", "pk")
    hidden: list[Any] = []
    if not knows_every_name(viewer):
        rows = rows.annotate(hidden=_one_if(Q(child_id__in=masked_children())))
        hidden = ["hidden"]
    if sort == "frist":
        return rows.annotate(not_late=_one_if(~Q(pk__in=late))).order_by("not_late", *hidden, "sort_key", "pk")
    return rows.order_by(*hidden, "sort_key", "pk")


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


@dataclass(frozen=True)
class HandoverPage:
    """A handover note as it is read later."""

    task: str
    given_by: str
    taken_by: str
    effective_on: date
    written_at: datetime
    agreed: list[str]
    pending: list[str]
    coming: list[str]
    note: str


def placement_of_note(public_id: UUID) -> UUID | None:
    """The placement a handover note belongs to: what the door is asked about before the note is read."""
    return HandoverNote.objects.filter(public_id=public_id).values_list("placement__public_id", flat=True).first()


def handover_page(public_id: UUID) -> HandoverPage:
    """The note; the caller has opened its placement at the door."""
    row = HandoverNote.objects.select_related("given_by", "taken_by").get(public_id=public_id)
    return HandoverPage(
        task=row.get_task_display(),
        given_by=row.given_by.full_name if row.given_by else "",
        taken_by=row.taken_by.full_name,
        effective_on=row.effective_on,
        written_at=row.written_at,
        agreed=row.agreed.splitlines(),
        pending=row.pending.splitlines(),
        coming=row.coming.splitlines(),
        note=row.note,
    )


def lately_taken_over(viewer: Viewer) -> dict[str, Subquery]:
    """Columns that tell of a handover to the viewer within the last 30 days."""
    notes = HandoverNote.objects.filter(
        placement=OuterRef("pk"),
        taken_by_id=viewer.employment_id,
        effective_on__gte=viewer.today - timedelta(days=30),
        effective_on__lte=viewer.today,
    ).order_by("-effective_on", "-pk")
    return {
        "taken_note": Subquery(notes.values("public_id")[:1]),
        "taken_from": Subquery(notes.values("given_by__full_name")[:1]),
        "taken_on": Subquery(notes.values("effective_on")[:1]),
    }


def has_task(task: Task, today: date) -> Exists:
    """Whether somebody has the task on the placement today."""
    return Exists(Assignment.objects.filter(current(today), placement=OuterRef("pk"), task=task))
