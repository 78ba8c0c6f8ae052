"""Two people of a municipality correct the same thing at once: the second is told, and nothing is overwritten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from plejebro.audit.types import System
from plejebro.municipalities.actions import Worker, create_employee, create_unit, report_absence
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Absence, Employment, ReplyTime, Unit
from tests.cast import Someone
from tests.filling import opens, version_on, words

MEANWHILE = "En anden har rettet det samme imens"


@pytest.fixture
def gerd(cast: Any) -> Any:
    """Ådal's second administrator."""
    from plejebro.accounts.actions import create_account

    user = create_account(actor=None, email="gerd@eksempel.dk", full_name="Gerd Juhl", is_demo=True)
    worker = Worker("Gerd Juhl", "gerd@eksempel.dk", Role.ADMINISTRATOR)
    job = create_employee(actor=System(), municipality=cast.municipality("901"), worker=worker, starts=cast.today)
    Employment.objects.filter(pk=job.pk).update(user=user)
    return Someone("gerd", user.pk).client()


def test_two_rename_a_unit(cast: Any, gerd: Any) -> None:
    unit, tove = create_unit(actor=System(), municipality=cast.municipality("901"), name="Nattevagten"), cast.tove.client()
    url = f"/enheder/{unit.public_id}/"
    seen, also = opens(tove, url), opens(gerd, url)
    assert tove.post(url, {"name": "Døgnvagten", "version": seen}).status_code == 302
    late = gerd.post(url, {"name": "Aftenvagten", "version": also})
    assert late.status_code == 409
    assert MEANWHILE in words(late) and "Døgnvagten" in words(late)
    assert 'value="Aftenvagten"' in late.content.decode()
    assert Unit.objects.get(pk=unit.pk).name == "Døgnvagten"
    assert gerd.post(url, {"name": "Aftenvagten", "version": version_on(late)}).status_code == 302
    assert Unit.objects.get(pk=unit.pk).name == "Aftenvagten"


def test_a_unit_is_closed_while_another_renames_it_and_not_the_other_way_round(cast: Any, gerd: Any) -> None:
    unit, tove = create_unit(actor=System(), municipality=cast.municipality("901"), name="Nattevagten"), cast.tove.client()
    url = f"/enheder/{unit.public_id}/"
    seen = opens(gerd, url)
    assert tove.post(url, {"name": "Døgnvagten", "version": opens(tove, url)}).status_code == 302
    assert "Den hedder nu Døgnvagten. Den er ikke lukket." in words(
        gerd.post(url, {"luk": "1", "version": seen}, follow=True)
    )
    assert Unit.objects.get(pk=unit.pk).closed_on is None
    seen = opens(gerd, url)
    tove.post(url, {"luk": "1", "version": opens(tove, url)})
    assert "har lukket enheden Døgnvagten imens" in words(gerd.post(url, {"name": "X", "version": seen}, follow=True))
    assert Unit.objects.get(pk=unit.pk).name == "Døgnvagten"


def test_two_set_the_municipalitys_settings(cast: Any, gerd: Any) -> None:
    url, tove = "/kommunens-indstillinger/", cast.tove.client()
    seen, also = opens(tove, url), opens(gerd, url)
    tove.post(url, {"has_consultants": "on", "version": seen})
    late = gerd.post(url, {"shows_employee_names": "on", "version": also})
    assert late.status_code == 409 and MEANWHILE in words(late)
    adal = cast.municipality("901")
    assert (adal.has_consultants, adal.shows_employee_names) == (True, False)
    page = words(late)
    assert "Kommunen har familieplejekonsulenter nej ja" in page
    gerd.post(url, {"shows_employee_names": "on", "version": version_on(late)})
    assert (cast.municipality("901").has_consultants, cast.municipality("901").shows_employee_names) == (False, True)


def test_the_administrator_and_the_head_set_the_same_reply_time(cast: Any) -> None:
    url, tove, birgit = "/svarfrister/respite/", cast.tove.client(), cast.birgit.client()
    seen, also = opens(tove, url), opens(birgit, url)
    assert tove.post(url, {"workdays": "3", "starts": "01.12.2026", "version": seen}).status_code == 302
    late = birgit.post(url, {"workdays": "8", "starts": "24.11.2026", "version": also})
    assert late.status_code == 409
    assert "Svarfrist i hverdage 8 3" in words(late) and "Gælder fra 24.11.2026 01.12.2026" in words(late)
    rows = ReplyTime.objects.filter(municipality=cast.municipality("901"), topic="respite").order_by("starts")
    assert [row.workdays for row in rows] == [5, 3]


def test_the_first_reply_time_of_a_topic_is_set_by_two(cast: Any) -> None:
    url, tove, birgit = "/svarfrister/holiday/", cast.tove.client(), cast.birgit.client()
    seen, also = opens(tove, url), opens(birgit, url)
    tove.post(url, {"workdays": "3", "starts": "01.12.2026", "version": seen})
    assert birgit.post(url, {"workdays": "8", "starts": "01.12.2026", "version": also}).status_code == 409
    assert ReplyTime.objects.get(municipality=cast.municipality("901"), topic="holiday").workdays == 3


def test_two_say_that_lars_is_back(cast: Any, gerd: Any) -> None:
    lars, sara = cast.job("lars"), cast.job("sara")
    begun = cast.today - timedelta(days=5)
    absence = report_absence(actor=System(), employment=lars, deputy=sara, starts=begun, ends=None)
    page, url = f"/medarbejdere/{lars.public_id}/", f"/medarbejdere/{lars.public_id}/fravaer/{absence.pk}/slut/"
    seen = opens(gerd, page)
    Absence.objects.filter(pk=absence.pk).update(ends=cast.today + timedelta(days=9))
    late = gerd.post(url, {"version": seen}, follow=True)
    assert "En anden har rettet fraværet imens" in words(late) and "3. december 2026" in words(late)
    assert Absence.objects.get(pk=absence.pk).ends == cast.today + timedelta(days=9)
    Absence.objects.filter(pk=absence.pk).delete()
    assert "har taget fraværet af imens" in words(gerd.post(url, {"version": seen}, follow=True))
