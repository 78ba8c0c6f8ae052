"""What a municipality says beside its figures: written by its head of department, every version kept, the newest shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.surveys.models import Round
from plejebro.surveys.perms import subjects_of_round
from plejebro.surveys.results.models import MunicipalityComment, Publication

MOST: int = 1500
"""How many signs a comment may have."""


@dataclass(frozen=True)
class Said:
    """A municipality's comment as everybody reads it. `number` is its version."""

    municipality: str
    text: str
    written: str
    number: int


@transaction.atomic
def write_comment(*, actor: Viewer, round_: Round, text: str, seen: int) -> MunicipalityComment:
    """The acting municipality's comment on a published round, in the place of version `seen` (0 for none).

    The same text again changes nothing, and an empty one takes the comment off. Raises `ChangedMeanwhile` when another
    version has come since, and `NotPossible` before the round is published.
    """
    if not Publication.objects.filter(round=round_).exists():
        raise NotPossible("I kan kommentere jeres tal, når resultatet er offentliggjort.")
    rows = MunicipalityComment.objects.filter(round=round_, municipality_id=actor.tenant_id)
    newest = rows.order_by("-number").first()
    said = text.strip()[:MOST]
    if newest is not None and newest.text == said:
        return newest
    if (newest.number if newest else 0) != seen:
        raise ChangedMeanwhile
    try:
        with transaction.atomic():
            row = MunicipalityComment.objects.create(
                round=round_,
                municipality_id=actor.tenant_id,
                number=seen + 1,
                text=said,
                written_by_id=actor.user_id,
                written_at=clock.now(),
            )
    except IntegrityError as first:
        raise ChangedMeanwhile from first
    record_change(actor=actor, action="survey.comment", subjects=subjects_of_round(round_))
    return row


def comments_on(round_id: int, code: str = "") -> list[Said]:
    """What the municipalities have said of a round, in alphabetical order; only one's with `code`. One query."""
    newest = MunicipalityComment.objects.filter(round=OuterRef("round"), municipality=OuterRef("municipality"))
    rows = MunicipalityComment.objects.filter(
        round_id=round_id, pk=Subquery(newest.order_by("-number").values("pk")[:1])
    ).exclude(text="")
    if code:
        rows = rows.filter(municipality__code=code)
    return [
        Said(row.municipality.name, row.text, date_text(clock.local(row.written_at).date()), row.number)
        for row in rows.select_related("municipality").order_by("municipality__sort_key")
    ]


def version_of(round_id: int, municipality_id: int) -> tuple[int, str]:
    """The newest version's number and text; 0 and nothing where none has been written."""
    rows = MunicipalityComment.objects.filter(round_id=round_id, municipality_id=municipality_id)
    newest = rows.order_by("-number").first()
    return (newest.number, newest.text) if newest else (0, "")
