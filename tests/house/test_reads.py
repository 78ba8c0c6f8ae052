"""Every page that shows something guarded leaves its row in the log, with all it showed (trust programme C1)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db.models import Max
from django.urls import reverse

from plejebro.access.guard import WroteWhileReading, read_only
from plejebro.audit.enums import EventKind
from plejebro.audit.models import Event
from plejebro.families.models import Family
from tests.cast import Cast

UUID = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
LINK = re.compile(rf'href="/(anbringelser|henvendelser|familier)/{UUID}/')
KIND = {"anbringelser": "placement", "henvendelser": "enquiry", "familier": "family"}


def looked_at(client: Any, path: str, data: dict[str, str] | None = None) -> tuple[str, set[tuple[str, str]], int]:
    """The page's <main>, the subjects of the rows it left, and how many rows."""
    last = Event.objects.aggregate(last=Max("pk"))["last"]
    answer = client.post(path, data) if data else client.get(path)
    assert answer.status_code == 200, path
    rows = Event.objects.filter(pk__gt=last, kind=EventKind.READ)
    body = answer.content.decode()
    main = body[body.find("<main") : body.find("</main>")]
    subjects = {(s.kind, str(s.public_id)) for row in rows.prefetch_related("subjects") for s in row.subjects.all()}
    return main, subjects, rows.count()


def linked(main: str) -> set[tuple[str, str]]:
    """The guarded things the page links to."""
    return {(KIND[place], public_id) for place, public_id in LINK.findall(main)}


LISTS = [
    ("inger", "web:home"),
    ("sara", "web:home"),
    ("mette", "web:home"),
    ("bo", "web:home"),
    ("birgit", "web:home"),
    ("sara", "web:placements"),
    ("birgit", "web:placements"),
    ("inger", "enquiries:list"),
    ("mette", "enquiries:list"),
    ("birgit", "enquiries:list"),
]


@pytest.mark.parametrize(("who", "name"), LISTS)
def test_a_list_puts_everything_it_shows_on_record_in_one_row(cast: Cast, who: str, name: str) -> None:
    main, subjects, rows = looked_at(cast.people[who].client(), reverse(name))
    shown = linked(main)
    assert shown, "the page shows nothing: the story has changed"
    assert shown <= subjects, f"shown but not on record: {shown - subjects}"
    assert rows == 1


@pytest.mark.parametrize(
    ("who", "child"),
    [("inger", "noah"), ("sara", "noah"), ("mette", "asta"), ("birgit", "sigrun"), ("karen", "oliver"), ("mona", "viktor")],
)
def test_the_placement_page_puts_placement_child_and_family_on_record(cast: Cast, who: str, child: str) -> None:
    placement = cast.thing(child)
    _, subjects, rows = looked_at(cast.people[who].client(), reverse("web:placement", args=[placement.public_id]))
    assert rows == 1
    for kind, thing in (("placement", placement), ("person", placement.child), ("family", placement.family)):
        assert (kind, str(thing.public_id)) in subjects


def test_a_thread_is_on_record_and_inger_can_see_that_sara_looked(cast: Cast) -> None:
    driving = cast.enquiry("driving")
    _, subjects, _ = looked_at(cast.sara.client(), reverse("enquiries:thread", args=[driving.public_id]))
    assert ("enquiry", str(driving.public_id)) in subjects
    page = cast.inger.client().get(reverse("web:looks", args=[cast.noah.public_id])).content.decode()
    assert "Sara Lund" in page


def test_a_search_puts_what_it_found_on_record(cast: Cast) -> None:
    main, subjects, _ = looked_at(cast.sara.client(), reverse("web:search"), {"ord": "Noah"})
    assert ("placement", str(cast.noah.public_id)) in linked(main) & subjects


def test_a_refused_look_shows_nothing_and_leaves_no_row(cast: Cast) -> None:
    last = Event.objects.filter(kind=EventKind.READ).count()
    assert cast.lars.client().get(reverse("web:placement", args=[cast.noah.public_id])).status_code == 404
    assert Event.objects.filter(kind=EventKind.READ).count() == last


def test_reading_cannot_write(cast: Cast) -> None:
    """The whole walk of the matrix runs behind this guard; here it is seen to hold."""
    with pytest.raises(WroteWhileReading), read_only():
        Family.objects.filter(pk=cast.family("dahl").pk).update(city="Andetsteds")
