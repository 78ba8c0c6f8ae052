"""Hats, notices, the demo's clock and outbox, the list, and the pages for when something is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from plejebro.enquiries.models import Enquiry
from plejebro.kernel import clock
from plejebro.municipalities.models import Employment
from plejebro.notifications.models import OutboxMessage
from plejebro.ui.templatetags.dansk import med_lille
from plejebro.web import demo_clock
from tests.cast import Cast


@pytest.fixture
def two_hats(cast: Cast) -> Client:
    """Inger, who has also been hired by Ådal."""
    Employment.objects.create(
        municipality=cast.municipality("901"),
        user=cast.inger.user,
        full_name="Inger Dahl",
        email="inger@eksempel.dk",
        role="administrator",
        starts=cast.today,
    )
    client = Client()
    client.force_login(cast.inger.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_somebody_with_two_hats_is_asked_and_gets_a_new_session(two_hats: Client) -> None:
    assert two_hats.get("/")["Location"] == "/vaelg/"
    text = two_hats.get("/vaelg/").content.decode()
    assert "Plejeforælder" in text and "Kommuneadministrator" in text
    before = two_hats.session.session_key
    job = Employment.objects.get(full_name="Inger Dahl")
    assert two_hats.post("/vaelg/", {"som": f"municipality:{job.pk}"}).status_code == 302
    assert two_hats.session.session_key != before
    assert "Du ser ingen sager" in two_hats.get("/").content.decode()


def test_a_hat_one_does_not_have_cannot_be_put_on(two_hats: Client, cast: Cast) -> None:
    for key in (f"municipality:{cast.job('sara').pk}", "municipality:999999", "x", ""):
        two_hats.post("/vaelg/", {"som": key})
        assert "acting" not in two_hats.session


def test_finn_who_has_no_hat_left_is_told_what_he_can_do(cast: Cast) -> None:
    text = cast.finn.client().get("/vaelg/").content.decode()
    assert "Er du plejeforælder?" in text and "Arbejder du i en kommune?" in text
    assert cast.finn.client().get(f"/anbringelser/{cast.asta.public_id}/").status_code == 302


def test_notices_are_read_by_a_button_not_by_looking(cast: Cast) -> None:
    client = cast.inger.client()
    new = OutboxMessage.objects.filter(recipient=cast.inger.user, read_at__isnull=True)
    assert new.exists()
    assert "Markér alle som læst" in client.get("/beskeder/").content.decode()
    assert new.exists()
    client.post("/beskeder/")
    assert not new.exists()


def test_notices_name_no_child_and_no_topic(cast: Cast) -> None:
    text = cast.sara.client().get("/demo/udbakke/").content.decode()
    for word in ("Noah", "Sigrun", "Aflastning", "Samvær"):
        assert word not in text


def test_the_demos_clock_moves_and_what_falls_due_is_done(cast: Cast) -> None:
    demo_clock.forget()
    clock.set_offset_source(demo_clock.offset)
    try:
        before = clock.today()
        client = cast.sara.client()
        assert client.get("/demo/ur/").status_code == 200
        told = OutboxMessage.objects.count()
        client.post("/demo/ur/", {"frem": "uge"})
        assert clock.today() == before + timedelta(days=7)
        assert OutboxMessage.objects.count() > told
    finally:
        demo_clock.forget()


def test_the_demo_is_not_found_elsewhere(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    settings.PLEJEBRO_DEMO = False
    client = Client()
    for path in ("/demo/ur/", "/demo/udbakke/"):
        assert client.get(path).status_code == 404
    assert client.post("/demo/ur/", {"frem": "dag"}).status_code == 404
    assert demo_clock.offset() == timedelta(0)


def test_the_list_is_sorted_narrowed_and_searched(cast: Cast) -> None:
    hanne = cast.hanne.client()
    assert "Noah D." in hanne.post("/anbringelser/", {"navn": "noah"}).content.decode()
    late_first = hanne.get("/anbringelser/?sort=frist").content.decode()
    assert late_first.index("Noah D.") < late_first.index("Asta M.")
    assert "Oliver B." in hanne.get("/anbringelser/?vis=ophoerte").content.decode()
    assert "Oliver B." not in hanne.get("/anbringelser/").content.decode()
    unit = cast.unit("Børn og Unge Syd")
    assert "Noah" not in cast.birgit.client().get(f"/anbringelser/?enhed={unit.pk}").content.decode()
    assert "Noah D." in hanne.get("/anbringelser/?side=7&sort=nonsens&vis=x&enhed=y").content.decode()


def test_a_name_in_the_address_is_not_searched_for(cast: Cast) -> None:
    assert "Emil" in cast.hanne.client().get("/anbringelser/?navn=noah").content.decode()


def test_the_family_has_a_list_of_its_own(cast: Cast) -> None:
    text = cast.karen.client().get("/anbringelser/?vis=alle").content.decode()
    assert "Liv K." in text and "Oliver B." in text and "Noah" not in text


def test_a_form_that_was_open_too_long_gives_the_writing_back(cast: Cast) -> None:
    client = cast.inger.client(enforce_csrf_checks=True)
    written = "Kan vi få aflastning i uge 7, hvor vi skal til begravelse?"
    response = client.post(f"/anbringelser/{cast.noah.public_id}/datoer/ny/", {"what": written})
    assert response.status_code == 403
    assert written in response.content.decode()


def test_a_page_that_is_not_there_says_so_in_danish(cast: Cast) -> None:
    response = cast.inger.client().get("/findes-ikke/")
    assert response.status_code == 404
    assert "Siden findes ikke" in response.content.decode()


def test_no_page_of_ours_writes_when_it_is_read(cast: Cast) -> None:
    before = Enquiry.objects.count()
    for path in ("/", "/beskeder/", "/soeg/", "/anbringelser/", "/demo/ur/"):
        assert cast.sara.client().get(path).status_code == 200
    assert Enquiry.objects.count() == before


def test_the_contact_page_gives_the_address_of_whoever_runs_it(db: None, settings) -> None:  # type: ignore[no-untyped-def]
    settings.PLEJEBRO_SUPPORT_ADDRESS = "support@plejebro.example"
    page = Client().get("/kontakt/").content.decode()
    assert '<a href="mailto:support@plejebro.example">support@plejebro.example</a>' in page
    settings.PLEJEBRO_SUPPORT_ADDRESS = ""
    assert "Adressen er ikke oplyst" in Client().get("/kontakt/").content.decode()


def test_a_title_inside_a_sentence_begins_small_and_keeps_its_names() -> None:
    assert med_lille("Noteret af Mona Vind") == "noteret af Mona Vind"
    assert med_lille("PLF-konsulent") == "PLF-konsulent"
    assert med_lille("") == ""
