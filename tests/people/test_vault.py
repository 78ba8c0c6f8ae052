"""The CPR vault: sealed numbers stay where they were put, and nothing of them can be read beside it."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from plejebro.audit.types import System
from plejebro.kernel.cpr import parse_cpr
from plejebro.people import vault
from plejebro.people.actions import create_person, reveal_number
from plejebro.people.models import CprNumber
from plejebro.people.queries import with_number

# Invented: the serial part is far from any that is given out, and modulus 11 does not hold.
NUMBER = "0908140002"


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_a_number_comes_back_as_it_was(number: str) -> None:
    owner = uuid.uuid4()
    assert vault.unseal(vault.seal(number, owner=owner), owner=owner) == number


def test_a_sealed_number_moved_to_another_person_does_not_open() -> None:
    sealed = vault.seal(NUMBER, owner=uuid.uuid4())
    with pytest.raises(vault.SealBroken):
        vault.unseal(sealed, owner=uuid.uuid4())


def test_one_altered_character_is_found() -> None:
    owner = uuid.uuid4()
    key, _, body = vault.seal(NUMBER, owner=owner).partition("$")
    for place in range(0, len(body) - 2, 7):
        other = "A" if body[place] != "A" else "B"
        with pytest.raises(vault.SealBroken):
            vault.unseal(f"{key}${body[:place]}{other}{body[place + 1 :]}", owner=owner)


def test_a_number_sealed_with_the_old_key_still_opens_and_new_ones_use_the_new(settings: Settings) -> None:
    owner = uuid.uuid4()
    keys = dict(settings.PLEJEBRO_VAULT_KEYS)
    settings.PLEJEBRO_VAULT_KEYS = {"old": keys["old"]}
    sealed = vault.seal(NUMBER, owner=owner)
    settings.PLEJEBRO_VAULT_KEYS = keys
    assert vault.unseal(sealed, owner=owner) == NUMBER
    assert vault.seal(NUMBER, owner=owner).startswith("new$")
    settings.PLEJEBRO_VAULT_KEYS = {"new": keys["new"]}
    with pytest.raises(vault.SealBroken):
        vault.unseal(sealed, owner=owner)


@pytest.mark.django_db
def test_the_database_holds_no_trace_of_the_number_but_finds_it() -> None:
    person = create_person(actor=System(), given_name="Noah", family_name="Prøve", cpr=parse_cpr(NUMBER))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert NUMBER not in " ".join(map(str, row)), table
                assert f"{NUMBER[:6]}-{NUMBER[6:]}" not in " ".join(map(str, row)), table
    assert [kept.person_id for kept in with_number(NUMBER)] == [person.pk]
    assert reveal_number(actor=System(), person=person) == f"{NUMBER[:6]}-{NUMBER[6:]}"


@pytest.mark.django_db
def test_the_index_hangs_on_its_own_key(settings: Settings) -> None:
    create_person(actor=System(), given_name="Noah", family_name="Prøve", cpr=parse_cpr(NUMBER))
    settings.PLEJEBRO_INDEX_KEY = "another-key"
    assert not with_number(NUMBER).exists()
    assert str(CprNumber.objects.order_by("pk").first()) == "CPR-nummer (forseglet)"
