"""The foster family: what it sees and when, what it may give and ask for, and what it never sees."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plejebro.cli.story.photo import road_map
from plejebro.decisions import hearing_family
from plejebro.decisions.enums import Kind, RouteCode, Source
from plejebro.decisions.models import Evidence, Statement, StatementDraft, StatementFile
from plejebro.documents.actions import delete_unbound
from plejebro.documents.uploads import Upload
from plejebro.kernel import clock
from plejebro.notifications.models import OutboxMessage
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


def family_page(someone: Any, case: Any) -> str:
    answer = someone.client().get(url("family", case))
    assert answer.status_code == 200
    return text_of(answer)


def test_the_family_sees_nothing_before_it_is_told(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    shows(cast.sara, case, "R02")
    assert cast.anne.client().get(url("family", case)).status_code == 404
    placement = text_of(cast.anne.client().get(reverse("web:placement", args=[cast.emil.public_id])))
    home = text_of(cast.anne.client().get(reverse("web:home")))
    looks = text_of(cast.anne.client().get(reverse("web:looks", args=[cast.emil.public_id])))
    assert not [page for page in (placement, home, looks) if case.case_number in page or "Ændring af" in page]
    assert case.case_number in text_of(cast.sara.client().get(reverse("web:placement", args=[cast.emil.public_id])))


def test_the_family_is_told_by_notice_and_sees_what_it_may_give_and_by_when(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    asks(cast.sara, case, days=7)
    mail = OutboxMessage.objects.filter(kind="decision.statement_asked", recipient=cast.anne.user).get()
    assert case.case_number in mail.body and "Svar senest" in mail.body
    assert not re.search(r"Emil|flyt|ro\.|udtalelse om", mail.body)
    page = family_page(cast.anne, case)
    assert "Kommunen beder om jeres udtalelse senest tirsdag 1. december" in page
    assert "I er ikke part i sagen" in page and "Underret Ankestyrelsen" in page and "barnets lov § 152" in page
    assert "Sara Lund" in page and "Mette Holm" in page and "Plejefamiliernes Landsforening" in page
    home = text_of(cast.anne.client().get(reverse("web:home")))
    assert "Venter på familiens udtalelse" in home


def test_the_statement_is_dated_evidence_and_the_adviser_is_told(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    asks(cast.sara, case)
    client = cast.anne.client()
    fields = hidden(client, url("family", case))
    photo = SimpleUploadedFile("uge.jpg", road_map().read(), "image/jpeg")
    answer = client.post(url("statement", case), {**fields, "text": "Emil trives hos os.", "do": "send", "files": photo})
    assert answer.status_code == 302
    row = Evidence.objects.get(case=case, source=Source.STATEMENT)
    assert (row.requirement, row.on) == ("R07", cast.today)
    assert OutboxMessage.objects.filter(kind="decision.statement_given", recipient=cast.sara.user).count() == 1
    assert status_of(cast.sara, case, "R07") == "Dokumenteret"
    given = Statement.objects.get(case=case)
    kept = given.files.get().document
    assert client.get(url("family_file", case, kept.public_id)).status_code == 200
    assert cast.sara.client().get(url("file", case, kept.public_id)).status_code == 200
    assert cast.jens.client().get(url("family_file", case, kept.public_id)).status_code == 200
    assert "Emil trives hos os." in family_page(cast.anne, case)


def test_a_second_statement_is_a_second_row_and_a_double_click_is_one(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    asks(cast.sara, case)
    client = cast.anne.client()
    fields = {**hidden(client, url("family", case)), "text": "Emil trives.", "do": "send"}
    assert [client.post(url("statement", case), fields).status_code for _ in range(2)] == [302, 302]
    assert Statement.objects.filter(case=case).count() == 1
    presses_family(cast.jens, case, "Der er noget nyt.")
    assert Statement.objects.filter(case=case).count() == 2


def presses_family(someone: Any, case: Any, text: str, do: str = "send") -> Any:
    client = someone.client()
    return client.post(url("statement", case), {**hidden(client, url("family", case)), "text": text, "do": do})


def test_a_draft_is_kept_and_nobody_else_sees_it(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    asks(cast.sara, case)
    client = cast.anne.client()
    sign = hidden(client, url("family", case))["submission"]
    saved = client.post(url("statement_draft", case), {"text": "Halvt skrevet", "submission": sign})
    assert saved.status_code == 200 and "Kladden er gemt" in saved.json()["tekst"]
    assert "Halvt skrevet" in family_page(cast.anne, case)
    assert "Halvt skrevet" not in family_page(cast.jens, case) + family_page(cast.sara, case)
    photo = SimpleUploadedFile("uge.jpg", road_map().read(), "image/jpeg")
    client.post(url("statement", case), {"text": "Halvt skrevet", "submission": sign, "do": "kladde", "files": photo})
    file = StatementDraft.objects.get(case=case).files.get().document.public_id
    assert cast.sara.client().get(url("file", case, file)).status_code == 404
    client.post(url("statement", case), {"text": "Halvt skrevet", "submission": sign, "do": f"fjern:{file}"})
    assert not StatementDraft.objects.get(case=case).files.exists()
    assert presses_family(cast.anne, case, "  ").status_code == 422
    presses_family(cast.anne, case, "Helt skrevet")
    assert not StatementDraft.objects.filter(case=case, owner=cast.anne.user).exists()
    sign = str(Statement.objects.get(case=case).submission)
    assert client.post(url("statement_draft", case), {"text": "For sent", "submission": sign}).status_code == 409


def test_a_file_on_a_forgotten_draft_is_cleared_away_and_a_given_one_stays(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    asks(cast.sara, case)
    draft = hearing_family.save_draft(actor=cast.anne.user, case=case, text="Halvt", submission=uuid.uuid4())
    assert draft is not None
    hearing_family.take_files(actor=cast.anne.user, draft=draft, uploads=[Upload("uge.jpg", road_map())])
    given = StatementFile.objects.filter(statement__isnull=False).count()
    delete_unbound(clock.now() + timedelta(days=1))
    assert not draft.files.exists()
    assert StatementFile.objects.filter(statement__isnull=False).count() == given > 0


def test_the_family_never_sees_the_childs_words_the_consent_or_the_route(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    asks(cast.sara, case)
    pages = {}
    for route in (RouteCode.K1, RouteCode.K2):
        routes(cast.sara, case, route)
        pages[route] = family_page(cast.anne, case)
    assert pages[RouteCode.K1] == pages[RouteCode.K2]
    shows(cast.sara, case, "R03")
    talks(cast.sara, case, cast.today)
    page = family_page(cast.anne, case)
    assert page == pages[RouteCode.K1]
    for word in ("Jeg vil gerne blive", "Skrevet ned", "mere ro", "K1", "K2", "samtykket"):
        assert word not in page
    for name, more in (("case", ()), ("step", ("R08",)), ("pdf", ()), ("letter", ("afgoerelse",))):
        assert cast.anne.client().get(url(name, case, *more)).status_code == 404


def test_a_family_of_a_young_child_is_told_of_the_review_when_the_notice_is_sent(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    asks(cast.sara, case)
    assert "Bed måske Ankestyrelsen om en vurdering" in family_page(cast.anne, case)
    states(cast.anne, case)
    finalises(cast.sara, case, cast.today, "Emil kunne ikke vente.")
    letter = url("letter", case, "besked-til-plejefamilien")
    text = cast.sara.client().get(letter).context["letter"].text
    assert "I kan bede Ankestyrelsen om en vurdering" in text and "barnets lov § 98, stk. 3" in text
    presses(cast.sara, letter, text=re.sub(r"\[[^\]]+\]", "Vi ringer til jer.", text))
    assert presses(cast.sara, url("letter_sent", case, "besked-til-plejefamilien"), on="24.11.2026").status_code == 302
    page = family_page(cast.anne, case)
    assert "Kommunens brev til jer" in page and "Vi ringer til jer." in page
    assert "Bed Ankestyrelsen om en vurdering" in page and "Bed måske" not in page
    assert Evidence.objects.get(case=case, requirement="R37").on == cast.today


def test_a_thirteen_year_olds_family_is_not_promised_a_review(cast: Any) -> None:
    assert "vurdering" not in family_page(cast.lise, cast.thing("decision:asta"))


def test_the_consultant_sees_what_the_family_sees_and_no_more(cast: Any) -> None:
    case = cast.thing("decision:asta")
    assert "Det her ser plejefamilien" in family_page(cast.mette, case)
    assert cast.mette.client().get(url("case", case)).status_code == 404


def test_the_two_municipalities_of_a_family_do_not_see_each_others_cases(cast: Any) -> None:
    mias, case = cast.thing("decision:mia"), opens(cast.sara, cast.noah)
    asks(cast.sara, case)
    assert cast.peter.client().get(url("case", case)).status_code == 404
    assert cast.sara.client().get(url("case", mias)).status_code == 404
    page = family_page(cast.inger, case)
    assert "Mia" not in page and "Peter Skov" not in page
    assert cast.inger.client().get(url("family", mias)).status_code == 404


def test_a_protected_childs_family_page_names_nobody_to_leaders(cast: Any) -> None:
    case = cast.thing("decision:sigrun")
    page = family_page(cast.ruth, case)
    assert "Skal Sigrun flytte?" in page and "Vi ringer til jer i næste uge om overgangen." in page
    for who in ("ole", "birgit"):
        seen = family_page(cast.people[who], case)
        assert "Skal barnet flytte?" in seen
        assert not [word for word in ("Sigrun", "Ruth", "Torben", "Ravnsby", "overgangen") if word in seen]


def test_the_order_of_asking_and_deciding_is_watched(cast: Any) -> None:
    case = opens(cast.sara, cast.emil, planned_on=cast.today + timedelta(days=3))
    late = presses(cast.sara, url("ask", case), text="Skriv, hvordan Emil har det.", answer_by="15.12.2026")
    assert late.status_code == 409 and "Udtalelsen skal komme før" in text_of(late)
    asks(cast.sara, case, days=2)
    typed = {"planned_on": "25.11.2026", "cause": "", "reason": "Emil skal have mere ro."}
    assert presses(cast.sara, url("plan", case), **typed).status_code == 409


def test_a_contact_case_asks_the_family_by_its_own_paragraph(cast: Any) -> None:
    case = opens(cast.sara, cast.liv, kind=Kind.CONTACT)
    asks(cast.sara, case)
    page = family_page(cast.karen, case)
    assert "Skal samværet for Liv ændres?" in page and "barnets lov § 106" in page and "vurdering" not in page


def test_the_family_is_told_that_a_case_is_dropped_and_can_give_no_more(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    asks(cast.sara, case)
    presses(cast.sara, url("drop", case), note="Emil bliver.")
    assert "Kommunen har opgivet sagen" in family_page(cast.anne, case)
    assert "Emil bliver." not in family_page(cast.anne, case)
    answer = cast.anne.client().post(url("statement", case), {"text": "x", "submission": uuid.uuid4(), "do": "send"})
    assert answer.status_code == 404 and fresh(case).statement_given_on is None


def test_what_happened_stands_on_both_sides_timeline(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    asks(cast.sara, case)
    states(cast.anne, case)
    path = reverse("web:placement", args=[cast.emil.public_id])
    anne, sara = text_of(cast.anne.client().get(path)), text_of(cast.sara.client().get(path))
    assert "Kommunen bad om jeres udtalelse i" in anne and "I gav jeres udtalelse i" in anne
    assert "åbnede sagen" in sara and "åbnede sagen" not in anne
