"""The adviser works the steps: what shows them, what is missing, what came too late, and what nobody can edit away."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from plejebro.cli.story.photo import road_map
from plejebro.decisions import actions, proving
from plejebro.decisions.enums import Cause, EvidenceState, FactKind, Kind, RouteCode, Status
from plejebro.decisions.models import CaseFact, Evidence, RouteChoice
from plejebro.decisions.proving import Shown
from plejebro.kernel.refusals import NotPossible
from tests.decisions.cases import (
    asks,
    finalises,
    fresh,
    hidden,
    opens,
    presses,
    routes,
    shows,
    states,
    status_of,
    talks,
    text_of,
    url,
)


def test_sara_opens_a_case_and_the_page_says_what_to_do_first(cast: Any) -> None:
    path = url_of_new(cast.emil)
    answer = presses(
        cast.sara, path, kind="move", cause="family_notice", reason="Anne og Jens har sagt op.", planned_on="15.12.2026"
    )
    assert answer.status_code == 302
    page = text_of(cast.sara.client().get(answer["Location"]))
    assert "Vælg først, hvilken vej sagen går" in page
    assert "At plejefamilien har sagt op, gør ikke i sig selv sagen til en begivenhed udefra (K3)" in page
    assert "Trinene er set efter på den planlagte dag, 15. december 2026" in page


def test_a_double_click_opens_one_case_and_two_open_ones_of_a_kind_are_refused(cast: Any) -> None:
    client, path = cast.sara.client(), url_of_new(cast.emil)
    fields = {**hidden(client, path), "kind": "move", "reason": "Emil har brug for mere ro."}
    assert {client.post(path, fields)["Location"] for _ in range(2)} == {url("case", cast.emil.decisions.get())}
    again = presses(cast.sara, path, kind="move", reason="En gang til")
    assert again.status_code == 409 and "allerede en åben sag" in text_of(again)


def test_the_family_that_gave_notice_never_sets_the_route(cast: Any) -> None:
    case = opens(cast.sara, cast.emil, cause=Cause.FAMILY_NOTICE)
    assert fresh(case).route == ""
    assert status_of(cast.sara, case, "R03") == "Uafklaret"
    refused = presses(cast.sara, url("route", case), route="K3", reason="  ")
    assert refused.status_code == 422 and "Skriv, hvorfor sagen går den vej." in text_of(refused)
    presses(cast.sara, url("route", case), route="K1", reason="Årsagen ligger i samarbejdet.")
    assert fresh(case).route == "K1"
    assert status_of(cast.sara, case, "R01") == "Dokumenteret"


def test_a_new_choice_of_route_keeps_the_old_one_and_takes_back_what_it_showed(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case, RouteCode.K1)
    routes(cast.sara, case, RouteCode.K2)
    assert [row.route for row in RouteChoice.objects.filter(case=case).order_by("pk")] == ["K1", "K2"]
    assert status_of(cast.sara, case, "R01") == "Ikke dokumenteret"
    with pytest.raises(DatabaseError), transaction.atomic():
        RouteChoice.objects.filter(case=case).update(reason="en anden begrundelse")


def test_a_step_says_what_shows_it_and_is_documented_by_a_dated_note_and_a_file(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    page = text_of(cast.sara.client().get(url("step", case, "R02")))
    assert "BL § 97, stk. 2" in page and "Skriftlig vurdering, der knytter flytningen til anbringelsens formål" in page
    client = cast.sara.client()
    fields = hidden(client, url("step", case, "R02"))
    without = client.post(url("add_evidence", case, "R02"), {**fields, "state": "proof", "note": "Vurderet"})
    assert without.status_code == 422 and "Uden dato tæller det ikke" in text_of(without)
    photo = SimpleUploadedFile("vurdering.jpg", road_map().read(), "image/jpeg")
    sent = {**fields, "state": "proof", "on": "20.11.2026", "proof": "notat", "paper": photo}
    assert client.post(url("add_evidence", case, "R02"), sent).status_code == 302
    assert status_of(cast.sara, case, "R02") == "Dokumenteret"
    row = Evidence.objects.select_related("document").get(case=case, requirement="R02")
    assert row.document is not None and row.document.bound_to == f"decision:{case.public_id}"
    assert client.get(url("file", case, row.document.public_id)).status_code == 200


def test_nobody_but_the_adviser_fetches_the_papers(cast: Any) -> None:
    case, paper = cast.thing("decision:asta"), Evidence.objects.get(document__isnull=False, case=cast.thing("decision:asta"))
    path = url("file", case, paper.document.public_id)
    asked = {who: cast.people[who].client().get(path).status_code for who in ("sara", "lise", "mette", "hanne", "peter")}
    assert asked == {"sara": 200, "lise": 404, "mette": 404, "hanne": 403, "peter": 404}
    assert cast.lise.client().get(url("family_file", case, paper.document.public_id)).status_code == 404


def test_evidence_is_taken_back_with_a_reason_and_stays_readable(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    row = shows(cast.sara, case, "R02")
    path = url("withdraw_evidence", case, row.public_id)
    assert presses(cast.sara, path, reason="").status_code == 422
    assert presses(cast.sara, path, reason="Det var et andet barns notat.").status_code == 302
    assert status_of(cast.sara, case, "R02") == "Ikke dokumenteret"
    page = text_of(cast.sara.client().get(url("step", case, "R02")))
    assert "Taget tilbage" in page and "Det var et andet barns notat." in page and "Skrevet ned" in page


def test_a_talk_counts_only_when_it_was_about_this_decision(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    typed = {"on": "20.11.2026", "where": "Skolen", "who": "Emil", "parent_present": "no", "words": "Jeg har det godt."}
    presses(cast.sara, url("conversation", case), **typed)
    assert status_of(cast.sara, case, "R08") == "Ikke dokumenteret"
    assert "Tæller ikke: ikke om denne afgørelse" in text_of(cast.sara.client().get(url("step", case, "R08")))
    presses(cast.sara, url("conversation", case), **typed, about_this="on")
    assert status_of(cast.sara, case, "R08") == "Dokumenteret"
    row = case.conversations.get(about_this=True)
    presses(cast.sara, url("withdraw_conversation", case, row.public_id), reason="Det var en anden samtale.")
    assert status_of(cast.sara, case, "R08") == "Ikke dokumenteret"


def test_an_exception_the_law_does_not_know_leaves_a_gap(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    shown = Shown(EvidenceState.EXCEPTION, note="Det haster.")
    proving.add_evidence(actor=cast.sara.viewer(), case=case, requirement="R07", shown=shown, submission=uuid.uuid4())
    assert status_of(cast.sara, case, "R07") == "Uafklaret"
    page = text_of(cast.sara.client().get(url("finalise", case)))
    assert "Udtalelse fra anbringelsesstedet" in page.split("Ikke dokumenteret før afgørelsen")[1]


def test_a_statement_dated_after_the_decision_is_caught_and_said_plainly(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    asks(cast.sara, case)
    states(cast.anne, case)
    yesterday = cast.today - timedelta(days=1)
    page = cast.sara.client().post(
        url("finalise", case),
        {**hidden(cast.sara.client(), url("finalise", case)), "decided_on": f"{yesterday:%d.%m.%Y}", "reason": ""},
    )
    assert page.status_code == 409
    said = text_of(page)
    assert "Udtalelse fra anbringelsesstedet" in said.split("Forkert rækkefølge")[1].split("Ikke dokumenteret før")[0]
    assert "Der mangler trin. Skriv, hvorfor afgørelsen alligevel er truffet." in said
    finalises(cast.sara, case, yesterday, "Udvalget traf afgørelsen, før udtalelsen var læst.")
    assert status_of(cast.sara, case, "R07") == "For sent"
    assert "Rækkefølgen er forkert" in text_of(cast.sara.client().get(url("step", case, "R07")))


def test_the_decision_keeps_what_was_missing_and_why_and_nobody_can_change_it(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    with pytest.raises(NotPossible):
        finalises(cast.sara, case, cast.today)
    row = finalises(cast.sara, case, cast.today, "Emil kunne ikke vente.")
    assert "R07" in row.gaps and "R08" in row.gaps and len(row.law_version) == 16
    assert row.assessment["decision_date"] == cast.today.isoformat() and len(row.assessment["requirements"]) == 42
    shows(cast.sara, case, "R07", cast.today + timedelta(days=0))
    kept = type(row).objects.get(pk=row.pk)
    assert "R07" in kept.gaps
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(gaps_reason="noget andet")
    page = text_of(cast.sara.client().get(url("case", case)))
    assert "Emil kunne ikke vente." in page and "Det kan ikke ændres" in page


def test_two_people_at_once_the_second_is_told_and_keeps_what_was_typed(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    sara = cast.sara.client()
    stale = hidden(sara, url("finalise", case))
    shows(cast.sara, case, "R02")
    late = sara.post(url("finalise", case), {**stale, "decided_on": "24.11.2026", "reason": "Min begrundelse"})
    assert late.status_code == 409
    assert "Sagen er ændret, mens du skrev" in text_of(late) and "Min begrundelse" in text_of(late)
    assert fresh(case).decided_on is None


def test_a_double_click_takes_the_decision_once(cast: Any) -> None:
    case, client = opens(cast.sara, cast.emil), cast.sara.client()
    routes(cast.sara, case)
    fields = {**hidden(client, url("finalise", case)), "decided_on": "24.11.2026", "reason": "Emil kunne ikke vente."}
    assert [client.post(url("finalise", case), fields).status_code for _ in range(2)] == [302, 302]
    assert CaseFact.objects.filter(case=case, kind=FactKind.DECIDED).count() == 1


def test_each_date_stands_alone_and_a_correction_keeps_the_old_one(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    for slug, typed in (("valg-af-sted", {"on": "20.11.2026"}), ("straks", {"on": "21.11.2026", "text": "Akut fare"})):
        assert presses(cast.sara, url("fact", case, slug), **typed).status_code == 302
    presses(cast.sara, url("fact", case, "valg-af-sted"), on="19.11.2026", text="Skrevet forkert")
    facts = {row.kind: row.on for row in case.facts.filter(replaced_by__isnull=True)}
    assert f"{facts['place']:%d.%m.%Y}" == "19.11.2026" and "moved" not in facts and "decided" not in facts
    page = text_of(cast.sara.client().get(url("fact", case, "valg-af-sted")))
    assert "19. november 2026 (gælder) Skrevet forkert" in page and "20. november 2026" in page
    assert presses(cast.sara, url("fact", case, "flytningen"), on="24.12.2026").status_code == 409


def test_immediate_execution_needs_its_special_circumstances_and_shows_the_step(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    refused = presses(cast.sara, url("fact", case, "straks"), on="24.11.2026", text="")
    assert refused.status_code == 409 and "særlige forhold" in text_of(refused)
    presses(cast.sara, url("fact", case, "straks"), on="24.11.2026", text="Emil er i fare.")
    assert Evidence.objects.filter(case=case, requirement="R32", withdrawn_at__isnull=True).count() == 1


def test_two_corrections_of_the_same_date_do_not_overwrite_each_other(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    presses(cast.sara, url("fact", case, "valg-af-sted"), on="20.11.2026")
    client = cast.sara.client()
    stale = hidden(client, url("fact", case, "valg-af-sted"))
    presses(cast.sara, url("fact", case, "valg-af-sted"), on="19.11.2026", text="Først")
    late = client.post(url("fact", case, "valg-af-sted"), {**stale, "on": "18.11.2026", "text": "Sidst"})
    assert late.status_code == 409
    assert case.facts.count() == 2


def test_a_contact_case_has_its_own_steps_and_dates(cast: Any) -> None:
    case = opens(cast.sara, cast.liv, kind=Kind.CONTACT)
    page = text_of(cast.sara.client().get(url("case", case)))
    assert "Ændret samvær: Liv" in page and "Det ændrede samvær begyndte" in page and "Valget af det nye sted" not in page
    assert "BL § 106" in text_of(cast.sara.client().get(url("step", case, "R07")))


def test_the_plan_is_corrected_and_an_overtaken_correction_is_told(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    client, path = cast.sara.client(), url("plan", case)
    stale = hidden(client, path)
    typed = {"planned_on": "15.12.2026", "cause": "child_needs", "reason": "Emil skal have mere ro."}
    assert presses(cast.sara, path, **typed).status_code == 302
    assert client.post(path, {**stale, **typed}).status_code == 409


def test_a_case_is_dropped_with_a_reason_and_opened_again(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    assert presses(cast.sara, url("drop", case), note="").status_code == 422
    presses(cast.sara, url("drop", case), note="Emil bliver hos Anne og Jens.")
    assert fresh(case).status == Status.DROPPED
    with pytest.raises(NotPossible):
        shows(cast.sara, fresh(case), "R02")
    client = cast.sara.client()
    client.post(url("reopen", case), {"version": fresh(case).version})
    assert fresh(case).status == Status.OPEN


def test_a_decided_case_is_finished_and_cannot_be_dropped(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    assert presses(cast.sara, url("finish", case), note="").status_code == 409
    routes(cast.sara, case)
    finalises(cast.sara, case, cast.today, "Emil kunne ikke vente.")
    assert presses(cast.sara, url("drop", case), note="Alligevel ikke").status_code == 409
    assert presses(cast.sara, url("finish", case), note="Emil er flyttet.").status_code == 302
    assert fresh(case).status == Status.FINISHED
    assert case.case_number in text_of(cast.hanne.client().get("/afgoerelser/?vis=afsluttede"))


def test_leaders_of_a_protected_child_see_the_steps_but_no_words(cast: Any) -> None:
    case = cast.thing("decision:sigrun")
    for who in ("ole", "birgit"):
        pages = [text_of(cast.people[who].client().get(url(name, case, *more))) for name, more in PAGES_OF_A_LEADER]
        assert "Navn beskyttet" in pages[0] and "Dokumenteret" in pages[0]
        for page in pages:
            assert not [word for word in ("Sigrun", "Ravnsby", "Torben", "8 år") if word in page]


PAGES_OF_A_LEADER = (("case", ()), ("step", ("R08",)), ("step", ("R07",)), ("family", ()), ("finalise", ()))


def test_the_steps_are_fetched_as_pdf_without_a_name_in_the_files_name(cast: Any) -> None:
    case = cast.thing("decision:asta")
    answer = cast.sara.client().get(url("pdf", case))
    assert answer.content.startswith(b"%PDF") and case.case_number in answer["Content-Disposition"]
    assert "Asta" not in answer["Content-Disposition"]


def test_every_write_is_on_record_without_a_word_of_the_case(cast: Any) -> None:
    from plejebro.audit.models import Event

    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    talks(cast.sara, case, cast.today)
    rows = Event.objects.filter(subjects__public_id=case.public_id).order_by("pk")
    assert [row.action for row in rows] == ["decision.open", "decision.route", "decision.conversation"]
    assert not any("ro." in row.payload or "blive" in row.payload for row in rows)


def url_of_new(placement: Any) -> str:
    from django.urls import reverse

    return reverse("decisions:new", args=[placement.public_id])


def test_an_unknown_step_date_or_letter_is_not_found(cast: Any) -> None:
    case, client = cast.thing("decision:asta"), cast.sara.client()
    for path in (url("step", case, "R99"), url("fact", case, "hej"), url("letter", case, "hej")):
        assert client.get(path).status_code == 404
    assert actions.current_fact(case, FactKind.PLACE) is None
