"""The agreements of a placement in its timeline, brought along in the page's own query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef

from plejebro.access.viewer import Viewer
from plejebro.agreements.rows import TALKS_ASIDE, VERSIONS_ASIDE, happenings, talks_aside, versions_aside
from plejebro.kernel.danish import date_text, time_text
from plejebro.versions.enums import Side, State
from plejebro.versions.models import Standing
from plejebro.web.links import maybe
from plejebro.web.queries.aside import RowsAside, rows_aside
from plejebro.web.queries.timeline import Entry

_PROPOSAL: Final = {
    "number": "version__number",
    "answer_by": "version__answer_by",
    "contract": "document__contract__public_id",
    "task": "document__task_agreement__public_id",
    "contact": "document__contact_plan__public_id",
}
# What a proposal is about → how it is told, and the page it is read on.
_ABOUT: Final = {
    "contract": ("Forslag til kontrakten", "agreements:contract_version"),
    "task": ("Forslag til aftalen om opgaven", "agreements:task_version"),
    "contact": ("Forslag til en samværsplan", "agenda:contact_version"),
}


def agreement_columns(viewer: Viewer) -> dict[str, RowsAside]:
    """Columns with the versions and the negotiations of each placement that the viewer may read."""
    return {
        "versions_aside": RowsAside(versions_aside(viewer).filter(document__placement=OuterRef("pk")), **VERSIONS_ASIDE),
        "talks_aside": RowsAside(talks_aside(viewer).filter(contract__placement=OuterRef("pk")), **TALKS_ASIDE),
    }


@dataclass(frozen=True)
class ProposalLine:
    """A proposal that waits for the family's answer: what about, and where it is read. No amount and no word of it."""

    title: str
    line: str
    url: str


def proposals_column(viewer: Viewer) -> RowsAside:
    """Beside each placement: what is proposed and not yet answered by the family; nothing for anybody else."""
    rows = Standing.objects.filter(state=State.PROPOSED, document__placement=OuterRef("pk"))
    rows = rows.exclude(version__acceptances__side=Side.FAMILY) if viewer.is_family else rows.none()
    return RowsAside(rows.order_by("pk"), **_PROPOSAL)


def proposals_beside(placement: Any) -> list[ProposalLine]:
    """What `proposals_column` brought along."""
    rows = sorted(rows_aside(placement.proposals_aside), key=lambda row: (row["contract"] or "", row["number"]))
    return [_proposal(row) for row in rows]


def _proposal(row: dict[str, Any]) -> ProposalLine:
    about = next(one for one in _ABOUT if row[one])
    (what, name), thing = _ABOUT[about], row[about]
    by = f"Svar senest {date_text(date.fromisoformat(row['answer_by']))}. " if row["answer_by"] else ""
    return ProposalLine(what, f"{by}Se, hvad der ændrer sig.", maybe(name, UUID(thing), row["number"]))


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
