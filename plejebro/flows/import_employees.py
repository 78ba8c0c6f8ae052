"""The file with employees: what each row would do. Known by e-mail and role."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from plejebro.audit.types import Actor
from plejebro.flows.cells import Cells
from plejebro.flows.import_columns import ROLES
from plejebro.flows.import_types import Plan, step_for
from plejebro.flows.sheets import Sheet
from plejebro.kernel import clock
from plejebro.municipalities.actions import Worker, correct_employee, create_employee, create_unit, end_employee
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Employment, Municipality, Unit

Key = tuple[str, str]


def plan_employees(municipality: Municipality, sheet: Sheet) -> Plan:
    """What the rows would do in the municipality. Three queries, whatever the size of the file."""
    return _Planner(municipality).run(sheet)


class _Planner:
    def __init__(self, municipality: Municipality) -> None:
        self.municipality = municipality
        self.plan = Plan()
        self.seen: dict[Key, int] = {}
        self.units = {unit.name.casefold(): unit for unit in Unit.objects.filter(municipality=municipality)}
        self.new_units: dict[str, str] = {}
        self.there: dict[Key, list[Employment]] = defaultdict(list)
        for row in Employment.objects.filter(municipality=municipality).select_related("unit").order_by("starts", "pk"):
            self.there[(row.email.lower(), row.role)].append(row)

    def run(self, sheet: Sheet) -> Plan:
        for row in sheet.rows:
            cells = Cells(row)
            self._read(cells)
            self.plan.faults.extend(cells.faults)
        self.plan.remarks.extend(f"Enheden “{name}” bliver oprettet." for name in self.new_units.values())
        return self.plan

    def _read(self, cells: Cells) -> None:
        name, phone = cells.needed("navn", "Navnet", longest=120), cells.text("telefon", longest=30)
        cells.needed("email", "E-mailen", longest=254)
        email, unit = cells.email("email"), cells.text("enhed", longest=80)
        cells.needed("rolle", "Rollen")
        role = cells.choice("rolle", "Rollen", ROLES)
        starts, ends = cells.day("fra", "Datoen i “fra”"), cells.day("til", "Datoen i “til”")
        if starts and ends and ends < starts:
            cells.fault("Den sidste dag ligger før den første.")
        if cells.faults or role is None:
            return
        if (email, role) in self.seen:
            cells.fault(f"Samme e-mail og rolle står også i linje {self.seen[(email, role)]}.")
            return
        self.seen[(email, role)] = cells.row.line
        self._place(cells, Worker(name, email, role, None, phone), unit, starts, ends)

    def _place(self, cells: Cells, worker: Worker, unit: str, starts: date | None, ends: date | None) -> None:
        found = self._match(worker, starts, ends)
        if unit and unit.casefold() not in self.units:
            self.new_units.setdefault(unit.casefold(), unit)
        first = starts or (found.starts if found else clock.today())
        if ends and ends < first:
            cells.fault("Den sidste dag ligger før den første.")
            return
        changes = _changes(found, worker, unit, starts, ends) if found else []

        def carry_out(actor: Actor) -> None:
            ready = Worker(worker.full_name, worker.email, worker.role, self._unit(actor, unit, found), worker.phone)
            if found is None:
                create_employee(actor=actor, municipality=self.municipality, worker=ready, starts=first, ends=ends)
                return
            kept = Worker(ready.full_name, ready.email, ready.role, ready.unit, ready.phone or found.phone)
            correct_employee(actor=actor, employment=found, worker=kept, starts=first)
            if ends != found.ends and ends is not None:
                end_employee(actor=actor, employment=found, on=ends)

        what = f"{worker.full_name} ({Role(worker.role).label})"
        self.plan.steps.append(
            step_for(cells.row.line, what, exists=found is not None, changes=changes, carry_out=carry_out)
        )

    def _match(self, worker: Worker, starts: date | None, ends: date | None) -> Employment | None:
        rows = self.there[(worker.email, worker.role)]
        same_day = next((row for row in rows if row.starts == starts), None)
        newest = rows[-1] if rows else None
        if same_day or newest is None or newest.ends is None or newest.ends == ends:
            return same_day or newest
        comes_back = (starts or clock.today()) > newest.ends
        return None if comes_back else newest

    def _unit(self, actor: Actor, name: str, found: Employment | None) -> Unit | None:
        if not name:
            return found.unit if found else None
        if name.casefold() not in self.units:
            self.units[name.casefold()] = create_unit(actor=actor, municipality=self.municipality, name=name)
        return self.units[name.casefold()]


def _changes(found: Employment, worker: Worker, unit: str, starts: date | None, ends: date | None) -> list[str]:
    differs = {
        "navn": worker.full_name != found.full_name,
        "telefon": bool(worker.phone) and worker.phone != found.phone,
        "enhed": bool(unit) and unit.casefold() != (found.unit.name.casefold() if found.unit else ""),
        "første dag": starts is not None and starts != found.starts,
        "sidste dag": ends is not None and ends != found.ends,
    }
    return [name for name, is_other in differs.items() if is_other]
