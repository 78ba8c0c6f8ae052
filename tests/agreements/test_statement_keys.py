"""Months that are paid alike have one key, and a key is paid what the month is."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plejebro.agreements.statements.keys import key_of, statement_of
from plejebro.rates import Terms, shipped, statement

months = st.builds(lambda year, month: date(year, month, 1), st.sampled_from([2019, 2020, 2023, 2024]), st.integers(1, 12))


@given(
    month=months,
    born=st.dates(date(2001, 1, 1), date(2019, 1, 1)),
    count=st.integers(0, 9),
    number=st.integers(1, 5),
    cut=st.integers(0, 40),
    away=st.sets(st.integers(0, 27), max_size=4),
    during=st.sampled_from(["keeps", "loses_board", "loses_both"]),
)
def test_a_key_is_paid_what_the_month_is(
    month: date, born: date, count: int, number: int, cut: int, away: set[int], during: str
) -> None:
    """Whatever the birthday, the cut in the month and the days in respite: the amounts are the same to the øre."""
    turn = month + timedelta(days=cut)
    terms = [
        Terms(date(2010, 1, 1), turn - timedelta(days=1), count, born, number, during_respite=during),  # type: ignore[arg-type]
        Terms(turn, None, count + 1, born, number, during_respite=during),  # type: ignore[arg-type]
    ]
    days = [month + timedelta(days=number) for number in away]
    plain = statement(month.year, month.month, terms, days, shipped())
    keyed = statement_of(key_of(month, terms, days), shipped())
    assert [(line.amount, line.starts, line.ends) for line in keyed.lines] == [
        (line.amount, line.starts, line.ends) for line in plain.lines
    ]
    assert (keyed.gross, keyed.am) == (plain.gross, plain.am)


def test_children_of_the_same_age_band_share_a_key() -> None:
    month = date(2023, 5, 1)
    keys = {key_of(month, [Terms(date(2020, 1, 1), None, 5, born)]) for born in (date(2016, 2, 1), date(2018, 9, 9))}
    assert len(keys) == 1
    assert len({key_of(month, [Terms(date(2020, 1, 1), None, 5, date(2013, 5, day))]) for day in (2, 20)}) == 2
