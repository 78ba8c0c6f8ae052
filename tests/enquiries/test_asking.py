"""A foster parent asks; a draft is kept; an enquiry made elsewhere is written down."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from plejebro.documents.models import Document
from plejebro.enquiries.enums import Channel, Side, Status
from plejebro.enquiries.models import Draft, Enquiry, Message
from plejebro.kernel.workdays import add_working_days
from tests.enquiries.pages import fresh, new_form, text_of, url


def photo(name: str = "skema.jpg") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def last() -> Enquiry:
    return Enquiry.objects.select_related("clock", "addressee").order_by("-pk")[0]


def test_inger_asks_mette_and_sees_the_agreed_reply_date(cast: Any) -> None:
    page = text_of(cast.inger.client().get(url("new", cast.noah)))
    assert "Aftalt svarfrist: tirsdag 1. december (5 hverdage)" in page
    assert "ikke en frist i loven" in page
    assert "Mette Holm" in page and "Sara Lund" in page
    answer = cast.inger.client().post(url("new", cast.noah), new_form(), follow=True)
    enquiry = last()
    assert enquiry.addressee == cast.job("mette")
    assert enquiry.status == Status.WAITING_MUNICIPALITY
    assert enquiry.clock.due_on == add_working_days(cast.today, 5)
    assert "Aftalt svarfrist: tirsdag 1. december (5 hverdage tilbage)" in text_of(answer)


def test_the_topic_suggests_the_adviser_and_inger_can_choose_another(cast: Any) -> None:
    client = cast.inger.client()
    client.post(url("new", cast.noah), new_form(topic="contact_visits"))
    assert last().addressee == cast.job("sara")
    assert last().clock.workdays == 3
    client.post(url("new", cast.noah), new_form(topic="contact_visits", addressed_to="consultant"))
    assert last().addressee == cast.job("mette")


def test_a_double_click_sends_once_and_leaves_no_draft(cast: Any) -> None:
    client, typed = cast.inger.client(), new_form()
    before = Enquiry.objects.count()
    first, second = client.post(url("new", cast.noah), typed), client.post(url("new", cast.noah), typed)
    assert first.url == second.url
    assert Enquiry.objects.count() == before + 1
    assert not Draft.objects.exists()


def test_what_inger_types_is_kept_and_stands_there_when_she_comes_back(cast: Any) -> None:
    typed = new_form(text="Vi vil gerne spørge om", title="")
    answer = cast.inger.client().post(url("draft", cast.noah), typed)
    assert answer.json()["tekst"].startswith("Kladden er gemt kl. ")
    page = cast.inger.client().get(url("new", cast.noah))
    assert "Vi vil gerne spørge om" in text_of(page)
    assert typed["submission"] in page.content.decode()
    assert "Vi vil gerne spørge om" not in text_of(cast.per.client().get(url("new", cast.noah)))


def test_without_a_script_the_draft_is_kept_by_its_button(cast: Any) -> None:
    answer = cast.inger.client().post(url("new", cast.noah), new_form(text="Halvt skrevet", title="", do="kladde"))
    assert "Kladden er gemt. Den er ikke sendt." in text_of(answer)
    assert Draft.objects.get().text == "Halvt skrevet"


def test_a_draft_saved_after_the_sending_does_not_come_back(cast: Any) -> None:
    client, typed = cast.inger.client(), new_form()
    client.post(url("new", cast.noah), typed)
    assert client.post(url("draft", cast.noah), typed).status_code == 409
    assert not Draft.objects.exists()


def test_an_expired_session_keeps_the_draft(cast: Any) -> None:
    client = cast.inger.client()
    client.post(url("draft", cast.noah), new_form(text="Skrevet, før sessionen udløb"))
    client.logout()
    answer = client.post(url("new", cast.noah), new_form(text="Skrevet, før sessionen udløb"))
    assert answer.status_code in (302, 401)
    assert not Enquiry.objects.filter(title="Ferie i uge 29").exists()
    assert "Skrevet, før sessionen udløb" in text_of(cast.inger.client().get(url("new", cast.noah)))


def test_a_photo_goes_with_the_enquiry(cast: Any) -> None:
    cast.inger.client().post(url("new", cast.noah), new_form(files=photo()))
    attached = last().messages.get().attachments.get().document
    assert attached.name == "skema.jpg"
    answer = cast.mette.client().get(url("file", last(), attached.public_id))
    assert answer.status_code == 200
    answer.close()


def test_a_bad_file_gets_a_sentence_and_the_good_one_and_the_text_are_kept(cast: Any) -> None:
    bad = SimpleUploadedFile("program.exe", b"MZ\x90\x00" + b"\x00" * 300, "application/pdf")
    answer = cast.inger.client().post(url("new", cast.noah), new_form(files=[photo(), bad]))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "program.exe: Denne slags fil kan ikke sendes." in page
    assert "skema.jpg" in page and "Må vi tage til Sverige med Noah?" in page
    assert not Message.objects.filter(text="Må vi tage til Sverige med Noah?").exists()
    kept = Draft.objects.get()
    cast.inger.client().post(url("new", cast.noah), new_form(submission=str(kept.submission)))
    assert [row.document.name for row in last().messages.get().attachments.all()] == ["skema.jpg"]


def test_a_file_can_be_taken_off_the_draft_again(cast: Any) -> None:
    client = cast.inger.client()
    client.post(url("new", cast.noah), new_form(files=photo(), do="kladde"))
    file = Document.objects.get(name="skema.jpg")
    client.post(url("new", cast.noah), new_form(do=f"fjern:{file.public_id}"))
    assert not Document.objects.filter(name="skema.jpg").exists()


def test_what_is_missing_is_said_in_danish_and_nothing_typed_is_lost(cast: Any) -> None:
    answer = cast.inger.client().post(url("new", cast.noah), new_form(topic="", title="", text="Hele min tekst"))
    page = text_of(answer)
    assert "Vælg, hvad det handler om." in page
    assert "Skriv en kort overskrift." in page
    assert "Hele min tekst" in page
    assert "Hele min tekst" in text_of(cast.inger.client().get(url("new", cast.noah)))


def test_mette_writes_to_the_family_and_no_clock_runs_against_it(cast: Any) -> None:
    page = text_of(cast.mette.client().get(url("new", cast.noah)))
    assert "Skriv til familien" in page and "Aftalt svarfrist:" not in page
    cast.mette.client().post(url("new", cast.noah), new_form())
    assert last().clock is None
    assert last().status == Status.WAITING_FAMILY
    assert "Venter på jer siden i dag" in text_of(cast.inger.client().get(url("thread", last())))


def logged(**typed: Any) -> dict[str, Any]:
    return new_form(**{"channel": "phone", "made_on": "17-11-2026", "asked_by": "family", **typed})


def test_inger_writes_down_a_phone_call_and_the_clock_runs_from_that_day(cast: Any) -> None:
    answer = cast.inger.client().post(url("log", cast.noah), logged(), follow=True)
    enquiry = last()
    assert (enquiry.channel, enquiry.made_on.isoformat()) == (Channel.PHONE, "2026-11-17")
    assert enquiry.clock.due_on.isoformat() == "2026-11-24"
    assert "17. november 2026" in text_of(answer) and "Telefon" in text_of(answer)


def test_dates_are_typed_as_people_type_them(cast: Any) -> None:
    for typed in ("17.11.2026", "17-11-2026", "17/11/26", "2026-11-17"):
        cast.inger.client().post(url("log", cast.noah), logged(made_on=typed))
        assert last().made_on.isoformat() == "2026-11-17"
    answer = cast.inger.client().post(url("log", cast.noah), logged(made_on="i går"))
    assert "Skriv datoen som dag, måned og år" in text_of(answer)
    answer = cast.inger.client().post(url("log", cast.noah), logged(made_on="24.12.2026"))
    assert "Datoen ligger i fremtiden." in text_of(answer)


def test_mette_writes_down_what_the_family_asked_on_the_phone(cast: Any) -> None:
    cast.mette.client().post(url("log", cast.noah), logged())
    enquiry = last()
    assert enquiry.opened_side == Side.FAMILY
    assert enquiry.clock is not None
    message = enquiry.messages.get()
    assert (message.author_name, message.author_label) == ("Familien", "noteret af Mette Holm")


def test_mona_whose_municipality_has_not_joined_asks_for_somebody_to_look_after_her_interests(cast: Any) -> None:
    page = cast.mona.client().get(url("new", cast.viktor) + "?klar=repraesentant")
    assert "Hvem varetager vores interesser?" in page.content.decode()


def test_nobody_asks_about_a_child_that_is_not_theirs(cast: Any) -> None:
    for someone in (cast.karen, cast.peter, cast.lars, cast.kaj, cast.tove, cast.jonas):
        for name in ("new", "log"):
            assert someone.client().get(url(name, cast.noah)).status_code in (302, 404), someone
            assert someone.client().post(url(name, cast.noah), new_form()).status_code in (302, 404), someone
        assert someone.client().post(url("draft", cast.noah), new_form()).status_code in (302, 404), someone
    assert not Draft.objects.exists()
    assert not Enquiry.objects.filter(title="Ferie i uge 29").exists()


def test_karen_can_no_longer_ask_about_oliver_but_sees_what_was_asked(cast: Any) -> None:
    assert cast.karen.client().get(url("new", cast.oliver)).status_code == 403
    assert cast.karen.client().get(url("thread", cast.enquiry("things"))).status_code == 200


def test_the_same_submission_from_somebody_else_gives_nothing_away(cast: Any) -> None:
    client, typed = cast.inger.client(), new_form()
    client.post(url("new", cast.noah), typed)
    stolen = cast.karen.client().post(url("new", cast.liv), typed, follow=True)
    assert stolen.status_code == 404
    assert fresh(last()).placement_id == cast.noah.pk
    assert uuid.UUID(typed["submission"]) == last().messages.get().submission


def value_of(page: Any, name: str) -> str:
    """What stands in a text field, or which of the choices is chosen."""
    html = page.content.decode()
    for field in re.findall(r"<input\b[^>]*>", html):
        if f'name="{name}"' in field and ('type="radio"' not in field or " checked" in field):
            found = re.search(r'value="([^"]*)"', field)
            return found[1] if found else ""
    return ""


def test_a_draft_of_a_phone_call_keeps_how_when_and_by_whom_over_an_expired_session(cast: Any) -> None:
    client = cast.inger.client()
    typed = logged(
        channel="letter",
        made_on="17-11",
        asked_by="municipality",
        topic="contact_visits",
        addressed_to="consultant",
        wished_outcome="Et svar før jul",
        text="I brevet spurgte de",
        title="Brevet om samvær",
    )
    client.post(url("log", cast.noah), {**typed, "do": "kladde", "files": photo()})
    assert client.post(url("draft", cast.noah), {**typed, "made_on": "17-11-2026"}).status_code == 200
    client.logout()
    assert client.post(url("log", cast.noah), {**typed, "made_on": "17-11-2026"}).status_code in (302, 401)
    assert not Enquiry.objects.filter(title="Brevet om samvær").exists()
    page = cast.inger.client().get(url("log", cast.noah))
    kept = {name: value_of(page, name) for name in ("channel", "made_on", "asked_by", "topic", "addressed_to", "title")}
    assert kept == {
        "channel": "letter",
        "made_on": "17-11-2026",
        "asked_by": "municipality",
        "topic": "contact_visits",
        "addressed_to": "consultant",
        "title": "Brevet om samvær",
    }
    assert value_of(page, "wished_outcome") == "Et svar før jul"
    assert "I brevet spurgte de" in text_of(page) and "skema.jpg" in text_of(page)
    cast.inger.client().post(url("log", cast.noah), {**typed, "made_on": kept["made_on"]})
    assert (last().channel, last().made_on.isoformat()) == (Channel.LETTER, "2026-11-17")
    assert last().opened_side == Side.MUNICIPALITY
    assert not Draft.objects.exists()


def test_a_look_at_the_other_page_does_not_cost_the_drafts_date(cast: Any) -> None:
    client = cast.inger.client()
    client.post(url("draft", cast.noah), logged(text="Vi ringede"))
    page = client.get(url("new", cast.noah))
    assert "Skriv den færdig dér" in text_of(page)
    client.post(url("draft", cast.noah), new_form(text="Vi ringede om ferien"))
    page = client.get(url("log", cast.noah))
    assert (value_of(page, "channel"), value_of(page, "made_on")) == ("phone", "17-11-2026")
    assert "Vi ringede om ferien" in text_of(page)
