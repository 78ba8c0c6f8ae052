"""The 98 municipalities and the regions they lie in, from–to, brought from the list into the database."""

from __future__ import annotations

from django.db import transaction

from plejebro.kernel.danish import sort_key
from plejebro.municipalities.listed import reference_rows
from plejebro.municipalities.models import Municipality, RegionPeriod


@transaction.atomic
def load_reference() -> int:
    """Brings the reference municipalities and their regions in step with the file; returns how many rows were changed.

    Run after every migration. What a municipality has set for itself (joined, consultants) is left alone, and so are
    municipalities that the file does not know. A second run changes nothing.
    """
    rows = list(reference_rows())
    changed = _load_municipalities({row.code: row.name for row in rows})
    known = dict(Municipality.objects.filter(code__in={row.code for row in rows}).values_list("code", "pk"))
    wanted = {(known[row.code], row.region, row.starts, row.ends) for row in rows}
    fields = ("municipality_id", "region", "starts", "ends")
    there = set(RegionPeriod.objects.filter(municipality_id__in=known.values()).values_list(*fields))
    for municipality_id, region, starts, ends in there - wanted:
        RegionPeriod.objects.filter(municipality_id=municipality_id, region=region, starts=starts, ends=ends).delete()
    # One by one: on SQLite the no-overlap trigger looks at each row as it comes.
    for municipality_id, region, starts, ends in sorted(wanted - there, key=lambda row: (row[0], row[2])):
        RegionPeriod.objects.create(municipality_id=municipality_id, region=region, starts=starts, ends=ends)
    return changed + len(there ^ wanted)


def _load_municipalities(names: dict[str, str]) -> int:
    there = dict(Municipality.objects.filter(code__in=names).values_list("code", "name"))
    missing = [
        Municipality(code=code, name=name, sort_key=sort_key(name)) for code, name in names.items() if code not in there
    ]
    Municipality.objects.bulk_create(missing)
    renamed = [code for code, name in there.items() if names[code] != name]
    for code in renamed:
        Municipality.objects.filter(code=code).update(name=names[code], sort_key=sort_key(names[code]))
    return len(missing) + len(renamed)
