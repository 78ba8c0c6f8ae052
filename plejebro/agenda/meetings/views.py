"""Meetings: the list of a placement, the invitation, the meeting's page, and what is done before it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import open_thing, shown_subjects, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.meetings import actions, choosing, forms, pages
from plejebro.agenda.meetings.enums import Answer
from plejebro.agenda.meetings.models import Meeting
from plejebro.agenda.meetings.opening import FORM_METHODS, around, open_meeting, page_of, step, trail_of, versioned
from plejebro.kernel.clock import local
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of, with_mask
from plejebro.ui.pages import Carried, FormPage, carry_out

PAGE_SIZE = 25


@page(P.AGENDA_READ)
@rate_limited("search")
@require_http_methods(FORM_METHODS)
def meetings(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The meetings of a placement: to come, or held. Words are searched for by POST, so that they stand in no address and
    no log."""
    viewer = viewer_of(request)
    placement: Any = open_thing(
        request, with_mask(Placement.objects.all(), viewer), placement_id, P.AGENDA_READ, [P.MEETING_CALL]
    )
    show, words = request.GET.get("vis", ""), request.POST.get("q", "")[:80]
    show = show if show == "holdt" else "kommende"
    found = Paginator(pages.of_placement(placement, viewer, show=show, words=words), PAGE_SIZE)
    part = found.get_page(request.POST.get("side") or request.GET.get("side"))
    rows = pages.built(part.object_list, viewer)
    shown_subjects(request, P.AGENDA_READ, [subject for row in rows for subject in row.subjects])
    context = {"rows": rows, "show": show, "words": words, "id": placement_id, "may_call": placement.may_meeting_call}
    more = {"number": part.number, "pages": found.num_pages, "child": child_of(placement, viewer.today)}
    return render(request, "agenda/meetings/list.html", {**context, **more})


@page(P.MEETING_CALL)
@rate_limited("meetings")
@require_http_methods(FORM_METHODS)
def meeting_new(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Invite to a meeting."""
    viewer = viewer_of(request)
    placement: Any = open_thing(request, with_mask(Placement.objects.all(), viewer), placement_id, P.MEETING_CALL)
    form, child = _invite_form(request, placement), child_of(placement, viewer.today)
    back = reverse("agenda:meetings", args=[placement_id])
    page_around = FormPage(
        title="Indkald til et møde",
        submit="Send indkaldelsen",
        back=back,
        lead=f"{child.title}. Alle, der er indkaldt og har log-ind, får besked og kan svare her.",
        trail=trail_of(child.short_name, placement_id),
        who_will_see=["Familien", "Barnets rådgiver, familiens konsulent og deres ledere", "Ansatte, der er indkaldt"],
    )

    def do(data: dict[str, Any]) -> Meeting:
        sent = {"to": form.invitation(), "when": form.when(), "submission": data["submission"]}
        return actions.invite(actor=viewer, placement=placement, **sent)

    said = "Indkaldelsen er sendt."
    return carry_out(request, Carried(form, page_around, do, said, lambda made: page_of(made.public_id)))


def _invite_form(request: HttpRequest, placement: Any) -> forms.InviteForm:
    viewer = viewer_of(request)
    kept = not viewer.is_family and not placement.may_child_name
    kept = kept and (placement.name_protected or placement.place_protected)
    people: dict[str, Any] = {
        "employees": choosing.employees(placement, viewer),
        "members": choosing.members(placement, viewer, kept=kept),
        "is_family": viewer.is_family,
        "kept": kept,
    }
    if request.method == "POST":
        return forms.InviteForm(request.POST, **people)
    first = {
        "employees": choosing.assigned(placement, viewer),
        "members": [key for key, _ in people["members"]],
        "on": request.GET.get("dag", ""),
    }
    return forms.InviteForm(initial=first, **people)


@page(P.MEETING_READ)
@require_safe
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting, with what can be done now."""
    row = open_meeting(request, meeting_id, P.MEETING_READ)
    model = pages.meeting_page(row, viewer_of(request))
    context = {
        "page": model,
        "row": model.row,
        "point_form": forms.PointForm(auto_id="punkt_%s"),
        "objection_form": forms.ObjectionForm(auto_id="indvending_%s"),
        "trail": trail_of(model.row.child.short_name, model.placement_id, with_list=True),
    }
    return render(request, "agenda/meetings/meeting.html", context)


@page(P.MEETING_WRITE)
@rate_limited("meetings")
@require_http_methods(FORM_METHODS)
def meeting_answer(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Answer the own invitation."""
    row, viewer = open_meeting(request, meeting_id, P.MEETING_WRITE), viewer_of(request)
    form = forms.AnswerForm(request.POST or None)
    lead = f"{pages.row_of(row, viewer).when.capitalize()} {pages.hours_of(row.entry)}"

    def do(data: dict[str, Any]) -> None:
        sent = {"said": Answer(data["said"]), "note": data["note"], "on": data["on"], "begins": data["at"]}
        actions.answer(actor=viewer, meeting=row, **sent)

    return step(
        request, row, form, around(request, row, "Svar på indkaldelsen", "Send svaret", lead=lead), do, "Svaret er sendt."
    )


@page(P.MEETING_ARRANGE)
@rate_limited("meetings")
@require_http_methods(FORM_METHODS)
def meeting_move(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Move the meeting. `dag` and `kl` in the address fill in another's proposal."""
    row, viewer = open_meeting(request, meeting_id, P.MEETING_ARRANGE), viewer_of(request)
    form = versioned(request, row, forms.MoveForm, _as_it_stands(request, row), kept=pages.keeps_words(row))
    page_around = around(
        request,
        row,
        "Flyt mødet",
        "Flyt mødet",
        consequences=["Alle får besked og bliver spurgt igen, om de kan.", "Dagsordenen følger med."],
    )

    def do(data: dict[str, Any]) -> None:
        actions.move(actor=viewer, meeting=row, seen=form.seen, when=form.when(), reason=data["reason"])

    return step(request, row, form, page_around, do, "Mødet er flyttet. Alle er spurgt igen.")


def _as_it_stands(request: HttpRequest, row: Any) -> dict[str, Any]:
    entry = row.entry
    minutes = int((entry.ends_at - entry.starts_at).total_seconds() // 60) if entry.starts_at else 60
    return {
        "on": request.GET.get("dag") or entry.starts,
        "begins": request.GET.get("kl") or (local(entry.starts_at).time() if entry.starts_at else None),
        "minutes": minutes,
        "place": entry.place,
        "video": row.video,
    }


@page(P.MEETING_ARRANGE)
@rate_limited("meetings")
@require_http_methods(FORM_METHODS)
def meeting_cancel(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Cancel the meeting."""
    row, viewer = open_meeting(request, meeting_id, P.MEETING_ARRANGE), viewer_of(request)
    form = versioned(request, row, forms.CancelForm)
    page_around = around(
        request,
        row,
        "Aflys mødet",
        "Aflys mødet",
        danger=True,
        consequences=["Alle, der er indkaldt, får besked.", "Indkaldelsen og dagsordenen kan stadig læses."],
    )

    def do(data: dict[str, Any]) -> None:
        actions.cancel(actor=viewer, meeting=row, seen=form.seen, reason=data["reason"])

    return step(request, row, form, page_around, do, "Mødet er aflyst.")


@page(P.MEETING_WRITE)
@rate_limited("meetings")
@require_http_methods(FORM_METHODS)
def meeting_point(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Put a point on the agenda."""
    row, viewer = open_meeting(request, meeting_id, P.MEETING_WRITE), viewer_of(request)
    form = forms.PointForm(request.POST or None)

    def do(data: dict[str, Any]) -> None:
        actions.add_point(actor=viewer, meeting=row, text=data["text"], submission=data["submission"])

    page_around = around(request, row, "Skriv på dagsordenen", "Tilføj punktet")
    return step(request, row, form, page_around, do, "Punktet står på dagsordenen.", place="#dagsorden")
