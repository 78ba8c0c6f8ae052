"""Simple dates are written, corrected and taken off by either side, by two people at once too."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plejebro.agenda.calendar.dates import Written, correct_date, take_off, write_date
from plejebro.agenda.entries import Guest, add_entry, cancel_entry, rename_entry
from plejebro.agenda.enums import CancelledBy, EntryState, Hidden, Kind
from plejebro.agenda.models import Entry
from plejebro.audit.models import Event
from plejebro.flows.handover_text import coming_text
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from tests.cast import Cast
from tests.filling import version_on, words

MOVED = {"on": "16.12.2026", "at": "10.00", "minutes": "60", "what": "Skolefest", "place": "Skolens sal"}


@pytest.fixture
def party(cast: Cast) -> Entry:
    """A date in Noah's calendar."""
    written = Written(date(2026, 12, 9), time(13, 0), 60, "Skolefest", "Skolen")
    return write_date(actor=cast.sara.viewer(), placement=cast.noah, written=written)


def edit(cast: Cast, entry: Entry) -> str:
    return reverse("agenda:date_edit", args=[cast.noah.public_id, entry.public_id])


def off(cast: Cast, entry: Entry) -> str:
    return reverse("agenda:date_off", args=[cast.noah.public_id, entry.public_id])


def listed(cast: Cast) -> str:
    return reverse("agenda:dates", args=[cast.noah.public_id])


def hidden_on(answer: Any) -> dict[str, str]:
    """The version and the sending that stand hidden on the page's form."""
    found = re.search(r'name="submission" value="([^"]+)"', answer.content.decode())
    assert found, "no sending on the page"
    return {"version": version_on(answer), "submission": found[1]}


def opened(client: Client, url: str) -> dict[str, str]:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return hidden_on(answer)


def standing(cast: Cast) -> list[tuple[date, str]]:
    rows = Entry.objects.filter(placement=cast.noah, label="Skolefest", state=EntryState.PLANNED)
    return list(rows.order_by("starts").values_list("starts", "label"))


def test_inger_moves_a_date_and_says_where_it_is(cast: Cast, party: Entry) -> None:
    client = cast.inger.client()
    page = client.get(listed(cast))
    assert "Skolefest" in words(page) and edit(cast, party) in page.content.decode()
    assert 'value="13.00"' in client.get(edit(cast, party)).content.decode()
    assert client.post(edit(cast, party), {**MOVED, **opened(client, edit(cast, party))}).status_code == 302
    assert standing(cast) == [(date(2026, 12, 16), "Skolefest")]
    party.refresh_from_db()
    assert (party.place, party.moved_from) == ("Skolens sal", date(2026, 12, 9))
    assert {"entry.add", "entry.move", "entry.rename"} <= set(Event.objects.values_list("action", flat=True))


def test_nothing_is_changed_where_the_same_is_sent(cast: Cast, party: Entry) -> None:
    same = Written(date(2026, 12, 9), time(13, 0), 60, "Skolefest", "Skolen")
    assert correct_date(actor=cast.inger.viewer(), entry=party, seen=1, written=same).version == 1
    all_day = Written(date(2026, 12, 9), None, 60, "Skolefest", "Skolen")
    row = correct_date(actor=cast.inger.viewer(), entry=party, seen=1, written=all_day)
    assert row.version == 2 and row.starts_at is None and row.moved_from is None


def test_a_date_written_twice_stands_once(cast: Cast) -> None:
    client, path = cast.inger.client(), reverse("agenda:date_new", args=[cast.noah.public_id])
    sent = {**MOVED, "submission": str(uuid4())}
    assert [client.post(path, sent).status_code for _ in range(2)] == [302, 302]
    assert standing(cast) == [(date(2026, 12, 16), "Skolefest")]


def test_what_is_lacking_is_said_and_what_was_typed_is_kept(cast: Cast) -> None:
    client, path = cast.inger.client(), reverse("agenda:date_new", args=[cast.noah.public_id])
    answer = client.post(path, {**MOVED, "at": "halv to", "what": "", "submission": str(uuid4())})
    assert "Skriv klokkeslættet som 13.30" in words(answer) and "Skriv, hvad der sker den dag" in words(answer)
    assert "Skolens sal" in answer.content.decode()
    past = client.post(path, {**MOVED, "on": "1.1.2020", "submission": str(uuid4())})
    assert "Datoen er passeret" in words(past)


def test_without_a_time_it_is_all_day_and_without_a_length_an_hour(cast: Cast) -> None:
    client, path = cast.inger.client(), reverse("agenda:date_new", args=[cast.noah.public_id])
    for on, at in (("16.12.2026", ""), ("17.12.2026", "9")):
        client.post(path, {"on": on, "at": at, "what": "Skolefest", "submission": str(uuid4())})
    whole, timed = Entry.objects.filter(label="Skolefest").order_by("starts")
    assert whole.starts_at is None and whole.kind == Kind.OTHER
    assert timed.starts_at and timed.ends_at and timed.ends_at - timed.starts_at == timedelta(hours=1)


def test_two_move_the_same_date(cast: Cast, party: Entry) -> None:
    inger, sara, url = cast.inger.client(), cast.sara.client(), edit(cast, party)
    seen, also = opened(inger, url), opened(sara, url)
    assert inger.post(url, {**MOVED, **seen}).status_code == 302
    late = sara.post(url, {**MOVED, "on": "18.12.2026", "at": "", **also})
    assert late.status_code == 409
    assert "En anden har rettet det samme imens" in words(late)
    assert "Dato 18.12.2026 16.12.2026" in words(late) and "Klokkeslæt ikke udfyldt 10.00" in words(late)
    assert standing(cast) == [(date(2026, 12, 16), "Skolefest")]
    assert sara.post(url, {**MOVED, "on": "18.12.2026", **hidden_on(late)}).status_code == 302
    assert standing(cast) == [(date(2026, 12, 18), "Skolefest")]


def test_a_date_is_taken_off_while_somebody_moves_it(cast: Cast, party: Entry) -> None:
    inger, sara, url = cast.inger.client(), cast.sara.client(), edit(cast, party)
    seen = opened(sara, url)
    assert inger.post(off(cast, party), {"version": "1"}).status_code == 302
    late = sara.post(url, {**MOVED, **seen})
    assert late.status_code == 409
    assert "taget af" in words(late) and "Skriv datoen på igen" in words(late)
    assert 'value="16.12.2026"' in late.content.decode()
    assert standing(cast) == []
    again = {**MOVED, **hidden_on(late)}
    assert [sara.post(url, again).status_code for _ in range(2)] == [302, 302]
    assert standing(cast) == [(date(2026, 12, 16), "Skolefest")]
    assert cast.inger.client().get(url).status_code == 302, "there is nothing to correct on the one that was taken off"


def test_a_date_is_moved_while_somebody_takes_it_off(cast: Cast, party: Entry) -> None:
    later = Written(party.starts + timedelta(days=7), time(13, 0), 60, "Skolefest", "Skolen")
    correct_date(actor=cast.inger.viewer(), entry=party, seen=1, written=later)
    client = cast.sara.client()
    for version in ("1", "vrøvl", ""):
        assert client.post(off(cast, party), {"version": version}).status_code == 302
    assert "En anden har rettet »Skolefest« eller taget det af imens" in words(client.get(listed(cast)))
    assert standing(cast) == [(date(2026, 12, 16), "Skolefest")]
    with pytest.raises(ChangedMeanwhile):
        take_off(actor=cast.sara.viewer(), entry=party, seen=1)


def test_what_is_taken_off_stands_in_the_calendar_as_cancelled(cast: Cast, party: Entry) -> None:
    client = cast.inger.client()
    assert client.post(off(cast, party), {"version": "1"}).status_code == 302
    assert "Skolefest" not in words(client.get(listed(cast))).replace("»Skolefest« er taget af", "")
    page = words(client.get(reverse("agenda:entry", args=[party.public_id])))
    assert "Aflyst af Plejefamilien" in page and "Ret datoen" not in page
    party.refresh_from_db()
    with pytest.raises(NotPossible):
        rename_entry(actor=cast.inger.viewer(), entry=party, seen=party.version, label="Fest", place="")


def test_the_calendars_lead_to_a_new_date_for_those_who_may_write_one(cast: Cast, party: Entry) -> None:
    new = reverse("agenda:date_new", args=[cast.noah.public_id])
    calendar = reverse("agenda:placement_calendar", args=[cast.noah.public_id])
    entry = reverse("agenda:entry", args=[party.public_id])
    assert new in cast.inger.client().get(reverse("agenda:calendar")).content.decode()
    for who, may in (("inger", True), ("sara", True), ("hanne", True), ("birgit", False)):
        client = getattr(cast, who).client()
        assert (new in client.get(calendar).content.decode()) is may, who
        assert (edit(cast, party) in client.get(entry).content.decode()) is may, who


def test_outsiders_with_dates_of_their_own_touch_none_of_noahs(cast: Cast, party: Entry) -> None:
    for who in ("karen", "lars", "peter", "kaj", "tove"):
        client = getattr(cast, who).client()
        for url in (edit(cast, party), listed(cast), reverse("agenda:date_new", args=[cast.noah.public_id])):
            assert client.get(url).status_code == 404, who
        assert client.post(off(cast, party), {"version": "1"}).status_code == 404, who
    other = reverse("agenda:date_edit", args=[cast.liv.public_id, party.public_id])
    assert cast.karen.client().get(other).status_code == 404
    assert cast.birgit.client().get(edit(cast, party)).status_code == 403
    assert standing(cast) == [(date(2026, 12, 9), "Skolefest")]


def test_only_simple_dates_are_corrected_here(cast: Cast) -> None:
    for key in ("dentist", "visit_coming"):
        assert cast.inger.client().get(edit(cast, cast.thing(f"entry:{key}"))).status_code == 404, key


def test_a_leader_who_does_not_know_the_childs_name_reads_and_corrects_no_words(cast: Cast) -> None:
    sigrun = cast.thing("sigrun")
    written = Written(date(2026, 12, 9), None, 60, "Sigrun til skolefest", "Ravnsby Skole")
    row = write_date(actor=cast.nadia.viewer(), placement=sigrun, written=written)
    ole, parts = cast.ole.client(), [sigrun.public_id, row.public_id]
    page = words(ole.get(reverse("agenda:dates", args=[sigrun.public_id])))
    assert "Anden dato" in page and "Bed rådgiveren om at rette datoen" in page
    for answer in (
        ole.get(reverse("agenda:date_edit", args=parts), follow=True),
        ole.post(reverse("agenda:date_off", args=parts), {"version": "1"}, follow=True),
    ):
        assert "Bed rådgiveren" in words(answer)
        assert "Ravnsby" not in answer.content.decode() and "Sigrun" not in answer.content.decode()
    row.refresh_from_db()
    assert row.state == EntryState.PLANNED
    nadia = words(cast.nadia.client().get(reverse("agenda:dates", args=[sigrun.public_id])))
    assert "Sigrun til skolefest" in nadia, "those who know the child read it"


def test_a_handover_tells_of_the_next_sixty_days_and_names_nothing_hidden(cast: Cast, party: Entry) -> None:
    for days, label, hidden in ((59, "Tæt på", ""), (61, "Langt væk", ""), (20, "Kildegården", Hidden.FAMILY)):
        on = cast.today + timedelta(days=days)
        add_entry(
            actor=cast.sara.viewer(),
            placement=cast.noah,
            kind=Kind.MEETING,
            starts=on,
            ends=on,
            begins=None,
            minutes=0,
            label=label,
            hidden_from=hidden,
        )
    text = coming_text(cast.noah, cast.hanne.viewer())
    assert "9. december 2026 kl. 13.00: Skolefest" in text and "Tæt på" in text and "Samvær med mor" in text
    assert "Langt væk" not in text and "Kildegården" not in text and ": Møde\n" in text
    cancel_entry(actor=cast.sara.viewer(), entry=party, seen=1, by=CancelledBy.FAMILY, reason="")
    assert "Skolefest" not in coming_text(cast.noah, cast.hanne.viewer())


def test_a_guest_from_the_office_sees_an_entry_until_thirty_days_after_it(cast: Cast) -> None:
    on = cast.today + timedelta(days=2)
    guests = [Guest(employment_id=cast.job("lars").pk)]
    row = add_entry(
        actor=cast.sara.viewer(),
        placement=cast.noah,
        kind=Kind.OTHER,
        starts=on,
        ends=on,
        begins=None,
        minutes=0,
        label="Skolefest",
        participants=guests,
    )
    address = reverse("agenda:entry", args=[row.public_id])
    cast.later(days=32)
    assert cast.lars.client().get(address).status_code == 200
    cast.later(days=1)
    assert cast.lars.client().get(address).status_code == 404
    assert cast.sara.client().get(address).status_code == 200


def test_the_list_of_placements_and_the_caseload_name_the_next_entry(cast: Cast) -> None:
    soon = Written(cast.today, time(23, 0), 30, "Skolefest")
    write_date(actor=cast.inger.viewer(), placement=cast.noah, written=soon)
    for who, page in (("sara", "/?vis=alle"), ("hanne", "/anbringelser/")):
        assert "24. november kl. 23.00: Skolefest" in words(getattr(cast, who).client().get(page)), who
