"""The thread page with its forms, also when one of them could not be carried out: nothing typed is lost."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from plejebro.access.doors import open_thing, reach, shown, viewer_of, with_grants
from plejebro.access.permissions import Permission
from plejebro.enquiries.enums import MessageKind
from plejebro.enquiries.forms import MessageForm, MunicipalityAnsweredForm, StepForm
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.thread import GRANTS, May, ThreadPage, thread_page, thread_rows

CHANGED = "Læs det nye nedenfor, og send så igen. Det, du skrev, er ikke gået tabt."

STEP_FORMS: dict[str, dict[str, Any]] = {
    "accept": {"label": "Det aftalte vi"},
    "conclude": {"label": "Det aftalte vi", "needed": "Skriv, hvad I har aftalt."},
    "withdraw": {"label": "Bemærkning"},
    "reopen": {"label": "Hvad mangler I svar på?", "needed": "Skriv, hvad I mangler svar på."},
    "escalate": {"label": "Bemærkning", "longest": 300},
}

FOR_FAMILY_ALONE = [
    (MessageKind.ANSWER.value, "Kommunen svarede"),
    (MessageKind.ASK_BACK.value, "Kommunen bad om mere"),
    (MessageKind.COMMENT.value, "Kommunen skrev eller sagde noget andet"),
]


@dataclass(frozen=True)
class Failed:
    """A form that was sent and could not be carried out: which, what was in it, and the sentences that say why."""

    name: str
    data: QueryDict
    sentences: Sequence[str] = ()
    changed: bool = False
    status: int = 422
    errors: Form | None = field(default=None)


def open_thread(request: HttpRequest, enquiry_id: UUID, permission: Permission) -> Enquiry:
    """The enquiry through its door, with everything the thread page needs.

    A POST that is carried out sends the reader on and shows nothing: no look, only the change. Where it cannot be carried
    out, `show_thread` puts the look on record.
    """
    viewer = viewer_of(request)
    if request.method == "POST":
        return reach(viewer, thread_rows(viewer), enquiry_id, permission, also=GRANTS)
    return open_thing(request, thread_rows(viewer), enquiry_id, permission, also=GRANTS)


def kinds_of(may: May) -> list[tuple[str, str]]:
    """What the writer can choose between, the likeliest first."""
    kinds: list[tuple[str, str]] = []
    if may.reply:
        return [(MessageKind.REPLY.value, "Svar på det, der bliver spurgt om")]
    if may.answer:
        kinds.append((MessageKind.ANSWER.value, "Svar på henvendelsen"))
    if may.ask_back:
        kinds.append((MessageKind.ASK_BACK.value, "Spørg familien om mere – svarfristen står stille imens"))
    if may.write:
        label = "Skriv igen – så er det den anden sides tur" if may.continue_after_answer else "Besked uden svar"
        kinds.append((MessageKind.COMMENT.value, label))
    if may.note:
        kinds.append((MessageKind.NOTE.value, "Internt notat – kun kommunen kan se notatet"))
    return kinds


def show_thread(request: HttpRequest, enquiry: Enquiry, failed: Failed | None = None) -> HttpResponse:
    """The page; with `failed`, what was typed stands in its form, and what happened meanwhile is marked as new."""
    viewer = viewer_of(request)
    if failed is not None:  # it may have moved, and files may have been added
        enquiry = with_grants(thread_rows(viewer).filter(pk=enquiry.pk), viewer, GRANTS).get()
        shown(request, Permission.ENQUIRY_READ, [enquiry])
    seen = _number(failed.data.get("seen")) if failed and failed.changed else None
    model = thread_page(enquiry, viewer, seen_count=seen)
    context = {
        "model": model,
        "row": model.row,
        "forms": _forms(model, failed),
        "kinds": kinds_of(model.may),
        "alone_kinds": FOR_FAMILY_ALONE,
        "changed": CHANGED if failed and failed.changed else "",
        "sentences": _sentences(failed),
        "failed": failed.name if failed else "",
    }
    return render(request, "enquiries/thread.html", context, status=failed.status if failed else 200)


def _sentences(failed: Failed | None) -> list[str]:
    if failed is None:
        return []
    from_form = [str(text) for texts in failed.errors.errors.values() for text in texts] if failed.errors else []
    return [*failed.sentences, *from_form]


def _forms(model: ThreadPage, failed: Failed | None) -> dict[str, Form]:
    """Every form of the page, each with its own id for the sending, so that a double click sends once."""
    fresh: dict[str, Any] = {"version": model.version, "seen": model.seen_count}
    kinds = kinds_of(model.may)
    first = {
        **fresh,
        "text": model.draft_text,
        "submission": model.submission or uuid.uuid4(),
        "kind": kinds[0][0] if kinds else "",
    }
    second = {**fresh, "submission": uuid.uuid4(), "kind": MessageKind.ANSWER.value}
    forms: dict[str, Form] = {
        "message": MessageForm(initial=first, kinds=kinds, auto_id="besked_%s"),
        "municipality": MunicipalityAnsweredForm(initial=second, kinds=FOR_FAMILY_ALONE, auto_id="kommunen_%s"),
    }
    for name, words in STEP_FORMS.items():
        start = {**fresh, "submission": uuid.uuid4()}
        forms[name] = StepForm(initial=start, auto_id=f"{name}_%s", **words)
    if failed is not None and failed.name in forms:
        forms[failed.name] = _as_typed(forms[failed.name], failed, fresh)
    return forms


def _as_typed(form: Form, failed: Failed, fresh: dict[str, Any]) -> Form:
    """The form with what was typed in it, now based on the thread as it stands."""
    typed = {name: failed.data.get(name, "") for name in form.fields if name in failed.data}
    form.initial.update({**typed, **fresh})
    return form


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else None
