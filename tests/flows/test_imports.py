"""A municipality brings its own data in: preview, bad rows with line and reason, all or nothing, twice is once."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from plejebro.audit.types import System
from plejebro.cli.main import main
from plejebro.cli.story.homes import nobodys_number
from plejebro.families.models import Family, FamilyMember, FamilyMunicipality
from plejebro.flows import imports
from plejebro.flows.enums import ImportKind
from plejebro.flows.import_columns import COLUMNS
from plejebro.flows.imports import ImportRefused, apply_sheet, make_plan
from plejebro.flows.models import ImportBatch
from plejebro.flows.samples import sample_csv
from plejebro.flows.sheets import SheetRefused, read_sheet
from plejebro.municipalities.models import Employment, Municipality, Unit
from plejebro.people.models import CprNumber, Person, Protection
from plejebro.placements.models import Placement

DOCS = Path(__file__).parents[2] / "docs" / "import"
KINDS = list(ImportKind)


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def table(kind: ImportKind, *rows: dict[str, str]) -> bytes:
    """A file of the kind with these rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.name for column in COLUMNS[kind]], delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def bring_in(municipality: Municipality, kind: ImportKind, content: bytes, name: str = "fil.csv") -> Any:
    return apply_sheet(
        actor=System("Prøve", municipality.code), kind=kind, municipality=municipality, sheet=read_sheet(content, name)
    )


def faults(municipality: Municipality, kind: ImportKind, *rows: dict[str, str]) -> list[tuple[int, str]]:
    plan = make_plan(kind=kind, municipality=municipality, sheet=read_sheet(table(kind, *rows), "fil.csv"))
    return [(fault.line, fault.sentence) for fault in plan.faults]


def worker(**more: str) -> dict[str, str]:
    return {"navn": "Gry Sønderby", "e-mail": "gry@eksempel.dk", "rolle": "konsulent", **more}


def home(**more: str) -> dict[str, str]:
    return {"id": "F-1", "fornavn 1": "Grethe", "efternavn 1": "Holst", "e-mail 1": "grethe@eksempel.dk", **more}


def child(**more: str) -> dict[str, str]:
    return {"id": "A-1", "familie-id": "F-1", "fornavn": "Alma", "efternavn": "Friis", "fra": "01-10-2026", **more}


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Employment, Unit, Family, FamilyMember, Person, Placement, Protection))


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_in_the_docs_is_the_one_the_page_hands_out(kind: ImportKind) -> None:
    assert (DOCS / f"{kind.value}.csv").read_bytes() == sample_csv(kind)


def test_the_docs_name_every_column(cast: Any) -> None:
    text = (DOCS / "kolonner.md").read_text(encoding="utf-8")
    for kind in KINDS:
        for column in COLUMNS[kind]:
            assert f"| {column.name} | {'ja' if column.needed else 'nej'} | {column.meaning} |" in text


def test_the_three_samples_are_brought_in_and_a_second_time_changes_nothing(cast: Any) -> None:
    skovlund = cast.municipality("903")
    for kind, created in zip(KINDS, (4, 2, 3), strict=True):
        plan = bring_in(skovlund, kind, (DOCS / f"{kind.value}.csv").read_bytes())
        assert plan.created == created
    before = counts()
    for kind in KINDS:
        plan = bring_in(skovlund, kind, (DOCS / f"{kind.value}.csv").read_bytes())
        assert (plan.created, plan.updated) == (0, 0), [step for step in plan.steps if step.changes]
    assert counts() == before
    sofus = Placement.objects.get(external_ref="A-2001")
    assert sofus.family == FamilyMunicipality.objects.get(external_ref="F-1001").family
    assert sofus.assignments.filter(ends__isnull=True).count() == 2
    assert Placement.objects.get(external_ref="A-1990").ends == date(2025, 6, 30)
    assert Protection.objects.filter(person=Placement.objects.get(external_ref="A-2002").child).count() == 1


def test_an_excel_file_with_real_dates_and_numbers_is_read_the_same(cast: Any) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["ID", "Familie-ID", "Fornavn", "Efternavn", "Født", "CPR", "Fra"])
    born = date(2016, 3, 1)
    number = nobodys_number(born).number
    assert number.startswith("0"), "a spreadsheet drops this zero"
    sheet.append([77, "F-1", "Alma", "Friis", born, int(number), date(2026, 10, 1)])
    content = io.BytesIO()
    book.save(content)
    adal = cast.municipality("901")
    bring_in(adal, ImportKind.FAMILIES, table(ImportKind.FAMILIES, home()))
    bring_in(adal, ImportKind.PLACEMENTS, content.getvalue(), "børn.xlsx")
    row = Placement.objects.get(external_ref="77")
    assert row.child.born_on == born
    assert row.starts == date(2026, 10, 1)
    assert CprNumber.objects.filter(person=row.child).exists()


def test_every_bad_row_is_named_with_its_line_and_why(cast: Any) -> None:
    adal = cast.municipality("901")
    found = faults(
        adal,
        ImportKind.EMPLOYEES,
        worker(),
        worker(rolle="gartner"),
        worker(**{"e-mail": "ikke en adresse"}),
        worker(rolle="rådgiver", fra="31-02-2026"),
        worker(),
        worker(navn="", rolle="teamleder"),
        worker(rolle="afdelingsleder", fra="02-03-2026", til="01-03-2026"),
    )
    assert [line for line, _ in found] == [3, 4, 5, 6, 7, 8]
    text = " ".join(sentence for _, sentence in found)
    for part in (
        "gartner",
        "ikke en e-mailadresse",
        "31-02-2026",
        "står også i linje 2",
        "Navnet mangler",
        "før den første",
    ):
        assert part in text


def test_one_bad_row_keeps_the_whole_file_out(cast: Any) -> None:
    before = counts()
    with pytest.raises(ImportRefused) as refused:
        bring_in(
            cast.municipality("901"),
            ImportKind.EMPLOYEES,
            table(ImportKind.EMPLOYEES, worker(enhed="Ny enhed"), worker(rolle="x")),
        )
    assert refused.value.faults[0].line == 3
    assert counts() == before


def test_a_row_the_database_refuses_takes_everything_back(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    adal, before = cast.municipality("901"), counts()
    from plejebro.flows import import_employees
    from plejebro.kernel.refusals import NotPossible
    from plejebro.municipalities.actions import create_employee

    def second_fails(**facts: Any) -> Any:
        if facts["worker"].email == "ib@eksempel.dk":
            raise NotPossible("Der er allerede en medarbejder med den e-mail i den rolle.")
        return create_employee(**facts)

    monkeypatch.setattr(import_employees, "create_employee", second_fails)
    content = table(ImportKind.EMPLOYEES, worker(), worker(**{"e-mail": "ib@eksempel.dk"}))
    with pytest.raises(ImportRefused) as refused:
        bring_in(adal, ImportKind.EMPLOYEES, content)
    assert refused.value.faults[0].line == 3
    assert counts() == before


def test_a_corrected_file_corrects_and_an_empty_cell_leaves_alone(cast: Any) -> None:
    adal = cast.municipality("901")
    bring_in(
        adal,
        ImportKind.EMPLOYEES,
        table(ImportKind.EMPLOYEES, worker(telefon="70 10 10 10", enhed="Nattevagten", fra="01-01-2026")),
    )
    plan = bring_in(adal, ImportKind.EMPLOYEES, table(ImportKind.EMPLOYEES, worker(navn="Gry Holm")))
    assert (plan.created, plan.updated) == (0, 1)
    row = Employment.objects.get(email="gry@eksempel.dk")
    assert (row.full_name, row.phone, row.starts) == ("Gry Holm", "70 10 10 10", date(2026, 1, 1))
    assert row.unit and row.unit.name == "Nattevagten"
    bring_in(adal, ImportKind.EMPLOYEES, table(ImportKind.EMPLOYEES, worker(navn="Gry Holm", til="30-11-2026")))
    row.refresh_from_db()
    assert row.ends == date(2026, 11, 30)
    assert (
        bring_in(adal, ImportKind.EMPLOYEES, table(ImportKind.EMPLOYEES, worker(navn="Gry Holm", til="30-11-2026"))).same
        == 1
    )


def test_a_family_keeps_a_name_corrected_by_hand_and_gets_its_new_member(cast: Any) -> None:
    adal = cast.municipality("901")
    bring_in(adal, ImportKind.FAMILIES, table(ImportKind.FAMILIES, home()))
    family = FamilyMunicipality.objects.get(external_ref="F-1").family
    Family.objects.filter(pk=family.pk).update(name="Familien Holst på bakken")
    assert bring_in(adal, ImportKind.FAMILIES, table(ImportKind.FAMILIES, home())).same == 1
    more = home(**{"fornavn 2": "Aksel", "efternavn 2": "Holst"})
    assert bring_in(adal, ImportKind.FAMILIES, table(ImportKind.FAMILIES, more)).updated == 1
    family.refresh_from_db()
    assert family.name == "Grethe og Aksel Holst"
    assert bring_in(adal, ImportKind.FAMILIES, table(ImportKind.FAMILIES, more)).same == 1


def test_a_half_approval_and_a_wrong_postal_code_are_named(cast: Any) -> None:
    found = faults(
        cast.municipality("901"),
        ImportKind.FAMILIES,
        home(godkendelse="almen"),
        home(id="F-2", pladser="2"),
        home(id="F-3", postnr="99"),
        home(id="F-4", godkendelse="kongelig", pladser="2"),
        home(id="F-5", **{"fornavn 2": "Aksel", "efternavn 2": "H", "e-mail 2": "grethe@eksempel.dk"}),
    )
    assert [line for line, _ in found] == [2, 3, 4, 5, 6]


def test_a_placement_without_its_family_its_people_or_its_reason_is_named(cast: Any) -> None:
    adal = cast.municipality("901")
    bring_in(adal, ImportKind.FAMILIES, table(ImportKind.FAMILIES, home()))
    found = faults(
        adal,
        ImportKind.PLACEMENTS,
        child(**{"familie-id": "F-9"}),
        child(id="A-2", rådgiver="peter.skov@eksempel.dk"),
        child(id="A-3", til="01-11-2026"),
        child(id="A-4", enhed="Findes ikke"),
        child(id="A-5", cpr="99"),
    )
    assert [line for line, _ in found] == [2, 3, 4, 5, 6]


def test_a_child_is_known_by_its_number_among_the_municipalitys_own_only(cast: Any) -> None:
    adal = cast.municipality("901")
    bring_in(adal, ImportKind.FAMILIES, table(ImportKind.FAMILIES, home()))
    liv, mia, oliver = (nobodys_number(cast.child(key).born_on).in_full for key in ("liv", "mia", "oliver"))
    [(line, sentence)] = faults(adal, ImportKind.PLACEMENTS, child(cpr=liv))
    assert (line, "allerede en anbringelse hos jer" in sentence) == (2, True)
    assert liv not in sentence
    assert faults(adal, ImportKind.PLACEMENTS, child(cpr=mia)) == []
    bring_in(
        adal, ImportKind.PLACEMENTS, table(ImportKind.PLACEMENTS, child(fornavn="Oliver", efternavn="Bech", cpr=oliver))
    )
    assert cast.child("oliver").placements.count() == 2


def test_two_placements_of_one_child_in_the_same_file_are_one_child(cast: Any) -> None:
    adal = cast.municipality("901")
    bring_in(adal, ImportKind.FAMILIES, table(ImportKind.FAMILIES, home(), home(id="F-2", **{"e-mail 1": "b@eksempel.dk"})))
    number = nobodys_number(date(2015, 2, 3)).in_full
    now = child(id="A-2", cpr=number, fra="01-06-2024", **{"familie-id": "F-2"})
    then = child(cpr=number, fra="01-06-2020", til="31-05-2024", ophørsgrund="andet")
    bring_in(adal, ImportKind.PLACEMENTS, table(ImportKind.PLACEMENTS, now, then))
    rows = list(Placement.objects.filter(external_ref__in=["A-1", "A-2"]).order_by("starts"))
    assert rows[0].child == rows[1].child
    overlap = child(id="A-3", cpr=number, fra="01-05-2024", til="01-06-2024", ophørsgrund="andet")
    assert faults(adal, ImportKind.PLACEMENTS, overlap)


def test_a_file_never_changes_the_adviser_behind_the_familys_back(cast: Any) -> None:
    adal = cast.municipality("901")
    sara, lars = cast.job("sara").email, cast.job("lars").email
    bring_in(adal, ImportKind.FAMILIES, table(ImportKind.FAMILIES, home()))
    bring_in(adal, ImportKind.PLACEMENTS, table(ImportKind.PLACEMENTS, child(rådgiver=sara)))
    plan = bring_in(adal, ImportKind.PLACEMENTS, table(ImportKind.PLACEMENTS, child(rådgiver=lars)))
    assert plan.same == 1
    assert "Brug overlevering" in plan.remarks[0]
    assert Placement.objects.get(external_ref="A-1").assignments.get().employment == cast.job("sara")


def test_a_file_ends_a_placement_once_and_never_opens_it_again(cast: Any) -> None:
    adal = cast.municipality("901")
    bring_in(adal, ImportKind.FAMILIES, table(ImportKind.FAMILIES, home()))
    bring_in(adal, ImportKind.PLACEMENTS, table(ImportKind.PLACEMENTS, child()))
    over = child(til="20-11-2026", ophørsgrund="hjemgivelse")
    assert bring_in(adal, ImportKind.PLACEMENTS, table(ImportKind.PLACEMENTS, over)).updated == 1
    assert bring_in(adal, ImportKind.PLACEMENTS, table(ImportKind.PLACEMENTS, over)).same == 1
    assert "kan ikke åbne den igen" in faults(adal, ImportKind.PLACEMENTS, child())[0][1]


def test_a_missing_column_is_named_and_an_unknown_one_is_left_alone(cast: Any) -> None:
    adal = cast.municipality("901")
    plan = make_plan(kind=ImportKind.EMPLOYEES, municipality=adal, sheet=read_sheet(b"navn,rolle\nA,konsulent\n", "a.csv"))
    assert plan.faults[0].sentence == "Kolonnen “e-mail” mangler."
    content = "navn;e-mail;rolle;skostørrelse\nGry;gry@eksempel.dk;konsulent;38\n".encode("cp1252")
    plan = make_plan(kind=ImportKind.EMPLOYEES, municipality=adal, sheet=read_sheet(content, "a.csv"))
    assert plan.remarks == ["Kolonnen “skostørrelse” bruger vi ikke."]
    assert plan.may_be_applied


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.csv", "tom"),
        (b"navn;e-mail\n", "a.csv", "ingen rækker"),
        (b"navn;navn\nA;B\n", "a.csv", "flere gange"),
        (b"navn;rolle\nA;B;C\n", "a.csv", "flere felter"),
        (b'navn;rolle\n"A;B\n', "a.csv", "kan ikke læses"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 20, "a.xls", "gammel Excel-fil"),
        (b"PK\x03\x04 ikke en rigtig fil", "a.xlsx", "kan ikke læses"),
        (b"navn;rolle\n" + b"A;B\n" * 5001, "a.csv", "mere end 5000"),
        (b"x" * (5 * 1024 * 1024 + 1), "a.csv", "større end 5 MB"),
        (b"navn\x00;rolle\nA;B\n", "a.csv", "hverken CSV"),
    ],
)
def test_a_file_that_is_no_table_gets_a_sentence(content: bytes, name: str, why: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(content, name)
    assert why in refused.value.sentence


def send(client: Any, kind: str, content: bytes, name: str = "fil.csv") -> Any:
    return client.post(f"/indlaes/{kind}/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_tove_looks_at_the_preview_before_anything_is_kept(cast: Any) -> None:
    client, before = cast.tove.client(), counts()
    assert client.get("/indlaes/").status_code == 200
    assert "Rækkefølgen er ligegyldig" in words(client.get("/indlaes/medarbejdere/"))
    assert client.get("/indlaes/medarbejdere/eksempel/").content == sample_csv(ImportKind.EMPLOYEES)
    answer = send(client, "medarbejdere", sample_csv(ImportKind.EMPLOYEES), "medarbejdere.csv")
    page = words(answer)
    assert "4 oprettes, 0 rettes, 0 er uændret" in page
    assert "Enheden “Plejefamilier” bliver oprettet" in page
    assert counts() == before
    batch = ImportBatch.objects.get()
    assert "Lindgren" not in batch.rows, "what waits is sealed"
    done = client.post(f"/indlaes/fil/{batch.public_id}/indlaes/", follow=True)
    assert "Indlæst: 4 oprettet" in words(done)
    assert not ImportBatch.objects.exists()
    again = client.post(f"/indlaes/fil/{batch.public_id}/indlaes/")
    assert again.status_code == 404
    same = send(client, "medarbejdere", sample_csv(ImportKind.EMPLOYEES))
    assert "Alt i filen står allerede i Plejebro" in words(same)


def test_bad_rows_stand_in_the_preview_and_the_button_is_not_there(cast: Any) -> None:
    client = cast.tove.client()
    page = words(send(client, "medarbejdere", table(ImportKind.EMPLOYEES, worker(), worker(rolle="gartner"))))
    assert "Filen kan ikke indlæses endnu" in page
    assert "gartner" in page
    batch = ImportBatch.objects.get()
    refused = client.post(f"/indlaes/fil/{batch.public_id}/indlaes/", follow=True)
    assert "Intet er indlæst. Linje 3" in words(refused)
    client.post(f"/indlaes/fil/{batch.public_id}/slet/")
    assert not ImportBatch.objects.exists()
    broken = send(client, "medarbejdere", b"PK\x03\x04 ikke en rigtig fil", "a.xlsx")
    assert "Excel-filen kan ikke læses" in words(broken)
    assert client.get("/indlaes/biler/").status_code == 404


def test_lone_does_not_find_toves_upload_and_after_a_day_tove_does_not_either(cast: Any) -> None:
    client = cast.tove.client()
    send(client, "medarbejdere", sample_csv(ImportKind.EMPLOYEES))
    url = f"/indlaes/fil/{ImportBatch.objects.get().public_id}/"
    lone = cast.lone.client()
    assert send(lone, "medarbejdere", sample_csv(ImportKind.EMPLOYEES)).status_code == 200
    assert lone.get(url).status_code == 404
    assert lone.post(f"{url}indlaes/").status_code == 404
    assert lone.post(f"{url}slet/").status_code == 404
    assert cast.mette.client().get("/indlaes/").status_code == 403
    cast.later(hours=25)
    assert cast.tove.client().get(url).status_code == 404
    assert imports.drop_old_uploads() == 2


def test_the_command_shows_first_and_brings_in_when_told(
    cast: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "medarbejdere.csv"
    file.write_bytes(sample_csv(ImportKind.EMPLOYEES))
    order = ["import", "medarbejdere", str(file), "--municipality", "903"]
    assert main(order) == 0
    assert "Ville blive indlæst: 4 oprettet" in capsys.readouterr().out
    assert not Employment.objects.filter(municipality__code="903").exists()
    assert main([*order, "--apply"]) == 0
    assert Employment.objects.filter(municipality__code="903").count() == 4
    file.write_bytes(table(ImportKind.EMPLOYEES, worker(rolle="gartner")))
    assert main([*order, "--apply"]) == 1
    told = capsys.readouterr().err
    assert "Linje 2" in told and "Intet er indlæst." in told
    assert main(["import", "medarbejdere", str(file), "--municipality", "000"]) == 1
    assert main(["import", "medarbejdere", str(tmp_path / "ingen.csv"), "--municipality", "903"]) == 1


def test_planning_asks_as_often_for_three_hundred_families_as_for_three(
    cast: Any, django_assert_max_num_queries: Any
) -> None:
    adal = cast.municipality("901")
    rows = [home(id=f"F-{n}", **{"e-mail 1": f"n{n}@eksempel.dk"}) for n in range(300)]
    with django_assert_max_num_queries(6):
        plan = make_plan(
            kind=ImportKind.FAMILIES, municipality=adal, sheet=read_sheet(table(ImportKind.FAMILIES, *rows), "f.csv")
        )
    assert plan.created == 300
    assert timedelta(hours=24) == imports.KEPT_FOR
