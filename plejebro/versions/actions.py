"""Verbs of a version. The room that owns the document calls them within its own transaction, and writes the log.

Whoever comes second loses, and is told why: each verb locks the document's row first, then looks where things stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from plejebro.access.viewer import Viewer
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.placements.models import Placement
from plejebro.versions.enums import Side, State
from plejebro.versions.hashing import version_hash
from plejebro.versions.models import Acceptance, Standing, Version, VersionedDocument

_SETTLED = {
    State.ACCEPTED: "Forslaget er allerede aftalt eller besluttet.",
    State.DECLINED: "Forslaget er afslået.",
    State.WITHDRAWN: "Forslaget er trukket tilbage.",
    State.LAPSED: "Forslaget er bortfaldet.",
    State.SUPERSEDED: "Versionen er afløst af en nyere.",
}


@dataclass(frozen=True)
class Proposal:
    """What is proposed: the content, the days it is to hold, and the day an answer is wanted by."""

    content: Mapping[str, Any]
    starts: date
    ends: date | None = None
    answer_by: date | None = None


def create_document(*, kind: str, placement: Placement) -> VersionedDocument:
    """An empty document."""
    return VersionedDocument.objects.create(kind=kind, placement=placement, created_at=clock.now())


def propose(
    *,
    actor: Viewer,
    side: Side,
    document: VersionedDocument,
    proposal: Proposal,
    submission: UUID,
    seen_number: int | None = None,
) -> Version:
    """A new version, proposed. The same `submission` again gives the version that is there already.

    Raises `ChangedMeanwhile` when somebody has proposed another since `seen_number` was the newest, and `NotPossible`
    for a start that is not after the start of what holds now.
    """
    _lock(document)
    if already := Version.objects.filter(submission=submission).first():
        return already
    last = Version.objects.filter(document=document).order_by("-number").first()
    number = last.number if last else 0
    if seen_number is not None and seen_number != number:
        raise ChangedMeanwhile
    held = _accepted(document)
    if held is not None and proposal.starts <= held.starts:
        raise NotPossible(f"Skriv en dag efter {date_text(held.starts)}. Den dag begyndte det, der gælder nu.")
    version = _insert(actor, side, document, proposal, submission, last, held)
    Standing.objects.create(version=version, document=document, starts=version.starts, ends=version.ends)
    return version


def accept(*, actor: Viewer, side: Side, version: Version, factor: bool, seen_hash: str) -> Standing:
    """One side's yes. When both have said it the version is agreed: the one before ends the day before it begins, and
    every other open proposal lapses.

    Raises `ChangedMeanwhile` for another hash than the version's, and `NotPossible` when it is settled, when another
    version has been agreed since it was proposed, or without a second factor.
    """
    _lock(version.document)
    standing = _open(version)
    held = _sure(version, factor, seen_hash)
    _say_yes(actor, side, version)
    if Acceptance.objects.filter(version=version).count() == len(Side):
        _agree(actor, standing, held)
    return standing


def impose(
    *, actor: Viewer, side: Side, version: Version, factor: bool, seen_hash: str, reason: str, today: date
) -> Standing:
    """The side that proposed puts its version in force without the other's yes, where the law lets it decide alone: once
    the other has said no, or the day its answer was wanted by has passed without one. Never for days that have gone.

    The room decides which documents that holds for. Raises as `accept`, and `NotPossible` without a reason, for the other
    side's proposal, while an answer can still come, and where the other side has said yes.
    """
    _lock(version.document)
    standing = Standing.objects.get(version=version)
    if version.side != side:
        raise NotPossible("Kun den, der har stillet forslaget, kan beslutte det.")
    if not reason.strip():
        raise NotPossible("Skriv hvorfor.")
    if standing.state != State.DECLINED:
        _open(version)
        _unanswered(version, side, today)
    if version.ends is not None and version.ends < today:
        raise NotPossible("De dage, forslaget gælder, er gået. Stil et nyt forslag.")
    held = _sure(version, factor, seen_hash)
    _say_yes(actor, side, version)
    standing.starts = max(version.starts, today)
    _agree(actor, standing, held, reason)
    return standing


def decline(*, actor: Viewer, side: Side, version: Version, reason: str = "") -> Standing:
    """The side that did not propose says no. Raises `NotPossible` when it is settled or one's own."""
    _lock(version.document)
    standing = _open(version)
    if version.side == side:
        raise NotPossible("Det er jeres eget forslag. Træk det tilbage i stedet.")
    return _settle(standing, State.DECLINED, actor.user_id, reason)


def withdraw(*, actor: Viewer, side: Side, version: Version, reason: str = "") -> Standing:
    """The side that proposed takes it back. Raises `NotPossible` when it is settled or the other side's."""
    _lock(version.document)
    standing = _open(version)
    if version.side != side:
        raise NotPossible("Kun den, der har stillet forslaget, kan trække det tilbage.")
    return _settle(standing, State.WITHDRAWN, actor.user_id, reason)


def lapse(*, version: Version, reason: str = "") -> bool:
    """Lets a proposal lapse; False when it is settled already."""
    _lock(version.document)
    standing = Standing.objects.get(version=version)
    if standing.state != State.PROPOSED:
        return False
    _settle(standing, State.LAPSED, None, reason)
    return True


def end(*, document: VersionedDocument, last_day: date) -> Standing:
    """What is agreed ends on `last_day`. Raises `NotPossible` when nothing is agreed or it has not begun by then."""
    _lock(document)
    held = _accepted(document)
    if held is None:
        raise NotPossible("Der er ikke aftalt noget at afslutte.")
    if last_day < held.starts:
        raise NotPossible(f"Aftalen begynder først {date_text(held.starts)}.")
    held.ends = last_day
    held.save(update_fields=["ends"])
    return held


def _lock(document: VersionedDocument) -> None:
    VersionedDocument.objects.select_for_update().get(pk=document.pk)


def _accepted(document: VersionedDocument) -> Standing | None:
    return Standing.objects.filter(document=document, state=State.ACCEPTED).select_related("version").first()


def _open(version: Version) -> Standing:
    standing = Standing.objects.get(version=version)
    if standing.state != State.PROPOSED:
        raise NotPossible(_SETTLED[State(standing.state)])
    return standing


def _unanswered(version: Version, side: Side, today: date) -> None:
    """Raises `NotPossible` where the other side has said yes, or can still answer in time."""
    if Acceptance.objects.filter(version=version).exclude(side=side).exists():
        raise NotPossible("Den anden side har godkendt. Godkend forslaget, så er det aftalt.")
    if version.answer_by is None:
        raise NotPossible("Der er ingen dag at svare inden, så den anden side skal have svaret først.")
    if version.answer_by >= today:
        raise NotPossible(f"Den anden side kan svare til og med {date_text(version.answer_by)}.")


def _sure(version: Version, factor: bool, seen_hash: str) -> Standing | None:
    """What holds now, when a code was given, the version is the one that was read, and it was proposed from what holds."""
    if not factor:
        raise NotPossible("Bekræft med totrins-login, at det er dig.")
    if seen_hash != version.hash:
        raise ChangedMeanwhile
    held = _accepted(version.document)
    if (held.version.number if held else 0) != version.based_on:
        raise NotPossible("Der er aftalt noget andet siden forslaget. Lav et nyt forslag ud fra det, der gælder nu.")
    return held


def _say_yes(actor: Viewer, side: Side, version: Version) -> None:
    if not Acceptance.objects.filter(version=version, side=side).exists():
        Acceptance.objects.create(
            version=version,
            side=side,
            user_id=actor.user_id,
            name=actor.name,
            label=actor.acting.label if actor.acting else "",
            at=clock.now(),
            factor=True,
            version_hash=version.hash,
        )


def _settle(standing: Standing, state: State, user_id: int | None, reason: str = "") -> Standing:
    standing.state, standing.settled_at, standing.settled_by_id = state, clock.now(), user_id
    standing.reason = reason.strip()[:600]
    standing.save(update_fields=["state", "starts", "settled_at", "settled_by", "reason"])
    return standing


def _agree(actor: Viewer, standing: Standing, held: Standing | None, reason: str = "") -> None:
    if held is not None:
        last_day = standing.starts - timedelta(days=1)
        held.state = State.SUPERSEDED
        held.ends = last_day if held.ends is None else min(held.ends, last_day)
        held.save(update_fields=["state", "ends"])
    _settle(standing, State.ACCEPTED, actor.user_id, reason)
    others = Standing.objects.filter(document=standing.document, state=State.PROPOSED)
    others.update(state=State.LAPSED, settled_at=clock.now(), reason="Der blev aftalt en anden version.")


def _insert(
    actor: Viewer,
    side: Side,
    document: VersionedDocument,
    proposal: Proposal,
    submission: UUID,
    last: Version | None,
    held: Standing | None,
) -> Version:
    number, previous = (last.number if last else 0) + 1, last.hash if last else ""
    content = dict(proposal.content)
    return Version.objects.create(
        document=document,
        number=number,
        content=content,
        starts=proposal.starts,
        ends=proposal.ends,
        based_on=held.version.number if held else 0,
        answer_by=proposal.answer_by,
        previous_hash=previous,
        hash=version_hash(
            document=document.public_id,
            number=number,
            content=content,
            starts=proposal.starts,
            ends=proposal.ends,
            previous=previous,
        ),
        side=side,
        created_by_id=actor.user_id,
        author_name=actor.name,
        author_label=actor.acting.label if actor.acting else "",
        created_at=clock.now(),
        submission=submission,
    )
