"""Versions: what is agreed is never edited, and whoever comes second is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, IntegrityError, transaction

from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.versions import actions
from plejebro.versions.differences import differences
from plejebro.versions.enums import Side, State
from plejebro.versions.hashing import grouped, ungrouped
from plejebro.versions.models import Acceptance, Standing, Version, VersionedDocument
from plejebro.versions.queries import agreed_at, agreed_on, chain_holds, is_imposed, latest_agreed, versions_of
from tests.cast import Cast

FAMILY, MUNICIPALITY = Side.FAMILY, Side.MUNICIPALITY


@pytest.fixture
def paper(cast: Cast) -> VersionedDocument:
    """An empty document."""
    return actions.create_document(kind="task", placement=cast.liv)


def proposed(
    cast: Cast, paper: VersionedDocument, text: str, days: int = 0, side: Side = MUNICIPALITY, **more: Any
) -> Version:
    who = cast.karen if side == FAMILY else cast.sara
    proposal = actions.Proposal({"text": text}, cast.today + timedelta(days=days), answer_by=more.pop("answer_by", None))
    return actions.propose(
        actor=who.viewer(), side=side, document=paper, proposal=proposal, submission=more.pop("submission", uuid4()), **more
    )


def yes(cast: Cast, version: Version, side: Side, **more: Any) -> Standing:
    who = cast.karen if side == FAMILY else cast.sara
    seen = more.pop("seen_hash", version.hash)
    return actions.accept(actor=who.viewer(), side=side, version=version, factor=more.pop("factor", True), seen_hash=seen)


def both(cast: Cast, version: Version) -> Standing:
    yes(cast, version, MUNICIPALITY)
    return yes(cast, version, FAMILY)


def test_a_version_holds_when_both_have_said_yes(cast: Cast, paper: VersionedDocument) -> None:
    version = proposed(cast, paper, "en")
    assert yes(cast, version, MUNICIPALITY).state == State.PROPOSED
    assert agreed_on(paper.pk, cast.today) is None
    assert yes(cast, version, FAMILY).state == State.ACCEPTED
    assert agreed_on(paper.pk, cast.today) == version


def test_the_old_version_ends_the_day_before_the_new_one_begins(cast: Cast, paper: VersionedDocument) -> None:
    first, second = proposed(cast, paper, "en"), None
    both(cast, first)
    second = proposed(cast, paper, "to", days=30)
    both(cast, second)
    assert agreed_on(paper.pk, cast.today + timedelta(days=29)) == first
    assert agreed_on(paper.pk, cast.today + timedelta(days=30)) == second
    assert latest_agreed(paper.pk) == second
    assert Standing.objects.get(version=first).state == State.SUPERSEDED


def test_a_yes_needs_a_code_and_the_version_that_was_read(cast: Cast, paper: VersionedDocument) -> None:
    version = proposed(cast, paper, "en")
    with pytest.raises(NotPossible, match="totrins-login"):
        yes(cast, version, FAMILY, factor=False)
    with pytest.raises(ChangedMeanwhile):
        yes(cast, version, FAMILY, seen_hash="0" * 64)
    assert not Acceptance.objects.filter(version=version).exists()


def test_the_same_yes_twice_is_one(cast: Cast, paper: VersionedDocument) -> None:
    version = proposed(cast, paper, "en")
    yes(cast, version, FAMILY)
    yes(cast, version, FAMILY)
    assert Acceptance.objects.filter(version=version).count() == 1


def test_a_version_accepted_while_it_is_withdrawn(cast: Cast, paper: VersionedDocument) -> None:
    """Both orders: whoever comes second is told, and nothing is half done."""
    version = proposed(cast, paper, "en")
    yes(cast, version, MUNICIPALITY)
    actions.withdraw(actor=cast.sara.viewer(), side=MUNICIPALITY, version=version)
    with pytest.raises(NotPossible, match="trukket tilbage"):
        yes(cast, version, FAMILY)
    assert latest_agreed(paper.pk) is None
    other = proposed(cast, paper, "to")
    both(cast, other)
    with pytest.raises(NotPossible, match="allerede aftalt"):
        actions.withdraw(actor=cast.sara.viewer(), side=MUNICIPALITY, version=other)
    assert latest_agreed(paper.pk) == other


def test_two_proposals_accepted_at_once(cast: Cast, paper: VersionedDocument) -> None:
    one, other = proposed(cast, paper, "en"), proposed(cast, paper, "to", side=FAMILY)
    yes(cast, one, MUNICIPALITY)
    yes(cast, other, FAMILY)
    yes(cast, one, FAMILY)
    with pytest.raises(NotPossible, match="bortfaldet"):
        yes(cast, other, MUNICIPALITY)
    assert [row.version_id for row in Standing.objects.filter(document=paper, state=State.ACCEPTED)] == [one.pk]


def test_a_proposal_from_before_another_was_agreed_is_not_accepted(cast: Cast, paper: VersionedDocument) -> None:
    first = proposed(cast, paper, "en")
    both(cast, first)
    stale = proposed(cast, paper, "to", days=10)
    both(cast, proposed(cast, paper, "tre", days=20))
    Standing.objects.filter(version=stale).update(state=State.PROPOSED)  # as if the lapse had not been seen
    with pytest.raises(NotPossible, match="siden forslaget"):
        yes(cast, stale, FAMILY)


def imposed(cast: Cast, version: Version, **more: Any) -> Standing:
    side = more.pop("side", MUNICIPALITY)
    who = cast.karen if side == FAMILY else cast.sara
    values = {"factor": True, "seen_hash": version.hash, "reason": "Barnet har brug for det.", "today": cast.today, **more}
    return actions.impose(actor=who.viewer(), side=side, version=version, **values)


def test_one_side_decides_alone_after_a_no_and_it_can_be_seen(cast: Cast, paper: VersionedDocument) -> None:
    both(cast, first := proposed(cast, paper, "en"))
    second, other = proposed(cast, paper, "to", days=10), proposed(cast, paper, "tre", days=12, side=FAMILY)
    with pytest.raises(NotPossible, match="skal have svaret først"):
        imposed(cast, second)
    actions.decline(actor=cast.karen.viewer(), side=FAMILY, version=second, reason="Nej.")
    standing = imposed(cast, second)
    assert (standing.state, standing.reason) == (State.ACCEPTED, "Barnet har brug for det.")
    assert agreed_on(paper.pk, cast.today + timedelta(days=9)) == first
    assert agreed_on(paper.pk, cast.today + timedelta(days=10)) == second
    assert Standing.objects.get(version=other).state == State.LAPSED
    assert [row.side for row in Acceptance.objects.filter(version=second)] == [MUNICIPALITY]
    assert [is_imposed(row) for row in versions_of([paper.pk])[paper.pk]] == [False, True, False]
    assert agreed_at(first.hash) is not None and agreed_at(second.hash) is None
    with pytest.raises(NotPossible, match="allerede aftalt"):
        imposed(cast, second)


def test_nobody_decides_alone_while_the_other_can_still_answer(cast: Cast, paper: VersionedDocument) -> None:
    version = proposed(cast, paper, "en", answer_by=cast.today)
    with pytest.raises(NotPossible, match="kan svare til og med"):
        imposed(cast, version)
    tomorrow = cast.today + timedelta(days=1)
    for change, words in (
        ({"side": FAMILY}, "stillet forslaget"),
        ({"reason": " "}, "Skriv hvorfor"),
        ({"factor": False}, "totrins-login"),
    ):
        with pytest.raises(NotPossible, match=words):
            imposed(cast, version, today=tomorrow, **change)
    with pytest.raises(ChangedMeanwhile):
        imposed(cast, version, today=tomorrow, seen_hash="0" * 64)
    assert not Acceptance.objects.filter(version=version).exists()
    yes(cast, version, FAMILY)
    with pytest.raises(NotPossible, match="har godkendt"):
        imposed(cast, version, today=tomorrow)


def test_what_one_side_decides_holds_from_today_at_the_earliest(cast: Cast, paper: VersionedDocument) -> None:
    version = proposed(cast, paper, "en", answer_by=cast.today)
    later = cast.today + timedelta(days=5)
    assert imposed(cast, version, today=later).starts == later
    assert agreed_on(paper.pk, cast.today) is None
    assert agreed_on(paper.pk, later) == version
    assert chain_holds(paper.pk)


def test_what_was_proposed_from_something_else_is_not_decided(cast: Cast, paper: VersionedDocument) -> None:
    stale = proposed(cast, paper, "en", days=20)
    actions.decline(actor=cast.karen.viewer(), side=FAMILY, version=stale)
    both(cast, proposed(cast, paper, "to"))
    with pytest.raises(NotPossible, match="siden forslaget"):
        imposed(cast, stale)


def test_the_second_of_two_proposals_is_told_of_the_first(cast: Cast, paper: VersionedDocument) -> None:
    proposed(cast, paper, "en", seen_number=0)
    with pytest.raises(ChangedMeanwhile):
        proposed(cast, paper, "to", side=FAMILY, seen_number=0)
    assert Version.objects.filter(document=paper).count() == 1


def test_a_double_click_is_one_version(cast: Cast, paper: VersionedDocument) -> None:
    sign = uuid4()
    assert proposed(cast, paper, "en", submission=sign) == proposed(cast, paper, "en", submission=sign)


def test_only_the_other_side_declines_and_only_ones_own_side_withdraws(cast: Cast, paper: VersionedDocument) -> None:
    version = proposed(cast, paper, "en")
    with pytest.raises(NotPossible, match="eget forslag"):
        actions.decline(actor=cast.sara.viewer(), side=MUNICIPALITY, version=version)
    with pytest.raises(NotPossible, match="stillet forslaget"):
        actions.withdraw(actor=cast.karen.viewer(), side=FAMILY, version=version)
    assert actions.decline(actor=cast.karen.viewer(), side=FAMILY, version=version, reason="Nej.").state == State.DECLINED
    assert not actions.lapse(version=version)


def test_a_new_version_begins_after_the_one_that_holds(cast: Cast, paper: VersionedDocument) -> None:
    both(cast, proposed(cast, paper, "en"))
    with pytest.raises(NotPossible, match="Skriv en dag efter"):
        proposed(cast, paper, "to")


def test_the_database_edits_neither_a_version_nor_a_yes(cast: Cast, paper: VersionedDocument) -> None:
    version = proposed(cast, paper, "en")
    both(cast, version)
    for rows, change in ((Version.objects.filter(pk=version.pk), {"number": 9}), (Acceptance.objects.all(), {"name": "X"})):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Acceptance.objects.all().delete()


def test_the_database_holds_one_agreed_version_a_day(cast: Cast, paper: VersionedDocument) -> None:
    both(cast, proposed(cast, paper, "en"))
    other = proposed(cast, paper, "to", days=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.filter(version=other).update(state=State.ACCEPTED, settled_at="2026-11-24T10:00Z")
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.filter(version=other).update(state=State.SUPERSEDED, settled_at="2026-11-24T10:00Z")


def test_the_hash_follows_the_content_and_the_version_before(cast: Cast, paper: VersionedDocument) -> None:
    both(cast, first := proposed(cast, paper, "en"))
    second = proposed(cast, paper, "to", days=5)
    assert second.previous_hash == first.hash and second.hash != first.hash
    assert chain_holds(paper.pk)
    assert ungrouped(grouped(first.hash).upper()) == first.hash
    assert ungrouped("abc") == "" and ungrouped("x" * 64) == ""
    assert agreed_at(first.hash) is not None and agreed_at(second.hash) is None


def test_differences_are_in_the_schemas_order_and_none_for_the_same() -> None:
    class Field:
        def __init__(self, key: str) -> None:
            self.key, self.label = key, key.title()

        def text(self, value: Any) -> str:
            return str(value or "ikke aftalt")

    fields = [Field("b"), Field("a")]
    rows = differences(fields, {"a": 1, "b": 2}, {"a": 3, "b": None})
    assert [(row.label, row.before, row.after) for row in rows] == [("B", "2", "ikke aftalt"), ("A", "1", "3")]
    assert differences(fields, {"a": 1}, {"a": 1}) == []
