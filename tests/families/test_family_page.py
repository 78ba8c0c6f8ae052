"""The family's page as the family, its consultant and its other municipality see it; who is invited and who corrects."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from plejebro.accounts import mailer
from plejebro.audit.models import Event
from plejebro.families.models import FamilyMember, FamilyMunicipality
from tests.filling import fills


@pytest.fixture
def mails() -> Any:
    """Every mail of the test, as (to, body)."""
    sent: list[tuple[str, str]] = []
    before = mailer._sender
    mailer.set_sender(lambda to, subject, body, kind: sent.append((to, body)))
    yield sent
    mailer.set_sender(before)


def url(family: Any, what: str = "") -> str:
    return f"/familier/{family.public_id}/{what}"


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def version_on(answer: Any) -> str:
    return str(re.search(r'name="version" value="([^"]+)"', answer.content.decode())[1])  # type: ignore[index]


def test_inger_sees_her_whole_family_and_both_children(cast: Any) -> None:
    page = words(cast.inger.client().get(url(cast.family("dahl"))))
    assert "Inger Dahl (dig), har kontrakten" in page
    assert "Per Dahl" in page
    assert "Noah, 9 år" in page and "Mia, 6 år" in page
    assert "Ådal Kommune" in page and "Fjordby Kommune" in page


def test_mette_sees_noah_and_that_the_other_place_is_taken(cast: Any) -> None:
    page = words(cast.mette.client().get(url(cast.family("dahl"))))
    assert "Noah, 9 år" in page
    assert "Pladsen er optaget" in page
    assert "Mia" not in page
    assert "Fjordby" not in page
    assert "Ådal Kommune" in page


def test_peter_from_fjordby_sees_mia_and_nothing_of_noah(cast: Any) -> None:
    page = words(cast.peter.client().get(url(cast.family("dahl"))))
    assert "Mia, 6 år" in page
    assert "Noah" not in page
    assert "Optaget: 2" in page


def test_a_protected_home_is_named_to_its_adviser_and_not_to_the_head(cast: Any) -> None:
    vang = cast.family("vang")
    assert "Tranehøjvej 48" in words(cast.nadia.client().get(url(vang)))
    head = words(cast.birgit.client().get(url(vang)))
    for secret in ("Tranehøjvej", "Ravnsby", "Vang", "Ruth", "Sigrun"):
        assert secret not in head
    assert "Adressen er beskyttet" in head


def test_a_look_at_the_family_is_on_record(cast: Any) -> None:
    cast.mette.client().get(url(cast.family("dahl")))
    event = Event.objects.filter(action="family.read").order_by("-pk")[0]
    assert event.actor == cast.mette.user.public_id


@pytest.mark.parametrize("who", ["karen", "lars", "hanna", "tove", "operator", "kaj", "jonas"])
@pytest.mark.parametrize("what", ["", "ret/", "plejeforaelder/", "godkendelse/", "kommune/"])
def test_people_with_families_of_their_own_do_not_find_familien_dahl(cast: Any, who: str, what: str) -> None:
    client = getattr(cast, who).client()
    for answer in (client.get(url(cast.family("dahl"), what)), client.post(url(cast.family("dahl"), what), {"x": "1"})):
        assert answer.status_code in ((404, 405) if who != "jonas" else (302, 404, 405))


def test_the_list_holds_ones_own_families_and_hides_a_protected_one(cast: Any) -> None:
    mette = words(cast.mette.client().get("/familier/"))
    assert "Inger og Per Dahl" in mette
    assert "Hanna og Ali Saleh" not in mette
    head = cast.birgit.client()
    assert "Ruth" not in words(head.get("/familier/"))
    assert "Ingen familie svarer" in words(head.post("/familier/", {"navn": "Vang"}))
    assert "Inger og Per Dahl" in words(head.post("/familier/", {"navn": "dahl"}))


def test_inger_corrects_the_address_and_per_does_not_overwrite_it_unseen(cast: Any) -> None:
    dahl = cast.family("dahl")
    inger, per = cast.inger.client(), cast.per.client()
    seen = version_on(inger.get(url(dahl, "ret/")))
    data = {"name": dahl.name, "address": "Engdraget 6", "postal_code": "9991", "city": "Ådal", "version": seen}
    assert inger.post(url(dahl, "ret/"), data).status_code == 302
    late = per.post(url(dahl, "ret/"), {**data, "address": "Engdraget 4 B"})
    assert late.status_code == 409
    page = words(late)
    assert "Engdraget 6" in page and "Engdraget 4 B" in page
    assert cast.family("dahl").address == "Engdraget 6"
    assert per.post(url(dahl, "ret/"), {**data, "address": "Engdraget 4 B", "version": version_on(late)}).status_code == 302
    assert cast.family("dahl").address == "Engdraget 4 B"


def test_a_wrong_postal_code_gets_a_sentence(cast: Any) -> None:
    dahl, client = cast.family("dahl"), cast.inger.client()
    seen = version_on(client.get(url(dahl, "ret/")))
    answer = client.post(url(dahl, "ret/"), {"name": dahl.name, "postal_code": "99A1", "version": seen})
    assert "Et postnummer har fire cifre" in words(answer)


def test_karen_invites_her_new_partner_who_then_sees_the_family(cast: Any, mails: Any) -> None:
    toft, client = cast.family("toft"), cast.karen.client()
    answer = client.post(
        url(toft, "plejeforaelder/"),
        {"given_name": "Svend", "family_name": "Toft", "email": "svend@eksempel.dk", "starts": "20.11.2026", "invite": "on"},
    )
    assert answer.status_code == 302
    [(to, body)] = mails
    assert to == "svend@eksempel.dk"
    assert "Liv" not in body and "Toft" not in body.replace("Svend Toft", "").replace("Karen Toft", "")
    link = re.search(r"/invitation/[\w-]+/", body)[0]  # type: ignore[index]
    svend = Client()
    chosen = {
        "full_name": "Svend Toft",
        "password1": "korrekt hest batteri hæfte",
        "password2": "korrekt hest batteri hæfte",
    }
    assert svend.post(link, chosen).status_code == 302
    assert svend.get(url(toft)).status_code == 200
    assert Client().post(link, chosen).status_code == 404


def test_a_new_invitation_is_sent_for_one_who_waits_and_none_for_one_who_has_a_login(cast: Any, mails: Any) -> None:
    toft, client = cast.family("toft"), cast.karen.client()
    new = {"given_name": "Svend", "family_name": "Toft", "email": "svend@eksempel.dk", "starts": "20.11.2026"}
    client.post(url(toft, "plejeforaelder/"), new)
    svend = FamilyMember.objects.get(email="svend@eksempel.dk")
    assert "Ikke inviteret" in words(client.get(url(toft)))
    client.post(url(toft, f"plejeforaelder/{svend.public_id}/inviter/"))
    assert len(mails) == 1
    assert "Inviteret, til" in words(client.get(url(toft)))
    refused = client.post(url(toft, f"plejeforaelder/{cast.member('karen').public_id}/inviter/"), follow=True)
    assert "Invitationen er allerede brugt" in words(refused)
    assert len(mails) == 1
    other = url(toft, f"plejeforaelder/{cast.member('inger').public_id}/inviter/")
    assert client.post(other).status_code == 404


def test_inviting_without_an_e_mail_is_caught_in_the_form(cast: Any) -> None:
    new = {"given_name": "Svend", "family_name": "Toft", "starts": "20.11.2026", "invite": "on"}
    answer = cast.karen.client().post(url(cast.family("toft"), "plejeforaelder/"), new)
    assert "Skriv e-mailen" in words(answer)
    assert not FamilyMember.objects.filter(person__given_name="Svend").exists()


def test_a_phone_number_is_corrected_and_a_member_leaves(cast: Any) -> None:
    dahl, client = cast.family("dahl"), cast.inger.client()
    per = cast.member("per")
    edit = url(dahl, f"plejeforaelder/{per.public_id}/ret/")
    fills(client, edit, given_name="Per", family_name="Dahl", email=per.email, phone="20 11 22 33")
    assert cast.member("per").phone == "20 11 22 33"
    leave = url(dahl, f"plejeforaelder/{per.public_id}/slut/")
    assert "ikke længere se familien" in words(client.get(leave))
    assert "Den sidste dag ligger før" in words(client.post(leave, {"on": "01.01.1999"}))
    client.post(leave, {"on": "24.11.2026"})
    assert cast.per.viewer().acting is not None
    cast.later(days=1)
    assert cast.per.viewer().acting is None


def test_mette_writes_down_a_new_approval_and_the_old_one_ends_the_day_before(cast: Any) -> None:
    dahl, client = cast.family("dahl"), cast.mette.client()
    data = {"kind": "specialised", "places": "3", "approved_by": "Socialtilsyn Ådal", "starts": "01.12.2026", "ends": ""}
    assert fills(client, url(dahl, "godkendelse/"), **data).status_code == 302
    rows = list(dahl.approvals.order_by("starts"))
    assert rows[-1].places == 3
    assert rows[-2].ends == date(2026, 11, 30)
    again = fills(client, url(dahl, "godkendelse/"), **{**data, "starts": "01.12.2026"})
    assert "allerede en godkendelse i de dage" in words(again)


def test_sofie_lets_one_more_municipality_see_her_family(cast: Any) -> None:
    elmer, client = cast.family("elmer"), cast.sofie.client()
    assert cast.jens_falk.client().get(url(elmer)).status_code == 404
    assert "ser jeres navne" in words(client.get(url(elmer, "kommune/")))
    client.post(url(elmer, "kommune/"), {"municipality": str(cast.municipality("902").public_id)})
    tie = FamilyMunicipality.objects.get(family=elmer, municipality__code="902")
    assert tie.shared_at is not None
    page = words(cast.jens_falk.client().get(url(elmer)))
    assert "Sofie Elmer" in page
    assert "Ådal" not in page.replace("9991 Ådal", "")


def test_mette_cannot_let_other_municipalities_in_on_behalf_of_the_family(cast: Any) -> None:
    dahl = cast.family("dahl")
    before = FamilyMunicipality.objects.filter(family=dahl).count()
    cast.mette.client().post(url(dahl, "kommune/"), {"municipality": str(cast.municipality("903").public_id)})
    assert FamilyMunicipality.objects.filter(family=dahl).count() == before


def test_mette_creates_a_family_and_goes_on_to_the_child(cast: Any, mails: Any) -> None:
    client = cast.mette.client()
    data = {
        "given_name": "Grethe",
        "family_name": "Holst",
        "email": "grethe@eksempel.dk",
        "starts": "01.11.2026",
        "invite": "on",
    }
    answer = client.post("/familier/ny/", data)
    assert answer.status_code == 302
    assert answer.url.startswith("/anbringelser/ny/?familie=")  # type: ignore[attr-defined]
    assert client.get(answer.url).status_code == 200  # type: ignore[attr-defined]
    assert [to for to, _ in mails] == ["grethe@eksempel.dk"]
    assert "Grethe Holst" in words(client.get("/familier/"))
    assert cast.inger.client().get("/familier/ny/").status_code == 403
