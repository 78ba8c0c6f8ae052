"""The rhythm of one placement, and the forms that write down what was done."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.doors import open_thing, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.rhythm import actions, forms
from plejebro.agenda.rhythm.enums import MarkKind, Planned
from plejebro.agenda.rhythm.models import Mark
from plejebro.agenda.rhythm.pages import line_of, rhythm_page
from plejebro.agenda.rhythm.perms import GRANTS, may_change
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of, with_mask
from plejebro.ui.pages import Carried, FormPage, carry_out

FORM_METHODS = ["GET", "HEAD", "POST"]
_CHANGED = "En anden har rettet det imens. Gå tilbage, og se, hvad der står nu. Det, du skrev, står her endnu."
_SAVED = "Det er skrevet ned. Begge sider kan se det."


@page(Permission.RHYTHM_READ)
@require_safe
def rhythm(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """What the law asks on the placement, what is done and what is late."""
    placement = _open(request, placement_id, Permission.RHYTHM_READ)
    return render(request, "agenda/rhythm/rhythm.html", {"page": rhythm_page(placement, viewer_of(request))})


@page(Permission.RHYTHM_RECORD)
@rate_limited("rhythm")
@require_http_methods(FORM_METHODS)
def follow_up(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """A follow-up was held, and perhaps the next one is decided."""
    lead = "Er næste dato bestemt, så skriv den med det samme. Den bliver aldrig regnet ud."
    around = ("Skriv en opfølgning ned", "Skriv opfølgningen ned", lead)
    return _write(request, placement_id, Permission.RHYTHM_RECORD, MarkKind.FOLLOW_UP, around)


@page(Permission.RHYTHM_RECORD)
@rate_limited("rhythm")
@require_http_methods(FORM_METHODS)
def next_date(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The municipality has decided when the next follow-up is to be at the latest."""
    lead = "Kommunen bestemmer dagen efter barnets forhold. Barnets ønsker skal være med (barnets lov § 95, stk. 3)."
    around = ("Bestem næste opfølgning", "Gem datoen", lead)
    return _write(request, placement_id, Permission.RHYTHM_RECORD, MarkKind.NEXT_DATE, around)


@page(Permission.RHYTHM_RECORD)
@rate_limited("rhythm")
@require_http_methods(FORM_METHODS)
def examined(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The examination made at the same time as the placement is finished."""
    lead = "Så skal der følges op, også selv om der ikke er gået tre måneder (barnets lov § 95, stk. 2)."
    around = ("Undersøgelsen er færdig", "Skriv det ned", lead)
    return _write(request, placement_id, Permission.RHYTHM_RECORD, MarkKind.EXAMINED, around)


@page(Permission.RHYTHM_RECORD)
@rate_limited("rhythm")
@require_http_methods(FORM_METHODS)
def visit(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """A supervision visit was held."""
    lead = "Mindst to gange om året besøger kommunen barnet og taler med det (barnets lov § 156, stk. 5)."
    around = ("Skriv et tilsynsbesøg ned", "Skriv besøget ned", lead)
    return _write(request, placement_id, Permission.RHYTHM_RECORD, MarkKind.SUPERVISION, around)


@page(Permission.RHYTHM_NOTE)
@rate_limited("rhythm")
@require_http_methods(FORM_METHODS)
def course(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The family has taken course days."""
    family = viewer_of(request).is_family
    lead = (
        "Kommunen bekræfter dagene bagefter. Så tæller de med." if family else "Dage, kommunen selv skriver ned, tæller med."
    )
    around = ("Skriv kursusdage ned", "Skriv kursusdagene ned", lead)
    return _write(request, placement_id, Permission.RHYTHM_NOTE, MarkKind.COURSE, around)


@page(Permission.RHYTHM_NOTE)
@rate_limited("rhythm")
@require_http_methods(FORM_METHODS)
def inspection(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The social supervision authority has been there."""
    around = (
        "Socialtilsynet har været på besøg",
        "Skriv besøget ned",
        "Skriv kun dagen. Rapporten ligger hos socialtilsynet.",
    )
    return _write(request, placement_id, Permission.RHYTHM_NOTE, MarkKind.INSPECTION, around)


@page(Permission.RHYTHM_SUPPORT)
@rate_limited("rhythm")
@require_http_methods(FORM_METHODS)
def support(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The intensive support has begun, is done, or is put off for the child's sake."""
    viewer, placement = viewer_of(request), _open(request, placement_id, Permission.RHYTHM_SUPPORT)
    form = forms.SupportForm(request.POST or None, initial={"submission": uuid.uuid4()})

    def do(data: dict[str, Any]) -> Mark:
        return actions.write_down(
            actor=viewer,
            placement=placement,
            kind=MarkKind(data["kind"]),
            written=form.written(),
            submission=data["submission"],
        )

    around = ("Intensiv støtte det første år", "Skriv det ned", "Støtten gives af en anden end den, der aftaler honorar.")
    return carry_out(request, Carried(form, _around(request, placement, *around), do, _SAVED, _home(placement)))


@page(Permission.RHYTHM_RECORD)
@rate_limited("rhythm")
@require_http_methods(FORM_METHODS)
def plan(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """A visit or a follow-up is put in the calendar."""
    viewer, placement = viewer_of(request), _open(request, placement_id, Permission.RHYTHM_RECORD)
    form = forms.PlanForm(request.POST or None, initial={"submission": uuid.uuid4()})

    def do(data: dict[str, Any]) -> object:
        return actions.plan(
            actor=viewer,
            placement=placement,
            what=Planned(data["what"]),
            on=data["on"],
            begins=data["begins"],
            minutes=data["minutes"] or 60,
            submission=data["submission"],
        )

    around = ("Læg et besøg i kalenderen", "Læg det i kalenderen", "Begge sider kan se det i kalenderen.")
    said = "Det er lagt i kalenderen."
    return carry_out(request, Carried(form, _around(request, placement, *around), do, said, _home(placement)))


@page(Permission.RHYTHM_SUPPORT)
@rate_limited("rhythm")
@require_http_methods(FORM_METHODS)
def answer(request: HttpRequest, placement_id: UUID, mark_id: UUID) -> HttpResponse:
    """The municipality answers course days the family has written."""
    viewer, placement = viewer_of(request), _open(request, placement_id, Permission.RHYTHM_SUPPORT)
    mark = _mark(placement, mark_id)
    form = forms.AnswerForm(request.POST or None)

    def do(data: dict[str, Any]) -> object:
        return actions.answer_courses(actor=viewer, mark=mark, confirmed=data["confirmed"] == "ja", text=data["text"])

    around = _around(
        request, placement, "Bekræft kursusdage", "Send svaret", "Dagene tæller først med, når I har bekræftet dem."
    )
    more = {"line": line_of(placement, mark, viewer)}
    what = Carried(form, around, do, "Svaret er sendt til familien.", _home(placement), "agenda/rhythm/answer.html", more)
    return carry_out(request, what)


@page(Permission.RHYTHM_NOTE)
@rate_limited("rhythm")
@require_http_methods(FORM_METHODS)
def correct(request: HttpRequest, placement_id: UUID, mark_id: UUID) -> HttpResponse:
    """Put a corrected row in the place of another; the old one stays."""
    viewer, placement = viewer_of(request), _open(request, placement_id, Permission.RHYTHM_NOTE)
    mark = _mark(placement, mark_id)
    if not may_change(placement, mark, viewer):
        return _not_theirs(request, placement)
    first = {**forms.values_of(mark), "submission": uuid.uuid4()}
    form = forms.correcting(MarkKind(mark.kind), request.POST or None, initial=first)

    def do(data: dict[str, Any]) -> Mark:
        sign = {"why": data["why"], "submission": data["submission"]}
        return actions.correct(actor=viewer, mark=mark, written=form.written(), **sign)

    around = _around(
        request, placement, f"Ret: {mark.get_kind_display()}", "Gem rettelsen", "Det gamle bliver stående som rettet."
    )
    return carry_out(request, Carried(form, around, do, _SAVED, _home(placement), changed=_CHANGED))


@page(Permission.RHYTHM_NOTE)
@rate_limited("rhythm")
@require_http_methods(FORM_METHODS)
def withdraw(request: HttpRequest, placement_id: UUID, mark_id: UUID) -> HttpResponse:
    """Take back what was written by mistake; it stays as taken back."""
    viewer, placement = viewer_of(request), _open(request, placement_id, Permission.RHYTHM_NOTE)
    mark = _mark(placement, mark_id)
    if not may_change(placement, mark, viewer):
        return _not_theirs(request, placement)
    form = forms.WithdrawForm(request.POST or None, initial={"submission": uuid.uuid4()})

    def do(data: dict[str, Any]) -> Mark:
        return actions.withdraw(actor=viewer, mark=mark, why=data["why"], submission=data["submission"])

    title = f"Tag tilbage: {mark.get_kind_display()}"
    around = _around(
        request, placement, title, "Tag det tilbage", "Det tæller ikke længere. Begge sider kan se, at det er taget tilbage."
    )
    said = "Det er taget tilbage."
    return carry_out(request, Carried(form, around, do, said, _home(placement), changed=_CHANGED))


def _open(request: HttpRequest, placement_id: UUID, permission: Permission) -> Any:
    return open_thing(request, with_mask(Placement.objects.all(), viewer_of(request)), placement_id, permission, GRANTS)


def _mark(placement: Any, mark_id: UUID) -> Mark:
    return get_object_or_404(Mark.objects.select_related("placement", "entry"), placement_id=placement.pk, public_id=mark_id)


def _home(placement: Any) -> str:
    return reverse("agenda:rhythm", args=[placement.public_id])


def _around(request: HttpRequest, placement: Any, title: str, submit: str, lead: str) -> FormPage:
    child = child_of(placement, viewer_of(request).today)
    trail = [
        (child.short_name, reverse("web:placement", args=[placement.public_id])),
        ("Lovens rytme", _home(placement)),
    ]
    return FormPage(title, submit, _home(placement), lead=lead, trail=trail)


def _write(
    request: HttpRequest, placement_id: UUID, permission: Permission, kind: MarkKind, around: tuple[str, str, str]
) -> HttpResponse:
    viewer, placement = viewer_of(request), _open(request, placement_id, permission)
    first = {"submission": uuid.uuid4(), **forms.first_values(kind, viewer.today)}
    form = forms.FORMS[kind](request.POST or None, initial=first)

    def do(data: dict[str, Any]) -> Mark:
        return actions.write_down(
            actor=viewer, placement=placement, kind=kind, written=form.written(), submission=data["submission"]
        )

    return carry_out(request, Carried(form, _around(request, placement, *around), do, _SAVED, _home(placement)))


def _not_theirs(request: HttpRequest, placement: Any) -> HttpResponse:
    messages.info(request, "Det kan ikke rettes herfra: det er rettet i forvejen, eller det er skrevet af den anden side.")
    return redirect(_home(placement))
