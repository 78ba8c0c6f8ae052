"""Bringing a municipality's own data in from a file: read, plan, keep for the preview, carry out in one transaction."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor, Subject
from plejebro.flows.cells import Fault
from plejebro.flows.enums import ImportKind
from plejebro.flows.import_columns import COLUMNS
from plejebro.flows.import_employees import plan_employees
from plejebro.flows.import_families import plan_families
from plejebro.flows.import_placements import plan_placements
from plejebro.flows.import_types import Outcome, Plan
from plejebro.flows.models import ImportBatch
from plejebro.flows.sheets import Sheet, SheetRow, column_key, read_sheet
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.models import Municipality
from plejebro.people import vault

KEPT_FOR: Final = timedelta(hours=24)

_PLANNERS = {
    ImportKind.EMPLOYEES: plan_employees,
    ImportKind.FAMILIES: plan_families,
    ImportKind.PLACEMENTS: plan_placements,
}


class ImportRefused(Exception):
    """Nothing was brought in; `faults` tells which rows stand in the way and why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} rows")
        self.faults = faults


def make_plan(*, kind: ImportKind, municipality: Municipality, sheet: Sheet) -> Plan:
    """What the file would do in the municipality; reads only."""
    there = {column_key(name) for name in sheet.columns}
    missing = [column.name for column in COLUMNS[kind] if column.needed and column.key not in there]
    if missing:
        return Plan(faults=[Fault(1, f"Kolonnen “{name}” mangler.") for name in missing])
    known = {column.key for column in COLUMNS[kind]}
    plan = _PLANNERS[kind](municipality, sheet)
    unused = [name for name in sheet.columns if name and column_key(name) not in known]
    plan.remarks[:0] = [f"Kolonnen “{name}” bruger vi ikke." for name in unused]
    plan.faults.sort()
    return plan


def apply_sheet(*, actor: Actor, kind: ImportKind, municipality: Municipality, sheet: Sheet) -> Plan:
    """Brings the file in, all of it or nothing, and returns the plan that was carried out.

    Planned anew within the transaction, so that a preview may be a day old. Two imports of a municipality wait for each
    other. Raises `ImportRefused` with the rows that stand in the way.
    """
    with transaction.atomic():
        locked = Municipality.objects.select_for_update().get(pk=municipality.pk)
        plan = make_plan(kind=kind, municipality=locked, sheet=sheet)
        if plan.faults:
            raise ImportRefused(plan.faults)
        for step in sorted(plan.steps, key=lambda step: (step.order, step.line)):
            if step.carry_out is None or step.outcome is Outcome.SAME:
                continue
            try:
                step.carry_out(actor)
            except NotPossible as refused:
                raise ImportRefused([Fault(step.line, refused.sentence)]) from refused
            except IntegrityError as refused:
                sentence = "Rækken strider mod noget, der allerede står i Plejebro, for eksempel en periode."
                raise ImportRefused([Fault(step.line, sentence)]) from refused
        record_change(
            actor=actor,
            action=f"import.{kind.name.lower()}",
            subjects=[Subject("municipality", locked.public_id)],
            details={"created": plan.created, "updated": plan.updated, "same": plan.same},
        )
    return plan


@transaction.atomic
def keep_upload(
    *, actor: Viewer, kind: ImportKind, municipality: Municipality, content: bytes, filename: str
) -> ImportBatch:
    """Reads the file and keeps its rows for the preview, sealed. Raises `SheetRefused`. Old uploads are dropped."""
    sheet = read_sheet(content, filename)
    drop_old_uploads()
    batch = ImportBatch(
        municipality=municipality,
        kind=kind,
        filename=filename[:200],
        uploaded_by_id=actor.user_id,
        created_at=clock.now(),
    )
    batch.rows = vault.seal(_packed(sheet), owner=batch.public_id)
    batch.save()
    return batch


def sheet_of(batch: ImportBatch) -> Sheet:
    """The rows as they were uploaded."""
    content = json.loads(vault.unseal(batch.rows, owner=batch.public_id))
    return Sheet(tuple(content["columns"]), tuple(SheetRow(line, cells) for line, cells in content["rows"]))


def apply_upload(*, actor: Viewer, batch: ImportBatch) -> Plan:
    """Brings the kept upload in and drops it. Raises `ImportRefused`, and keeps it then."""
    with transaction.atomic():
        plan = apply_sheet(actor=actor, kind=ImportKind(batch.kind), municipality=batch.municipality, sheet=sheet_of(batch))
        batch.delete()
    return plan


def drop_upload(*, batch: ImportBatch) -> None:
    """The upload is not to be brought in after all."""
    batch.delete()


def drop_old_uploads() -> int:
    """Drops uploads that nobody has brought in within 24 hours; the worker runs it too. Returns how many."""
    gone, _ = ImportBatch.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()
    return gone


def _packed(sheet: Sheet) -> str:
    rows = [[row.line, row.cells] for row in sheet.rows]
    return json.dumps({"columns": sheet.columns, "rows": rows}, ensure_ascii=False)
