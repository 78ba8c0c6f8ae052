"""What is known of 2014 stands beside today's figures with its source; what is not known is not there."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from plejebro.surveys.editing.shipped import COOPERATION, shipped
from plejebro.surveys.enums import Side
from plejebro.surveys.results.reference import Reference, reference_for, references


def known(dimension: str, side: str = "", about: str = "") -> Reference:
    found = reference_for(dimension, side, about)
    assert found is not None
    return found


@pytest.mark.parametrize("side", list(Side))
def test_the_consultant_has_a_line_at_85_percent_on_both_sides(side: Side) -> None:
    line = known("samlet", side, "konsulent")
    assert (line.share, line.bound, line.year) == (0.85, "over", 2014)
    assert line.x(340) == 289
    assert "mere end 85 %" in line.words


def test_the_whole_has_words_and_no_number_so_nothing_is_drawn() -> None:
    line = known("samlet")
    assert line.share is None and line.x(340) is None
    assert not any(sign.isdigit() for sign in line.words.replace("2014", ""))


@pytest.mark.parametrize(
    ("dimension", "about"), [("samlet", "raadgiver"), ("samlet", "leder"), ("genforhandling", ""), ("samvaer", ""), ("", "")]
)
def test_what_was_not_read_has_no_line(dimension: str, about: str) -> None:
    assert reference_for(dimension, Side.FAMILY, about) is None


def test_the_only_figure_of_2014_is_the_one_that_was_read() -> None:
    assert [line.share for line in references() if line.share is not None] == [0.85]


def test_every_line_says_where_it_was_read_and_why_it_is_no_series() -> None:
    for line in references():
        assert "2014" in line.source and line.read_in and line.caution
        page = render_to_string("surveys/results/_reference.html", {"reference": line})
        assert line.words in page and line.source in page and line.read_in[0] in page


def test_every_line_stands_beside_a_question_of_the_shipped_survey() -> None:
    forms = shipped()
    for line in references():
        for side in line.sides:
            asked = {(one.dimension, one.about) for one in forms[COOPERATION, Side(side)].questions}
            assert (line.dimension, line.about) in asked
