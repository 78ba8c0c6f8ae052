"""Case numbers."""

from __future__ import annotations

import random

import pytest

from plejebro.kernel.ids import ALPHABET, case_number, parse_case_number


def test_the_alphabet_has_no_letters_that_are_mistaken_for_digits() -> None:
    assert not set("IO01") & set(ALPHABET)
    assert len(set(ALPHABET)) == 32


def test_a_seed_gives_the_same_number_and_no_seed_gives_new_ones() -> None:
    assert case_number(random.Random(7)) == case_number(random.Random(7))
    assert len({case_number() for _ in range(200)}) == 200


def test_every_number_is_read_back_however_it_is_typed() -> None:
    for seed in range(200):
        drawn = case_number(random.Random(seed))
        assert parse_case_number(drawn) == drawn
        assert parse_case_number(f" {drawn.lower().replace('-', ' ')} ") == drawn


@pytest.mark.parametrize("text", ["", "PB-7F3K-9", "PB-7F3K-9I", "7F3K9Q", "pasning"])
def test_other_words_are_not_case_numbers(text: str) -> None:
    assert parse_case_number(text) is None
