"""What stands in the tables, as the law's rules take it: four queries, whatever the number of placements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from plejebro.agenda.rhythm.enums import OF_BOTH, MarkKind
from plejebro.agenda.rhythm.models import Mark
from plejebro.families.enums import ApprovalType
from plejebro.families.models import Approval
from plejebro.kernel.clock import local
from plejebro.law import CourseDays, Decided, NetworkPeriod, RhythmFacts
from plejebro.placements.enums import Origin
from plejebro.placements.models import Placement
from plejebro.versions.enums import Side

_COLUMNS = ("pk", "starts", "ends", "origin", "shared_at", "created_at", "family_id", "municipality_id", "child__born_on")
_MARK = ("placement_id", "kind", "on", "child_spoken_to", "next_on")
_BOTH = ("placement_id", "placement__family_id", "placement__municipality_id", "placement__shared_at", "kind", "on", "days",
         "side", "answer__confirmed")  # fmt: skip
Row = dict[str, Any]


def standing(marks: QuerySet[Mark]) -> QuerySet[Mark]:
    """Those of the marks nobody has corrected or taken back."""
    return marks.filter(replaced_by__isnull=True, withdrawn=False)


def facts_of(placements: QuerySet[Placement], today: date) -> dict[int, RhythmFacts]:
    """The facts of each of the placements, by key, as they stand `today`."""
    plain = placements.order_by()
    rows: list[Row] = list(plain.values(*_COLUMNS))
    marks: dict[int, list[Row]] = defaultdict(list)
    own = standing(Mark.objects.filter(placement__in=plain.values("pk"))).exclude(kind__in=OF_BOTH)
    # Two decisions of the same day: what was written last counts.
    for mark in own.order_by("on", "written_at", "pk").values(*_MARK):
        marks[mark["placement_id"]].append(mark)
    shared, networks = _of_families(plain), _networks(plain)
    return {
        row["pk"]: _facts(row, marks[row["pk"]], _counting(row, shared), networks[row["family_id"]], today) for row in rows
    }


def _of_families(placements: QuerySet[Placement]) -> dict[tuple[int, int], list[Row]]:
    """Course days and inspections are the family's: those written on any of its placements with the same municipality."""
    found: dict[tuple[int, int], list[Row]] = defaultdict(list)
    rows = standing(Mark.objects.filter(placement__family__in=placements.values("family_id"), kind__in=OF_BOTH))
    for row in rows.order_by("on", "pk").values(*_BOTH):
        found[row["placement__family_id"], row["placement__municipality_id"]].append(row)
    return found


def _networks(placements: QuerySet[Placement]) -> dict[int, list[NetworkPeriod]]:
    found: dict[int, list[NetworkPeriod]] = defaultdict(list)
    rows = Approval.objects.filter(family__in=placements.values("family_id"), kind=ApprovalType.NETWORK)
    for row in rows.order_by("starts", "pk").values("family_id", "starts", "ends"):
        found[row["family_id"]].append(NetworkPeriod(row["starts"], row["ends"]))
    return found


def _counting(placement: Row, shared: Mapping[tuple[int, int], list[Row]]) -> list[Row]:
    """The family's rows that count on this placement. What stands in a record of its own stays there, and what the family
    writes counts when the municipality has confirmed it."""
    alone = placement["shared_at"] is None
    found = []
    for row in shared.get((placement["family_id"], placement["municipality_id"]), ()):
        here = row["placement_id"] == placement["pk"]
        if not here and (alone or row["placement__shared_at"] is None):
            continue
        answered = row["side"] == Side.MUNICIPALITY or row["answer__confirmed"] or alone
        if answered or row["kind"] == MarkKind.INSPECTION:
            found.append(row)
    return found


def _facts(row: Row, marks: list[Row], of_family: list[Row], network: list[NetworkPeriod], today: date) -> RhythmFacts:
    def days(kind: MarkKind) -> tuple[date, ...]:
        return tuple(mark["on"] for mark in marks if mark["kind"] == kind)

    def last(kind: MarkKind) -> date | None:
        return max(days(kind), default=None)

    return RhythmFacts(
        starts=row["starts"],
        ends=row["ends"],
        born=row["child__born_on"],
        follow_ups=days(MarkKind.FOLLOW_UP),
        decided=tuple(Decided(mark["on"], mark["next_on"]) for mark in _newest_last(marks) if mark["next_on"]),
        examined=last(MarkKind.EXAMINED),
        visits=tuple(m["on"] for m in marks if m["kind"] == MarkKind.SUPERVISION and m["child_spoken_to"]),
        support_began=min(days(MarkKind.SUPPORT_BEGAN), default=None),
        support_done=min(days(MarkKind.SUPPORT_DONE), default=None),
        support_postponed=last(MarkKind.SUPPORT_POSTPONED),
        course_days=tuple(CourseDays(one["on"], one["days"]) for one in of_family if one["kind"] == MarkKind.COURSE),
        inspections=tuple(one["on"] for one in of_family if one["kind"] == MarkKind.INSPECTION),
        network=tuple(network),
        kept_from=_kept_from(row, today),
    )


def _newest_last(marks: list[Row]) -> list[Row]:
    """One decision a day: the one written last."""
    by_day = {mark["on"]: mark for mark in marks if mark["next_on"]}
    return [by_day[day] for day in sorted(by_day)]


def _kept_from(row: Row, today: date) -> date:
    """The first day these things could be written down here: when the placement was made, or shared by the family. In a
    record the family keeps alone the municipality can write nothing, so there is nothing to be late with yet."""
    if row["shared_at"] is None:
        return today
    shared = row["shared_at"] if row["origin"] == Origin.FAMILY else None
    return local(shared or row["created_at"]).date()
