"""Results and coded decisions as files. Results carry null or "for få" where a number is hidden; nothing is rounded."""

from __future__ import annotations

import csv
import io
from typing import Any

from plejebro.practice_review.coded_files import FIXED_COLUMNS
from plejebro.practice_review.models import Study
from plejebro.practice_review.queries import final_decisions
from plejebro.practice_review.results import Results, ShownGroup, ShownRequirement, ShownShare
from plejebro.practice_review.tabulation import REQUIREMENT_IDS, requirement_json
from plejebro.practice_review.words import HIDDEN, decimal

BOM = "\ufeff"


def results_json(results: Results) -> dict[str, Any]:
    """The results in the shape of `plejebro review tabulate`, with what a study has more; hidden is null and said so."""
    return {
        "study": results.study_id,
        "title": results.title,
        "synthetic": results.is_synthetic,
        "final": results.closed_at is not None,
        "sampled": results.sampled,
        "population": results.frame.population if results.frame else None,
        "interval": "wilson_finite" if results.frame else "wilson",
        "n": results.n,
        "correct": _share(results.correct),
        "with_faults": _share(results.with_faults),
        "requirements": {row.id: _requirement(row) for row in results.requirements},
        "by": {name: {group.key: _group(group) for group in groups} for name, groups in results.divisions.items()},
        "agreement": {
            row.id: {"pairs": row.pairs, "equal": row.equal, "kappa": row.kappa, "hidden": row.hidden}
            for row in results.agreement
        },
    }


def results_csv(results: Results) -> str:
    """The results as rows, for a spreadsheet: semicolons, decimal commas, UTF-8 with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["opdeling", "gruppe", "afgørelser", "antal", "andel", "nedre", "øvre"])
    if results.is_synthetic:
        writer.writerow(["SYNTETISKE DATA", "", "", "", "", "", ""])
    writer.writerow(["alle", "korrekt grundlag", *_cells(results.correct)])
    writer.writerow(["alle", "et eller flere krav ikke fulgt", *_cells(results.with_faults)])
    for row in results.requirements:
        if row.was_coded:
            writer.writerow(["krav ikke fulgt", row.id, *_cells(row.not_followed)])
    for name, groups in results.divisions.items():
        for group in groups:
            writer.writerow([_DIVISIONS[name], group.label, *_cells(group.with_faults)])
    return BOM + text.getvalue()


def decisions_csv(study: Study) -> str:
    """The settled decisions as `plejebro review tabulate` reads them. Nothing is hidden in it: for the analyst alone.

    `child_born` is a day of the month of birth that gives the same age at the decision; the birthday is not kept.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([*FIXED_COLUMNS, *REQUIREMENT_IDS])
    for row in final_decisions(study):
        fixed = [
            row.decision_id,
            row.municipality_code,
            row.decision_date.isoformat(),
            row.child_born.isoformat(),
            row.route,
        ]
        writer.writerow([*fixed, *(row.codes.get(key, "") for key in REQUIREMENT_IDS)])
    return BOM + text.getvalue()


_DIVISIONS = {"route": "vej", "age": "alder", "municipality": "kommune"}


def _share(share: ShownShare) -> dict[str, Any]:
    found = {"count": share.count, "share": share.share, "low": share.low, "high": share.high}
    return {**found, "hidden": True} if share.hidden else found


def _requirement(row: ShownRequirement) -> dict[str, Any]:
    found = requirement_json(row)
    return {**found, "hidden": True} if None in (row.applicable, row.met, row.not_met, row.not_documented) else found


def _group(group: ShownGroup) -> dict[str, Any]:
    return {
        "label": group.label,
        "n": group.n,
        "correct": _share(group.correct),
        "with_faults": _share(group.with_faults),
    }


def _cells(share: ShownShare) -> list[str]:
    n = HIDDEN if share.n is None else str(share.n)
    if share.hidden:
        return [n, HIDDEN, HIDDEN, HIDDEN, HIDDEN]
    return [n, str(share.count), *("" if v is None else decimal(v, 6) for v in (share.share, share.low, share.high))]
