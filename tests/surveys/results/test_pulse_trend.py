"""The pulse's page: published quarters alone, and no figure of a quarter with few answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from plejebro.surveys.models import Round
from plejebro.surveys.results.actions import publish_results
from plejebro.surveys.results.pulse_trend import MOST, Trend, pulse_page
from tests.cast import Cast
from tests.surveys.results.making import closed_round, steps

pytestmark = pytest.mark.django_db

MANY = {"101": steps(6, 8, 4, 2, 1), "147": steps(3, 4, 2, 2)}
FEWER = {"101": steps(1, 2, 4, 8, 6), "147": steps(1, 1, 2, 4, 3)}


def quarter(first: date, *sides: Any) -> Round:
    closes = first + timedelta(days=104)
    number = first.month // 3 + 1
    return closed_round(
        *sides, kind="pulse", title=f"Puls, {number}. kvartal {first.year}", opens_on=first, closes_on=closes
    )


def published(cast: Cast, *rounds: Round) -> list[Trend]:
    for row in rounds:
        publish_results(actor=cast.agnete.viewer(), round_=row)
    return list(pulse_page().trends)


def test_two_quarters_are_a_line_with_an_interval_at_each_point(cast: Cast) -> None:
    trends = published(cast, quarter(date(2026, 1, 1), MANY), quarter(date(2026, 4, 1), MANY))

    assert [trend.theme for trend in trends] == ["Alt i alt", "Hvor hurtigt der svares"]
    (line,) = trends[0].lines
    assert (line.tone, len(line.points), len(line.paths), line.hidden) == ("family", 2, 1, ())
    assert all(point.high_y < point.y < point.low_y for point in line.points)
    assert [row.label for row in trends[0].rows] == ["1. kvartal 2026", "2. kvartal 2026"]
    assert trends[0].title == "Ingen sikker ændring"


def test_a_fall_that_is_more_than_chance_is_the_title(cast: Cast) -> None:
    trends = published(cast, quarter(date(2026, 1, 1), MANY), quarter(date(2026, 4, 1), FEWER))

    assert trends[0].title == "Andelen af tilfredse blandt plejefamilierne er faldet 50 procentpoint siden 1. kvartal 2026"


def test_a_side_with_few_answers_in_a_quarter_has_no_figure_there_and_its_line_breaks(cast: Cast, client: Client) -> None:
    trends = published(
        cast,
        quarter(date(2026, 1, 1), MANY, MANY),
        quarter(date(2026, 4, 1), MANY, {"101": [5, 5, 4, 1]}),
        quarter(date(2026, 7, 1), MANY, MANY),
    )

    family, municipality = trends[0].lines
    assert len(family.points) == 3 and family.hidden == ()
    assert len(municipality.points) == 2 and municipality.paths == () and len(municipality.hidden) == 1
    side, *said = trends[0].rows[1].figures[1]
    assert (side, said) == ("Kommuner", ["for få svar", "", "for få svar"])
    page = client.get("/maalinger/puls/").content.decode()
    assert "Kommuner: for få svar" in page and "Små tal er skjult" in page


def test_a_single_quarter_is_no_development(cast: Cast) -> None:
    (trend, _) = published(cast, quarter(date(2026, 1, 1), MANY))

    assert trend.title == "Der er endnu for få kvartaler med svar nok til at vise en udvikling"
    assert trend.lines[0].paths == ()


def test_a_quarter_that_is_not_published_is_seen_by_the_analyst_alone(cast: Cast, client: Client) -> None:
    row = quarter(date(2026, 1, 1), MANY)

    assert row.title not in client.get("/maalinger/puls/").content.decode()
    assert row.title not in cast.inger.client().get("/maalinger/puls/").content.decode()
    seen = cast.agnete.client().get("/maalinger/puls/").content.decode()
    assert row.title in seen and "Kun analytikere kan se dette" in seen


def test_a_planned_survey_is_no_pulse(cast: Cast) -> None:
    assert published(cast, closed_round(MANY)) == []


def test_the_newest_two_years_are_drawn_with_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    firsts = [date(year, month, 1) for year in (2023, 2024, 2025) for month in (1, 4, 7, 10)]
    published(cast, *(quarter(first, MANY) for first in firsts))

    with django_assert_num_queries(1):
        page = pulse_page()
    assert page.quarters == MOST == 8
    assert [row.label for row in page.trends[0].rows][::7] == ["1. kvartal 2024", "4. kvartal 2025"]


def test_an_installation_without_a_pulse_says_so(client: Client) -> None:
    assert "Der er ingen kvartaler endnu" in client.get("/maalinger/puls/").content.decode()
