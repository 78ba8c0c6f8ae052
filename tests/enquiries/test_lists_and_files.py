"""The list, its file for a spreadsheet, and the thread as PDF."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from plejebro.audit.models import Event
from plejebro.enquiries.views.listing import safe_cell
from tests.enquiries.pages import asks, presses, text_of, url

LIST = "/henvendelser/"


def pdf_text(response: Any) -> str:
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def asked(client: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return sum(row["sql"][:6] in ("SELECT", "INSERT", "UPDATE", "DELETE") for row in queries.captured_queries)


def test_everybody_sees_the_enquiries_that_are_theirs_and_no_others(cast: Any) -> None:
    expected = {
        "inger": ({"Aflastning i uge 7", "Pasning efter skole"}, {"Ny samværsplan", "Livs skoleskift"}),
        "peter": ({"Pasning efter skole"}, {"Aflastning i uge 7"}),
        "mette": ({"Aflastning i uge 7"}, {"Pasning efter skole", "Ny samværsplan"}),
        "birgit": ({"Aflastning i uge 7", "Brev fra far"}, {"Pasning efter skole", "Ny samværsplan"}),
        "tove": (set(), {"Aflastning i uge 7"}),
    }
    for name, (seen, unseen) in expected.items():
        page = text_of(getattr(cast, name).client().get(LIST + "?vis=alle"))
        assert all(title in page for title in seen), name
        assert not any(title in page for title in unseen), name


def test_the_most_urgent_comes_first_and_the_filters_follow_the_turn(cast: Any) -> None:
    client = cast.inger.client()
    page = text_of(client.get(LIST))
    assert page.index("Aflastning i uge 7") < page.index("Kørsel til samvær")
    ours = text_of(client.get(LIST + "?vis=os"))
    assert "Referat fra statusmødet" in ours and "Aflastning i uge 7" not in ours
    theirs = text_of(client.get(LIST + "?vis=dem"))
    assert "Aflastning i uge 7" in theirs and "Referat fra statusmødet" not in theirs
    assert "Samvær hver anden lørdag" in text_of(client.get(LIST + "?vis=afsluttede"))


def test_the_list_is_searched_by_word_and_by_the_childs_name(cast: Any) -> None:
    client = cast.mette.client()
    assert "Aflastning i uge 7" in text_of(client.get(LIST + "?vis=alle&q=støtteophold"))
    found = text_of(client.get(LIST + "?vis=alle&q=noah"))
    assert "Aflastning i uge 7" in found and "Vederlag efter" not in found
    assert "Vi fandt ingen" in text_of(client.get(LIST + "?vis=alle&q=flodhest"))


def test_a_protected_child_is_not_found_by_name_by_a_leader(cast: Any) -> None:
    assert "Brev fra far" not in text_of(cast.ole.client().get(LIST + "?vis=alle&q=sigrun"))
    assert "Brev fra far" in text_of(cast.nadia.client().get(LIST + "?vis=alle&q=sigrun"))


def test_nonsense_in_the_address_gives_the_list_and_not_an_error(cast: Any) -> None:
    for nonsense in ("?vis=x&sorter=y&side=abc", "?side=99999999999", "?side=0", "?q=%00", "?q='--", "?side=²"):
        assert cast.inger.client().get(LIST + nonsense).status_code == 200


def test_the_list_is_25_to_a_page(cast: Any) -> None:
    for number in range(26):
        asks(cast.inger, cast.noah, title=f"Spørgsmål nummer {number}")
    page = cast.inger.client().get(LIST)
    assert page.content.decode().count("<article>") == 25
    assert "side 1 af 2" in text_of(page)
    assert "side 2 af 2" in text_of(cast.inger.client().get(LIST + "?side=2"))


def test_the_spreadsheet_has_the_list_and_no_formulas(cast: Any) -> None:
    asks(cast.inger, cast.noah, title='=HYPERLINK("http://ond.example")')
    answer = cast.inger.client().get(LIST + "hent/?vis=alle")
    text = answer.content.decode("utf-8-sig")
    assert "\"'=HYPERLINK(" in text
    assert "Aflastning i uge 7" in text
    for cell in ("=1", "+1", "-1", "@x", "\tx", "\rx", " =1"):
        assert safe_cell(cell).startswith("'")
    assert safe_cell("Ja - tak") == "Ja - tak"


def test_the_list_and_the_spreadsheet_are_on_record(cast: Any) -> None:
    before = Event.objects.filter(kind="read").count()
    cast.mette.client().get(LIST)
    cast.mette.client().get(LIST + "hent/")
    rows = Event.objects.filter(kind="read").order_by("pk")[before:]
    assert [row.action for row in rows] == ["enquiry.read", "enquiry.read"]
    assert all(row.subjects.filter(public_id=cast.noah.public_id).exists() for row in rows)


@pytest.mark.parametrize("who", ["inger", "mette", "birgit"])
def test_the_pages_ask_the_database_the_same_however_much_there_is(cast: Any, who: str) -> None:
    someone, enquiry = getattr(cast, who), cast.enquiry("respite")
    few = (asked(someone.client(), LIST), asked(someone.client(), url("thread", enquiry)))
    for number in range(12):
        asks(cast.inger, cast.noah, title=f"Spørgsmål {number}")
        presses(cast.inger, enquiry, "write", text=f"Besked {number}")
    many = (asked(someone.client(), LIST), asked(someone.client(), url("thread", enquiry)))
    assert few == many
    assert max(many) <= 12


def test_the_family_prints_the_thread_without_the_municipalitys_notes(cast: Any) -> None:
    enquiry, note = cast.enquiry("respite"), "bevilget"
    for address in ("", "?noter=ja"):
        text = pdf_text(cast.inger.client().get(url("pdf", enquiry) + address))
        assert "Aflastning i uge 7" in text and "Inger Dahl" in text
        assert note not in text
    assert note not in pdf_text(cast.mette.client().get(url("pdf", enquiry)))
    with_notes = pdf_text(cast.mette.client().get(url("pdf", enquiry) + "?noter=ja"))
    assert note in with_notes and "Kun kommunen kan se notatet" in with_notes


def test_the_pdf_is_tagged_danish_and_says_nothing_in_its_name(cast: Any) -> None:
    answer = cast.inger.client().get(url("pdf", cast.enquiry("respite")))
    reader = PdfReader(io.BytesIO(answer.content))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "da-DK"
    assert root["/MarkInfo"]["/Marked"]
    assert cast.enquiry("respite").case_number in answer["Content-Disposition"]
    assert "Noah" not in answer["Content-Disposition"]


def test_what_looks_like_code_is_printed_as_it_stands(cast: Any) -> None:
    enquiry = asks(cast.inger, cast.noah, title='#panic("av") *fed* $x$', text='#eval("1") // ikke kode\n= Nej\n- punkt')
    text = pdf_text(cast.inger.client().get(url("pdf", enquiry)))
    assert '#panic("av") *fed* $x$' in text and '#eval("1") // ikke kode' in text


def test_mona_alone_prints_her_own_record(cast: Any) -> None:
    text = pdf_text(cast.mona.client().get(url("pdf", cast.enquiry("own_phone"))))
    assert "Cykel til Viktor" in text and "Telefon" in text.title()


def test_a_file_is_asked_for_at_the_door_each_time(cast: Any) -> None:
    from plejebro.enquiries.models import Attachment
    from tests.enquiries.test_asking import photo

    enquiry = cast.enquiry("driving")
    presses(cast.sara, enquiry, "write", kind="note", text="Kun til os selv", files=photo("notat.jpg"))
    presses(cast.sara, enquiry, "write", kind="answer", text="Ja, se her", files=photo("svar.jpg"))
    found = {row.document.name: row.document.public_id for row in Attachment.objects.filter(message__enquiry=enquiry)}
    assert cast.inger.client().get(url("file", enquiry, found["notat.jpg"])).status_code == 404
    for someone, code in ((cast.inger, 200), (cast.mette, 200), (cast.karen, 404), (cast.peter, 404)):
        answer = someone.client().get(url("file", enquiry, found["svar.jpg"]))
        assert answer.status_code == code
        if answer.streaming:
            assert b"".join(answer.streaming_content)
    elsewhere = cast.enquiry("respite")
    assert cast.inger.client().get(url("file", elsewhere, found["svar.jpg"])).status_code == 404
