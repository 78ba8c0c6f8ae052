"""How the tests work a case: they press what a person would press, with the fields the page itself holds."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from plejebro.decisions import actions, hearing_family, proving
from plejebro.decisions.actions import Opening
from plejebro.decisions.enums import Cause, EvidenceState, Kind, ParentPresent, RouteCode
from plejebro.decisions.models import DecisionCase
from plejebro.decisions.proving import Shown, Talk


def url(name: str, case: Any, *more: Any) -> str:
    return reverse(f"decisions:{name}", args=[case.public_id, *more])


def text_of(response: Any) -> str:
    """The page's own text without its marks and its frame, so that a sentence can be looked for."""
    html = response.content.decode()
    html = html[html.find("<main") : html.find("</main>")] if "<main" in html else html
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def fresh(case: Any) -> DecisionCase:
    return DecisionCase.objects.select_related("placement__child", "placement__family").get(pk=case.pk)


def opens(someone: Any, placement: Any, *, kind: Kind = Kind.MOVE, cause: Cause | None = None, **more: Any) -> DecisionCase:
    """Somebody opens a case, by the verb."""
    opening = Opening(kind=kind, reason="Emil har brug for mere ro.", cause=cause, **more)
    return actions.open_case(actor=someone.viewer(), placement=placement, opening=opening, submission=uuid.uuid4())


def routes(someone: Any, case: Any, route: RouteCode = RouteCode.K1) -> None:
    actions.choose_route(
        actor=someone.viewer(),
        case=case,
        route=route,
        reason="Alle har samtykket.",
        submission=uuid.uuid4(),
        seen_version=fresh(case).version,
    )


def shows(someone: Any, case: Any, requirement: str, on: date | None = None, **more: Any) -> Any:
    """Something is put on file for a step, done today if nothing else is said."""
    shown = Shown(EvidenceState.PROOF, on or someone.viewer().today, "notat", "Skrevet ned")
    return proving.add_evidence(
        actor=someone.viewer(), case=case, requirement=requirement, shown=shown, submission=uuid.uuid4(), **more
    )


def talks(someone: Any, case: Any, on: date, *, about_this: bool = True) -> Any:
    talk = Talk(on, "Skolen", "Emil og Sara", "Jeg vil gerne blive.", about_this, ParentPresent.NO)
    return proving.record_conversation(actor=someone.viewer(), case=case, talk=talk, submission=uuid.uuid4())


def asks(someone: Any, case: Any, *, days: int = 5) -> Any:
    return hearing_family.ask_for_statement(
        actor=someone.viewer(),
        case=case,
        text="Skriv, hvordan Emil har det.",
        answer_by=someone.viewer().today + timedelta(days=days),
        submission=uuid.uuid4(),
        seen_version=fresh(case).version,
    )


def states(someone: Any, case: Any, text: str = "Emil trives hos os.") -> Any:
    return hearing_family.give_statement(actor=someone.viewer(), case=case, text=text, submission=uuid.uuid4())


def finalises(someone: Any, case: Any, on: date, reason: str = "") -> Any:
    return actions.finalise(
        actor=someone.viewer(),
        case=case,
        decided_on=on,
        reason=reason,
        submission=uuid.uuid4(),
        seen_version=fresh(case).version,
    )


def status_of(someone: Any, case: Any, requirement: str) -> str:
    """How a step stands on its own page: the word of its chip."""
    page = someone.client().get(url("step", case, requirement))
    assert page.status_code == 200
    found = re.search(r'<span class="chip[^"]*">(?:<svg.*?</svg>)?([^<]+)</span>', page.content.decode(), re.S)
    assert found
    return found[1].strip()


def hidden(client: Any, path: str) -> dict[str, str]:
    """The hidden fields of a page's own form."""
    html = client.get(path).content.decode()
    main = html[html.find("<main") :]
    found = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', main)
    return {key: value for key, value in found if key != "csrfmiddlewaretoken"}


def presses(someone: Any, path: str, **typed: Any) -> Any:
    """Somebody opens the page, fills in its form and presses the button."""
    client = someone.client()
    return client.post(path, {**hidden(client, path), **typed})
