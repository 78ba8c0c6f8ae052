"""What people do in these tests, through the pages and the verbs."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from plejebro.agenda.respite import actions
from plejebro.agenda.respite.actions import Days, Place
from plejebro.agenda.respite.models import RespiteStay
from plejebro.notifications.models import OutboxMessage


def url(name: str, thing: Any) -> str:
    return reverse(f"agenda:{name}", args=[thing.public_id])


def stay_of(cast: Any, key: str) -> RespiteStay:
    return fresh(cast.thing(f"stay:{key}"))


def fresh(stay: RespiteStay) -> RespiteStay:
    return RespiteStay.objects.select_related("clock", "entry", "placement").get(pk=stay.pk)


def days_ahead(cast: Any, weeks: int, length: int = 3) -> Days:
    """Days from the Friday so many weeks ahead; the story holds nothing after week 40."""
    friday = cast.today + timedelta(days=4 - cast.today.weekday(), weeks=weeks)
    return Days(friday, friday + timedelta(days=length - 1))


def asks(cast: Any, who: str = "inger", child: str = "noah", weeks: int = 50, length: int = 3) -> RespiteStay:
    made = actions.ask(
        actor=cast.people[who].viewer(),
        placement=cast.thing(child),
        days=days_ahead(cast, weeks, length),
        reason="En weekend for os selv.",
        submission=uuid.uuid4(),
    )
    return fresh(made)


def is_offered(cast: Any, stay: RespiteStay, who: str = "mette", place: Place | None = None) -> RespiteStay:
    days = Days(stay.starts, stay.ends, stay.begins, stay.finishes)
    relief = place or Place("Familien Lund", payer="municipality")
    actions.offer(actor=cast.people[who].viewer(), days=days, place=relief, text="", **sign(stay))
    return fresh(stay)


def says_yes(cast: Any, stay: RespiteStay, who: str = "inger") -> RespiteStay:
    actions.confirm(actor=cast.people[who].viewer(), text="", **sign(stay))
    return fresh(stay)


def sign(stay: RespiteStay) -> dict[str, Any]:
    return {"stay": stay, "submission": uuid.uuid4(), "seen_version": fresh(stay).version}


def hidden(client: Any, where: str, action: str = "") -> dict[str, str]:
    """The hidden fields of the page's form, or of the one that is sent to `action`."""
    html = client.get(where).content.decode()
    if action:
        found = re.search(rf'<form method="post" action="{re.escape(action)}".*?</form>', html, re.S)
        assert found, f"no form to {action}"
        html = found[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    fields.pop("csrfmiddlewaretoken")
    return fields


def presses(cast: Any, who: str, name: str, thing: Any, **typed: Any) -> Any:
    """Opens the page of a step and sends its form."""
    client = cast.people[who].client()
    return client.post(url(name, thing), {**hidden(client, url(name, thing)), **typed})


def told(kind: str, thing: Any, page: str = "respite_stay") -> list[str]:
    rows = OutboxMessage.objects.filter(kind=kind, path=url(page, thing))
    return sorted(one.recipient.full_name for one in rows if one.recipient)


def typed(day: date) -> str:
    return f"{day:%d.%m.%Y}"
