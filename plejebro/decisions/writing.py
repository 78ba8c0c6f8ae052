"""Verbs of the letters: save a version, and write down that one has been sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from plejebro.access.viewer import Viewer
from plejebro.decisions import letters, messages, rules
from plejebro.decisions.base import by_now, lock, not_in_future, record, save
from plejebro.decisions.enums import LetterKind, Source, Status
from plejebro.decisions.letters import LetterFacts
from plejebro.decisions.models import DecisionCase, Letter, LetterVersion, Sending
from plejebro.decisions.proving import evidence_from
from plejebro.kernel import clock
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible

AFTER_DECISION = (LetterKind.DECISION, LetterKind.FAMILY_NOTICE)


@transaction.atomic
def save_letter(*, actor: Viewer, case: DecisionCase, kind: LetterKind, text: str, seen_number: int) -> LetterVersion:
    """A new version of the letter; the same text again is no new version. `seen_number` is the newest that was shown, 0 for
    none; `ChangedMeanwhile` when somebody has saved another since."""
    locked = lock(case)
    if locked.status == Status.DROPPED:
        raise NotPossible("Sagen er opgivet.")
    letter, _ = Letter.objects.select_for_update().get_or_create(case=locked, kind=kind)
    text = text.replace("\r\n", "\n").strip() + "\n"
    newest = letter.versions.order_by("-number").first()
    if newest is not None and newest.text == text:
        return newest
    if letter.number != seen_number:
        raise ChangedMeanwhile
    version = LetterVersion.objects.create(letter=letter, number=letter.number + 1, text=text, **by_now(actor, "saved"))
    letter.number = version.number
    letter.save(update_fields=["number"])
    record(actor, locked, "letter", kind=kind.value, version=version.number)
    return version


@transaction.atomic
def mark_sent(
    *, actor: Viewer, case: DecisionCase, kind: LetterKind, number: int, on: date, facts: LetterFacts, submission: UUID
) -> Sending:
    """Writes down that version `number` was sent on `on`. What the letter holds becomes dated evidence.

    A decision letter shows the complaint guidance only when the guidance is in it. The notice, and the request for a
    statement, tell the family of the case, so that it sees its page from then on.
    """
    locked = lock(case)
    if already := Sending.objects.filter(submission=submission).first():
        return already
    version = LetterVersion.objects.filter(letter__case=locked, letter__kind=kind, number=number).first()
    if version is None:
        raise NotPossible("Gem brevet først.")
    _may_send(locked, kind, on, version)
    sending = Sending.objects.create(version=version, on=on, submission=submission, **by_now(actor))
    Letter.objects.filter(pk=version.letter_id).update(sent_on=on, sent_number=number)
    lacking = {element.key for element in letters.missing(kind, version.text, facts)}
    for requirement in rules.LETTER_SHOWS[kind]:
        if requirement == "R29" and "complaint" in lacking:
            continue
        evidence_from(
            actor,
            locked,
            requirement,
            on=on,
            proof="brev",
            note=f"{LetterKind(kind).label}, version {number}",
            source=Source.LETTER,
            source_id=sending.public_id,
        )
    _family_is_told(locked, kind, sending)
    save(locked)
    record(actor, locked, "letter_sent", kind=kind.value, version=number, on=str(on))
    return sending


def _may_send(case: DecisionCase, kind: LetterKind, on: date, version: LetterVersion) -> None:
    if case.status == Status.DROPPED:
        raise NotPossible("Sagen er opgivet.")
    not_in_future(on)
    if kind in AFTER_DECISION and case.decided_on is None:
        raise NotPossible("Skriv først afgørelsen ned. Brevet fortæller om en afgørelse, der er truffet.")
    if kind in AFTER_DECISION and case.decided_on is not None and on < case.decided_on:
        raise NotPossible("Brevet kan ikke være sendt, før afgørelsen blev truffet.")
    if "[" in version.text:
        raise NotPossible("Der står stadig [felter], der ikke er udfyldt. Skriv dem, og gem brevet.")


def _family_is_told(case: DecisionCase, kind: LetterKind, sending: Sending) -> None:
    if kind not in (LetterKind.FAMILY_NOTICE, LetterKind.STATEMENT_REQUEST):
        return
    case.told_family_on = case.told_family_on or clock.today()
    if kind == LetterKind.FAMILY_NOTICE:
        case.family_notified_on = sending.on
    else:
        case.statement_asked_on = case.statement_asked_on or sending.on
    messages.tell_family(
        case, kind="decision.letter", headline="Kommunen har skrevet til jer i en sag.", key=str(sending.pk)
    )
