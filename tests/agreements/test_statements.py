"""The months of a contract: worked out when both have said yes, followed by what changes, corrected as a set."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plejebro.agreements import rate_rows
from plejebro.agreements.rate_rows import NewRates, book
from plejebro.agreements.rate_rows_models import RateSeries
from plejebro.agreements.statements import actions
from plejebro.agreements.statements.models import MonthlyStatement, StatementBasis, StatementCorrection
from plejebro.kernel import clock
from tests.cast import Cast

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def worker_has_been_round(cast: Cast) -> None:
    """The story's contracts were agreed long ago; the worker has brought their months up to today."""
    actions.plan_what_is_due(book())


def months(cast: Cast) -> dict[date, MonthlyStatement]:
    rows = MonthlyStatement.objects.filter(contract=cast.thing("contract:noah")).select_related("basis").order_by("month")
    return {row.month: row for row in rows}


def published(amount: str) -> NewRates:
    today = clock.today()
    return NewRates(
        series=RateSeries("kost_og_logi"),
        set_name=f"Lov {today.year}",
        starts=date(today.year, 1, 1),
        ends=date(today.year, 12, 31),
        values=dict.fromkeys(("0-9", "10+", "3.+"), D(amount)),
        source="Ministeriets satser",
        read_on=today,
        rule="lov",
    )


def test_an_agreed_contract_has_its_months_a_year_ahead(cast: Cast) -> None:
    found = months(cast)
    assert found and max(found) == actions.month_after(clock.today().replace(day=1), 11)
    assert all(row.basis.month == month for month, row in found.items())


def test_no_rate_is_guessed_and_what_is_missing_is_said(cast: Cast) -> None:
    this_month = months(cast)[clock.today().replace(day=1)]
    assert "Kost og logi" in this_month.basis.missing and this_month.basis.tax_free == 0


def test_a_published_year_reaches_every_month_that_was_waiting_for_it(cast: Cast) -> None:
    first = clock.today().replace(day=1)
    rate_rows.add_rates(actor=cast.operator.viewer(), new=published("220.00"))
    row = months(cast)[first]
    assert "Kost og logi" not in row.basis.missing and row.basis.tax_free == D("6691.67")
    correction = StatementCorrection.objects.filter(basis=row.basis).get()
    assert (correction.tax_free_before, correction.tax_free_after) == (0, row.basis.tax_free)


def test_a_correction_keeps_what_stood_before_and_changes_only_its_days(cast: Cast) -> None:
    rate_rows.add_rates(actor=cast.operator.viewer(), new=published("220.00"))
    before = {row.pk: row.tax_free for row in StatementBasis.objects.all()}
    rate_rows.add_rates(actor=cast.operator.viewer(), new=published("222.00"))
    year = clock.today().year
    for row in StatementBasis.objects.all():
        if row.month.year != year:
            assert row.tax_free == before[row.pk]
    changed = [row for row in StatementBasis.objects.filter(month__year=year) if row.tax_free != before[row.pk]]
    assert changed and all(row.corrections.count() == 2 for row in changed)


def test_working_it_out_again_changes_nothing(cast: Cast) -> None:
    before = {month: row.basis_id for month, row in months(cast).items()}
    actions.plan(contract=cast.thing("contract:noah"), book=book())
    assert {month: row.basis_id for month, row in months(cast).items()} == before
    assert actions.correct(starts=date(2000, 1, 1), ends=date(2100, 1, 1), why="igen", book=book()) == 0
    assert actions.plan_what_is_due(book()) == 0


def test_a_contract_with_its_year_takes_few_statements(cast: Cast) -> None:
    MonthlyStatement.objects.all().delete()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        actions.plan(contract=cast.thing("contract:noah"), book=book())
    asked = [row["sql"] for row in queries if not row["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(asked) <= 12, asked


def test_when_the_placement_has_ended_there_are_no_months_after_it(cast: Cast) -> None:
    contract = cast.thing("contract:noah")
    placement = contract.placement
    placement.ends = clock.today()
    actions.plan(contract=contract, book=book())
    assert max(months(cast)) == clock.today().replace(day=1)


def test_the_family_and_the_officer_see_the_months_and_an_outsider_does_not(cast: Cast) -> None:
    contract = cast.thing("contract:noah")
    today = clock.today()
    path = f"/kontrakter/{contract.public_id}/maaneder/"
    for who in ("inger", "kaj"):
        client = getattr(cast, who).client()
        assert client.get(path).status_code == 200
        page = unescape(client.get(f"{path}{today.year}-{today.month}/").content.decode())
        assert "Kost og logi" in page and "ikke oplyst" in page
    for who in ("sara", "mona", "karen"):
        assert getattr(cast, who).client().get(path).status_code in (403, 404)
    assert cast.inger.client().get(f"{path}1999-1/").status_code == 404
    assert cast.inger.client().get(f"{path}2026-13/").status_code == 404


def test_the_officer_sees_all_the_municipalitys_months_fifty_at_a_time(cast: Cast) -> None:
    page = unescape(cast.kaj.client().get("/kontrakter/maaneder/").content.decode())
    assert cast.thing("contract:noah").case_number in page
    for rest in ("?maaned=sludder&side=x", "?side=9999"):
        assert cast.kaj.client().get(f"/kontrakter/maaneder/{rest}").status_code == 200
    assert cast.inger.client().get("/kontrakter/maaneder/").status_code == 403
