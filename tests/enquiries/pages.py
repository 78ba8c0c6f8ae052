"""How the tests walk the pages: they press what a person would press, with the fields the page itself holds."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from plejebro.enquiries.actions import Question, send_enquiry
from plejebro.enquiries.models import Enquiry
from plejebro.municipalities.enums import Topic
from plejebro.placements.enums import Task


def url(name: str, thing: Any, *more: Any) -> str:
    return reverse(f"enquiries:{name}", args=[thing.public_id, *more])


def text_of(response: Any) -> str:
    """The page's text without its marks, so that a sentence can be looked for."""
    html = re.sub(r"<(script|style)\b.*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def asks(someone: Any, placement: Any, **more: Any) -> Enquiry:
    """Somebody sends an enquiry, by the verb."""
    words: dict[str, Any] = {
        "topic": Topic.HOLIDAY,
        "addressed_to": Task.CONSULTANT,
        "title": "Ferie i uge 29",
        "text": "Må vi tage til Sverige?",
        **more,
    }
    return send_enquiry(actor=someone.viewer(), placement=placement, question=Question(**words), submission=uuid.uuid4())


def form_fields(client: Client, enquiry: Any, name: str) -> dict[str, str]:
    """The hidden fields of one of the thread's forms as they stand on the page now."""
    html = client.get(url("thread", enquiry)).content.decode()
    form = re.search(rf'<form method="post" action="{url(name, enquiry)}".*?</form>', html, re.S)
    assert form, f"the page has no form {name}"
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {key: value for key, value in found if key != "csrfmiddlewaretoken"}


def presses(someone: Any, enquiry: Any, name: str, **typed: Any) -> Any:
    """Somebody opens the thread, fills in a form and presses its button."""
    client = someone.client()
    return client.post(url(name, enquiry), {**form_fields(client, enquiry, name), "do": "send", **typed})


def fresh(enquiry: Any) -> Enquiry:
    return Enquiry.objects.select_related("clock").get(pk=enquiry.pk)


def new_form(**typed: Any) -> dict[str, Any]:
    return {
        "topic": "holiday",
        "addressed_to": "",
        "title": "Ferie i uge 29",
        "text": "Må vi tage til Sverige med Noah?",
        "wished_outcome": "",
        "submission": str(uuid.uuid4()),
        "do": "send",
        **typed,
    }
