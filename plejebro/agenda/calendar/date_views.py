"""Pages where either side writes, corrects and takes off a simple date of a child."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access import registry
from plejebro.access.doors import open_thing, reach, shown_subjects, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.calendar import dates as verbs
from plejebro.agenda.calendar.date_forms import CorrectDateForm, DateForm
from plejebro.agenda.models import Entry
from plejebro.kernel.danish import possessive
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of, with_mask
from plejebro.ui.pages import Carried, Difference, FormPage, carry_out, differences, form_page

_FORM_METHODS = ["GET", "HEAD", "POST"]
# In place of a version, where the date was taken off while somebody was correcting it.
_GONE = "taget af"
_ASK = "Barnets navn er beskyttet. Bed rådgiveren om at rette datoen."


@page(Permission.PLACEMENT_DATES)
@require_safe
def dates(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The dates to come, each to correct or take off."""
    viewer = viewer_of(request)
    placement = reach(viewer, with_mask(Placement.objects.all(), viewer), placement_id, Permission.PLACEMENT_DATES)
    found, rows = verbs.coming(placement, viewer)
    seen = [*registry.subjects_of(placement), *(subject for row in found for subject in registry.subjects_of(row))]
    shown_subjects(request, Permission.PLACEMENT_DATES, seen)
    context = {"rows": rows, "id": placement_id, "trail": _trail(placement, viewer)}
    return render(request, "agenda/calendar/dates.html", context)


@page(Permission.PLACEMENT_DATES)
@rate_limited("calendar_dates")
@require_http_methods(_FORM_METHODS)
def date_new(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """A new date both sides see."""
    viewer = viewer_of(request)
    placement: Any = open_thing(request, _rows(viewer), placement_id, Permission.PLACEMENT_DATES)
    child, back = child_of(placement, viewer.today), _placement_url(placement)
    whose = "barnets" if child.is_masked else possessive(child.short_name)
    around = FormPage(
        title="Skriv en dato",
        submit="Gem datoen",
        back=back,
        lead=f"Datoen står i {whose} kalender, hvor både familien og kommunen kan læse den.",
        trail=_trail(placement, viewer),
    )
    form = DateForm(request.POST or None)

    def do(data: dict[str, Any]) -> Entry:
        return verbs.write_date(actor=viewer, placement=placement, written=form.written(), submission=data["submission"])

    said = "Datoen står i kalenderen, hvor begge sider kan se den."
    return carry_out(request, Carried(form, around, do, said, back))


@page(Permission.PLACEMENT_DATES)
@rate_limited("calendar_dates")
@require_http_methods(_FORM_METHODS)
def date_edit(request: HttpRequest, placement_id: UUID, entry_id: UUID) -> HttpResponse:
    """Correct a date. Somebody else may have corrected it or taken it off meanwhile; nothing typed is lost."""
    viewer = viewer_of(request)
    placement: Any = open_thing(request, _rows(viewer), placement_id, Permission.PLACEMENT_DATES)
    entry = get_object_or_404(verbs.dates_on(placement, viewer), public_id=entry_id)
    if refused := _refused(request, placement, entry):
        return refused
    now = _values(entry)
    form, conflict = CorrectDateForm(request.POST or None, initial=now), list[Difference]()
    if request.method == "POST" and form.is_valid():
        try:
            _save(viewer, placement, entry, form)
        except NotPossible as no:
            form.add_error(None, no.sentence)
        except ChangedMeanwhile:
            conflict = _conflict(form, entry)
        else:
            messages.success(request, "Datoen er rettet. Begge sider kan se det.")
            return redirect(_placement_url(placement))
    return form_page(request, form, _around(placement, entry, viewer, conflict))


@page(Permission.PLACEMENT_DATES)
@rate_limited("calendar_dates")
@require_POST
def date_off(request: HttpRequest, placement_id: UUID, entry_id: UUID) -> HttpResponse:
    """Takes a date off: it stands as cancelled."""
    viewer = viewer_of(request)
    placement: Any = reach(viewer, _rows(viewer), placement_id, Permission.PLACEMENT_DATES)
    entry = get_object_or_404(verbs.dates_on(placement, viewer), public_id=entry_id)
    if verbs.is_kept(entry, viewer):
        messages.error(request, _ASK)
        return redirect(_placement_url(placement))
    try:
        verbs.take_off(actor=viewer, entry=entry, seen=_seen(request))
    except (ChangedMeanwhile, NotPossible):
        messages.error(request, f"En anden har rettet »{entry.label}« eller taget det af imens. Se, hvad der står nu.")
    else:
        messages.success(request, f"»{entry.label}« er taget af. I kalenderen står det som aflyst.")
    return redirect(_placement_url(placement))


def _seen(request: HttpRequest) -> int:
    """The version that was shown beside the button; -1, which no row has, for nonsense."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _refused(request: HttpRequest, placement: Placement, entry: Entry) -> HttpResponse | None:
    """Where there is nothing to correct: the words are kept from the viewer, or it was taken off already."""
    if verbs.is_kept(entry, viewer_of(request)):
        messages.error(request, _ASK)
    elif not verbs.is_live(entry) and request.method != "POST":
        messages.info(request, "Datoen er taget af.")
    else:
        return None
    return redirect(_placement_url(placement))


def _values(entry: Entry) -> dict[str, Any]:
    if not verbs.is_live(entry):
        return {"version": _GONE}
    now = verbs.written_of(entry)
    return {
        "on": now.on,
        "at": now.begins,
        "minutes": str(now.minutes),
        "what": now.what,
        "place": now.place,
        "version": str(entry.version),
    }


def _save(viewer: Viewer, placement: Placement, entry: Entry, form: CorrectDateForm) -> None:
    if form.cleaned_data["version"] != _values(entry)["version"]:
        raise ChangedMeanwhile
    if verbs.is_live(entry):
        verbs.correct_date(actor=viewer, entry=entry, seen=form.seen, written=form.written())
    else:
        verbs.write_date(
            actor=viewer, placement=placement, written=form.written(), submission=form.cleaned_data["submission"]
        )


def _conflict(form: forms.Form, entry: Entry) -> list[Difference]:
    entry.refresh_from_db()
    found = differences(form, _values(entry))
    return found if verbs.is_live(entry) else [Difference("Datoen", "står stadig i felterne", "taget af")]


def _around(placement: Any, entry: Entry, viewer: Viewer, conflict: list[Difference]) -> FormPage:
    trail = [*_trail(placement, viewer), ("Datoer", reverse("agenda:dates", args=[placement.public_id]))]
    submit = "Gem" if verbs.is_live(entry) else "Skriv datoen på igen"
    return FormPage("Ret en dato", submit, _placement_url(placement), trail=trail, conflict=conflict)


def _rows(viewer: Viewer) -> Any:
    return with_mask(Placement.objects.all(), viewer)


def _placement_url(placement: Placement) -> str:
    return reverse("web:placement", args=[placement.public_id])


def _trail(placement: Any, viewer: Viewer) -> list[tuple[str, str]]:
    return [(child_of(placement, viewer.today).short_name, _placement_url(placement))]
