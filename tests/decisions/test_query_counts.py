"""A case asks the database as often when much is written on it as when little is, and never more than 15 times."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from tests.decisions.cases import asks, finalises, opens, presses, routes, shows, states, talks, url
from tests.web.test_query_counts import asked, warm

CEILING = 15
PAGES = (("case", ()), ("step", ("R07",)), ("step", ("R08",)), ("family", ()), ("route", ()), ("letter", ("partshoering",)))


def counts(cast: Any, case: Any) -> dict[str, int]:
    sara, anne = warm(cast.sara.client()), warm(cast.anne.client())
    found = {f"{name} {more}": asked(sara, url(name, case, *more)) for name, more in PAGES}
    found["the family's own"] = asked(anne, url("family", case))
    found["the list"] = asked(sara, reverse("decisions:list"))
    return found


def test_pages_of_a_case_ask_as_often_of_much_as_of_little(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    asks(cast.sara, case)
    states(cast.anne, case)
    talks(cast.sara, case, cast.today)
    presses(cast.sara, url("letter", case, "partshoering"), text="# Partshøring\nDen første")
    little = counts(cast, case)
    for number in range(8):
        shows(cast.sara, case, f"R{number + 10}")
        talks(cast.sara, case, cast.today - timedelta(days=number))
        states(cast.anne, case)
        presses(cast.sara, url("letter", case, "partshoering"), text=f"# Partshøring\nUdgave {number}")
        routes(cast.sara, case)
    much = counts(cast, case)
    print(little)
    assert much == little
    assert {name: number for name, number in little.items() if number > CEILING} == {}


def test_finalising_is_one_look_at_the_steps(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    assert asked(warm(cast.sara.client()), url("finalise", case)) <= CEILING
    finalises(cast.sara, case, cast.today, "Emil kunne ikke vente.")
    assert asked(warm(cast.sara.client()), url("case", case)) <= CEILING
