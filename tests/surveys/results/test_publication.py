"""What a round publishes: shares, intervals, changes, and what is hidden."""

from __future__ import annotations

from typing import Any

import pytest

from plejebro.kernel.refusals import NotPossible
from plejebro.kernel.statistics import newcombe, wilson
from plejebro.surveys.models import FreeText
from plejebro.surveys.results.actions import publish_results
from plejebro.surveys.results.models import Publication
from plejebro.surveys.results.publication import compute
from plejebro.surveys.results.reading import Published, read
from tests.cast import Cast
from tests.surveys.results.making import QUESTIONS, answer, closed_round, steps

pytestmark = pytest.mark.django_db

PLACES = {"101": steps(6, 8, 4, 2, 1), "147": steps(3, 4, 2, 2), "151": steps(2, 3, 3), "153": steps(1, 4, 2, 1)}


def published(*sides: Any, **changes: Any) -> Published:
    return read(compute(closed_round(*sides, **changes)))


def test_the_share_of_satisfied_has_wilsons_interval(cast: Cast) -> None:
    cell = published(PLACES).question("family", "samlet").cell()  # type: ignore[union-attr]

    assert (cell.n, cell.satisfied) == (48, 31)
    assert cell.share == 31 / 48
    assert cell.bounds == wilson(31, 48)
    assert cell.mean == pytest.approx((12 * 5 + 19 * 4 + 11 * 3 + 5 * 2 + 1) / 48)


def test_a_municipality_and_its_size_group_are_cells_of_their_own(cast: Cast) -> None:
    one = published(PLACES).question("family", "samlet")

    assert one and one.cell("101").counts == (6, 8, 4, 2, 1)
    assert one.cell("large").counts == (9, 12, 6, 4, 1)
    assert one.cell("small").n == 16


def test_a_municipality_with_four_answers_is_hidden_and_so_is_one_beside_it(cast: Cast) -> None:
    """Else it would be its group less the others."""
    one = published({**PLACES, "155": steps(1, 2, 1)}).question("family", "samlet")

    assert one and one.cell("155").hidden
    assert sum(one.cell(code).hidden for code in ("151", "153")) + one.cell("small").hidden >= 1


def test_a_municipality_where_all_answered_the_same_is_hidden(cast: Cast) -> None:
    one = published({**PLACES, "155": steps(one=9)}).question("family", "samlet")

    assert one and one.cell("155").hidden


def test_those_without_a_municipality_count_in_their_group_and_the_whole_but_are_no_cell(cast: Cast) -> None:
    one = published({**PLACES, "rest:small": steps(2, 2, 1, 1), "rest:": steps(3, 2, 1)}).question("family", "samlet")

    assert one and one.cell().n == 48 + 6 + 6
    assert one.cell("small").n == 16 + 6
    assert not [key for key in one.cells if key.startswith("rest")]


def test_dont_know_is_not_among_those_a_share_is_made_of(cast: Cast) -> None:
    row = closed_round(PLACES)
    answer(row, "family", "155", [{"samlet": "x"}] * 7)

    assert read(compute(row)).question("family", "samlet").cell().n == 48  # type: ignore[union-attr]


def test_the_two_sides_are_laid_side_by_side_by_dimension(cast: Cast) -> None:
    found = published(PLACES, {"101": steps(5, 5, 2, 1), "147": steps(4, 3, 2)})

    assert set(found.pairs["svartid", ""]) == {"family", "municipality"}


def test_a_choice_is_shown_for_the_whole_side_and_hidden_when_few_answered(cast: Cast) -> None:
    options = [{"key": "ja", "label": "Ja"}, {"key": "nej", "label": "Nej"}]
    asked = (*QUESTIONS, {"key": "aftale", "kind": "choice", "text": "Har I en aftale?", "options": options})
    row, few = closed_round(PLACES, questions=asked), closed_round(PLACES, questions=asked)
    answer(row, "family", "155", [{"aftale": "ja"}] * 5 + [{"aftale": "nej"}] * 3)
    answer(few, "family", "155", [{"aftale": "ja"}] * 2 + [{"aftale": "nej"}])

    shown, hidden = (read(compute(one)).question("family", "aftale") for one in (row, few))

    assert shown and shown.n == 8 and [option.chosen for option in shown.options] == [5, 3]
    assert hidden and hidden.n is None and [option.chosen for option in hidden.options] == [None, None]


def test_several_choices_are_hidden_together_when_one_was_taken_by_all(cast: Cast) -> None:
    """With how many answered beside it, the only hidden option would say that everybody took it."""
    options = [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]
    asked = (*QUESTIONS, {"key": "emner", "kind": "choices", "text": "Hvilke emner?", "options": options})
    taken_by_all, shared = closed_round(PLACES, questions=asked), closed_round(PLACES, questions=asked)
    answer(taken_by_all, "family", "155", [{"emner": ["a", "b"]}] * 3 + [{"emner": ["a"]}] * 5)
    answer(shared, "family", "155", [{"emner": ["a", "b"]}] * 3 + [{"emner": ["b"]}] * 5 + [{"emner": ["a"]}])

    hidden, shown = (read(compute(row)).question("family", "emner") for row in (taken_by_all, shared))

    assert hidden and hidden.n is None and [option.chosen for option in hidden.options] == [None, None]
    assert shown and shown.n == 9 and {option.key: option.chosen for option in shown.options} == {"a": 4, "b": 8}


def test_a_number_is_told_as_a_mean_and_never_its_extremes(cast: Cast) -> None:
    asked = (*QUESTIONS, {"key": "skift", "kind": "number", "text": "Hvor mange rådgivere har I haft?"})
    row = closed_round(PLACES, questions=asked)
    answer(row, "family", "155", [{"skift": number} for number in (1, 2, 3, 4, 9)])

    content = compute(row)

    assert next(one for one in content["questions"] if one["key"] == "skift")["number"] == {"n": 5, "mean": 3.8}


def test_only_texts_that_a_person_has_let_through_are_published_as_cleaned(cast: Cast) -> None:
    row = closed_round(PLACES)
    for state, cleaned in (("shown", "Renset"), ("waiting", ""), ("withheld", "Ikke denne")):
        FreeText.objects.create(
            round=row, side="family", question="samlet", text="Mette sagde", cleaned=cleaned, state=state
        )

    assert read(compute(row)).texts == (("family", "samlet", "Renset"),)


def test_a_change_since_the_round_before_has_newcombes_interval(cast: Cast) -> None:
    before = closed_round(PLACES)
    publish_results(actor=cast.agnete.viewer(), round_=before)
    now = {**PLACES, "101": steps(12, 8, 1)}

    change = published(now, previous=before).question("family", "samlet").cell("101").change  # type: ignore[union-attr]

    assert change and (change.value, change.low, change.high) == tuple(newcombe(20, 21, 14, 21))


def test_there_is_no_change_where_the_cell_was_hidden_before(cast: Cast) -> None:
    """Else the change and the new figure would give the old one away."""
    before = closed_round({**PLACES, "155": steps(1, 2, 1)})
    publish_results(actor=cast.agnete.viewer(), round_=before)

    one = published({**PLACES, "155": steps(3, 4, 2, 1)}, previous=before).question("family", "samlet")

    assert one and one.cell("155").share is not None and one.cell("155").change is None


def test_what_goes_with_overall_satisfaction_is_told_when_there_are_answers_enough(cast: Cast) -> None:
    few, many = published({"101": steps(6, 8, 4, 2, 1)}), published(PLACES)

    assert not few.drivers["family"]
    assert [(one.question.key, one.r) for one in many.drivers["family"]] == [("svartid", 1.0)]


def test_what_is_published_stands_when_answers_change(cast: Cast) -> None:
    row = closed_round(PLACES)
    first = publish_results(actor=cast.agnete.viewer(), round_=row)
    answer(row, "family", "155", [{"samlet": 1}] * 9)

    again = publish_results(actor=cast.agnete.viewer(), round_=row)

    assert again.pk == first.pk and again.content == first.content
    assert Publication.objects.filter(round=row).count() == 1


@pytest.mark.parametrize("state", ["draft", "open"])
def test_a_round_that_is_not_closed_is_not_published(cast: Cast, state: str) -> None:
    row = closed_round(PLACES, state=state)

    with pytest.raises(NotPossible, match="lukket"):
        publish_results(actor=cast.agnete.viewer(), round_=row)


def test_a_round_without_answers_is_not_published(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="intet at offentliggøre"):
        publish_results(actor=cast.agnete.viewer(), round_=closed_round({}))
