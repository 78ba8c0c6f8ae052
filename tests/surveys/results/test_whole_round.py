"""A whole round: 400 invented families and 90 municipalities answer through the real forms, and nothing small comes out."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from html import unescape

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from plejebro.municipalities.listed import reference_rows
from plejebro.municipalities.reference import load_reference
from plejebro.surveys import synthetic
from plejebro.surveys.models import Answer, Frame, FreeText, Round, Ticket
from plejebro.surveys.results.reading import Published, read
from plejebro.surveys.rounds import draw_round, plan_round
from tests.cast import Cast
from tests.surveys.helpers import form_of, plan

pytestmark = pytest.mark.django_db

HIDDEN = "for få svar"
NUMBERS = ("n", "positive", "andel", "nedre", "oevre", "middel", "svar5", "svar4", "svar3", "svar2", "svar1", "aendring")


@dataclass
class Played:
    """A round that has been played through."""

    row: Round
    found: Published
    sent: int

    def get(self, what: str = "") -> bytes:
        """A page or file of the results, as anybody gets it."""
        answer = Client().get(f"/maalinger/{self.row.public_id}/resultat/{what}")
        assert answer.status_code == 200
        return bytes(answer.content)

    def text(self, what: str = "") -> str:
        """The same as text."""
        return unescape(self.get(what).decode())

    def hidden(self, side: str, key: str) -> set[str]:
        """The groups whose cell is hidden."""
        one = self.found.question(side, key)
        assert one is not None
        return {group for group, cell in one.cells.items() if cell.hidden}


@pytest.fixture
def played(cast: Cast) -> Played:
    """Drawn, opened, answered, closed and published by an analyst."""
    load_reference()
    actor, analyst = cast.agnete.viewer(), cast.agnete.client()
    given = plan(municipality_form=form_of("municipality"), title="Den store prøve")
    row = plan_round(actor=actor, plan=given, seed=7, is_synthetic=True)
    draw_round(actor=actor, round_=row, members=synthetic.national([one.code for one in reference_rows()]))
    path = f"/maalinger/{row.public_id}/"
    assert analyst.post(f"{path}aabn/").status_code == 302
    sent = synthetic.answer_round(actor=actor, round_=row, seed=1)
    for step in ("luk/", "resultat/offentliggoer/"):
        assert analyst.post(f"{path}{step}").status_code == 302
    row.refresh_from_db()
    return Played(row, read(row.publication.content), sent)


def test_every_answer_is_counted_once_and_a_municipality_with_few_is_named_nowhere(played: Played) -> None:
    frames = Frame.objects.filter(round=played.row)
    families = frames.filter(side="family")

    assert sum(frame.population for frame in families) == synthetic.FAMILIES
    assert frames.values("municipality_code").distinct().count() >= 70, "spread over the country"
    assert played.sent == Answer.objects.filter(round=played.row).count() == sum(frame.answered for frame in frames)
    assert played.sent == sum(side.answered or 0 for side in played.found.sides.values())
    assert not Ticket.objects.filter(round=played.row).exclude(label="", answered=False).exists()
    assert FreeText.objects.filter(round=played.row).exists() and played.found.texts == (), "nobody has read them yet"

    few = {frame.municipality_code for frame in Frame.objects.filter(round=played.row)} - set(played.found.places)

    assert len(few) > 50
    assert not few & {row["gruppe"] for row in _csv(played)}
    assert not few & set(json.loads(played.get("tal.json"))["municipalities"])


def test_a_hidden_cell_is_hidden_on_the_page_the_map_and_in_every_file(played: Played) -> None:
    """Samsø: five families answered, and one of them did not know."""
    assert played.hidden("family", "samlet") == {"741"}
    assert sum(_truth(played, "741")) == 4

    for page in (played.text(), played.text("family/samlet/")):
        row = re.search(r'<th scope="row">Samsø</th>\s*<td[^>]*data-label="Plejefamilier">(.*?)</td>', page, re.S)
        assert row and re.sub(r"<[^>]*>", "", row[1]).strip() == HIDDEN
        assert f"<title>Samsø: {HIDDEN}</title>" in page

    (line,) = [one for one in _csv(played) if _is(one, "family", "samlet", "741")]
    assert line["skjult"] == "1" and not any(line[name] for name in NUMBERS)
    cells: dict[str, object]
    (cells,) = [one for one in _xlsx(played) if _is(one, "family", "samlet", "741")]
    assert cells["skjult"] == 1 and not any(cells[name] is not None for name in NUMBERS)
    (one,) = [one for one in json.loads(played.get("tal.json"))["questions"] if _is(one, "family", "samlet")]
    assert one["by"]["741"] == {"suppressed": True}
    assert re.search(rf"Samsø\s+Plejefamilier\s+{HIDDEN}\s+{HIDDEN}\s", _pdf(played))


def test_a_hidden_size_group_is_hatched_in_the_chart_and_every_format_says_the_same(played: Played) -> None:
    assert {"small", "large"} <= played.hidden("municipality", "konsulent-samlet")
    assert not played.hidden("municipality", "samlet")

    hatched, plain = (played.text(f"municipality/{key}/") for key in ("konsulent-samlet", "samlet"))

    assert hatched.count('fill="url(#grupper-skraveret)"') >= 2
    assert 'fill="url(#grupper-skraveret)"' not in plain
    _every_format_says_the_same(played)


def _every_format_says_the_same(played: Played) -> None:
    by_csv = {(one["side"], one["spoergsmaal"], one["gruppe"]): one["n"] for one in _csv(played)}
    by_xlsx = {(one["side"], one["spoergsmaal"], one["gruppe"]): _or_nothing(one["n"]) for one in _xlsx(played)}
    by_json = {
        (one["side"], one["key"], group): str(cell.get("n", ""))
        for one in json.loads(played.get("tal.json"))["questions"]
        if "by" in one
        for group, cell in {**({"all": one["all"]} if "all" in one else {}), **one["by"]}.items()
    }

    assert by_csv == by_xlsx == by_json
    assert 40 < sum(not n for n in by_csv.values()) < len(by_csv) / 2
    assert all(int(n) >= 5 for n in by_csv.values() if n)


def _truth(played: Played, code: str) -> list[int]:
    rows = Answer.objects.filter(round=played.row, side="family", municipality_code=code)
    given = [row.answers.get("samlet") for row in rows]
    return [given.count(step) for step in (5, 4, 3, 2, 1)]


def _is(row: dict[str, object], side: str, key: str, group: str = "") -> bool:
    named = (row["side"], row.get("spoergsmaal", row.get("key")))
    return named == (side, key) and row.get("gruppe", "") == group


def _csv(played: Played) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(played.get("tal.csv").decode("utf-8-sig")), delimiter=";"))


def _xlsx(played: Played) -> list[dict[str, object]]:
    header, *rows = load_workbook(io.BytesIO(played.get("tal.xlsx")))["Tal"].iter_rows(values_only=True)
    return [dict(zip(map(str, header), (_or_nothing(value, keep=True) for value in row), strict=True)) for row in rows]


def _or_nothing(value: object, *, keep: bool = False) -> object:
    return value if keep else "" if value is None else str(value)


def _pdf(played: Played) -> str:
    pages = PdfReader(io.BytesIO(played.get("resultat.pdf"))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages) + " "
