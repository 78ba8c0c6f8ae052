"""The file with placements: what each row would do. Known by the municipality's own id; the child by its CPR number.

Only the municipality's own placements are looked among: that another municipality knows the child is not told. A child's
employees are set when they are missing and never changed by a file: a change of people is a handover, which the family
is told of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plejebro.audit.types import Actor
from plejebro.db.periods import current
from plejebro.families.links import alive, ask_families
from plejebro.families.models import Family, FamilyMunicipality
from plejebro.flows.actions import end_placement
from plejebro.flows.cells import Cells
from plejebro.flows.import_columns import END_REASONS, PROTECTIONS
from plejebro.flows.import_types import PORTION, Plan, step_for
from plejebro.flows.own_record import tell_of_own_record
from plejebro.flows.sheets import Sheet
from plejebro.kernel import clock
from plejebro.kernel.cpr import Cpr
from plejebro.municipalities.models import Employment, Municipality, Unit
from plejebro.people import actions as people
from plejebro.people import vault
from plejebro.people.enums import ProtectionKind
from plejebro.people.models import Person
from plejebro.placements import actions as placements
from plejebro.placements.enums import EndReason, Task
from plejebro.placements.models import Placement


@dataclass(frozen=True)
class _Wanted:
    ref: str
    family: Family
    given_name: str
    family_name: str
    born_on: date | None
    cpr: Cpr | None
    starts: date
    ends: date | None
    reason: EndReason | None
    unit: Unit | None
    plan_dated: date | None
    protection: ProtectionKind | None
    workers: dict[Task, Employment]


def plan_placements(municipality: Municipality, sheet: Sheet) -> Plan:
    """What the rows would do in the municipality. A few queries for every 500 placements that are there."""
    return _Planner(municipality).run(sheet)


class _Planner:
    def __init__(self, municipality: Municipality) -> None:
        self.municipality = municipality
        self.plan = Plan()
        self.seen: dict[str, int] = {}
        self.periods: dict[str, list[tuple[date, date | None, int]]] = {}
        self.units = {unit.name.casefold(): unit for unit in Unit.objects.filter(municipality=municipality)}
        ties = FamilyMunicipality.objects.filter(municipality=municipality, shared_at__isnull=False)
        numbered = ties.exclude(external_ref="").select_related("family__merged_into")
        self.families = {tie.external_ref: alive(tie.family) for tie in numbered}
        self.workers = self._employees()
        own = Placement.objects.filter(municipality=municipality, shared_at__isnull=False)
        joined = own.select_related("child__cpr", "family", "unit", "municipality")
        more = joined.prefetch_related("assignments__employment", "child__protections").order_by("pk")
        # In portions: SQLite takes no list of a thousand keys.
        rows = list(more.iterator(chunk_size=PORTION))
        self.there = {row.external_ref: row for row in rows if row.external_ref}
        self.by_number: dict[str, list[Placement]] = {}
        for row in rows:
            if number := getattr(row.child, "cpr", None):
                self.by_number.setdefault(number.blind_index, []).append(row)
        self.made: dict[str, Person] = {}

    def _employees(self) -> dict[tuple[str, str], Employment]:
        rows = Employment.objects.filter(current(clock.today()), municipality=self.municipality)
        return {(row.email.lower(), row.role): row for row in rows.order_by("starts", "pk")}

    def run(self, sheet: Sheet) -> Plan:
        for row in sheet.rows:
            cells = Cells(row)
            wanted = self._read(cells)
            if wanted is not None and not cells.faults:
                self._place(cells, wanted)
            self.plan.faults.extend(cells.faults)
        self.plan.steps.sort(key=lambda step: step.line)
        return self.plan

    def _read(self, cells: Cells) -> _Wanted | None:
        ref = cells.needed("id", "Anbringelsens id", longest=60)
        given = cells.needed("fornavn", "Barnets fornavn", longest=80)
        family = self._family(cells)
        cells.needed("fra", "Anbringelsens første dag")
        starts, ends = cells.day("fra", "Datoen i “fra”"), cells.day("til", "Datoen i “til”")
        reason = cells.choice("ophørsgrund", "Ophørsgrunden", END_REASONS)
        self._check_end(cells, starts, ends)
        if ref in self.seen:
            cells.fault(f"Samme id står også i linje {self.seen[ref]}.")
        cpr, born_on = cells.cpr("cpr"), cells.day("født", "Fødselsdagen")
        if cpr and born_on and cpr.birth_date != born_on:
            cells.fault("Fødselsdagen og CPR-nummeret passer ikke sammen.")
        wanted = _Wanted(
            ref=ref,
            family=family or Family(),
            given_name=given,
            family_name=cells.text("efternavn", longest=80),
            born_on=born_on or (cpr.birth_date if cpr else None),
            cpr=cpr,
            starts=starts or date.min,
            ends=ends,
            reason=reason,
            unit=self._unit(cells),
            plan_dated=cells.day("planfra", "Datoen i “plan fra”"),
            protection=cells.choice("beskyttelse", "Beskyttelsen", PROTECTIONS),
            workers=self._workers(cells),
        )
        self.seen.setdefault(ref, cells.row.line)
        return None if cells.faults else wanted

    def _check_end(self, cells: Cells, starts: date | None, ends: date | None) -> None:
        if starts and ends and ends < starts:
            cells.fault("Den sidste dag ligger før den første.")
        if ends and not cells.row.cells.get("ophørsgrund"):
            cells.fault("Skriv, hvorfor anbringelsen ophører (kolonnen ophørsgrund).")
        if cells.row.cells.get("ophørsgrund") and not cells.row.cells.get("til"):
            cells.fault("Skriv, hvornår anbringelsen ophører (kolonnen til).")

    def _family(self, cells: Cells) -> Family | None:
        ref = cells.needed("familieid", "Familiens id", longest=60)
        if ref and ref not in self.families:
            cells.fault(f"Familien “{ref}” er ikke indlæst. Indlæs filen med plejefamilier først.")
        return self.families.get(ref)

    def _unit(self, cells: Cells) -> Unit | None:
        name = cells.text("enhed", longest=80)
        if name and name.casefold() not in self.units:
            cells.fault(f"Enheden “{name}” findes ikke.")
        return self.units.get(name.casefold())

    def _workers(self, cells: Cells) -> dict[Task, Employment]:
        found = {}
        for key, task in (("rådgiver", Task.ADVISER), ("konsulent", Task.CONSULTANT)):
            email = cells.email(key, f"E-mailen i “{key}”")
            if not email:
                continue
            worker = self.workers.get((email, task.value))
            if worker is None:
                cells.fault(f"Vi kender ingen {task.label.lower()} med e-mailen “{email}”. Indlæs medarbejderne først.")
            else:
                found[task] = worker
        return found

    def _place(self, cells: Cells, wanted: _Wanted) -> None:
        found = self.there.get(wanted.ref)
        index = vault.blind_index(wanted.cpr.number) if wanted.cpr else ""
        if sentence := self._trouble(wanted, found, index):
            cells.fault(sentence)
            return
        if index:
            self.periods.setdefault(index, []).append((wanted.starts, wanted.ends, cells.row.line))
        self._remark(cells, wanted, found)
        changes = _changes(found, wanted) if found else []

        def carry_out(actor: Actor) -> None:
            if found is None:
                self._create(actor, wanted, index)
            else:
                self._update(actor, found, wanted)

        what = f"{wanted.given_name} {wanted.family_name}".strip()
        self.plan.steps.append(
            step_for(
                cells.row.line,
                what,
                exists=found is not None,
                changes=changes,
                carry_out=carry_out,
                order=wanted.starts.isoformat(),
            )
        )

    def _trouble(self, wanted: _Wanted, found: Placement | None, index: str) -> str:
        if found and found.family_id != wanted.family.pk:
            return "Anbringelsen står hos en anden familie. Et nyt anbringelsessted er en ny anbringelse med sit eget id."
        if found and found.ends is not None and wanted.ends is None:
            return "Anbringelsen er afsluttet i Plejebro. En fil kan ikke åbne den igen."
        for starts, ends, line in self.periods.get(index, []):
            if _overlap(starts, ends, wanted.starts, wanted.ends):
                return f"Barnet har samme dage en anden anbringelse i linje {line}."
        for other in self.by_number.get(index, []):
            if other != found and _overlap(other.starts, other.ends, wanted.starts, wanted.ends):
                return "Barnet har allerede en anbringelse hos jer i de dage."
        return ""

    def _remark(self, cells: Cells, wanted: _Wanted, found: Placement | None) -> None:
        if found is None:
            return
        for task, worker in wanted.workers.items():
            now = _holder(found, task)
            if now is not None and now.pk != worker.pk:
                self.plan.remarks.append(
                    f"Linje {cells.row.line}: {task.label}en er en anden end i Plejebro og ændres ikke af filen. "
                    "Brug overlevering, så familien får besked."
                )

    def _create(self, actor: Actor, wanted: _Wanted, index: str) -> None:
        known = self.by_number.get(index, [])
        child = self.made.get(index) or (known[0].child if known else None)
        if child is None:
            child = people.create_person(
                actor=actor,
                given_name=wanted.given_name,
                family_name=wanted.family_name,
                born_on=wanted.born_on,
                cpr=wanted.cpr,
            )
        if index:
            self.made[index] = child
        placement = placements.create_placement(
            actor=actor,
            child=child,
            family=wanted.family,
            municipality=self.municipality,
            starts=wanted.starts,
            unit=wanted.unit,
            plan_dated=wanted.plan_dated,
            external_ref=wanted.ref,
        )
        _protect(actor, child, wanted.protection)
        _assign(actor, placement, wanted)
        ask_families(family=wanted.family)
        tell_of_own_record(placement)
        if wanted.ends is not None:
            placements.end_placement_record(
                actor=actor, placement=placement, on=wanted.ends, reason=wanted.reason or EndReason.OTHER
            )

    def _update(self, actor: Actor, placement: Placement, wanted: _Wanted) -> None:
        child = placement.child
        people.correct_person(
            actor=actor,
            person=child,
            given_name=wanted.given_name,
            family_name=wanted.family_name or child.family_name,
            born_on=wanted.born_on or child.born_on,
        )
        if wanted.cpr:
            people.keep_number(actor=actor, person=child, cpr=wanted.cpr)
        placements.correct_placement(
            actor=actor,
            placement=placement,
            starts=wanted.starts,
            plan_dated=wanted.plan_dated or placement.plan_dated,
            unit=wanted.unit or placement.unit,
        )
        _protect(actor, child, wanted.protection)
        _assign(actor, placement, wanted)
        if wanted.ends is not None and wanted.ends != placement.ends:
            end_placement(actor=actor, placement=placement, on=wanted.ends, reason=wanted.reason or EndReason.OTHER)


def _overlap(starts: date, ends: date | None, other_starts: date, other_ends: date | None) -> bool:
    return (other_ends is None or starts <= other_ends) and (ends is None or other_starts <= ends)


def _holder(placement: Placement, task: Task) -> Employment | None:
    rows = [row for row in placement.assignments.all() if row.task == task and row.ends is None]
    return rows[0].employment if rows else None


def _changes(found: Placement, wanted: _Wanted) -> list[str]:
    child, number = found.child, getattr(found.child, "cpr", None)
    differs = {
        "barnets navn": (wanted.given_name, wanted.family_name or child.family_name)
        != (child.given_name, child.family_name),
        "fødselsdag": wanted.born_on is not None and wanted.born_on != child.born_on,
        "CPR-nummer": wanted.cpr is not None
        and (number is None or number.blind_index != vault.blind_index(wanted.cpr.number)),
        "første dag": wanted.starts != found.starts,
        "sidste dag": wanted.ends is not None and wanted.ends != found.ends,
        "enhed": wanted.unit is not None and wanted.unit.pk != found.unit_id,
        "barnets plan": wanted.plan_dated is not None and wanted.plan_dated != found.plan_dated,
        "beskyttelse": wanted.protection is not None
        and not any(row.kind == wanted.protection and row.lifted_at is None for row in child.protections.all()),
        "rådgiver": Task.ADVISER in wanted.workers and found.ends is None and _holder(found, Task.ADVISER) is None,
        "konsulent": Task.CONSULTANT in wanted.workers and found.ends is None and _holder(found, Task.CONSULTANT) is None,
    }
    return [name for name, is_other in differs.items() if is_other]


def _protect(actor: Actor, child: Person, kind: ProtectionKind | None) -> None:
    if kind is None or child.protections.filter(kind=kind, lifted_at__isnull=True).exists():
        return
    people.protect(actor=actor, person=child, kind=kind, starts=clock.today(), ends=None, note="Fra indlæst fil")


def _assign(actor: Actor, placement: Placement, wanted: _Wanted) -> None:
    if placement.ends is not None:
        return
    for task, worker in wanted.workers.items():
        if placement.assignments.filter(task=task, ends__isnull=True).exists():
            continue
        earlier = placement.assignments.filter(task=task, ends__isnull=False).order_by("-ends").first()
        starts = max(placement.starts, worker.starts)
        if earlier is not None and earlier.ends is not None and earlier.ends >= starts:
            starts = clock.today()
        if wanted.ends is None or starts <= wanted.ends:
            placements.assign(actor=actor, placement=placement, employment=worker, task=task, starts=starts)
