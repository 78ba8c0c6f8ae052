"""The letters: first drafts, what each must hold, versions that nobody loses, and what a sent letter shows."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pypdf
import pytest

from plejebro.decisions import letters
from plejebro.decisions.enums import LetterKind
from plejebro.decisions.letters import LetterFacts
from plejebro.decisions.models import LetterVersion
from tests.decisions.cases import finalises, fresh, hidden, opens, presses, routes, status_of, text_of, url


def facts(**more: Any) -> LetterFacts:
    some: dict[str, Any] = {
        "municipality": "Ådal",
        "case_number": "PB-7F3K-9Q",
        "kind": "move",
        "child": "Emil Sander",
        "family": "Anne og Jens Bak",
        "adviser": "Sara Lund",
        "decided_on": date(2026, 11, 24),
        "answer_by": date(2026, 12, 1),
        "by_committee": False,
        "immediate": False,
        "basis": {"R01": ("BL § 97", "BL § 98"), "R07": ("BL § 98, stk. 2",), "R29": ("FVL §§ 25-26",)},
        "rules": ("barnets lov § 98, stk. 1",),
        "review": ("BL § 98, stk. 3",),
        "alert": ("BL § 152",),
        "stops": (),
    }
    return LetterFacts(**{**some, **more})


def filled(text: str) -> str:
    return re.sub(r"\[[^\]]+\]", "1. december 2026", text)


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("case_kind", ["move", "return_home", "contact"])
@pytest.mark.parametrize("by_committee", [True, False])
def test_a_first_draft_holds_everything_once_it_is_filled_in(kind: LetterKind, case_kind: str, by_committee: bool) -> None:
    given = facts(kind=case_kind, by_committee=by_committee, immediate=by_committee)
    text = letters.draft(kind, given)
    assert letters.missing(kind, filled(text), given) == []


def test_a_decision_without_complaint_guidance_is_flagged() -> None:
    text = filled(letters.draft(LetterKind.DECISION, facts()))
    without = text[: text.index("# Sådan klager du")]
    assert [row.key for row in letters.missing(LetterKind.DECISION, without, facts())] == ["complaint"]


def test_the_notice_must_name_the_review_only_where_the_law_gives_it() -> None:
    with_right, without = facts(), facts(review=())
    text = filled(letters.draft(LetterKind.FAMILY_NOTICE, without))
    assert "vurdering" not in text and letters.missing(LetterKind.FAMILY_NOTICE, text, without) == []
    assert [row.key for row in letters.missing(LetterKind.FAMILY_NOTICE, text, with_right)] == ["review"]


def test_brackets_are_not_sent() -> None:
    text = letters.draft(LetterKind.HEARING, facts())
    assert "filled" in [row.key for row in letters.missing(LetterKind.HEARING, text, facts())]


def test_a_letter_is_saved_in_versions_and_an_overtaken_text_is_kept(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    path, client = url("letter", case, "partshoering"), cast.sara.client()
    stale = hidden(client, path)
    assert presses(cast.sara, path, text="# Partshøring\nVi overvejer noget.").status_code == 302
    late = client.post(path, {**stale, "text": "# Min egen tekst"})
    assert late.status_code == 409
    assert "En anden har gemt en ny version" in text_of(late) and "# Min egen tekst" in text_of(late)
    assert "Mangler" in text_of(late)
    presses(cast.sara, path, text="# Partshøring\nVi overvejer noget.")
    presses(cast.sara, path, text="# Partshøring\nVi overvejer noget andet.")
    assert [row.number for row in LetterVersion.objects.filter(letter__case=case).order_by("number")] == [1, 2]


def test_a_letter_is_a_tagged_danish_pdf_whose_text_is_never_code(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    presses(cast.sara, url("letter", case, "partshoering"), text='# Partshøring\n#panic("nej") $x$ *fed* Æblegrød')
    answer = cast.sara.client().get(f"{url('letter_pdf', case, 'partshoering')}?version=1")
    assert answer.status_code == 200 and "Emil" not in answer["Content-Disposition"]
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and reader.trailer["/Root"]["/Lang"] == "da-DK"
    text = reader.pages[0].extract_text()
    assert '#panic("nej")' in text and "Æblegrød" in text and "Version 1" in text


def test_a_draft_can_be_printed_before_it_is_saved(cast: Any) -> None:
    case = cast.thing("decision:asta")
    answer = cast.sara.client().get(url("letter_pdf", case, "anmodning-om-udtalelse"))
    assert "Kladde" in pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


def test_a_sent_letter_is_dated_evidence_and_a_decision_without_guidance_shows_less(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    routes(cast.sara, case)
    path = url("letter", case, "afgoerelse")
    early = presses(cast.sara, path, text="# Afgørelse\nBegrundelse")
    assert early.status_code == 302
    refused = presses(cast.sara, url("letter_sent", case, "afgoerelse"), on="24.11.2026")
    assert refused.status_code == 409 and "Skriv først afgørelsen ned" in text_of(refused)
    finalises(cast.sara, case, cast.today, "Emil kunne ikke vente.")
    presses(cast.sara, url("letter_sent", case, "afgoerelse"), on="24.11.2026")
    assert status_of(cast.sara, case, "R28") == "Dokumenteret"
    assert status_of(cast.sara, case, "R29") == "Ikke dokumenteret"
    whole = filled(cast.sara.client().get(url("letter", case, "afgoerelse")).context["letter"].text) + GUIDANCE
    presses(cast.sara, path, text=whole)
    presses(cast.sara, url("letter_sent", case, "afgoerelse"), on="24.11.2026")
    assert status_of(cast.sara, case, "R29") == "Dokumenteret"
    assert "22. december 2026" in text_of(cast.sara.client().get(url("case", case)))


GUIDANCE = "\n# Klage\nDu kan klage til Ankestyrelsen inden 4 uger. Send klagen til Ådal Kommune.\n"


def test_a_letter_with_open_brackets_cannot_be_written_down_as_sent(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    presses(cast.sara, url("letter", case, "partshoering"), text="# Partshøring\n[Skriv noget]")
    refused = presses(cast.sara, url("letter_sent", case, "partshoering"), on="24.11.2026")
    assert refused.status_code == 409 and "felter" in text_of(refused)
    assert fresh(case).told_family_on is None


def test_a_request_on_paper_tells_the_family_of_the_case(cast: Any) -> None:
    case = opens(cast.sara, cast.emil)
    presses(cast.sara, url("letter", case, "anmodning-om-udtalelse"), text="# Udtalelse\nSvar senest 1. december 2026.")
    presses(cast.sara, url("letter_sent", case, "anmodning-om-udtalelse"), on="24.11.2026")
    assert fresh(case).told_family_on == cast.today
    assert cast.anne.client().get(url("family", case)).status_code == 200
