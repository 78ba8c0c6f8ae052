"""Dates to come are corrected, by two people at once too."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from plejebro.audit.models import Event
from plejebro.kernel.refusals import ChangedMeanwhile
from plejebro.placements.actions import add_coming_date, correct_coming_date, remove_coming_date
from plejebro.placements.models import ComingDate
from tests.filling import fills, opens, version_on, words

MOVED = {"on": "16.12.2026", "at": "10.00", "what": "Netværksmøde"}


@pytest.fixture
def meeting(cast: Any) -> ComingDate:
    """A meeting on Noah's page."""
    return add_coming_date(
        actor=cast.sara.viewer(), placement=cast.noah, on=date(2026, 12, 9), at=time(13, 0), what="Netværksmøde"
    )


def edit(cast: Any, meeting: ComingDate) -> str:
    return f"/anbringelser/{cast.noah.public_id}/datoer/{meeting.public_id}/"


def take_off(cast: Any, meeting: ComingDate) -> str:
    return reverse("web:remove_date", args=[cast.noah.public_id, meeting.public_id])


def on_page(cast: Any) -> list[tuple[date, str]]:
    rows = ComingDate.objects.filter(placement=cast.noah, removed_at__isnull=True, what__contains="møde", on__gt=cast.today)
    return list(rows.exclude(what__contains="skolen").order_by("on").values_list("on", "what"))


def test_inger_moves_a_meeting_and_the_old_row_stays(cast: Any, meeting: ComingDate) -> None:
    client = cast.inger.client()
    listed = client.get(f"/anbringelser/{cast.noah.public_id}/datoer/")
    assert "Netværksmøde" in words(listed) and edit(cast, meeting) in listed.content.decode()
    assert 'value="13.00"' in client.get(edit(cast, meeting)).content.decode()
    assert fills(client, edit(cast, meeting), **MOVED).status_code == 302
    assert on_page(cast) == [(date(2026, 12, 16), "Netværksmøde")]
    meeting.refresh_from_db()
    assert meeting.removed_at is not None
    assert Event.objects.filter(action="placement.correct_date").exists()


def test_two_move_the_same_meeting(cast: Any, meeting: ComingDate) -> None:
    inger, sara, url = cast.inger.client(), cast.sara.client(), edit(cast, meeting)
    seen, also = opens(inger, url), opens(sara, url)
    assert inger.post(url, {**MOVED, "version": seen}).status_code == 302
    late = sara.post(url, {**MOVED, "on": "18.12.2026", "at": "", "version": also})
    assert late.status_code == 409
    assert "En anden har rettet det samme imens" in words(late)
    assert "Dato 18.12.2026 16.12.2026" in words(late) and "Klokkeslæt ikke udfyldt 10.00" in words(late)
    assert on_page(cast) == [(date(2026, 12, 16), "Netværksmøde")]
    assert sara.post(url, {**MOVED, "on": "18.12.2026", "version": version_on(late)}).status_code == 302
    assert on_page(cast) == [(date(2026, 12, 18), "Netværksmøde")]


def test_a_meeting_is_taken_off_while_somebody_moves_it(cast: Any, meeting: ComingDate) -> None:
    inger, sara, url = cast.inger.client(), cast.sara.client(), edit(cast, meeting)
    seen = opens(sara, url)
    assert inger.post(take_off(cast, meeting)).status_code == 302
    late = sara.post(url, {**MOVED, "version": seen})
    assert late.status_code == 409
    assert "taget af siden" in words(late) and "Skriv datoen på igen" in words(late)
    assert 'value="16.12.2026"' in late.content.decode()
    assert on_page(cast) == []
    assert sara.post(url, {**MOVED, "version": version_on(late)}).status_code == 302
    assert on_page(cast) == [(date(2026, 12, 16), "Netværksmøde")]


def test_a_meeting_is_moved_while_somebody_takes_it_off(cast: Any, meeting: ComingDate) -> None:
    correct_coming_date(
        actor=cast.inger.viewer(), coming=meeting, on=meeting.on + timedelta(days=7), at=meeting.at, what=meeting.what
    )
    client = cast.sara.client()
    assert client.post(take_off(cast, meeting)).status_code == 302
    said = words(client.get(f"/anbringelser/{cast.noah.public_id}/datoer/"))
    assert "En anden har rettet »Netværksmøde« eller taget det af imens" in said
    assert on_page(cast) == [(date(2026, 12, 16), "Netværksmøde")]
    with pytest.raises(ChangedMeanwhile):
        remove_coming_date(actor=cast.sara.viewer(), coming=meeting)


def test_outsiders_with_dates_of_their_own_correct_none_of_noahs(cast: Any, meeting: ComingDate) -> None:
    for who in ("karen", "lars", "peter", "kaj", "tove"):
        client = getattr(cast, who).client()
        assert client.get(edit(cast, meeting)).status_code == 404, who
        assert client.get(f"/anbringelser/{cast.noah.public_id}/datoer/").status_code == 404, who
    other = f"/anbringelser/{cast.liv.public_id}/datoer/{meeting.public_id}/"
    assert cast.karen.client().get(other).status_code == 404
    assert cast.birgit.client().get(edit(cast, meeting)).status_code == 403
