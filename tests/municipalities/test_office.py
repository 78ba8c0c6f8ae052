"""Units, reply times, settings, and the operator who lets a municipality join."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plejebro.municipalities.enums import Role, Topic
from plejebro.municipalities.models import Employment, Municipality, ReplyTime, Unit
from plejebro.municipalities.queries import reply_workdays
from plejebro.municipalities.reference import load_reference
from tests.filling import fills


def test_a_unit_is_created_once_renamed_and_closed_when_it_is_empty(cast: Any) -> None:
    client = cast.tove.client()
    client.post("/enheder/", {"name": "Nattevagten"})
    again = client.post("/enheder/", {"name": "nattevagten"})
    assert "allerede en enhed" in again.content.decode()
    unit = Unit.objects.get(name="Nattevagten")
    fills(client, f"/enheder/{unit.public_id}/", name="Døgnvagten")
    assert Unit.objects.get(pk=unit.pk).name == "Døgnvagten"
    fills(client, f"/enheder/{unit.public_id}/", luk="1")
    assert Unit.objects.get(pk=unit.pk).closed_on == cast.today


def test_a_unit_somebody_works_in_stays_open(cast: Any) -> None:
    nord = cast.unit("Børn og Unge Nord")
    client = cast.tove.client()
    fills(client, f"/enheder/{nord.public_id}/", luk="1")
    answer = client.get("/enheder/")
    assert "Flyt dem til en anden enhed først" in answer.content.decode()
    assert cast.unit("Børn og Unge Nord").closed_on is None
    assert cast.lone.client().post(f"/enheder/{nord.public_id}/", {"name": "Overtaget"}).status_code == 404


def test_the_reply_times_say_what_they_are_and_where_the_default_holds(cast: Any) -> None:
    page = cast.tove.client().get("/svarfrister/").content.decode()
    assert "Aftalt serviceniveau, ikke en frist i loven." in page
    assert "Plejebros standard" in page


def test_a_reply_time_holds_from_its_date_and_not_before(cast: Any) -> None:
    client, adal = cast.tove.client(), cast.municipality("901")
    assert client.get("/svarfrister/respite/").status_code == 200
    fills(client, "/svarfrister/respite/", workdays="3", starts="01.12.2026")
    on = {"municipality_id": adal.pk, "topic": Topic.RESPITE}
    assert reply_workdays(**on, on=date(2026, 11, 30)) == 5
    assert reply_workdays(**on, on=date(2026, 12, 1)) == 3
    assert "3 hverdage fra 1. december 2026" in client.get("/svarfrister/").content.decode()
    fills(client, "/svarfrister/respite/", workdays="4", starts="24.11.2026")
    assert reply_workdays(**on, on=date(2026, 12, 24)) == 4
    assert ReplyTime.objects.filter(municipality=adal, topic=Topic.RESPITE, ends__isnull=True).count() == 1


def test_a_reply_time_is_never_set_back_in_time_or_for_a_topic_there_is_not(cast: Any) -> None:
    client = cast.tove.client()
    answer = fills(client, "/svarfrister/holiday/", workdays="2", starts="01.11.2026")
    assert "Datoen er gået" in answer.content.decode()
    assert client.get("/svarfrister/vejret/").status_code == 404
    assert cast.birgit.client().get("/svarfrister/").status_code == 200
    assert cast.mette.client().get("/svarfrister/").status_code == 403


def test_tove_says_that_the_municipality_has_no_consultants_and_shows_no_names(cast: Any) -> None:
    client = cast.tove.client()
    fills(client, "/kommunens-indstillinger/")
    adal = cast.municipality("901")
    assert not adal.has_consultants
    assert not adal.shows_employee_names
    assert cast.municipality("902").shows_employee_names


def test_the_operator_lets_a_municipality_join_and_invites_its_first_administrator(cast: Any) -> None:
    load_reference()
    client = cast.operator.client()
    page = client.get("/kommuner/?q=Viborg").content.decode()
    assert "Viborg Kommune" in page
    assert "Region Midtjylland" in page
    viborg = Municipality.objects.get(code="791")
    url = f"/kommuner/{viborg.public_id}/"
    assert client.get(url).status_code == 200
    client.post(url, {"joined_on": "01.12.2026", "full_name": "Eva Toft", "email": "eva@eksempel.dk"})
    viborg.refresh_from_db()
    assert viborg.joined_on == date(2026, 12, 1)
    assert Employment.objects.get(email="eva@eksempel.dk").role == Role.ADMINISTRATOR


@pytest.mark.parametrize("who", ["tove", "birgit", "inger"])
def test_nobody_but_the_operator_lets_a_municipality_join(cast: Any, who: str) -> None:
    client = getattr(cast, who).client()
    assert client.get("/kommuner/").status_code == 403
    assert client.post(f"/kommuner/{cast.municipality('903').public_id}/", {}).status_code == 403
    assert cast.municipality("903").joined_on is None


def test_the_employees_page_asks_the_database_as_often_with_forty_more(
    cast: Any, django_assert_max_num_queries: Any
) -> None:
    adal = cast.municipality("901")
    Employment.objects.bulk_create(
        Employment(municipality=adal, full_name=f"Navn {n}", email=f"n{n}@eksempel.dk", role="adviser", starts=cast.today)
        for n in range(40)
    )
    client = cast.tove.client()
    with django_assert_max_num_queries(12):
        assert client.get("/medarbejdere/").status_code == 200
