"""Two code without seeing each other, a third settles, and nothing counts before that."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from plejebro.audit.models import Event
from plejebro.kernel.refusals import NotPossible
from plejebro.notifications.models import OutboxMessage
from plejebro.practice_review import coding
from plejebro.practice_review.actions import close_study
from plejebro.practice_review.enums import DecisionState, Slot, StudyState
from plejebro.practice_review.models import Coding, SampledDecision
from tests.cast import Cast


def everything_met(row: Coding) -> dict[str, str]:
    return dict.fromkeys(row.decision.study.requirements, "met")


def two_codings(cast: Cast) -> tuple[Coding, Coding]:
    """Rune's and Bodil's codings of a decision that nobody has begun."""
    rows = Coding.objects.filter(decision=cast.thing("sampled:waiting")).select_related("decision__study", "coder")
    rune, bodil = rows.get(coder=cast.rune.user), rows.get(coder=cast.bodil.user)
    return rune, bodil


def test_two_who_agree_settle_the_decision(cast: Cast) -> None:
    rune, bodil = two_codings(cast)
    coding.save_coding(actor=cast.rune.viewer(), coding=rune, codes=everything_met(rune), finish=True)
    decision = cast.thing("sampled:waiting")
    assert decision.state == DecisionState.WAITING
    coding.save_coding(actor=cast.bodil.viewer(), coding=bodil, codes=everything_met(bodil), finish=True)
    decision.refresh_from_db()
    assert decision.state == DecisionState.SETTLED
    end = decision.codings.get(slot=Slot.FINAL)
    assert end.coder is None
    assert end.codes.filter(value="met").count() == len(decision.study.requirements)


def test_two_who_disagree_wait_for_a_third_who_decides_only_that(cast: Cast) -> None:
    rune, bodil = two_codings(cast)
    coding.save_coding(actor=cast.rune.viewer(), coding=rune, codes=everything_met(rune), finish=True)
    other = {**everything_met(bodil), "R07": "not_documented"}
    coding.save_coding(actor=cast.bodil.viewer(), coding=bodil, codes=other, finish=True)
    decision = cast.thing("sampled:waiting")
    assert decision.state == DecisionState.DISPUTED
    assert OutboxMessage.objects.filter(recipient=cast.agnete.user, kind="review.disputed").exists()
    coding.settle(actor=cast.agnete.viewer(), decision=decision, codes={"R07": "not_met", "R08": "not_met"})
    decision.refresh_from_db()
    final = dict(decision.codings.get(slot=Slot.FINAL).codes.values_list("requirement", "value"))
    assert (decision.state, final["R07"], final["R08"]) == (DecisionState.SETTLED, "not_met", "met")


def test_what_is_finished_cannot_be_changed(cast: Cast) -> None:
    rune, _ = two_codings(cast)
    coding.save_coding(actor=cast.rune.viewer(), coding=rune, codes=everything_met(rune), finish=True)
    with pytest.raises(NotPossible, match="kan ikke ændres"):
        coding.save_coding(actor=cast.rune.viewer(), coding=rune, codes={"R07": "not_met"})


def test_nothing_can_be_left_out_at_the_end_but_a_draft_may_be_half(cast: Cast) -> None:
    rune, _ = two_codings(cast)
    with pytest.raises(NotPossible, match="R40"):
        coding.save_coding(actor=cast.rune.viewer(), coding=rune, codes={"R01": "met"}, finish=True)
    kept = coding.save_coding(actor=cast.rune.viewer(), coding=rune, codes={"R01": "met", "R41": "met"})
    assert list(kept.codes.values_list("requirement", flat=True)) == ["R01"]


def test_whoever_coded_cannot_settle(cast: Cast) -> None:
    disputed = cast.thing("sampled:disputed")
    with pytest.raises(NotPossible, match="selv bedømt"):
        coding.settle(actor=cast.rune.viewer(), decision=disputed, codes={"R07": "met"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Coding.objects.create(decision=disputed, slot=Slot.FINAL, coder=cast.rune.user)


def test_somebody_without_the_task_cannot_settle(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="ikke udpeget"):
        coding.settle(actor=cast.operator.viewer(), decision=cast.thing("sampled:disputed"), codes={"R07": "met"})


def test_a_study_with_unfinished_decisions_stays_open(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="12 afgørelser"):
        close_study(actor=cast.agnete.viewer(), study=cast.thing("study:open"))
    assert cast.thing("study:open").state == StudyState.CODING


# --- the pages ------------------------------------------------------------------------------------------------------


def test_a_reviewer_codes_in_the_browser_and_bodil_sees_nothing_of_it(cast: Cast) -> None:
    rune, bodil = two_codings(cast)
    browser, address = cast.rune.client(), reverse("practice_review:code", args=[rune.public_id])
    page = browser.get(address).content.decode()
    assert "Loven den dag" in page
    assert re.search(r"(SEL|BL) § \d+", page)
    version = re.search(r'name="version" value="(\d+)"', page)
    data = {**everything_met(rune), "R07": "not_met", "note": "Ingen udtalelse", "version": version and version.group(1)}
    assert browser.post(address, {**data, "gem": "1"}).status_code == 302
    stale = browser.post(address, {**data, "gem": "1"})
    assert stale.status_code == 409
    assert "Gemt et andet sted imens" in stale.content.decode()
    fresh = re.search(r'name="version" value="(\d+)"', stale.content.decode())
    assert browser.post(address, {**data, "version": fresh and fresh.group(1), "afslut": "1"}).status_code == 302
    rune.refresh_from_db()
    assert rune.finished_at is not None
    other = cast.bodil.client()
    assert other.get(address).status_code == 404
    for name, key in (("code", bodil.public_id), ("decision", bodil.decision.public_id)):
        text = other.get(reverse(f"practice_review:{name}", args=[key])).content.decode()
        assert "Ingen udtalelse" not in text
        assert "Fulgt</td>" not in text


def test_agnete_settles_in_the_browser_without_knowing_who_said_what(cast: Cast) -> None:
    disputed = cast.thing("sampled:disputed")
    address = reverse("practice_review:settle", args=[disputed.public_id])
    browser = cast.agnete.client()
    page = browser.get(address).content.decode()
    main = page[page.find("<main") :]
    assert "Den ene bedømmer" in main
    assert "Rune" not in main
    assert "Bodil" not in main
    assert "Der mangler en afgørelse af" in browser.post(address, {"R07": ""}).content.decode()
    answers = dict.fromkeys(["R07", "R08", "R11"], "met")
    assert browser.post(address, {**answers, "note": "Sagen viser det."}).status_code == 302
    disputed.refresh_from_db()
    assert disputed.state == DecisionState.SETTLED
    shown = browser.get(reverse("practice_review:decision", args=[disputed.public_id])).content.decode()
    assert "Det, der gælder" in shown
    assert browser.get(address).status_code == 403


def test_every_look_at_a_sampled_decision_is_on_record(cast: Cast) -> None:
    def looked(client: Any, path: str) -> set[str]:
        last = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]
        assert client.get(path).status_code == 200
        rows = Event.objects.filter(pk__gt=last, kind="read").prefetch_related("subjects").order_by("pk")
        return {str(s.public_id) for row in rows for s in row.subjects.all() if s.kind == "sampled_decision"}

    rune, _ = two_codings(cast)
    waiting, disputed = cast.thing("sampled:waiting"), cast.thing("sampled:disputed")
    everything = {str(key) for key in cast.thing("study:57").decisions.values_list("public_id", flat=True)}
    one = {str(waiting.public_id)}
    assert looked(cast.rune.client(), reverse("practice_review:code", args=[rune.public_id])) == one
    assert looked(cast.rune.client(), reverse("practice_review:decision", args=[waiting.public_id])) == one
    assert one < looked(cast.rune.client(), reverse("practice_review:codings"))
    assert {str(disputed.public_id)} == looked(cast.agnete.client(), reverse("web:home"))
    study = cast.thing("study:57").public_id
    first, second = (
        looked(cast.agnete.client(), reverse("practice_review:study", args=[study]) + page) for page in ("", "?side=2")
    )
    assert len(first) == len(second) == 25
    assert first | second < everything
    assert looked(cast.agnete.client(), reverse("practice_review:export_decisions", args=[study])) == everything


def test_nothing_of_a_sampled_decision_leads_back(cast: Cast) -> None:
    """The fields are these; a new one is decided on here."""
    assert {field.name for field in SampledDecision._meta.concrete_fields} == {
        "id",
        "public_id",
        "study",
        "number",
        "case_number",
        "municipality_code",
        "kind",
        "route",
        "decided_on",
        "born_month",
        "age",
        "assessment",
        "source_mark",
        "state",
    }
