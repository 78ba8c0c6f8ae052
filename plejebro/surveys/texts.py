"""Free text: a person reads it before anybody else, and decides what of it may be shown."""

from __future__ import annotations

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.db.versions import still_as_seen
from plejebro.kernel.refusals import NotPossible
from plejebro.surveys.enums import TextState
from plejebro.surveys.models import FreeText
from plejebro.surveys.perms import subjects_of_round


@transaction.atomic
def decide_text(*, actor: Viewer, text: FreeText, state: TextState, cleaned: str = "", seen: int | None = None) -> None:
    """Lets the cleaned text be shown, or withholds it; it can be decided again. Raises `NotPossible` for nothing to show,
    and `ChangedMeanwhile`. The log says that a text was decided on, not which."""
    still_as_seen(text, seen)
    row = FreeText.objects.select_for_update(of=("self",)).select_related("round").get(pk=text.pk)
    if state == TextState.SHOWN and not cleaned.strip():
        raise NotPossible("Skriv den tekst, der må vises.")
    row.state, row.cleaned = state, cleaned.strip() if state == TextState.SHOWN else ""
    row.version += 1
    row.save(update_fields=["state", "cleaned", "version"])
    details = {"state": str(state), "edited": state == TextState.SHOWN and row.cleaned != row.text}
    record_change(actor=actor, action="survey.text", subjects=subjects_of_round(row.round), details=details)
