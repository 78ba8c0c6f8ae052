"""School holidays: the municipality writes them in, and what nobody has written is not guessed."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from plejebro.agenda.calendar.models import SchoolHoliday
from plejebro.agenda.calendar.school import NewHoliday, add_holidays
from plejebro.kernel.refusals import NotPossible
from tests.cast import Cast


def write(cast: Cast, who: str, name: str, data: dict[str, str], *parts: object) -> tuple[int, str]:
    answer = cast.people[who].client().post(reverse(name, args=parts), data, follow=True)
    return answer.status_code, answer.content.decode()


def test_tove_writes_a_holiday_in_and_everybody_of_the_municipality_sees_it(cast: Cast) -> None:
    data = {"name": "Skoleudviklingsdag", "starts": "11.01.2027", "ends": "12.01.2027"}
    status, page = write(cast, "tove", "agenda:school_holiday_new", data)
    assert (status, "Skoleferien står i kalenderen." in page) == (200, True)
    for who in ("inger", "sara", "birgit"):
        month = cast.people[who].client().get(reverse("agenda:calendar"), {"dag": "2027-01-11"}).content.decode()
        assert "Skoleudviklingsdag" in month, who
        assert "2 skolefri hverdage" in month, who
    assert (
        "Skoleudviklingsdag"
        not in cast.peter.client().get(reverse("agenda:calendar"), {"dag": "2027-01-11"}).content.decode()
    )


def test_what_is_not_written_in_is_said_not_guessed(cast: Cast) -> None:
    page = cast.sara.client().get(reverse("agenda:calendar"), {"dag": "2030-10-15"}).content.decode()
    assert "Skoleferier er ikke oplyst for Ådal Kommune." in page
    assert "skolefri" not in page
    assert "ikke oplyst" not in cast.sara.client().get(reverse("agenda:calendar")).content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": "", "starts": "1.2.2027", "ends": "2.2.2027"}, "Her mangler der noget."),
        ({"name": "Fri", "starts": "1.2.2027", "ends": "31.1.2027"}, "Sidste fridag ligger før den første."),
        ({"name": "Fri", "starts": "i morgen", "ends": "2.2.2027"}, "Skriv datoen som dag, måned og år"),
        ({"name": "Fri", "starts": "1.2.2027", "ends": "1.2.2028"}, "kan højst vare 200 dage"),
    ],
)
def test_a_slip_is_told_beside_the_field_and_nothing_is_lost(cast: Cast, data: dict[str, str], said: str) -> None:
    status, page = write(cast, "tove", "agenda:school_holiday_new", data)
    assert status == 422
    assert said in page
    assert f'value="{data["starts"]}"' in page


def test_two_holidays_never_hold_the_same_day(cast: Cast) -> None:
    data = {"name": "Jul igen", "starts": "24.12.2026", "ends": "24.12.2026"}
    status, page = write(cast, "tove", "agenda:school_holiday_new", data)
    assert (status, "Der står allerede en skoleferie på de dage." in page) == (409, True)
    with pytest.raises(NotPossible):
        place = cast.municipality("901")
        rows = [
            NewHoliday("Ny", date(2029, 1, 1), date(2029, 1, 2)),
            NewHoliday("Jul", date(2026, 12, 24), date(2026, 12, 24)),
        ]
        add_holidays(actor=cast.tove.viewer(), municipality=place, rows=rows)
    assert not SchoolHoliday.objects.filter(name="Ny").exists()


def test_several_are_pasted_at_once_and_the_same_again_is_nothing_new(cast: Cast) -> None:
    lines = "Forårsferie;03.04.2028;10.04.2028\nGrundlovsfri; 05.06.2028 ; 05.06.2028\n"
    for _ in range(2):
        assert write(cast, "tove", "agenda:school_holidays_paste", {"lines": lines})[0] == 200
    assert SchoolHoliday.objects.filter(municipality__code="901", starts__year=2028).count() == 2
    status, page = write(cast, "tove", "agenda:school_holidays_paste", {"lines": "Ferie;1.1.2029"})
    assert (status, "Linje 1: Skriv navn" in page) == (422, True)
    status, page = write(cast, "tove", "agenda:school_holidays_paste", {"lines": f"{lines}Ferie;x;1.1.2029"})
    assert (status, "Linje 3: Skriv datoen" in page) == (422, True)


def test_one_is_corrected_and_taken_off(cast: Cast) -> None:
    row = cast.thing("school_holiday:901:Juleferie")
    data = {"name": "Jul", "starts": "22.12.2026", "ends": "03.01.2027", "version": "1"}
    assert write(cast, "tove", "agenda:school_holiday", data, row.public_id)[0] == 200
    status, page = write(cast, "tove", "agenda:school_holiday", data | {"name": "Julen"}, row.public_id)
    assert (status, "Noget er ændret, mens du skrev." in page) == (409, True)
    row.refresh_from_db()
    assert (row.name, row.starts, row.version) == ("Jul", date(2026, 12, 22), 2)
    assert "Jul er taget af kalenderen." in write(cast, "tove", "agenda:school_holiday_remove", {}, row.public_id)[1]
    assert not SchoolHoliday.objects.filter(pk=row.pk).exists()


def test_another_municipalitys_administrator_finds_nothing(cast: Cast) -> None:
    row = cast.thing("school_holiday:901:Juleferie")
    client = cast.lone.client()
    assert client.get(reverse("agenda:school_holiday", args=[row.public_id])).status_code == 404
    assert client.post(reverse("agenda:school_holiday_remove", args=[row.public_id])).status_code == 404
    assert "Juleferie" not in client.get(reverse("agenda:school_holidays")).content.decode()
    assert "Efterårsferie" in client.get(reverse("agenda:school_holidays")).content.decode()
