"""What the two sides see of contact: plans, visits, a year, the figures; and what is hidden from one of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plejebro.agenda.models import Entry
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def url(name: str, *parts: object) -> str:
    return reverse(f"agenda:{name}", args=list(parts))


def read(cast: Cast, who: str, name: str, *parts: object) -> str:
    """The page as `who` sees it."""
    response = getattr(cast, who).client().get(url(name, *parts))
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def test_the_family_sees_its_plans_and_what_waits_for_it(cast: Cast) -> None:
    page = read(cast, "inger", "contact", cast.noah.public_id)
    assert "Samvær med mor" in page
    assert "Venter på jer" in page
    assert "Blev de holdt?" in page


def test_a_placement_without_a_plan_says_so(cast: Cast) -> None:
    page = read(cast, "anne", "contact", cast.emil.public_id)
    assert "Der er ingen samværsplan endnu" in page


def test_the_adviser_reads_plan_version_and_comparison(cast: Cast) -> None:
    plan = cast.thing("contact_plan:noah")
    assert "Hver anden lørdag" in read(cast, "sara", "contact_plan", plan.public_id)
    page = read(cast, "sara", "contact_version", plan.public_id, 1)
    assert "Det passer os godt" in page
    assert "Familiens udtalelse" in page


def test_one_visit_with_what_was_seen_of_the_child(cast: Cast) -> None:
    cancelled = read(cast, "sara", "visit", cast.thing("entry:visit_cancelled").public_id)
    assert "Mor ringede og var syg." in cancelled
    assert "Ny dag" in cancelled
    entry = Entry.objects.get(reactions__isnull=False)
    assert "faldt i søvn i bilen" in read(cast, "mette", "visit", entry.public_id)


def test_month_and_year_show_every_visit(cast: Cast) -> None:
    noah, today = cast.noah.public_id, cast.today
    visits = Entry.objects.filter(placement=cast.noah, kind="visit", starts__year=today.year).count()
    year = read(cast, "inger", "contact_year", noah, today.year)
    assert f"{visits} samvær" in year
    read(cast, "inger", "contact_month", noah, today.year, today.month)
    assert "Der er ingen samvær" in read(cast, "inger", "contact_month", noah, today.year - 3, 1)
    assert cast.inger.client().get(url("contact_month", noah, today.year, 13)).status_code == 404


def test_the_figures_count_held_cancelled_and_made_up(cast: Cast) -> None:
    noah, today = cast.noah.public_id, cast.today
    period = f"?fra={today - timedelta(days=180):%d.%m.%Y}&til={today - timedelta(days=1):%d.%m.%Y}"
    client = cast.inger.client()
    sheet = client.get(url("contact_figures_csv", noah) + period).content.decode("utf-8-sig")
    header, mother, _grandmother = [line.split(";") for line in sheet.strip().splitlines()]
    row = dict(zip(header, mother, strict=True))
    assert row["Samvær med"] == "mor"
    assert (row["Aftalt"], row["Holdt"], row["Ikke skrevet ned"], row["Aflyst"]) == ("12", "10", "1", "1")
    assert row["Aflyst af: Forælder eller anden, barnet skulle se"] == "1"
    assert (row["Har fået en ny dag"], row["Erstatning holdt"], row["Aflyst uden ny dag"]) == ("1", "1", "0")
    page = client.get(url("contact_figures", noah) + period).content.decode()
    assert "Hvem aflyste?" in page
    empty = client.get(url("contact_figures", noah) + "?fra=1.1.2001&til=2.1.2001").content.decode()
    assert "Der er ingen samvær i perioden" in empty


def test_a_hidden_place_and_person_never_reach_the_family(cast: Cast) -> None:
    """Asta's father and where she sees him are hidden from Lise; the adviser sees both. The times are everybody's."""
    plan, visit, asta = cast.thing("contact_plan:asta"), cast.thing("entry:visit_hidden"), cast.asta.public_id
    pages = [
        ("contact", asta),
        ("contact_plan", plan.public_id),
        ("contact_version", plan.public_id, 1),
        ("contact_offer", plan.public_id),
        ("visit", visit.public_id),
        ("visit_move", visit.public_id),
        ("contact_year", asta, cast.today.year),
        ("contact_month", asta, visit.starts.year, visit.starts.month),
        ("contact_figures", asta),
        ("contact_figures_csv", asta),
    ]
    for name, *parts in pages:
        page = read(cast, "lise", name, *parts)
        assert "Kildegården" not in page, name
        assert "Enghavevej 40" not in page, name
        assert "Samvær med far" not in page, name
    assert "Kildegården" in read(cast, "sara", "contact_plan", plan.public_id)
    assert "Kildegården" in read(cast, "sara", "visit", visit.public_id)


def test_a_protected_childs_words_are_kept_from_the_leader(cast: Cast) -> None:
    from plejebro.agenda.contact import actions
    from plejebro.agenda.contact.enums import Relation
    from plejebro.cli.story.stage import submission

    actions.create_plan(
        actor=cast.nadia.viewer(),
        placement=cast.sigrun,
        with_whom="Bedstemor Gudrun",
        relation=Relation.NETWORK,
        submission=submission("test:sigrun"),
    )
    leader = next(who for who in ("bo", "hanne", "birgit") if _may(cast, who))
    assert "Gudrun" not in read(cast, leader, "contact", cast.sigrun.public_id)
    assert "Gudrun" in read(cast, "nadia", "contact", cast.sigrun.public_id)


def _may(cast: Cast, who: str) -> bool:
    return bool(getattr(cast, who).client().get(url("contact", cast.sigrun.public_id)).status_code == 200)


def test_strangers_find_neither_plan_nor_visit(cast: Cast) -> None:
    plan, visit = cast.thing("contact_plan:noah"), cast.thing("entry:visit")
    for who in ("lise", "peter", "ida"):
        client = getattr(cast, who).client()
        assert client.get(url("contact_plan", plan.public_id)).status_code == 404, who
        assert client.get(url("visit", visit.public_id)).status_code == 404, who
    # The control: what is somebody else's to them is there.
    assert cast.lise.client().get(url("contact_plan", cast.thing("contact_plan:asta").public_id)).status_code == 200


def test_a_year_costs_the_same_as_a_month(cast: Cast) -> None:
    client, noah, visit = cast.inger.client(), cast.noah.public_id, cast.thing("entry:visit_coming")
    client.get(url("contact_year", noah, visit.starts.year))
    with CaptureQueriesContext(connection) as many:
        client.get(url("contact_year", noah, visit.starts.year))
    with CaptureQueriesContext(connection) as few:
        client.get(url("contact_month", noah, visit.starts.year, visit.starts.month))
    assert len(many) == len(few) <= 14
