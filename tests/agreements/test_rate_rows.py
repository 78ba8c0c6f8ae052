"""The operator adds a published year and corrects it by a new version; nothing is overwritten and nothing guessed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from plejebro.agreements import rate_rows
from plejebro.agreements.rate_rows import NewRates, add_rates, book
from plejebro.agreements.rate_rows_models import RateRow, RateSeries
from plejebro.audit.models import Event
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.rates import pay_on, shipped
from tests.filling import fills, version_on, words

URL = "/satser/vederlag/ny/"
YEAR = date(2026, 1, 1)


def typed(**changed: str) -> dict[str, str]:
    return {
        "set_name": "KL 2026",
        "starts": "01.01.2026",
        "ends": "31.12.2026",
        "tal-day": "172,15",
        "tal-month": "5.236",
        "convention": "B",
        "source": "KL's taksttabel for 2026",
        "read_on": "20.11.2026",
        "note": "",
        **changed,
    }


def rates(**changed: Any) -> NewRates:
    words: dict[str, Any] = {
        "series": RateSeries.VEDERLAG,
        "set_name": "KL 2026",
        "starts": YEAR,
        "ends": date(2026, 12, 31),
        "values": {"month": Decimal("5236")},
        "source": "KL",
        "read_on": date(2026, 11, 20),
        "convention": "B",
        **changed,
    }
    return NewRates(**words)


def test_a_year_the_operator_adds_is_used_by_the_calculator(cast: Any) -> None:
    ask = "/loenberegner/?dag=01.05.2026&vederlag=3&foedt_maaned=3&foedt_aar=2014&nummer=1"
    assert "Satsen for 2026 er ikke oplyst" in words(cast.operator.client().get(ask))
    assert fills(cast.operator.client(), URL, **typed()).status_code == 302
    assert "3 × 5.236,00 = 15.708 kr. om måneden" in words(cast.operator.client().get(ask))
    listed = words(cast.operator.client().get("/satser/"))
    assert "KL 2026, version 1" in listed and "172,15 kr." in listed and "læst 20. november 2026" in listed
    assert cast.operator.viewer().name in listed and "24.11.2026" in listed
    assert shipped().on("vederlag", YEAR) is None


def test_a_correction_is_a_new_version_and_the_old_one_stays(cast: Any) -> None:
    client = cast.operator.client()
    page = client.get(f"{URL}?ret=2023-01-01:1")
    assert 'value="154,31"' in page.content.decode() and "Ret KL 2023" in words(page)
    sent = typed(set_name="KL 2023", starts="01.01.2023", ends="31.12.2023", **{"tal-day": "154,35", "tal-month": "4.695"})
    assert client.post(f"{URL}?ret=2023-01-01:1", {**sent, "version": version_on(page)}).status_code == 302
    now = book().on("vederlag", date(2023, 5, 1))
    assert now is not None and (now.version, now.get("day")) == (2, Decimal("154.35"))
    listed = words(client.get("/satser/"))
    assert "KL 2023, version 2" in listed and "KL 2023, version 1 erstattet af en nyere version" in listed


def test_a_correction_from_mid_year_counts_from_that_day_only(cast: Any) -> None:
    half = rates(starts=date(2023, 7, 1), ends=date(2023, 12, 31), values={"day": Decimal("160")}, convention="A")
    add_rates(actor=cast.operator.viewer(), new=half)
    found = [
        pay_on(day=day, count=1, born=date(2014, 1, 1), child_number=1, book=book()).vederlag
        for day in (date(2023, 6, 30), date(2023, 7, 1))
    ]
    assert [one and one.unit_day for one in found] == [Decimal("154.31"), Decimal("160.00")]


def test_two_operators_at_once_the_second_is_told_and_keeps_what_was_typed(cast: Any) -> None:
    client = cast.operator.client()
    seen = version_on(client.get(URL))
    add_rates(actor=cast.operator.viewer(), new=rates())
    late = client.post(URL, {**typed(source="KL's rettede tabel"), "version": seen})
    assert late.status_code == 409
    assert "En anden har skrevet satser ind i rækken imens" in words(late)
    assert "rettede tabel" in late.content.decode() and RateRow.objects.count() == 1
    assert client.post(URL, {**typed(), "version": version_on(late)}).status_code == 302
    assert list(RateRow.objects.order_by("number").values_list("number", "version")) == [(1, 1), (2, 2)]


def test_two_clicks_write_one_set(cast: Any) -> None:
    client = cast.operator.client()
    form = {**typed(), "version": version_on(client.get(URL))}
    assert [client.post(URL, form).status_code for _ in range(2)] == [302, 409]
    assert RateRow.objects.count() == 1


def test_the_database_itself_keeps_every_version(cast: Any) -> None:
    row = add_rates(actor=cast.operator.viewer(), new=rates())
    for change in (lambda: RateRow.objects.filter(pk=row.pk).update(source="andet"), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert connection.is_usable()
    event = Event.objects.order_by("-pk").first()
    assert event is not None and '"rates.add"' in event.payload and "5236.00" in event.payload


def test_the_same_number_twice_is_refused_by_the_database(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    add_rates(actor=cast.operator.viewer(), new=rates())
    monkeypatch.setattr(rate_rows, "last_number", lambda series: 0)
    with pytest.raises(ChangedMeanwhile):
        add_rates(actor=cast.operator.viewer(), new=rates())


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"values": {}}, "Skriv mindst ét tal"),
        ({"values": {"week": Decimal(1)}}, "hører ikke til rækken"),
        ({"values": {"day": Decimal(0)}}, "En sats er over 0 kr."),
        ({"ends": YEAR - timedelta(days=1)}, "Slutdatoen ligger før startdatoen"),
        ({"ends": date(2027, 6, 1)}, "højst et år"),
        ({"read_on": date(2030, 1, 1)}, "ligger i fremtiden"),
        ({"source": " "}, "hvor tallene står"),
    ],
)
def test_a_set_that_cannot_be_right_is_not_kept(cast: Any, changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotPossible, match=sentence):
        add_rates(actor=cast.operator.viewer(), new=rates(**changed))


@pytest.mark.parametrize("series", [value for value, _ in RateSeries.choices])
def test_every_series_can_be_added_to_and_listed(cast: Any, series: str) -> None:
    client = cast.operator.client()
    first = next(iter(rate_rows.figures(series)))
    sent = {key: value for key, value in typed(rule="lov").items() if not key.startswith("tal-")}
    assert fills(client, f"/satser/{series}/ny/", **sent, **{f"tal-{first}": "99,50"}).status_code == 302
    found = book().on(series, date(2026, 3, 1))
    assert found is not None and found.values == {first: Decimal("99.50")}
    assert "99,50 kr." in words(client.get(f"/satser/?raekke={series}"))


def test_the_book_takes_one_query_and_is_kept(cast: Any, django_assert_num_queries: Any) -> None:
    add_rates(actor=cast.operator.viewer(), new=rates())
    first = book()
    with django_assert_num_queries(1):
        assert book() is first


@pytest.mark.parametrize("who", ["inger", "tove", "sara", "birgit"])
def test_only_the_operator_writes_rates(cast: Any, who: str) -> None:
    assert cast.people[who].client().get("/satser/").status_code == 403
    assert cast.people[who].client().post(URL, typed()).status_code == 403
