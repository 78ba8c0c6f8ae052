"""The pages and files of a published round; what is hidden is hidden in every one of them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import asdict
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from plejebro.municipalities.reference import load_reference
from plejebro.surveys.models import Round
from plejebro.surveys.results import pdf
from plejebro.surveys.results.actions import publish_results
from plejebro.surveys.results.pages import results_page
from plejebro.surveys.results.publication import compute
from plejebro.surveys.results.reading import read
from tests.cast import Cast
from tests.surveys.results.making import QUESTIONS, closed_round, steps

pytestmark = pytest.mark.django_db

# 155 has four answers: no number in the world but these is 4321 alike, so that it can be looked for.
PLACES = {
    "101": steps(26, 28, 14, 12, 11),
    "147": steps(13, 14, 12, 12),
    "151": steps(12, 13, 13),
    "153": steps(11, 14, 12, 11),
    "155": steps(one=4),
    "901": steps(7, 4, 3, 2, 1),
}
STAFF = {"101": steps(5, 5, 2, 1), "147": steps(4, 3, 2), "901": steps(3, 3, 2, 1)}


@pytest.fixture
def round_(cast: Cast) -> Round:
    """A published round among municipalities with names."""
    load_reference()
    row = closed_round(PLACES, STAFF)
    publish_results(actor=cast.agnete.viewer(), round_=row)
    row.refresh_from_db()
    return row


def get(row: Round, name: str = "results", *more: str, client: Client | None = None) -> Any:
    return (client or Client()).get(reverse(f"surveys:{name}", args=[row.public_id, *more]))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_anybody_can_read_a_published_round_without_logging_in(round_: Round) -> None:
    page, index = get(round_), Client().get(reverse("surveys:results_index"))

    assert page.status_code == index.status_code == 200
    assert "af plejefamilierne og" in text(page) and "er tilfredse med samarbejdet alt i alt" in text(page)
    assert round_.title in text(index) and "er tilfredse med samarbejdet" in text(index)


def test_nobody_sees_a_round_that_is_not_published(cast: Cast) -> None:
    row = closed_round(PLACES)

    assert get(row).status_code == get(row, "results_csv").status_code == get(row, "results_print").status_code == 404
    assert get(row, "results_question", "family", "samlet").status_code == 404


def test_the_pages_say_that_the_data_are_synthetic(round_: Round, cast: Cast) -> None:
    pages = [get(round_), get(round_, "results_question", "family", "samlet")]
    pages.append(get(round_, "results_municipality", "901", client=cast.birgit.client()))

    assert all("SYNTETISKE DATA" in text(page) for page in pages)
    assert all("SYNTETISKE DATA" in text(get(round_, name)) for name in ("results_codebook", "results_sps", "results_do"))
    assert json.loads(get(round_, "results_json").content)["note"].startswith("SYNTETISKE DATA")


def test_every_drawing_and_every_row_of_figures_says_so_too_for_they_are_cut_out_and_copied(round_: Round) -> None:
    for page in (text(get(round_)), text(get(round_, "results_question", "family", "samlet"))):
        drawings = re.findall(r'<svg viewBox="[^"]*" role="img".*?</svg>', page, re.S)
        assert drawings and all(">SYNTETISKE DATA</text>" in drawing for drawing in drawings)
        heats = re.findall(r'<section class="heat".*?</caption>', page, re.S)
        assert all("SYNTETISKE DATA" in heat for heat in heats)
    _, *rows = text(get(round_, "results_csv")).strip().split("\r\n")
    assert rows and all(row.startswith("SYNTETISKE DATA: ") for row in rows)


def test_figures_of_real_answers_do_not_say_that_they_are_invented(cast: Cast) -> None:
    row = closed_round(PLACES, STAFF, is_synthetic=False)
    publish_results(actor=cast.agnete.viewer(), round_=row)

    names = ("results", "results_csv", "results_json", "results_codebook", "results_sps", "results_do")
    assert not [name for name in names if "SYNTETISKE" in text(get(row, name))]


def test_a_question_has_both_sides_and_every_municipality(round_: Round) -> None:
    page = text(get(round_, "results_question", "family", "svartid"))

    assert "Hvor tilfredse er I med svartiden?" in page and "Meget utilfreds" in page
    assert "København" in page and "Frederiksberg" in page
    assert get(round_, "results_question", "family", "findes-ikke").status_code == 404


class TestTheHiddenCell:
    """Municipality 155 with four answers, and the ones that are hidden for its sake."""

    @pytest.fixture
    def hidden(self, round_: Round) -> set[str]:
        one = read(round_.publication.content).question("family", "samlet")
        assert one
        found = {key for key, cell in one.cells.items() if cell.hidden}
        assert "155" in found and len(found) > 1
        return found

    def test_is_not_in_what_is_kept(self, round_: Round, hidden: set[str]) -> None:
        cells = round_.publication.content["questions"][0]["cells"]

        assert {key for key, cell in cells.items() if cell is None} == hidden

    def test_is_for_few_on_the_page_and_hatched_on_the_map(self, round_: Round) -> None:
        page = text(get(round_, "results_question", "family", "samlet"))
        row = re.search(r"<tr>\s*<th scope=\"row\">Dragør</th>.*?</tr>", page, re.S)

        assert row and "for få svar" in row[0] and not re.search(r"\d", re.sub(r"<[^>]*>", "", row[0]).replace("Dragør", ""))
        assert re.search(r"<g class=\"place-square hidden\"><title>Dragør: for få svar</title><rect[^>]*skraveret", page)

    def test_is_hatched_on_the_municipalitys_own_page(self, cast: Cast) -> None:
        row = closed_round({**PLACES, "901": steps(one=4)}, STAFF)
        publish_results(actor=cast.agnete.viewer(), round_=row)

        page = text(get(row, "results_municipality", "901", client=cast.birgit.client()))

        assert re.search(r"<rect[^>]*fill=\"url\(#kommune-family-skraveret\)\"", page)
        assert "for få svar" in page

    def test_is_empty_in_csv(self, round_: Round, hidden: set[str]) -> None:
        rows = list(csv.DictReader(io.StringIO(text(get(round_, "results_csv")).lstrip("\ufeff")), delimiter=";"))
        mine = [row for row in rows if row["side"] == "family" and row["spoergsmaal"] == "samlet"]

        assert {row["gruppe"] for row in mine if row["skjult"] == "1"} == hidden
        numbers = ("n", "positive", "andel", "nedre", "oevre", "middel", "svar1", "svar5", "aendring")
        assert not any(row[name] for row in mine if row["skjult"] == "1" for name in numbers)
        assert next(row for row in mine if row["gruppe"] == "101")["n"] == "91"

    def test_is_empty_in_xlsx(self, round_: Round, hidden: set[str]) -> None:
        book = load_workbook(io.BytesIO(get(round_, "results_xlsx").content))
        header, *rows = book["Tal"].iter_rows(values_only=True)
        mine = [dict(zip(header, row, strict=True)) for row in rows if row[2:4] == ("family", "samlet")]

        assert {row["gruppe"] for row in mine if row["skjult"] == 1} == hidden
        assert all(row["n"] is None and row["andel"] is None for row in mine if row["skjult"] == 1)

    def test_is_suppressed_in_json(self, round_: Round, hidden: set[str]) -> None:
        found = json.loads(get(round_, "results_json").content)
        one = next(one for one in found["questions"] if (one["side"], one["key"]) == ("family", "samlet"))
        cells = {"all": one["all"], **one["by"]}

        assert {key for key, cell in cells.items() if cell == {"suppressed": True}} == hidden
        assert cells["101"]["n"] == 91 and 0 < cells["101"]["low"] < cells["101"]["share"] < cells["101"]["high"] < 1

    def test_is_for_few_in_the_pdf(self, round_: Round) -> None:
        content = pdf.content_of(results_page(read(round_.publication.content)))
        row = next(row for row in content["tables"][3][1] if row[:2] == ["Dragør", "Plejefamilier"])

        assert row[2:] == ["for få svar", "for få svar", "", "", ""]
        made = get(round_, "results_print")
        assert made.content.startswith(b"%PDF-") and made["Content-Type"] == "application/pdf"

    def test_would_be_seen_without_protection(self, cast: Cast) -> None:
        """The control: with no rules the same page shows the four."""
        from plejebro.kernel.disclosure import Rules

        content = compute(closed_round(PLACES), rules=Rules(threshold=0, otherwise=0))

        assert content["questions"][0]["cells"]["155"] == [0, 0, 0, 0, 4]


def test_a_text_that_looks_like_a_formula_is_only_text_in_the_files(cast: Cast) -> None:
    asked = ({**QUESTIONS[0], "text": "=2+5+cmd|' /C calc'!A0"}, *QUESTIONS[1:])
    row = closed_round(PLACES, questions=asked, title="@SUM(1+1)", is_synthetic=False)
    publish_results(actor=cast.agnete.viewer(), round_=row)

    assert ";'=2+5" in text(get(row, "results_codebook"))
    assert "\r\n'@SUM" in text(get(row, "results_csv"))
    book = load_workbook(io.BytesIO(get(row, "results_xlsx").content))
    assert not [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


def test_the_label_files_name_every_column_and_close_their_quotes(cast: Cast) -> None:
    asked = ({**QUESTIONS[0], "text": "Er I \"glade\" for 'det'? `x' $y"}, *QUESTIONS[1:])
    row = closed_round(PLACES, questions=asked)
    publish_results(actor=cast.agnete.viewer(), round_=row)
    sps, do = text(get(row, "results_sps")), text(get(row, "results_do"))
    header = text(get(row, "results_csv")).lstrip("\ufeff").split("\r\n")[0].split(";")

    assert all(f"  {name} '" in sps for name in header)
    assert all(f'label variable {name} `"' in do for name in header)
    assert "''det''" in sps and "$y" not in do and "`x" not in do


def test_a_leader_sees_the_own_municipality_beside_its_group_and_the_whole(round_: Round, cast: Cast) -> None:
    for who in (cast.birgit, cast.hanne, cast.tove):
        page = get(round_, "results_municipality", "901", client=who.client())
        assert page.status_code == 200 and "Jeres kommune mod gruppen og hele landet" in text(page)
    assert "Se jeres kommunes tal" in text(get(round_, client=cast.birgit.client()))


def test_a_leader_whose_municipality_has_few_answers_is_told_why_there_is_no_page_of_its_own(
    round_: Round, cast: Cast
) -> None:
    page = text(get(round_, client=cast.rikke.client()))
    assert "ingen eller for få svar til at blive vist for sig" in page and "Se jeres kommunes tal" not in page
    assert "for få svar til at blive vist for sig" not in text(get(round_)) + text(get(round_, client=cast.inger.client()))


def test_a_leader_does_not_open_another_municipalitys_page(round_: Round, cast: Cast) -> None:
    assert get(round_, "results_municipality", "101", client=cast.birgit.client()).status_code == 404
    assert get(round_, "results_municipality", "901", client=cast.rikke.client()).status_code == 404
    assert get(round_, "results_municipality", "101", client=cast.agnete.client()).status_code == 200
    assert get(round_, "results_municipality", "901", client=cast.sara.client()).status_code == 403


def test_the_analyst_sees_the_draft_and_publishes(cast: Cast) -> None:
    row, analyst = closed_round(PLACES, STAFF), cast.agnete.client()
    draft = get(row, "results_preview", client=analyst)
    asked = get(row, "results_publish", client=analyst)
    done = analyst.post(reverse("surveys:results_publish", args=[row.public_id]))
    row.refresh_from_db()

    assert "Et udkast, som kun analytikere kan se" in text(draft) and "Hent tallene" not in text(draft)
    assert "Alle kan se resultatet" in text(asked) and "for få svar" in text(draft)
    assert done.status_code == 302 and row.state == "published"
    assert get(row).status_code == 200


def test_the_draft_of_an_open_round_says_why_there_are_no_figures(cast: Cast) -> None:
    page = get(closed_round(PLACES, state="open"), "results_preview", client=cast.agnete.client())

    assert "Der er ingen tal, før målingen er lukket" in text(page)


def test_nobody_but_the_analyst_sees_the_draft(cast: Cast) -> None:
    row = closed_round(PLACES)

    for who in (cast.birgit, cast.inger, cast.rune):
        assert get(row, "results_preview", client=who.client()).status_code == 404
        address = reverse("surveys:results_publish", args=[row.public_id])
        assert who.client().post(address).status_code == 404
    row.refresh_from_db()
    assert row.state == "closed"


def test_the_page_is_made_of_the_publication_alone(round_: Round) -> None:
    """The answers could be gone: two queries, for the figures and for what the municipalities say of them."""
    from bench.counting import counted

    with patch("plejebro.surveys.results.publication.count_round", side_effect=AssertionError), counted() as queries:
        assert get(round_).status_code == 200
    assert queries[0] == 2


def test_a_page_with_few_answers_everywhere_is_calm(cast: Cast) -> None:
    row = closed_round({"101": steps(one=3), "147": steps(five=1)})
    publish_results(actor=cast.agnete.viewer(), round_=row)

    assert "For få har svaret til et samlet resultat" in text(get(row))
    assert get(row, "results_question", "family", "samlet").status_code == 200
    assert get(row, "results_print").status_code == 200


def test_the_page_model_holds_no_hidden_number(round_: Round) -> None:
    """Whatever a template forgets: a hidden figure is words already."""
    model = results_page(read(round_.publication.content))
    figures = [one for line in model.places for _, one in line.figures if one.hidden]

    assert figures and all(set(asdict(one).values()) == {"for få svar", "", True} for one in figures)


def test_a_survey_of_other_things_has_no_word_of_satisfaction_alt_i_alt(cast: Cast) -> None:
    """The questionnaire on work has scales where the uppermost answer is not the best, and nothing asked alt i alt."""
    asked = ({"key": "naa", "kind": "frequency", "text": "Hvor ofte er der mere at gøre, end du kan nå?"},)
    row = closed_round(PLACES, questions=asked, title="Arbejdsmiljø")
    publish_results(actor=cast.agnete.viewer(), round_=row)

    page = text(get(row))

    assert "<h1>Svarene fra Arbejdsmiljø</h1>" in page and "Hvor ofte er der mere at gøre" in page
    assert "tilfredse med samarbejdet" not in page


class TestASurveyOfTheWorkEnvironment:
    """It has no question on the whole, one side alone, and scales whose top is nothing to be glad of."""

    @pytest.fixture
    def page(self, cast: Cast) -> str:
        from plejebro.surveys.editing.shipped import load_shipped
        from plejebro.surveys.models import Questionnaire

        load_shipped()
        asked = [
            {"key": one["key"], "kind": one["kind"], "text": one["text"], "dimension": one["dimension"]}
            for section in Questionnaire.objects.get(code="arbejdsmiljoe", number=1).content["sections"]
            for one in section["questions"]
            if one["kind"] in ("frequency", "agreement")
        ]
        row = closed_round(PLACES, questions=asked, title="Arbejdsmiljø")
        publish_results(actor=cast.agnete.viewer(), round_=row)
        return text(get(row))

    def test_does_not_say_that_too_few_have_answered(self, page: str) -> None:
        assert "For få har svaret til et samlet resultat" not in page
        assert "<h1>Svarene fra Arbejdsmiljø</h1>" in page

    def test_calls_nobody_satisfied_and_no_answer_good(self, page: str) -> None:
        main = re.sub(r"<[^>]*>", " ", page.split("<main")[1].split("</main>")[0])
        assert "tilfredse med" not in main and "bedste svar" not in main
        assert "svarer oftest øverst på skalaen" in main

    def test_names_each_question_in_its_own_words(self, page: str) -> None:
        assert "Hvor ofte ligger du vågen, fordi opgaven fylder?" in page
        assert "Soevn" not in page and "Foelelser" not in page

    def test_has_no_empty_card_on_small_and_large_municipalities(self, page: str) -> None:
        assert "Små og store kommuner" not in page
