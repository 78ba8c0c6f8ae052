"""The agreements of a placement in its timeline, brought along in the page's own query."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef

from plejebro.access.viewer import Viewer
from plejebro.agreements.rows import TALKS_ASIDE, VERSIONS_ASIDE, happenings, talks_aside, versions_aside
from plejebro.kernel.danish import time_text
from plejebro.web.queries.aside import RowsAside, rows_aside
from plejebro.web.queries.timeline import Entry


def agreement_columns(viewer: Viewer) -> dict[str, RowsAside]:
    """Columns with the versions and the negotiations of each placement that the viewer may read."""
    return {
        "versions_aside": RowsAside(versions_aside(viewer).filter(document__placement=OuterRef("pk")), **VERSIONS_ASIDE),
        "talks_aside": RowsAside(talks_aside(viewer).filter(contract__placement=OuterRef("pk")), **TALKS_ASIDE),
    }


def agreement_entries(placement: Any, *, masks_family: bool, with_contracts: bool) -> list[Entry]:
    """What has happened to the agreements, for the timeline; no amount and no word of what stands in them.

    Contracts are left out of what is printed, since a print may end in the child's file.
    """
    versions, talks = rows_aside(placement.versions_aside), rows_aside(placement.talks_aside)
    if not with_contracts:
        versions, talks = [row for row in versions if not row["contract"]], []
    return [
        Entry(
            at=one.at,
            side=one.side,
            who=one.who,
            role="",
            did=one.did,
            about=one.about,
            url=one.url,
            note="",
            time=time_text(one.at),
            tone="agreed" if one.side == "both" else "",
        )
        for one in happenings(versions, talks, masks_family=masks_family)
    ]
