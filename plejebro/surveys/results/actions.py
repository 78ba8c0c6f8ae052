"""The verb of results: publish what a closed round shows, for good."""

from __future__ import annotations

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.surveys.enums import RoundState
from plejebro.surveys.models import Round
from plejebro.surveys.perms import subjects_of_round
from plejebro.surveys.results.models import Publication
from plejebro.surveys.results.pages import headline
from plejebro.surveys.results.publication import compute
from plejebro.surveys.results.reading import read


@transaction.atomic
def publish_results(*, actor: Viewer, round_: Round) -> Publication:
    """Freezes what the round shows and lets everybody see it. A second time nothing happens: the first stands.

    Raises `NotPossible` while the round is not closed, and when nobody's answers were let in.
    """
    joined = Round.objects.select_for_update(of=("self",)).select_related("family_form", "municipality_form")
    row = joined.get(pk=round_.pk)
    if row.state == RoundState.PUBLISHED:
        return Publication.objects.get(round=row)
    if row.state != RoundState.CLOSED:
        raise NotPossible("Resultatet kan først offentliggøres, når målingen er lukket.")
    if not row.answers.exists():
        raise NotPossible("Ingen side har fem svar eller flere. Der er intet at offentliggøre.")
    now, content = clock.now(), compute(row)
    content["headline"] = headline(read(content))
    made = Publication.objects.create(round=row, content=content, published_at=now, published_by_id=actor.user_id)
    row.state, row.published_at, row.version = RoundState.PUBLISHED, now, row.version + 1
    row.save(update_fields=["state", "published_at", "version"])
    record_change(actor=actor, action="survey.publish", subjects=subjects_of_round(row))
    return made
