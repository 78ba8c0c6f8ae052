"""The administrator keeps employees, invites them, and ends their roles; another municipality's are not found."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from plejebro.accounts import mailer
from plejebro.accounts.models import Invitation, User
from plejebro.accounts.rules import second_factor_required
from plejebro.audit.models import Event
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Absence, Employment
from tests.filling import opens


@pytest.fixture
def mails() -> Any:
    """Every mail of the test, as (to, body)."""
    sent: list[tuple[str, str]] = []
    before = mailer._sender
    mailer.set_sender(lambda to, subject, body, kind: sent.append((to, body)))
    yield sent
    mailer.set_sender(before)


def new_worker(**more: str) -> dict[str, str]:
    return {
        "full_name": "Gry Sønderby",
        "email": "gry@eksempel.dk",
        "phone": "",
        "role": "consultant",
        "unit": "",
        "starts": "01.11.2026",
        **more,
    }


def test_tove_sees_her_own_employees_and_finds_one_by_name(cast: Any) -> None:
    client = cast.tove.client()
    page = client.get("/medarbejdere/").content.decode()
    assert "Mette Holm" in page
    assert "Peter Skov" not in page
    found = client.post("/medarbejdere/", {"navn": "holm"}).content.decode()
    assert "Mette Holm" in found
    assert "Bo Rask" not in found
    leaders = client.get("/medarbejdere/?rolle=team_leader").content.decode()
    assert "Bo Rask" in leaders
    assert "Mette Holm" not in leaders


def test_who_has_stopped_is_shown_only_when_asked_for(cast: Any) -> None:
    client = cast.tove.client()
    assert "Jonas Friis" not in client.get("/medarbejdere/").content.decode()
    assert "Jonas Friis" in client.get("/medarbejdere/?vis=alle").content.decode()


def test_tove_creates_a_consultant_who_gets_one_mail_and_logs_in_once_with_it(cast: Any, mails: Any) -> None:
    answer = cast.tove.client().post("/medarbejdere/ny/", new_worker(invite="on"))
    assert answer.status_code == 302, answer.content.decode()
    row = Employment.objects.get(email="gry@eksempel.dk")
    assert row.municipality.code == "901"
    assert row.user is None
    [(to, body)] = mails
    assert to == "gry@eksempel.dk"
    link = re.search(r"/invitation/[\w-]+/", body)
    assert link
    words = {
        "full_name": "Gry Sønderby",
        "password1": "korrekt hest batteri hæfte",
        "password2": "korrekt hest batteri hæfte",
    }
    assert Client().post(link[0], words).status_code == 302
    row.refresh_from_db()
    user = User.objects.get(email="gry@eksempel.dk")
    assert row.user == user
    assert second_factor_required(user)
    assert Client().post(link[0], words).status_code == 404


def test_a_new_invitation_makes_the_old_link_useless(cast: Any, mails: Any) -> None:
    client = cast.tove.client()
    client.post("/medarbejdere/ny/", new_worker(invite="on"))
    row = Employment.objects.get(email="gry@eksempel.dk")
    client.post(f"/medarbejdere/{row.public_id}/inviter/")
    old, new = (re.search(r"/invitation/[\w-]+/", body)[0] for _, body in mails)  # type: ignore[index]
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_an_invitation_to_a_role_that_has_ended_cannot_be_used(cast: Any, mails: Any) -> None:
    client = cast.tove.client()
    client.post("/medarbejdere/ny/", new_worker(invite="on"))
    row = Employment.objects.get(email="gry@eksempel.dk")
    client.post(f"/medarbejdere/{row.public_id}/afslut/", {"on": "05.11.2026"})
    link = re.search(r"/invitation/[\w-]+/", mails[0][1])
    words = {"full_name": "Gry", "password1": "korrekt hest batteri hæfte", "password2": "korrekt hest batteri hæfte"}
    assert Client().post(link[0], words).status_code == 404  # type: ignore[index]
    assert not User.objects.filter(email="gry@eksempel.dk").exists()


def test_everybody_without_an_invitation_is_invited_at_once_and_nobody_twice(cast: Any, mails: Any) -> None:
    client = cast.tove.client()
    client.post("/medarbejdere/ny/", new_worker())
    client.post("/medarbejdere/ny/", new_worker(email="ib@eksempel.dk", full_name="Ib Lund", role="adviser"))
    page = client.get("/medarbejdere/inviter/").content.decode()
    assert "gry@eksempel.dk" in page and "ib@eksempel.dk" in page
    client.post("/medarbejdere/inviter/")
    client.post("/medarbejdere/inviter/")
    assert sorted(to for to, _ in mails) == ["gry@eksempel.dk", "ib@eksempel.dk"]
    assert Invitation.objects.filter(email="ib@eksempel.dk").count() == 1


def test_the_same_person_twice_in_a_role_is_refused_with_a_sentence(cast: Any) -> None:
    client = cast.tove.client()
    mette = cast.job("mette")
    answer = client.post("/medarbejdere/ny/", new_worker(email=mette.email.upper()))
    assert "allerede en medarbejder" in answer.content.decode()


def test_tove_corrects_a_phone_number(cast: Any) -> None:
    mette, client = cast.job("mette"), cast.tove.client()
    url = f"/medarbejdere/{mette.public_id}/ret/"
    version = re.search(r'name="version" value="([^"]+)"', client.get(url).content.decode())
    data = {
        "full_name": mette.full_name,
        "email": mette.email,
        "phone": "70 11 22 33",
        "role": mette.role,
        "unit": str(mette.unit.public_id),
        "starts": f"{mette.starts:%d.%m.%Y}",
        "version": version[1],  # type: ignore[index]
    }
    assert client.post(url, data).status_code == 302
    assert cast.job("mette").phone == "70 11 22 33"
    late = client.post(url, {**data, "phone": "70 99 99 99"})
    assert late.status_code == 409
    words = late.content.decode()
    assert "En anden har rettet det samme imens" in words
    assert "70 99 99 99" in words and "70 11 22 33" in words
    assert cast.job("mette").phone == "70 11 22 33"
    version = re.search(r'name="version" value="([^"]+)"', words)
    assert client.post(url, {**data, "phone": "70 99 99 99", "version": version[1]}).status_code == 302  # type: ignore[index]
    assert cast.job("mette").phone == "70 99 99 99"


def test_ending_a_role_names_the_placements_that_wait(cast: Any) -> None:
    sara, client = cast.job("sara"), cast.tove.client()
    page = client.get(f"/medarbejdere/{sara.public_id}/afslut/").content.decode()
    assert "4 anbringelser mangler en ny" in page
    client.post(f"/medarbejdere/{sara.public_id}/afslut/", {"on": "24.11.2026"})
    assert cast.sara.viewer().acting is not None
    cast.later(days=1)
    assert cast.sara.viewer().acting is None


def test_a_last_day_before_the_first_is_refused(cast: Any) -> None:
    sara = cast.job("sara")
    answer = cast.tove.client().post(f"/medarbejdere/{sara.public_id}/afslut/", {"on": "01.01.1999"})
    assert "Den sidste dag ligger før den første" in answer.content.decode()
    assert cast.job("sara").ends is None


def test_an_absence_needs_a_deputy_in_the_same_role(cast: Any) -> None:
    lars, sara, client = cast.job("lars"), cast.job("sara"), cast.tove.client()
    url = f"/medarbejdere/{lars.public_id}/fravaer/"
    assert "Mette Holm" not in client.get(url).content.decode()
    answer = client.post(url, {"deputy": str(sara.public_id), "starts": "24.11.2026", "ends": "01.12.2026"})
    assert answer.status_code == 302, answer.content.decode()
    absence = Absence.objects.get(employment=lars)
    assert absence.deputy == sara
    page = client.get(f"/medarbejdere/{lars.public_id}/").content.decode()
    assert "Sara Lund er stedfortræder" in page
    again = client.post(url, {"deputy": str(sara.public_id), "starts": "25.11.2026", "ends": ""})
    assert "allerede et fravær" in again.content.decode()
    seen = opens(client, f"/medarbejdere/{lars.public_id}/")
    client.post(f"/medarbejdere/{lars.public_id}/fravaer/{absence.pk}/slut/", {"version": seen})
    assert not Absence.objects.filter(employment=lars).exists()


def test_a_lost_phone_is_reset_by_the_administrator_and_never_ones_own(cast: Any) -> None:
    mette, tove, client = cast.job("mette"), cast.job("tove"), cast.tove.client()
    epoch = cast.mette.user.session_epoch
    assert client.get(f"/medarbejdere/{mette.public_id}/totrins-login/").status_code == 200
    client.post(f"/medarbejdere/{mette.public_id}/totrins-login/")
    assert cast.mette.user.session_epoch == epoch + 1
    assert Event.objects.filter(action="employee.reset_factor").exists()
    own = client.post(f"/medarbejdere/{tove.public_id}/totrins-login/", follow=True).content.decode()
    assert "Du kan ikke nulstille dit eget" in own


@pytest.mark.parametrize("what", ["", "ret/", "afslut/", "inviter/", "totrins-login/", "fravaer/", "fravaer/1/slut/"])
def test_lone_who_runs_another_municipality_does_not_find_mette(cast: Any, what: str) -> None:
    client = cast.lone.client()
    assert client.get(f"/medarbejdere/{cast.job('peter').public_id}/").status_code == 200
    url = f"/medarbejdere/{cast.job('mette').public_id}/{what}"
    assert client.post(url, {}).status_code in (404, 405)
    assert client.get(url).status_code in (404, 405)


@pytest.mark.parametrize("who", ["inger", "sara", "mette", "bo", "birgit", "operator"])
def test_only_the_administrator_keeps_employees(cast: Any, who: str) -> None:
    client = getattr(cast, who).client()
    for path in ("/medarbejdere/", "/medarbejdere/ny/", "/medarbejdere/inviter/", "/enheder/", "/kommunens-indstillinger/"):
        assert client.get(path).status_code == 403


def test_a_role_is_never_changed_under_somebody_who_has_a_login(cast: Any) -> None:
    mette = cast.job("mette")
    assert mette.role == Role.CONSULTANT
    client, url = cast.tove.client(), f"/medarbejdere/{mette.public_id}/ret/"
    version = re.search(r'name="version" value="([^"]+)"', client.get(url).content.decode())
    data = new_worker(full_name=mette.full_name, email=mette.email, role="head", version=version[1])  # type: ignore[index]
    assert "Rollen kan ikke rettes" in client.post(url, data).content.decode()
