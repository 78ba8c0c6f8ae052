"""Names keep the sender's words and lose what could hurt or mislead."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plejebro.documents.rules import KINDS, MAX_NAME_LENGTH, FileRefused, Refusal, check_quota, clean_name, size_text

PDF, JPG = KINDS["pdf"], KINDS["jpg"]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Brev til kommunen æøå.pdf", "Brev til kommunen æøå.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Lone\\brev.PDF", "brev.pdf"),
        ("faktura.pdf.exe", "faktura.pdf"),
        ("gpj\u202efdp.exe", "gpjfdp.pdf"),
        ("brev\x00.html", "brev.pdf"),
        ("a\u200bb\ufeffc.pdf", "abc.pdf"),
        ("linje\r\nSet-Cookie: a.pdf", "linje Set-Cookie a.pdf"),
        ('"><script>.svg', "script.pdf"),
        ("NUL.pdf", "fil NUL.pdf"),
        ("..", "fil.pdf"),
        ("", "fil.pdf"),
        (".pdf", "fil.pdf"),
        ("møde 12.5", "møde 12.5.pdf"),
        ("A\u030arsrapport.pdf", "Årsrapport.pdf"),
    ],
)
def test_a_name_becomes_safe_and_stays_readable(raw: str, name: str) -> None:
    assert clean_name(raw, PDF) == name


def test_a_phones_photo_gets_the_ending_it_was_given_here() -> None:
    assert clean_name("IMG_0001.HEIC", JPG) == "IMG_0001.jpg"


@given(st.text(max_size=300))
def test_any_text_becomes_a_safe_name(raw: str) -> None:
    name = clean_name(raw, PDF)
    assert name.endswith(".pdf")
    assert 5 <= len(name) <= MAX_NAME_LENGTH
    assert not set(name) & set('/\\<>:"|?*%')
    assert not [sign for sign in name if unicodedata.category(sign)[0] == "C"]
    assert clean_name(name, PDF) == name


def test_a_full_case_and_a_full_day_each_have_their_sentence() -> None:
    mb = 1024 * 1024
    check_quota(new_bytes=mb, case_bytes=499 * mb, day_bytes=199 * mb)
    with pytest.raises(FileRefused) as case:
        check_quota(new_bytes=mb + 1, case_bytes=499 * mb, day_bytes=0)
    with pytest.raises(FileRefused) as day:
        check_quota(new_bytes=mb + 1, case_bytes=None, day_bytes=199 * mb)
    assert (case.value.reason, day.value.reason) == (Refusal.CASE_FULL, Refusal.DAY_FULL)


def test_every_refusal_is_a_whole_danish_sentence() -> None:
    assert [
        reason.name for reason in Refusal if not reason.value.endswith((".", ")")) or not reason.value[0].isupper()
    ] == []


def test_sizes_are_written_the_danish_way() -> None:
    assert [size_text(812), size_text(14_336), size_text(2_516_582)] == ["812 byte", "14 kB", "2,4 MB"]
