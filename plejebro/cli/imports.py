"""`plejebro import`: bring employees, families and placements in from a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

KINDS = ("medarbejdere", "familier", "anbringelser")
MOST_FAULTS = 200


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the subcommand."""
    bring_in = commands.add_parser("import", help="indlæs medarbejdere, familier eller anbringelser fra en fil")
    bring_in.add_argument("kind", metavar="SLAGS", choices=KINDS, help=", ".join(KINDS))
    bring_in.add_argument("file", metavar="FIL", type=Path, help="CSV eller XLSX")
    bring_in.add_argument("--municipality", metavar="KODE", required=True, help="kommunens kode, for eksempel 101")
    bring_in.add_argument("--apply", action="store_true", help="indlæs; ellers vises kun, hvad der ville ske")
    bring_in.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Shows what the file would do, and does it with --apply. Returns 1 when a row stands in the way."""
    from plejebro.audit.types import System
    from plejebro.flows.enums import ImportKind
    from plejebro.flows.imports import ImportRefused, apply_sheet, make_plan
    from plejebro.flows.sheets import SheetRefused, read_sheet
    from plejebro.municipalities.models import Municipality

    municipality = Municipality.objects.filter(code=arguments.municipality).first()
    if municipality is None:
        return _refuse(f"Der er ingen kommune med koden {arguments.municipality}.")
    kind = ImportKind(arguments.kind)
    try:
        sheet = read_sheet(arguments.file.read_bytes(), arguments.file.name)
        if arguments.apply:
            actor = System("Indlæsning", municipality.code)
            plan = apply_sheet(actor=actor, kind=kind, municipality=municipality, sheet=sheet)
        else:
            plan = make_plan(kind=kind, municipality=municipality, sheet=sheet)
    except SheetRefused as refused:
        return _refuse(refused.sentence)
    except OSError:
        return _refuse(f"Filen {arguments.file} kan ikke læses.")
    except ImportRefused as refused:
        return _refuse(*(f"Linje {fault.line}: {fault.sentence}" for fault in refused.faults[:MOST_FAULTS]))
    for remark in plan.remarks:
        print(remark)
    if plan.faults:
        return _refuse(*(f"Linje {fault.line}: {fault.sentence}" for fault in plan.faults[:MOST_FAULTS]))
    done = "Indlæst" if arguments.apply else "Ville blive indlæst"
    print(f"{done}: {plan.created} oprettet, {plan.updated} rettet, {plan.same} uændret.")
    return 0


def _refuse(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    print("Intet er indlæst.", file=sys.stderr)
    return 1
