"""Two people correct the same foster parent or approval at once; and an approval is corrected and ended by hand."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from plejebro.audit.models import Event
from plejebro.families.models import Approval
from tests.filling import fills, opens, version_on, words

MEANWHILE = "En anden har rettet det samme imens"


def url(family: Any, what: str) -> str:
    return f"/familier/{family.public_id}/{what}"


def test_inger_and_mette_correct_pers_phone(cast: Any) -> None:
    per, inger, mette = cast.member("per"), cast.inger.client(), cast.mette.client()
    edit = url(cast.family("dahl"), f"plejeforaelder/{per.public_id}/ret/")
    seen, also = opens(inger, edit), opens(mette, edit)
    typed = {"given_name": "Per", "family_name": "Dahl", "email": per.email}
    assert inger.post(edit, {**typed, "phone": "11 11 11 11", "version": seen}).status_code == 302
    late = mette.post(edit, {**typed, "phone": "22 22 22 22", "version": also})
    assert late.status_code == 409
    assert MEANWHILE in words(late)
    assert "Telefon 22 22 22 22 11 11 11 11" in words(late)
    assert 'value="22 22 22 22"' in late.content.decode()
    assert cast.member("per").phone == "11 11 11 11"
    again = mette.post(edit, {**typed, "phone": "22 22 22 22", "version": version_on(late)})
    assert again.status_code == 302
    assert cast.member("per").phone == "22 22 22 22"


NEW = {"kind": "specialised", "places": "3", "approved_by": "Socialtilsyn Ådal", "starts": "01.12.2026", "ends": ""}


def test_two_write_a_new_approval_down(cast: Any) -> None:
    dahl, inger, mette = cast.family("dahl"), cast.inger.client(), cast.mette.client()
    seen, also = opens(inger, url(dahl, "godkendelse/")), opens(mette, url(dahl, "godkendelse/"))
    assert inger.post(url(dahl, "godkendelse/"), {**NEW, "version": seen}).status_code == 302
    late = mette.post(url(dahl, "godkendelse/"), {**NEW, "places": "2", "starts": "02.12.2026", "version": also})
    assert late.status_code == 409 and MEANWHILE in words(late)
    assert "Antal pladser 2 3" in words(late)
    newest = dahl.approvals.order_by("-starts")[0]
    assert (newest.places, newest.starts, newest.ends) == (3, date(2026, 12, 1), None)


def approval_of(cast: Any, family: str) -> tuple[Approval, str]:
    row = cast.family(family).approvals.get()
    return row, url(cast.family(family), f"godkendelse/{row.pk}/")


def test_mette_ends_an_approval_and_says_why(cast: Any) -> None:
    row, edit = approval_of(cast, "dahl")
    mette = cast.mette.client()
    assert edit in mette.get(url(cast.family("dahl"), "")).content.decode()
    typed = {"kind": row.kind, "places": "2", "approved_by": row.approved_by, "starts": f"{row.starts:%d.%m.%Y}"}
    assert "Her mangler der noget" in words(fills(mette, edit, **typed, ends="30.11.2026"))
    assert fills(mette, edit, **typed, ends="30.11.2026", reason="Brev fra socialtilsynet").status_code == 302
    row.refresh_from_db()
    assert row.ends == date(2026, 11, 30)
    event = Event.objects.filter(action="family.correct_approval").order_by("-pk")[0]
    details = json.loads(event.payload)["details"]
    assert (details["fields"], details["ends"], details["reason"]) == (["ends"], "2026-11-30", "Brev fra socialtilsynet")
    assert "til 30. november 2026" in words(cast.inger.client().get(url(cast.family("dahl"), "")))
    cast.later(days=7)
    assert "Udløbet" in words(cast.inger.client().get(url(cast.family("dahl"), "")))


def test_an_end_date_typed_wrong_is_taken_away_again(cast: Any) -> None:
    row, edit = approval_of(cast, "krog")
    assert row.ends is not None
    typed = {"kind": "enhanced", "places": "2", "approved_by": "Socialtilsyn Nord", "starts": f"{row.starts:%d.%m.%Y}"}
    assert fills(cast.lise.client(), edit, **typed, ends="", reason="Tastet forkert").status_code == 302
    row.refresh_from_db()
    assert (row.kind, row.places, row.ends) == ("enhanced", 2, None)


def test_an_approval_is_not_moved_onto_another(cast: Any) -> None:
    row, edit = approval_of(cast, "dahl")
    fills(cast.mette.client(), url(cast.family("dahl"), "godkendelse/"), **NEW)
    typed = {"kind": row.kind, "places": "2", "approved_by": "x", "starts": f"{row.starts:%d.%m.%Y}", "reason": "Prøve"}
    answer = fills(cast.mette.client(), edit, **typed, ends="")
    assert "Der står en anden godkendelse i de dage" in words(answer)
    answer = fills(cast.mette.client(), edit, **typed, ends="01.01.1999")
    assert "Slutdatoen ligger før startdatoen" in words(answer)
    row.refresh_from_db()
    assert row.ends == date(2026, 11, 30)


def test_two_correct_the_same_approval(cast: Any) -> None:
    row, edit = approval_of(cast, "dahl")
    inger, mette = cast.inger.client(), cast.mette.client()
    seen, also = opens(inger, edit), opens(mette, edit)
    typed = {"kind": row.kind, "approved_by": row.approved_by, "starts": f"{row.starts:%d.%m.%Y}", "reason": "Nyt brev"}
    assert inger.post(edit, {**typed, "places": "4", "ends": "", "version": seen}).status_code == 302
    late = mette.post(edit, {**typed, "kind": "general", "places": "3", "ends": "31.12.2026", "version": also})
    assert late.status_code == 409 and MEANWHILE in words(late)
    assert "Antal pladser 3 4" in words(late) and "Gælder til 31.12.2026 ikke udfyldt" in words(late)
    assert "Godkendt som Almen plejefamilie Forstærket plejefamilie" in words(late)
    row.refresh_from_db()
    assert (row.places, row.ends) == (4, None)


def test_outsiders_with_approvals_of_their_own_correct_none_of_the_dahls(cast: Any) -> None:
    _, edit = approval_of(cast, "dahl")
    for who in ("karen", "lise", "lars", "ida", "tove", "hanna"):
        assert getattr(cast, who).client().get(edit).status_code == 404, who
        assert getattr(cast, who).client().post(edit, {**NEW, "reason": "x"}).status_code == 404, who
    # Their own door does not open somebody else's approval.
    row, _ = approval_of(cast, "dahl")
    assert cast.lise.client().get(url(cast.family("krog"), f"godkendelse/{row.pk}/")).status_code == 404
