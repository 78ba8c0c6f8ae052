"""Protected and foreign things leave no trace: mails, searches, counts and order (trust programme B1, B4, B7, B10).

The walk over every page stands in test_matrix.py; here are the channels it does not reach, and the controls.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from plejebro.access import mask
from plejebro.audit.types import System
from plejebro.enquiries.models import Message
from plejebro.kernel.cpr import Cpr, CprError, parse_cpr
from plejebro.notifications.models import OutboxMessage
from plejebro.people import vault
from plejebro.people.actions import create_person, protect
from plejebro.people.enums import ProtectionKind
from plejebro.placements.actions import assign, create_placement
from plejebro.placements.enums import Task
from tests.cast import Cast
from tests.house import canary

ROOT = Path(__file__).resolve().parents[2]
CHILDREN = ("noah", "liv", "emil", "asta", "sigrun", "oliver", "mia", "elias", "viktor")


def test_the_canary_sings_when_the_mask_is_off(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def bare(person: mask.PersonFacts, **_: Any) -> mask.ShownPerson:
        return real(replace(person, name_protected=False), knows_name=True, today=cast.today)

    real, path = mask.visible, reverse("web:placement", args=[cast.sigrun.public_id])
    before = canary.text_of(cast.birgit.client().get(path))
    assert canary.leaks(canary.rules(cast), "birgit", before) == []
    for module in list(sys.modules.values()):
        if getattr(module, "visible", None) is real:
            monkeypatch.setattr(module, "visible", bare)
    after = canary.text_of(cast.birgit.client().get(path))
    assert "Sigrun" in canary.leaks(canary.rules(cast), "birgit", after)


def test_no_mail_or_notice_names_a_child_a_topic_or_a_word_of_the_case(cast: Cast) -> None:
    names = {part for key in CHILDREN for part in (cast.child(key).given_name, cast.child(key).family_name)}
    titles = {cast.enquiry(key).title for key in cast.keys("enquiry:")}
    texts = {text[:40] for text in Message.objects.values_list("text", flat=True)}
    for mail in OutboxMessage.objects.all():
        whole = f"{mail.subject} {mail.body} {mail.path}"
        assert not [word for word in names | titles | texts if re.search(rf"\b{re.escape(word)}\b", whole)], mail.kind


def test_a_search_finds_nobody_one_may_not_see(cast: Cast) -> None:
    number = vault.unseal(cast.child("sigrun").cpr.sealed, owner=cast.child("sigrun").public_id)
    for who in ("inger", "sara", "lars", "bo", "birgit", "peter", "jens_falk"):
        client = cast.people[who].client()
        for words in ("Sigrun", "Kvistgaard", "Tranehøjvej", number):
            answer = client.post(reverse("web:search"), {"ord": words})
            body = canary.text_of(answer).replace(words, "")
            may_open = who in ("bo", "birgit") and words == number
            assert canary.leaks(canary.rules(cast), who, body) == []
            assert may_open or str(cast.sigrun.public_id) not in body, f"{who} found {words}"


STRANGERS_PAGES = ("web:home", "web:placements", "enquiries:list", "web:notices")


@pytest.mark.parametrize("who", ["lars", "ole", "peter", "jens_falk", "inger"])
def test_a_hidden_child_changes_nothing_on_a_strangers_pages(cast: Cast, who: str) -> None:
    client = cast.people[who].client()
    before = [_page(client, name) for name in STRANGERS_PAGES]
    child = create_person(actor=System(), given_name="Skjult", family_name="Barn")
    placement = create_placement(
        actor=System(municipality_code="901"),
        child=child,
        family=cast.family("bak"),
        municipality=cast.municipality("901"),
        unit=cast.unit("Børn og Unge Nord"),
        starts=cast.today - timedelta(days=3),
    )
    assign(actor=System(), placement=placement, employment=cast.job("sara"), task=Task.ADVISER, starts=placement.starts)
    protect(actor=System(), person=child, kind=ProtectionKind.THREATENED, starts=placement.starts, ends=None, note="")
    assert [_page(client, name) for name in STRANGERS_PAGES] == before


def _page(client: Any, name: str) -> str:
    answer = client.get(reverse(name))
    assert answer.status_code == 200, name
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|csrfToken[^>]+|nonce="[^"]+"', "", answer.content.decode())


# --- CPR numbers ----------------------------------------------------------------------------------------------------

CPR_FORM = re.compile(r"(?<![\d.])(\d{6})[- ]?(\d{4})(?![\d.])")
SOURCES = ("plejebro", "config", "docs", "tests", "bench", "README.md", "dev.py")
# Numbers in the tests of the number itself: the CPR office's own published example.
EXAMPLES = {"0707614285"}


def test_no_real_cpr_number_stands_in_the_repository() -> None:
    """A number whose date is real and whose check digit fits could be somebody's."""
    found = []
    for name in SOURCES:
        place = ROOT / name
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.suffix in (".py", ".md", ".html", ".txt", ".csv", ".toml", ".typ", ".js", ".json") and path.is_file():
                text = path.read_text(encoding="utf-8", errors="ignore")
                found += [f"{path.relative_to(ROOT)}: {m[0]}" for m in CPR_FORM.finditer(text) if _could_be(m[1] + m[2])]
    assert found == []


def _could_be(digits: str) -> bool:
    try:
        cpr: Cpr = parse_cpr(digits)
    except CprError:
        return False
    return cpr.modulus_11_ok and digits not in EXAMPLES


def test_nobody_in_the_story_has_a_real_persons_number(cast: Cast) -> None:
    for key in CHILDREN:
        person = cast.child(key)
        assert not parse_cpr(vault.unseal(person.cpr.sealed, owner=person.public_id)).modulus_11_ok, key


def test_no_mail_log_or_address_holds_a_cpr_number(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    texts = [f"{m.subject} {m.body} {m.path} {m.secret_path}" for m in OutboxMessage.objects.all()]
    from plejebro.audit.models import Event

    texts += list(Event.objects.values_list("payload", flat=True))
    assert [text for text in texts if re.search(r"\b[0-3]\d[01]\d{3}-\d{4}\b", text)] == []
