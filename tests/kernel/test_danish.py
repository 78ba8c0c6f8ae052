"""Danish on the screen."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.kernel import danish

TUESDAY = date(2026, 11, 24)


def test_dates_are_written_out() -> None:
    assert danish.long_date(TUESDAY) == "tirsdag 24. november 2026"
    assert danish.date_text(TUESDAY) == "24. november 2026"
    assert danish.day_month(date(2026, 3, 1)) == "1. marts"


def test_the_year_is_written_only_where_it_is_another() -> None:
    assert danish.weekday_date(date(2026, 12, 3), seen_from=TUESDAY) == "torsdag 3. december"
    assert danish.weekday_date(date(2027, 1, 4), seen_from=TUESDAY) == "mandag 4. januar 2027"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 24), "i dag"),
        (date(2026, 11, 23), "i går"),
        (date(2026, 11, 20), "fredag"),
        (date(2026, 11, 18), "onsdag"),
        (date(2026, 11, 17), "17. november"),
        (date(2025, 11, 24), "24. november 2025"),
    ],
)
def test_since_is_said_as_one_says_it(day: date, text: str) -> None:
    assert danish.since_text(day, TUESDAY) == text


def test_the_time_is_the_time_in_denmark() -> None:
    moment = datetime(2026, 11, 24, 23, 5, tzinfo=UTC)
    assert danish.time_text(moment) == "kl. 0.05"
    assert danish.datetime_text(moment) == "25. november 2026 kl. 0.05"
    assert danish.time_text(time(13, 5)) == "kl. 13.05"
    with pytest.raises(ValueError, match="time zone"):
        danish.datetime_text(datetime(2026, 11, 24, 13, 5))


def test_working_days_are_one_or_several() -> None:
    assert [danish.working_days_text(n) for n in (0, 1, 2, -1, -3)] == [
        "0 hverdage",
        "1 hverdag",
        "2 hverdage",
        "1 hverdag",
        "3 hverdage",
    ]


def test_names_are_joined_and_owned_as_in_writing() -> None:
    assert danish.join_names(["Anne"]) == "Anne"
    assert danish.join_names(["Anne", "Bo"]) == "Anne og Bo"
    assert danish.join_names(["Anne", "Bo", "Carl"]) == "Anne, Bo og Carl"
    assert danish.join_names([]) == ""
    assert [danish.possessive(name) for name in ("Mette", "Lars", "Max", "Fritz", "")] == [
        "Mettes",
        "Lars’",
        "Max’",
        "Fritz’",
        "s",
    ]


def test_initials_are_first_and_last() -> None:
    assert [danish.initials(name) for name in ("Mette Holm", "Anne Marie Ørsted", "åge", " ")] == ["MH", "AØ", "Å", ""]


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2026, 2, 28), 13), (date(2026, 3, 1), 14), (date(2012, 2, 29), 0), (date(2028, 2, 29), 16)],
)
def test_a_child_born_on_a_leap_day_grows_older_on_the_first_of_march(on: date, years: int) -> None:
    assert danish.age(date(2012, 2, 29), on) == years


def test_danish_letters_sort_last_and_aabenraa_after_all() -> None:
    places = ["Aabenraa", "Ærø", "Odense", "Ølgod", "Århus", "aalborg", "Zealand", "Allerød", "Évry"]
    assert sorted(places, key=danish.sort_key) == [
        "Allerød", "Évry", "Odense", "Zealand", "Ærø", "Ølgod", "Aabenraa", "aalborg", "Århus",
    ]  # fmt: skip


@given(st.text(max_size=40))
def test_a_sort_key_sorts_the_same_in_every_database(text: str) -> None:
    assert not set(danish.sort_key(text)) & set("æøåÆØÅ")


def test_words_are_found_in_every_form_but_keep_their_danish_letters() -> None:
    assert danish.stems("Børnenes") == danish.stems("børn")
    assert danish.stems("plejefamilierne") == danish.stems("Plejefamilie")
    assert danish.stems("gården") != danish.stems("garden")
    assert danish.stems("Aabenraa") == danish.stems("Åbenrå")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sagsbehandleren", "børne- og ungerådgiver"),
        ("aflastning", "støtteophold"),
        ("handleplanen", "barnets plan"),
        ("efterværn", "ungestøtte"),
        ("§ 50-undersøgelsen", "børnefaglig undersøgelse"),
        ("videreført anbringelse", "permanent anbringelse"),
        ("konkret godkendt plejefamilie", "netværksplejefamilie"),
    ],
)
def test_the_old_word_finds_the_new_and_the_other_way(old: str, new: str) -> None:
    assert danish.stems(old) == danish.stems(new)


def test_filler_words_are_left_out_and_each_word_comes_once() -> None:
    assert danish.stems("Hvad er det for en ferie, og ferien i uge 7?") == ["feri", "uge", "7"]
    assert danish.stems("og i på") == []


@given(st.text(max_size=60))
def test_any_text_has_stems(text: str) -> None:
    found = danish.stems(text)
    assert len(found) == len(set(found))
    assert all(found)
