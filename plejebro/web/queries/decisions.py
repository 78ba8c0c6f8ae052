"""The decision cases beside a placement, brought along in the page's own query."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef

from plejebro.access.viewer import Viewer
from plejebro.decisions.rows import ASIDE, CaseBrief, brief_of, cases_aside, from_aside, happenings
from plejebro.web.queries.aside import RowsAside, rows_aside
from plejebro.web.queries.timeline import Entry


def decisions_column(viewer: Viewer) -> RowsAside:
    """A column with the cases on each placement that the viewer may know of."""
    return RowsAside(cases_aside(viewer).filter(placement=OuterRef("pk")), **ASIDE)


def open_decisions(placement: Any, viewer: Viewer) -> list[CaseBrief]:
    """The open cases on a placement whose row has `decisions_aside`."""
    return [row for row in all_decisions(placement, viewer) if row.is_open]


def all_decisions(placement: Any, viewer: Viewer) -> list[CaseBrief]:
    """Every case on a placement whose row has `decisions_aside`, the newest first."""
    return [brief_of(case, viewer) for case in from_aside(rows_aside(placement.decisions_aside), placement, viewer)]


def decision_entries(placement: Any, viewer: Viewer) -> list[Entry]:
    """What has happened in the cases, for the timeline."""
    cases = from_aside(rows_aside(placement.decisions_aside), placement, viewer)
    return [
        Entry(one.at, one.side, "", "", one.did, one.about, one.url, "", "", tone="decision")
        for case in cases
        for one in happenings(case, viewer)
    ]
