"""Correcting a placement, protecting a child, parents, who looks after the family, and the CPR number."""

from __future__ import annotations

import re
from typing import Any

import pytest

from plejebro.audit.models import Event
from plejebro.cli.story.homes import nobodys_number
from plejebro.people.models import Protection


def url(placement: Any, what: str) -> str:
    return f"/anbringelser/{placement.public_id}/{what}"


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def fields_on(answer: Any, placement: Any) -> dict[str, str]:
    """What the page's own form would send back."""
    child = placement.child
    return {
        "given_name": child.given_name,
        "family_name": child.family_name,
        "born_on": f"{child.born_on:%d.%m.%Y}",
        "starts": f"{placement.starts:%d.%m.%Y}",
        "plan_dated": "",
        "unit": str(placement.unit.public_id) if placement.unit else "",
        "version": str(re.search(r'name="version" value="([^"]+)"', answer.content.decode())[1]),  # type: ignore[index]
    }


def test_sara_corrects_the_date_of_the_plan(cast: Any) -> None:
    client, edit = cast.sara.client(), url(cast.noah, "ret/")
    data = fields_on(client.get(edit), cast.noah)
    assert client.post(edit, {**data, "plan_dated": "02.11.2026"}).status_code == 302
    assert f"{cast.noah.plan_dated:%d.%m.%Y}" == "02.11.2026"


def test_sara_and_mette_correct_at_once_and_nothing_is_lost(cast: Any) -> None:
    sara, mette, edit = cast.sara.client(), cast.mette.client(), url(cast.noah, "ret/")
    data = fields_on(sara.get(edit), cast.noah)
    sara.post(edit, {**data, "family_name": "Dreyer Bach"})
    late = mette.post(edit, {**data, "family_name": "Dreyer-Bach"})
    assert late.status_code == 409
    assert "Dreyer Bach" in words(late) and "Dreyer-Bach" in late.content.decode()
    assert cast.child("noah").family_name == "Dreyer Bach"
    again = fields_on(late, cast.noah)
    assert mette.post(edit, {**again, "family_name": "Dreyer-Bach"}).status_code == 302
    assert cast.child("noah").family_name == "Dreyer-Bach"


def test_a_birthday_to_come_and_a_start_after_the_end_are_refused(cast: Any) -> None:
    client, edit = cast.sara.client(), url(cast.noah, "ret/")
    data = fields_on(client.get(edit), cast.noah)
    assert "ligger i fremtiden" in words(client.post(edit, {**data, "born_on": "01.01.2030"}))
    assert cast.child("noah").born_on.year == 2017


def test_only_the_adviser_gets_a_field_for_the_number(cast: Any) -> None:
    edit = url(cast.noah, "ret/")
    assert 'name="cpr"' in cast.sara.client().get(edit).content.decode()
    assert 'name="cpr"' not in cast.mette.client().get(edit).content.decode()


def test_another_childs_number_is_refused_and_not_repeated(cast: Any) -> None:
    client, edit = cast.sara.client(), url(cast.noah, "ret/")
    liv = nobodys_number(cast.child("liv").born_on)
    data = fields_on(client.get(edit), cast.noah)
    answer = client.post(edit, {**data, "cpr": liv.in_full, "born_on": f"{liv.birth_date:%d.%m.%Y}"})
    assert "har allerede en anbringelse i kommunen" in words(answer)
    mia = nobodys_number(cast.child("mia").born_on)
    fine = client.post(edit, {**data, "cpr": mia.in_full, "born_on": f"{mia.birth_date:%d.%m.%Y}"})
    assert fine.status_code == 302, "that Fjordby knows the number is not told in Ådal"


def test_mona_corrects_her_own_record_without_unit_or_number(cast: Any) -> None:
    client, edit = cast.mona.client(), url(cast.viktor, "ret/")
    page = client.get(edit)
    assert 'name="unit"' not in page.content.decode()
    data = fields_on(page, cast.viktor)
    assert client.post(edit, {**data, "given_name": "Viktor Emil"}).status_code == 302
    assert cast.child("viktor").given_name == "Viktor Emil"


@pytest.mark.parametrize(
    "what", ["ret/", "beskyttelse/", "foraeldre/", "varetager/", "cpr/", "afslut/", "overlever/", "del/"]
)
@pytest.mark.parametrize("who", ["peter", "karen", "lars", "tove", "operator"])
def test_people_with_cases_of_their_own_do_not_find_noah(cast: Any, who: str, what: str) -> None:
    client = getattr(cast, who).client()
    assert client.get(url(cast.noah, what)).status_code == 404
    assert client.post(url(cast.noah, what), {"x": "1"}).status_code == 404


def test_inger_sees_noah_and_may_not_correct_him(cast: Any) -> None:
    for what in ("ret/", "beskyttelse/", "cpr/", "overlever/", "afslut/", "varetager/"):
        assert cast.inger.client().get(url(cast.noah, what)).status_code == 403


def test_sara_protects_noah_and_only_she_lifts_it(cast: Any) -> None:
    client, page = cast.sara.client(), url(cast.noah, "beskyttelse/")
    assert "Barnet er ikke beskyttet" in words(client.get(page))
    answer = client.post(page, {"kind": "place", "starts": "24.11.2026", "ends": "01.12.2026", "note": "afgørelse"})
    assert answer.status_code == 302
    protection = Protection.objects.get(person=cast.child("noah"))
    cast.later(days=30)
    client = cast.sara.client()
    assert "Det er nu" in words(client.get(page)), "the date passes and the protection holds on"
    assert cast.mette.client().post(f"{page}{protection.pk}/", {"reason": "x"}).status_code == 403
    assert "straks ses af alle" in words(client.get(f"{page}{protection.pk}/"))
    client.post(f"{page}{protection.pk}/", {"reason": "Udvalget har ophævet den"})
    protection.refresh_from_db()
    assert protection.lifted_at is not None
    assert client.post(f"{page}{protection.pk}/", {"reason": "igen"}).status_code == 404


def test_a_protection_of_another_child_is_not_lifted_through_noah(cast: Any) -> None:
    sigrun = Protection.objects.get(person=cast.child("sigrun"))
    answer = cast.sara.client().post(url(cast.noah, f"beskyttelse/{sigrun.pk}/"), {"reason": "x"})
    assert answer.status_code == 404


def test_sara_writes_down_noahs_father(cast: Any) -> None:
    client, page = cast.sara.client(), url(cast.noah, "foraeldre/")
    assert "Camilla Dreyer" in words(client.get(page))
    client.post(page, {"given_name": "Tom", "family_name": "Bach", "kind": "father", "starts": "01.01.2020"})
    assert "Tom Bach" in words(client.get(page))


def test_in_fjordby_the_leader_names_who_looks_after_the_family(cast: Any) -> None:
    client, page = cast.rikke.client(), url(cast.mia, "varetager/")
    assert client.get(page).status_code == 200
    data = {"name": "Bodil Kern", "title": "Socialfaglig konsulent", "contact": "70 20 30 40", "starts": "24.11.2026"}
    assert client.post(page, data).status_code == 302
    assert cast.mia.representatives.get(ends__isnull=True).name == "Bodil Kern"
    again = client.post(page, {**data, "name": "En anden"})
    assert "En anden står allerede på den dag" in words(again)


def test_the_whole_number_is_shown_by_a_button_and_put_on_record(cast: Any) -> None:
    client, page = cast.sara.client(), url(cast.noah, "cpr/")
    number = nobodys_number(cast.child("noah").born_on).in_full
    shown = client.get(page)
    assert "••••" in words(shown) and number not in words(shown)
    answer = client.post(page)
    assert number in words(answer)
    assert "no-store" in answer["Cache-Control"]
    assert Event.objects.filter(action="cpr.show", actor=cast.sara.user.public_id).count() == 1


def test_after_a_while_the_number_asks_who_is_there(cast: Any, settings: Any) -> None:
    settings.PLEJEBRO_DEMO = False
    client = cast.sara.client()
    answer = client.post(url(cast.noah, "cpr/"))
    assert answer.status_code == 302
    assert not Event.objects.filter(action="cpr.show").exists()


def test_the_head_does_not_correct_a_child_whose_name_is_hidden(cast: Any) -> None:
    answer = cast.ole.client().get(url(cast.sigrun, "ret/"), follow=True)
    assert "Sigrun" not in answer.content.decode()
    assert "Bed rådgiveren om at rette" in words(answer)
