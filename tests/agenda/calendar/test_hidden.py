"""What is hidden from a side, and a protected child, never stand in that side's calendar, feed, print or sentences."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from plejebro.agenda import shown
from plejebro.agenda.calendar.feeds import make_address
from plejebro.agenda.entries import Guest, add_entry, clashes
from plejebro.agenda.enums import Hidden, Kind
from plejebro.agenda.models import Entry
from tests.agenda.calendar.feeds import fetch
from tests.cast import Cast
from tests.house import canary

CANARY = ("Kanariefugl", "Fugleburet", "Zeppelin")
ADALS = ("sara", "mette", "hanne", "bo", "birgit")
DAHLS = ("inger", "per")


def hide(cast: Cast, child: str, hidden_from: str) -> Entry:
    on = cast.today + timedelta(days=2)
    return add_entry(
        actor=cast.sara.viewer(),
        placement=cast.thing(child),
        kind=Kind.VISIT,
        starts=on,
        ends=on,
        begins=time(10),
        minutes=60,
        label=CANARY[0],
        place=CANARY[1],
        hidden_from=hidden_from,
        participants=[Guest(name=CANARY[2])],
    )


def everything(cast: Cast, who: str, entry: Entry) -> str:
    """All that is shown to `who` where the entry could stand: pages, what is printed, feed, file, home."""
    client = cast.people[who].client()
    day = {"dag": entry.starts.isoformat()}
    places = [
        reverse("agenda:calendar"),
        reverse("agenda:unit_calendar"),
        reverse("agenda:placement_calendar", args=[entry.placement.public_id]),
        reverse("agenda:family_calendar", args=[entry.placement.family.public_id]),
    ]
    texts = [client.get(place, day | {"vis": view}) for place in places for view in ("maaned", "uge", "liste")]
    texts += [client.get(reverse(name, args=[entry.public_id])) for name in ("agenda:entry", "agenda:entry_file")] + [
        client.get(reverse("web:home")),
        client.get(reverse("web:placement", args=[entry.placement.public_id])),
        client.get(reverse("web:print", args=[entry.placement.public_id])),
        fetch(make_address(actor=cast.people[who].viewer())),
    ]
    return " ".join(canary.text_of(answer) for answer in texts if answer.status_code == 200)


def sung(text: str) -> list[str]:
    return [word for word in CANARY if word in text]


@pytest.mark.parametrize(("side", "people"), [(Hidden.MUNICIPALITY, ADALS), (Hidden.FAMILY, DAHLS)])
def test_what_is_hidden_from_a_side_is_nowhere_on_its_pages(cast: Cast, side: str, people: tuple[str, ...]) -> None:
    entry = hide(cast, "noah", side)
    for who in people:
        text = everything(cast, who, entry)
        assert sung(text) == [], who
        assert str(entry.public_id) in text, f"{who} sees that there is something, by its kind"
    sentences = clashes(
        cast.noah,
        entry.starts,
        entry.ends,
        entry.starts_at,
        entry.ends_at,
        Kind.VISIT,
        viewer=cast.people[people[0]].viewer(),
    )
    assert sentences
    assert sung(" ".join(sentences)) == []


@pytest.mark.parametrize(("side", "who"), [(Hidden.MUNICIPALITY, "inger"), (Hidden.FAMILY, "sara")])
def test_the_side_it_is_not_hidden_from_reads_it(cast: Cast, side: str, who: str) -> None:
    assert sung(everything(cast, who, hide(cast, "noah", side))) == list(CANARY)


@pytest.mark.parametrize(("side", "who"), [(Hidden.MUNICIPALITY, "sara"), (Hidden.FAMILY, "inger")])
def test_the_canary_sings_when_nothing_is_hidden(cast: Cast, monkeypatch: pytest.MonkeyPatch, side: str, who: str) -> None:
    monkeypatch.setattr(shown, "is_hidden", lambda entry, viewer: False)
    assert sung(everything(cast, who, hide(cast, "noah", side))) == list(CANARY)


LEADERS = ("ole", "bo", "birgit")


def test_leaders_see_that_a_protected_child_has_something_on_and_nothing_more(cast: Cast) -> None:
    entry = cast.thing("entry:riding")
    for who in LEADERS:
        text = everything(cast, who, entry)
        assert str(entry.public_id) in text
        assert canary.leaks(canary.rules(cast), who, text) == [], who
        assert "Ridning" not in text
        assert "rideskole" not in text


def test_the_home_of_a_protected_child_does_not_tell_a_leader_who_lives_there(cast: Cast) -> None:
    page = reverse("agenda:family_calendar", args=[cast.family("vang").public_id])
    day = {"dag": cast.thing("entry:riding").starts.isoformat()}
    key = str(cast.thing("entry:riding").public_id)
    for who, sees in (("ole", False), ("birgit", False), ("mette", True), ("ruth", True)):
        answer = cast.people[who].client().get(page, day)
        assert answer.status_code == 200, who
        assert (key in answer.content.decode()) == sees, who


def test_the_protected_name_lights_up_without_the_mask(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "keeps_words", lambda entry, viewer, child_name: False)
    assert "Ridning for Sigrun" in everything(cast, "birgit", cast.thing("entry:riding"))


# --- a family two municipalities share (trust programme B10) --------------------------------------------------------


def test_each_municipality_sees_its_own_child_in_the_shared_familys_calendar(cast: Cast) -> None:
    page = reverse("agenda:family_calendar", args=[cast.family("dahl").public_id])
    month = {"dag": cast.thing("entry:talk").starts.isoformat()}
    ours, theirs = "Samtale om børnehaven", "Tandlæge"
    for who, sees, not_sees in (("sara", theirs, ours), ("peter", ours, theirs)):
        texts = [
            cast.people[who].client().get(place, month).content.decode() for place in (page, reverse("agenda:calendar"))
        ]
        for text in texts:
            assert sees in text, who
            assert not_sees not in text, who
            assert canary.leaks(canary.rules(cast), who, text) == [], who


def test_what_happens_with_the_other_municipalitys_child_changes_no_byte(cast: Cast) -> None:
    talk = cast.thing("entry:talk")
    page = reverse("agenda:family_calendar", args=[cast.family("dahl").public_id])
    places = (page, reverse("agenda:calendar"), reverse("agenda:placement_calendar", args=[cast.mia.public_id]))
    secret = make_address(actor=cast.peter.viewer())
    before = _all(cast, places, talk), fetch(secret).content
    for number in range(7):
        on = talk.starts + timedelta(days=number)
        add_entry(
            actor=cast.sara.viewer(), placement=cast.noah, kind=Kind.MEETING, starts=on, ends=on, begins=None, minutes=0,
            label="Noget helt andet",
        )  # fmt: skip
    assert (_all(cast, places, talk), fetch(secret).content) == before


def test_the_same_seven_are_seen_by_the_family(cast: Cast) -> None:
    """The control: they would have shown."""
    talk = cast.thing("entry:talk")
    page = reverse("agenda:family_calendar", args=[cast.family("dahl").public_id])
    before = _body(cast.inger.client().get(page, {"dag": talk.starts.isoformat()}))
    hide(cast, "noah", Hidden.NOBODY)
    assert _body(cast.inger.client().get(page, {"dag": talk.starts.isoformat()})) != before


def _all(cast: Cast, places: tuple[str, ...], talk: Entry) -> list[str]:
    client = cast.peter.client()
    return [
        _body(client.get(place, {"vis": view, "dag": talk.starts.isoformat()}))
        for place in places
        for view in ("maaned", "uge", "liste")
    ]


def _body(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
