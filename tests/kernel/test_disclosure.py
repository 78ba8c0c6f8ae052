"""What a publication hides, case by case. That nothing can be reckoned out of it is `test_disclosure_attack.py`."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plejebro.kernel.disclosure import (
    Publication,
    Rules,
    Sum,
    added,
    change_may_be_shown,
    leaks,
    protect,
    protect_groups,
    randomly_rounded,
    rounded,
)
from plejebro.kernel.small_numbers import hidden_parts


def of(n: int, otherwise: int = 1) -> dict[str, int]:
    """`n` people, of whom so many answered something else than the others."""
    return {"4": n - min(otherwise, n // 2), "2": min(otherwise, n // 2)}


SMALL_AND_LARGE = {"101": of(3), "147": of(9), "151": of(20), "751": of(40)}
WHOLE = {"all": ["101", "147", "151", "751"]}


def test_a_single_small_municipality_takes_the_smallest_of_the_others_with_it() -> None:
    assert protect_groups(SMALL_AND_LARGE, WHOLE) == {"101", "147"}


def test_two_ways_of_adding_up_give_nothing_away_between_them() -> None:
    groups = WHOLE | {"small": ["101", "147"], "large": ["151", "751"]}
    # 101 and 147 are known together from "small", and that is all.
    assert protect_groups(SMALL_AND_LARGE, groups) == {"101", "147"}
    # With 147 among the large, 101 is a size group by itself, and "all" less "large" would be 101.
    apart = WHOLE | {"small": ["101"], "large": ["147", "151", "751"]}
    hidden = protect_groups(SMALL_AND_LARGE, apart)
    assert {"101", "small"} < hidden
    assert hidden & {"large", "all"}


def test_the_difference_between_two_filters_is_looked_at_too() -> None:
    parts = {"a": of(30), "b": of(3), "c": of(30)}
    filters = {"a and b": ["a", "b"], "a, b and c": ["a", "b", "c"], "a and c": ["a", "c"]}
    hidden = protect_groups(parts, filters, never_shown=parts)
    # The whole less "a and c" would be b.
    assert hidden == {"a and c"} or hidden == {"a, b and c"}
    assert protect_groups(parts, {"a and b": ["a", "b"], "a, b and c": ["a", "b", "c"]}, never_shown=parts) == frozenset()


def test_nobody_is_hidden_where_nobody_is() -> None:
    assert protect_groups({"a": {"4": 0}, "b": of(9)}, {"all": ["a", "b"]}) == frozenset()
    assert protect({}) == frozenset()


def test_everybody_answering_the_same_tells_what_each_answered() -> None:
    parts = {"a": {"1": 12, "5": 0}, "b": of(20), "c": of(30)}
    assert protect_groups(parts, {"all": parts}) == {"a", "b"}
    assert protect_groups(parts, {"all": parts}, rules=Rules(otherwise=0)) == frozenset()
    # Stricter: one alone among eleven who agree can tell what they all answered.
    assert protect({"a": {"1": 11, "5": 1}}, rules=Rules(otherwise=2)) == {"a"}


def test_what_is_left_may_not_be_of_one_answer_either() -> None:
    parts = {"a": {"1": 3}, "b": {"1": 4, "5": 0}, "c": of(30), "d": of(31)}
    hidden = protect_groups(parts, {"all": parts})
    assert hidden == {"a", "b", "c"}


def test_late_answers_do_not_follow_from_two_publications_of_the_same_round() -> None:
    parts = {"early": of(20), "late": of(2)}
    assert protect_groups(parts, {"both": parts}, never_shown=["late"]) == {"early"}
    stands = protect_groups(parts, {"both": parts}, never_shown=["late"], already_shown=["early"])
    assert stands == {"both"}


def test_what_was_hidden_before_stays_so() -> None:
    parts = {"a": of(20), "b": of(20), "c": of(20)}
    assert protect_groups(parts, {"all": parts}, already_hidden=["a"]) == {"a", "b"}


def test_what_stands_already_and_gives_somebody_away_is_told_and_not_repaired() -> None:
    parts = {"a": of(20), "b": of(2)}
    cells = parts | {"all": added(parts.values())}
    sums = [Sum("all", ("a", "b"))]
    hidden = protect(cells, sums, already_shown=["a", "all"])
    assert hidden == {"b"}
    assert leaks(cells, sums, hidden) == [frozenset({"b"})]
    assert leaks(cells, sums, {"a", "b"}) == []


def test_the_same_people_divided_in_two_ways_are_one_publication() -> None:
    """Municipalities and kinds of family are not stated crossed: only that both add up to the whole."""
    publication: Publication[str] = Publication()
    for key, n in {"101": 3, "147": 9, "751": 20, "kin": 12, "other": 20}.items():
        publication.people(key, of(n))
    publication.group("all", ["101", "147", "751"])
    publication.group("all", ["kin", "other"])
    assert publication.hidden() == {"101", "147"}
    publication.group("all", ["kin"])
    with pytest.raises(ValueError, match="not the sum"):
        publication.hidden()


def test_a_hidden_whole_can_be_found_from_another_division_of_it() -> None:
    cells = {"a": of(3), "b": of(9), "kin": of(4), "other": of(8), "all": of(12)}
    sums = [Sum("all", ("a", "b")), Sum("all", ("kin", "other"))]
    assert protect(cells, sums) == {"a", "b", "kin", "other"}
    assert leaks(cells, sums, {"a", "kin", "all"}) == []
    assert set(leaks(cells, sums, {"a", "all"})) >= {frozenset({"a"})}


def test_a_bound_is_looked_at_answer_by_answer() -> None:
    """b stands in a total where nobody answered 1 or 2 and in one where nobody answered 4 or 5: so its answer was 3."""
    parts = {"a": {"3": 1, "4": 4, "5": 5}, "b": {"3": 2}, "c": {"1": 4, "2": 5, "3": 1}, "d": of(40)}
    totals = {"high": ["a", "b"], "low": ["b", "c"]}
    found = protect_groups(parts, totals, never_shown=parts)
    assert found in ({"high"}, {"low"})
    cells = parts | {key: added(parts[part] for part in members) for key, members in totals.items()}
    sums = [Sum(key, tuple(members)) for key, members in totals.items()]
    assert leaks(cells, sums, set(), never_shown=parts) == [frozenset({"b"})]


def test_a_change_is_shown_when_both_rounds_are() -> None:
    assert change_may_be_shown("a", {"b"}, "a", {"c"})
    assert not change_may_be_shown("a", {"a"}, "a", ())
    assert not change_may_be_shown("a", (), "a", {"a"})


@pytest.mark.parametrize(
    ("sums", "sentence"),
    [
        ([Sum("all", ("a", "x"))], "is no cell"),
        ([Sum("all", ("a",))], "not the sum"),
        ([Sum("all", ("a", "b")), Sum("twice", ("all", "a"))], "counts somebody twice"),
        ([Sum("all", ("same",)), Sum("same", ("all",))], "part of itself"),
    ],
)
def test_sums_that_do_not_add_up_are_refused(sums: list[Sum[str]], sentence: str) -> None:
    cells = {"a": of(5), "b": of(6), "all": of(11), "same": of(11), "twice": of(16)}
    with pytest.raises(ValueError, match=sentence):
        protect(cells, sums)


def test_a_key_stands_once() -> None:
    publication: Publication[str] = Publication()
    publication.people("a", of(9))
    with pytest.raises(ValueError, match="stands twice"):
        publication.people("a", of(9))


@settings(deadline=None)
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 30), min_size=1, max_size=8))
def test_one_division_of_a_whole_is_hidden_as_the_command_hides_it(numbers: dict[str, int]) -> None:
    parts = {key: of(numbers[key]) for key in sorted(numbers)}
    hidden, whole = hidden_parts({key: numbers[key] for key in sorted(numbers)})
    found = protect_groups(parts, {"*": parts}, rules=Rules(otherwise=0))
    assert found == hidden | ({"*"} if whole else set())


PEOPLE = st.dictionaries(st.sampled_from("245"), st.integers(0, 9))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcdefgh"), PEOPLE, min_size=1), st.data())
def test_it_leaves_no_leak_and_hides_the_same_every_time(parts: dict[str, dict[str, int]], data: st.DataObject) -> None:
    subset = st.frozensets(st.sampled_from(sorted(parts)), min_size=2) if len(parts) > 1 else st.just(frozenset(parts))
    groups = {f"group {number}": members for number, members in enumerate(data.draw(st.lists(subset, max_size=5)))}
    hidden = protect_groups(parts, groups)
    assert hidden == protect_groups(parts, groups)
    cells = parts | {key: added(parts[part] for part in members) for key, members in groups.items()}
    sums = [Sum(key, tuple(members)) for key, members in groups.items()]
    assert leaks(cells, sums, hidden) == []
    assert not any(Rules().forbid(cells[key]) for key in cells if key not in hidden)


def test_rounding_to_the_nearest() -> None:
    assert [rounded(count) for count in (0, 2, 3, 7, 8, 12, 13)] == [0, 0, 5, 5, 10, 10, 15]
    assert [rounded(count, 3) for count in (0, 1, 2, 3, 4, 5)] == [0, 0, 3, 3, 3, 6]


def test_random_rounding_is_the_same_every_time_and_right_on_average() -> None:
    drawn = [randomly_rounded(7, f"cell {number}", b"secret") for number in range(3000)]
    assert set(drawn) == {6, 9}
    assert drawn == [randomly_rounded(7, f"cell {number}", b"secret") for number in range(3000)]
    assert sum(drawn) / 3000 == pytest.approx(7, abs=0.1)
    assert drawn != [randomly_rounded(7, f"cell {number}", b"another") for number in range(3000)]
    assert randomly_rounded(9, "cell", b"secret") == 9
    assert randomly_rounded(0, "cell", b"secret", 5) == 0
