"""Pages ask the database equally often however much there is, and seldom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plejebro.agenda.calendar.dates import Written, write_date
from plejebro.enquiries.actions import Question, send_enquiry
from plejebro.municipalities.enums import Topic
from plejebro.people.actions import create_person
from plejebro.placements.actions import assign, create_placement
from plejebro.placements.enums import Task
from tests.cast import Cast


def asked(client: Any, path: str, data: dict[str, str] | None = None) -> int:
    """How often the page asks the database; opening and closing transactions are not counted."""
    with CaptureQueriesContext(connection) as log:
        response = client.get(path) if data is None else client.post(path, data)
    assert response.status_code in (200, 302), response.status_code
    words = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return sum(1 for query in log.captured_queries if query["sql"].lstrip().upper().startswith(words))


def warm(client: Any) -> Any:
    """The first page of a session also asks whether a second factor is needed; that is not the page's doing."""
    client.get("/om/")
    return client


def more_of_everything(cast: Cast, number: int) -> None:
    """`number` more children for Sara and Mette with the Dahls, each with enquiries and dates."""
    sara, mette, inger = cast.job("sara"), cast.job("mette"), cast.inger.viewer()
    for n in range(number):
        child = create_person(actor=cast.hanne.viewer(), given_name=f"Barn{n}", family_name="Prøve", born_on=cast.today)
        placement = create_placement(
            actor=cast.hanne.viewer(),
            child=child,
            family=cast.family("dahl"),
            municipality=cast.municipality("901"),
            starts=cast.today - timedelta(days=40),
            unit=cast.unit("Børn og Unge Nord"),
        )
        for job, task in ((sara, Task.ADVISER), (mette, Task.CONSULTANT)):
            assign(actor=cast.hanne.viewer(), placement=placement, employment=job, task=task, starts=placement.starts)
        write_date(actor=inger, placement=placement, written=Written(cast.today, None, 60, "Møde"))
        for topic in (Topic.RESPITE, Topic.CONTACT_VISITS):
            asks(placement, inger, topic)


def asks(placement: Any, actor: Any, topic: Topic) -> None:
    """One more enquiry on the placement."""
    question = Question(topic, Task(topic.answered_by), "Et spørgsmål om ferien", "Må vi?")
    send_enquiry(actor=actor, placement=placement, question=question, submission=uuid4())


PAGES = [
    ("sara", "/", 8),
    ("mette", "/?vis=mig", 8),
    ("inger", "/", 8),
    ("hanne", "/", 8),
    ("birgit", "/", 8),
    ("lone", "/", 8),
    ("operator", "/", 8),
    ("tove", "/", 8),
    ("birgit", "/anbringelser/", 8),
    ("hanne", "/anbringelser/?sort=frist&vis=alle", 8),
    ("sara", "/anbringelser/?sort=start", 8),
    ("inger", "noah", 15),
    ("sara", "noah", 15),
    ("hanne", "noah", 15),
    ("inger", "looks", 12),
    ("inger", "/beskeder/", 12),
]


@pytest.fixture
def noah(cast: Cast) -> Iterator[str]:
    """Noah's page."""
    yield f"/anbringelser/{cast.noah.public_id}/"


@pytest.mark.parametrize(("who", "path", "most"), PAGES)
def test_a_page_asks_as_often_with_much_as_with_little(cast: Cast, noah: str, who: str, path: str, most: int) -> None:
    path = {"noah": noah, "looks": f"{noah}hvem-har-set/"}.get(path, path)
    client = warm(getattr(cast, who).client())
    little = asked(client, path)
    more_of_everything(cast, 6)
    for topic in (Topic.HOLIDAY, Topic.OTHER, Topic.PARENTS):
        asks(cast.noah, cast.inger.viewer(), topic)
    assert asked(client, path) == little
    assert little <= most


def test_search_asks_as_often_with_much_as_with_little(cast: Cast) -> None:
    client = warm(cast.sara.client())
    little = asked(client, "/soeg/", {"ord": "ferien Noah"})
    more_of_everything(cast, 6)
    assert asked(client, "/soeg/", {"ord": "ferien"}) <= max(little, 12)


def test_a_number_is_found_in_five_questions(cast: Cast) -> None:
    number = f"{cast.child('noah').born_on:%d%m%y}"
    client = warm(cast.sara.client())
    digits = next(f"{number}{4100 + n}" for n in range(2) if _known(f"{number}{4100 + n}"))
    assert asked(client, "/soeg/", {"ord": digits}) <= 5
    # Without a hit the page itself is shown, and its frame asks how many notices are unread.
    assert asked(client, "/soeg/", {"ord": "0101109999"}) <= 6


def _known(digits: str) -> bool:
    from plejebro.people.queries import with_number

    return with_number(digits).exists()
