"""The Danish map and the heat tables: nothing hidden is drawn, and nobody is singled out by chance."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from scipy.stats import fisher_exact

from plejebro.municipalities.listed import reference_rows
from plejebro.surveys.enums import Side
from plejebro.surveys.results import heat, maps
from plejebro.surveys.results.counts import ALL
from plejebro.surveys.results.publication import compute
from plejebro.surveys.results.reading import Cell, Place, Published, read
from tests.cast import Cast
from tests.surveys.results.making import closed_round, steps

FEW = Cell(None)
PLACES = {code: Place(code, f"Sted {code}", "small") for code in ("101", "147", "151", "153")}


def cell(satisfied: int, others: int) -> Cell:
    return Cell((satisfied, 0, 0, 0, others))


def drawn(cells: dict[str, Cell]) -> maps.DanishMap:
    return maps.danish_map("kort", "Andel", PLACES, cells)


def published(*sides: Any) -> Published:
    return read(compute(closed_round(*sides)))


def test_each_of_the_98_municipalities_has_one_square_of_its_own() -> None:
    codes = {row.code for row in reference_rows()}
    squares = maps.squares()

    assert len(squares) == len(codes) == 98
    assert {square.code for square in squares} == codes
    assert len({(square.column, square.row) for square in squares}) == 98
    assert len({square.short for square in squares}) == 98


@pytest.mark.parametrize(
    ("north", "south"), [("860", "851"), ("851", "751"), ("751", "630"), ("630", "580"), ("217", "101"), ("101", "376")]
)
def test_the_map_has_north_above(north: str, south: str) -> None:
    row = {square.code: square.row for square in maps.squares()}
    assert row[north] < row[south]


def test_jutland_lies_west_of_funen_and_funen_west_of_zealand_and_bornholm() -> None:
    column = {square.code: square.column for square in maps.squares()}
    assert column["561"] < column["621"] < column["461"] < column["330"] < column["101"] <= column["400"]


@pytest.mark.parametrize(
    ("satisfied", "others", "look"),
    [(4, 5, "step-1"), (5, 5, "step-2"), (6, 4, "step-3"), (7, 3, "step-4"), (79, 21, "step-4"), (8, 2, "step-5")],
)
def test_the_steps_are_the_same_on_every_map(satisfied: int, others: int, look: str) -> None:
    assert maps.look_of(cell(satisfied, others)) == look


def test_a_hidden_municipality_is_hatched_and_its_figure_stands_nowhere() -> None:
    found = drawn({ALL: cell(50, 50), "101": cell(20, 20), "147": FEW})
    tile = next(tile for tile in found.tiles if tile.code == "147")
    assert (tile.look, tile.value) == ("hidden", "for få svar")
    assert found.hides

    page = render_to_string("surveys/results/_map.html", {"map": found})
    assert "<title>Sted 147: for få svar</title>" in page
    assert page.count('fill="url(#kort-skraveret)"') == 1
    row = re.search(r"Sted 147</th>(.*?)</tr>", page)
    assert row and not re.search(r"\d+ ?%", row[1])


def test_a_municipality_without_a_cell_is_not_said_to_have_no_answers() -> None:
    tile = next(tile for tile in drawn({"101": cell(5, 5)}).tiles if tile.code == "851")
    assert (tile.look, tile.value, tile.said) == ("none", "ingen eller for få svar", "Aal: ingen eller for få svar")


def test_the_picture_has_no_inline_style_and_names_every_municipality_for_the_screen_reader() -> None:
    page = render_to_string("surveys/results/_map.html", {"map": drawn({ALL: cell(50, 50), "101": cell(20, 20)})})
    assert "style=" not in page and "<script" not in page
    assert page.count("<title>") == 98
    assert 'role="img"' in page and "<table" in page


@pytest.mark.parametrize(
    ("count", "n", "whole", "whole_n"), [(1, 9, 12, 24), (5, 5, 60, 100), (0, 8, 30, 70), (7, 20, 25, 90)]
)
def test_fishers_test_is_scipys(count: int, n: int, whole: int, whole_n: int) -> None:
    table = [[count, n - count], [whole - count, whole_n - n - whole + count]]
    assert maps.fisher(count, n, whole, whole_n) == pytest.approx(fisher_exact(table).pvalue, rel=1e-9)


def test_a_municipality_far_from_the_rest_is_named_in_the_title() -> None:
    found = drawn({ALL: cell(60, 140), "101": cell(38, 2), "147": cell(10, 30)})
    assert found.title == "Sted 101 ligger sikkert over resten af landet"
    assert [line.apart for line in found.lines] == ["sikkert over", ""]


def test_five_answers_that_all_differ_from_the_rest_single_nobody_out_among_many() -> None:
    """One in twenty stands out by chance: with 60 municipalities some would, so all are tested at once."""
    places = {str(code): Place(str(code), f"Sted {code}", "small") for code in range(101, 161)}
    cells = {code: cell(3, 3) for code in places} | {"101": cell(6, 0), ALL: cell(183, 177)}
    assert maps.fisher(6, 6, 183, 360) < 0.05
    assert maps.standing_apart(cells, places) == {}


def test_nobody_stands_apart_from_a_whole_that_is_hidden() -> None:
    found = drawn({ALL: FEW, "101": cell(38, 2), "147": cell(2, 38)})
    assert found.title == "Ingen kommune skiller sig sikkert ud fra resten af landet"


def test_without_two_municipalities_there_is_no_finding() -> None:
    assert drawn({ALL: cell(9, 9), "101": cell(5, 4), "147": FEW}).title == "For få svar til et kort over kommunerne"


@pytest.mark.django_db
def test_each_side_that_answered_has_a_map_of_its_own(cast: Cast) -> None:
    found = published({"101": steps(6, 8, 4), "147": steps(3, 4, 2, 2)}, {"101": steps(4, 4, 1), "147": steps(1, 3, 4)})
    made = maps.maps_of(found, found.pairs["samlet", ""])
    assert [one.key for one in made] == ["kort-family", "kort-municipality"]
    assert made[0].about == "Plejefamilier: andel tilfredse i hver kommune. Alt i alt"


@pytest.mark.django_db
def test_the_heat_table_has_a_row_for_each_theme_and_hides_the_small_groups(cast: Cast) -> None:
    found = published({"101": steps(6, 8, 4, 2, 1), "147": steps(3, 4, 2, 2), "rest:small": steps(1, 1, 1)})
    made = heat.heat_of_groups(found, Side.FAMILY)
    assert made and [row.label for row in made.rows] == ["Alt i alt", "Hvor hurtigt der svares"]
    small = [one for one in made.rows[0].cells if "under 50" in one.column]
    assert [(one.value, one.look) for one in small] == [("for få svar", "hidden")]

    page = render_to_string("surveys/results/_heat.html", {"heat": made})
    assert "style=" not in page
    assert '<td class="hidden"' in page


@pytest.mark.django_db
def test_a_side_that_was_not_asked_has_no_heat_table(cast: Cast) -> None:
    found = published({"101": steps(6, 8, 4)})
    assert heat.heat_of_groups(found, Side.MUNICIPALITY) is None
    assert heat.heat_of_places(found, Side.MUNICIPALITY) is None


@pytest.mark.django_db
def test_the_heat_table_of_municipalities_leaves_out_those_with_nothing_to_show(cast: Cast) -> None:
    places = {"101": steps(6, 8, 4, 2, 1), "147": steps(3, 4, 2, 2), "151": steps(2, 3, 3), "153": steps(1, 1, 1, 1)}
    made = heat.heat_of_places(published(places), Side.FAMILY)
    assert made and made.columns == ("Alt i alt",)
    assert "Herlev" not in [row.label for row in made.rows]
    assert all(re.fullmatch(r"\d+\xa0%|for få svar", one.value) for row in made.rows for one in row.cells)
