"""A single visit: read, held, cancelled, moved, made up, and how the child was."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import shown_subjects, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.contact import visiting
from plejebro.agenda.contact.forms import CancelForm, HoldForm, MakeUpForm, MoveForm, ReactionForm
from plejebro.agenda.contact.models import ContactVisit
from plejebro.agenda.contact.pages import subjects_of_visits
from plejebro.agenda.contact.views.shared import FORM_METHODS, READERS, Trail, open_visit, trail_to_contact
from plejebro.agenda.contact.visit_pages import visit_page
from plejebro.agenda.entries import clashes, when
from plejebro.agenda.enums import Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.shown import child_name_of
from plejebro.kernel.clock import local
from plejebro.kernel.danish import day_month
from plejebro.kernel.refusals import NotPossible
from plejebro.ui.pages import Carried, FormPage, carry_out

_CHANGED = "Samværet er ændret, mens du skrev. Det, du skrev, står her endnu. Se, hvordan det står nu, og send igen."


@page(P.ENTRY_READ)
@require_safe
def visit(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One visit, and what can be done about it."""
    found = open_visit(request, entry_id, P.ENTRY_READ)
    model = visit_page(found, viewer_of(request))
    shown_subjects(request, P.ENTRY_READ, subjects_of_visits([one for one in (model.made_up, model.makes_up) if one]))
    trail = trail_to_contact(child_name_of(found, viewer_of(request)), found.placement.public_id)
    return render(request, "agenda/contact/visit.html", {"page": model, "trail": trail})


@page(P.ENTRY_WRITE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def held(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Write down that it took place."""
    found, viewer = open_visit(request, entry_id, P.ENTRY_WRITE), viewer_of(request)
    form = HoldForm(request.POST or None, initial={"version": found.version})
    around = _around(request, found, "Samværet blev holdt", "Skriv ned, at det blev holdt", "Begge sider kan se det.")

    def do(data: dict[str, Any]) -> object:
        return visiting.hold_visit(actor=viewer, entry=found, seen=form.seen)

    return _carried(request, found, form, around, do, "Det er skrevet ned.")


@page(P.ENTRY_WRITE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def cancel(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Cancel it: who could not, and why."""
    found, viewer = open_visit(request, entry_id, P.ENTRY_WRITE), viewer_of(request)
    form = CancelForm(request.POST or None, initial={"version": found.version})
    around = _around(
        request, found, "Aflys samværet", "Aflys", "Den anden side får besked.", "Bagefter kan I finde en ny dag."
    )

    def do(data: dict[str, Any]) -> object:
        return visiting.cancel_visit(actor=viewer, entry=found, seen=form.seen, by=data["by"], reason=data["reason"])

    return _carried(request, found, form, around, do, "Samværet er aflyst.")


@page(P.ENTRY_WRITE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def move(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Move it to another day or time."""
    found, viewer = open_visit(request, entry_id, P.ENTRY_WRITE), viewer_of(request)
    form = MoveForm(request.POST or None, initial={"version": found.version, "on": found.starts, **_hours(found)})
    form.nights = (found.ends - found.starts).days
    around = _around(request, found, "Flyt samværet", "Flyt", "Den anden side får besked.", "Kun denne gang bliver flyttet.")

    def do(data: dict[str, Any]) -> object:
        slot = form.slot()
        _stop_at(request, found, slot, except_entry=found)
        return visiting.move_visit(actor=viewer, entry=found, seen=form.seen, slot=slot, reason=data["reason"])

    return _carried(request, found, form, around, do, "Samværet er flyttet.")


@page(P.ENTRY_WRITE)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def make_up(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Find another day for a cancelled one."""
    found, viewer = open_visit(request, entry_id, P.ENTRY_WRITE), viewer_of(request)
    form = MakeUpForm(request.POST or None, initial=_hours(found))
    form.nights = (found.ends - found.starts).days
    around = _around(request, found, "Find en ny dag", "Læg i kalenderen", "Den anden side får besked.")

    def do(data: dict[str, Any]) -> object:
        slot = form.slot()
        _stop_at(request, found, slot)
        return visiting.make_up(actor=viewer, entry=found, slot=slot, place=data["place"], submission=data["submission"])

    return _carried(request, found, form, around, do, "Samværet har fået en ny dag.")


@page(P.CONTACT_REACTION)
@rate_limited("contact_write")
@require_http_methods(FORM_METHODS)
def reaction(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """How the child was before or after."""
    found, viewer = open_visit(request, entry_id, P.CONTACT_REACTION), viewer_of(request)
    form = ReactionForm(request.POST or None)
    around = _around(
        request, found, "Hvordan havde barnet det?", "Gem", "Teksten kan ikke rettes bagefter. I kan skrive en ny."
    )
    around = FormPage(**{**vars(around), "who_will_see": READERS})

    def do(data: dict[str, Any]) -> object:
        return visiting.note_reaction(
            actor=viewer, entry=found, moment=data["moment"], text=data["text"], submission=data["submission"]
        )

    return _carried(request, found, form, around, do, "Det er skrevet ned.")


def _around(request: HttpRequest, found: Any, title: str, submit: str, *consequences: str) -> FormPage:
    lead = f"Det gælder {day_month(found.starts)} {found.starts.year}."
    return FormPage(title, submit, _url(found), lead=lead, trail=_trail(request, found), consequences=consequences)


def _carried(request: HttpRequest, found: Any, form: forms.Form, around: FormPage, do: Any, said: str) -> HttpResponse:
    return carry_out(
        request, Carried(form, around, do, said, _url, changed=_CHANGED, renew=lambda form: _renew(form, found))
    )


def _renew(form: forms.Form, found: Entry) -> None:
    data: Any = form.data
    data = data.copy()
    data["version"] = str(Entry.objects.values_list("version", flat=True).get(pk=found.pk))
    form.data = data


def _stop_at(request: HttpRequest, found: Any, slot: visiting.Slot, except_entry: Any = None) -> None:
    """Raises `NotPossible` with everything that is in the way."""
    times = when(slot.on, slot.on, slot.begins, slot.minutes)
    plan_id = ContactVisit.objects.values_list("plan_id", flat=True).get(entry=found)
    in_the_way = clashes(
        found.placement,
        times.starts,
        times.ends,
        times.starts_at,
        times.ends_at,
        Kind.VISIT,
        except_entry,
        viewer=viewer_of(request),
        plan_id=plan_id,
    )
    if in_the_way:
        raise NotPossible(" ".join(in_the_way))


def _hours(found: Any) -> dict[str, Any]:
    if found.starts_at is None:
        return {}
    return {"begins": local(found.starts_at).time(), "until": local(found.ends_at).time()}


def _trail(request: HttpRequest, found: Any) -> Trail:
    name = child_name_of(found, viewer_of(request))
    return [*trail_to_contact(name, found.placement.public_id), (f"Samvær {day_month(found.starts)}", _url(found))]


def _url(row: Any) -> str:
    """The page of the visit the verb returned; of the visit a reaction is about."""
    entry = getattr(row, "entry", row)
    return reverse("agenda:visit", args=[entry.public_id])
