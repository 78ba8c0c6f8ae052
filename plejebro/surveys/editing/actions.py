"""Verbs of the editor: a questionnaire is made, changed as a draft, and published once. After that nothing changes it.

All changes of a draft are made by `change_draft`; what they can be stands in `content`.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.audit.types import Subject
from plejebro.kernel import clock
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.surveys.editing.content import Change, key_of
from plejebro.surveys.enums import Side
from plejebro.surveys.models import Questionnaire
from plejebro.surveys.questions import Form, as_json, read_draft

_PUBLISHED = "Versionen er udgivet og kan ikke ændres. Lav en ny version af den."


@transaction.atomic
def create_questionnaire(*, actor: Viewer, title: str, side: Side) -> Questionnaire:
    """An empty draft of a new questionnaire. Sent twice, it is made once. `NotPossible` when the name is taken."""
    code = key_of(title)
    if not code:
        raise NotPossible("Titlen skal have bogstaver eller tal.")
    start = {"title": title, "content": as_json(Form(title)), "created_at": clock.now()}
    row, is_new = Questionnaire.objects.get_or_create(code=code, side=side, number=1, defaults=start)
    if not is_new:
        if row.published_at is None and row.title == title and not row.content.get("sections"):
            return row
        raise NotPossible("Der er allerede et spørgeskema med den titel. Lav en ny version af det.")
    record_change(actor=actor, action="survey.questionnaire.create", subjects=_subjects(row))
    return row


@transaction.atomic
def new_version(*, actor: Viewer, questionnaire: Questionnaire) -> Questionnaire:
    """A draft with the content of the version; the draft that is there already, when there is one."""
    # One at a time: who waits here sees the draft the other has made.
    of_same = Questionnaire.objects.filter(code=questionnaire.code, side=questionnaire.side).order_by("number")
    list(of_same.select_for_update())
    versions = list(of_same)
    for row in versions:
        if row.published_at is None:
            return row
    draft = Questionnaire.objects.create(
        code=questionnaire.code,
        side=questionnaire.side,
        number=versions[-1].number + 1,
        title=questionnaire.title,
        content=questionnaire.content,
        created_at=clock.now(),
    )
    details = {"from": questionnaire.number, "number": draft.number}
    record_change(actor=actor, action="survey.questionnaire.version", subjects=_subjects(draft), details=details)
    return draft


@transaction.atomic
def change_draft(*, actor: Viewer, questionnaire: Questionnaire, seen: int, change: Change) -> Questionnaire:
    """Makes the change. One that has been made already changes nothing, however often it is sent.

    `NotPossible` for a published version and for what the change cannot find; `ChangedMeanwhile` when `seen` is not the
    draft's version and the change is not there.
    """
    row = _draft(questionnaire)
    before, _ = read_draft(row.content)
    try:
        after = change(before)
    except NotPossible:
        if row.version != seen:
            raise ChangedMeanwhile from None
        raise
    if after == before:
        return row
    if row.version != seen:
        raise ChangedMeanwhile
    row.content, row.title, row.version = as_json(after), after.title, row.version + 1
    row.save(update_fields=["content", "title", "version"])
    record_change(
        actor=actor, action="survey.questionnaire.change", subjects=_subjects(row), details={"version": row.version}
    )
    return row


@transaction.atomic
def publish(*, actor: Viewer, questionnaire: Questionnaire, seen: int) -> Questionnaire:
    """Publishes the version, for good. Doing it again changes nothing. `NotPossible` while something is to be mended."""
    row = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if row.published_at is not None:
        return row
    if row.version != seen:
        raise ChangedMeanwhile
    _, mistakes = read_draft(row.content)
    if mistakes:
        raise NotPossible(f"Skemaet kan ikke udgives endnu. {mistakes[0]}")
    row.published_at, row.version = clock.now(), row.version + 1
    row.save(update_fields=["published_at", "version"])
    record_change(actor=actor, action="survey.questionnaire.publish", subjects=_subjects(row))
    return row


@transaction.atomic
def discard_draft(*, actor: Viewer, questionnaire: Questionnaire) -> None:
    """Deletes the draft. `NotPossible` for a published version, and for one that a survey is being prepared with."""
    row = _draft(questionnaire)
    subjects = _subjects(row)
    try:
        row.delete()
    except ProtectedError:
        raise NotPossible("En måling er ved at blive forberedt med kladden. Vælg et andet skema i målingen først.") from None
    record_change(actor=actor, action="survey.questionnaire.discard", subjects=subjects)


def _draft(questionnaire: Questionnaire) -> Questionnaire:
    row = Questionnaire.objects.select_for_update().filter(pk=questionnaire.pk).first()
    if row is None:
        raise NotPossible("Kladden er slettet.")
    if row.published_at is not None:
        raise NotPossible(_PUBLISHED)
    return row


def _subjects(row: Questionnaire) -> list[Subject]:
    return [Subject("survey_questionnaire", row.public_id)]
